"""What all processes of one run of pytest share: a folder for what is expensive to make (harness.SHARED)."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Makes the folder, before any worker starts."""
    if not hasattr(config, "workerinput"):
        os.environ["TRIBUTARY_TEST_SHARED"] = tempfile.mkdtemp(prefix="tributary-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Removes it, after all workers."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["TRIBUTARY_TEST_SHARED"], ignore_errors=True)
