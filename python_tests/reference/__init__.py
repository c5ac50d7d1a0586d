"""Tributary in plain Python: the rules of SPEC.md once more, written apart from the SQL.

`compute(raw, config)` takes the raw tables as they stand in CSV files and returns every mart as a list of
rows. It is meant to be obvious, not fast: each rule is a loop, with the rule's text above it. Where SPEC
leaves room, docs/adr/0001 and 0007 decide.
"""

from .config import Config
from .marts import compute

__all__ = ["Config", "compute"]
