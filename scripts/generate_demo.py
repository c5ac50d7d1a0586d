#!/usr/bin/env python3
"""Writes the demo company's raw tables to seeds/demo/<table>.csv, and the lists in seeds/demo/README.md.

    python scripts/generate_demo.py            write the files
    python scripts/generate_demo.py --check    write nothing; exit 1 and name the files that differ

The work is done in scripts/demo, which says what stands where.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from demo import differing, render

FOLDER = Path(__file__).resolve().parent.parent / "seeds" / "demo"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Write the demo company's raw tables to seeds/demo/.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the files that differ")
    arguments = parser.parse_args()

    files = render((FOLDER / "README.md").read_bytes().decode("utf-8"))
    if arguments.check:
        names = differing(files, FOLDER)
        if names:
            print("seeds/demo is not what scripts/generate_demo.py writes:", *names, sep="\n  ")
        return 1 if names else 0
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
