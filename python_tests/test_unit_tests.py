"""dbt's unit tests must hold for whoever runs them: each pins every var that changes a result."""

from __future__ import annotations

import pytest
import yaml
from harness import PROJECT

DEFAULTS = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
CHANGING_NO_RESULT = ("max_quarantine_share", "mart_readers", "publish_path", "publish_format")
PINNED = {n: v for n, v in DEFAULTS.items() if not n.startswith("raw_") and n not in CHANGING_NO_RESULT}

FILES = {
    str(path.relative_to(PROJECT)): properties
    for path in sorted((PROJECT / "models").rglob("*.yml"))
    if "unit_tests" in (properties := yaml.safe_load(path.read_text(encoding="utf-8")))
}


@pytest.mark.parametrize("name", FILES)
def test_vars_are_pinned(name: str) -> None:
    """A unit test gives a value to every var, and the file's defaults are those of dbt_project.yml."""
    assert FILES[name]["anchors"][0] == PINNED
    for unit_test in FILES[name]["unit_tests"]:
        assert set(unit_test["overrides"]["vars"]) == set(PINNED), unit_test["name"]
