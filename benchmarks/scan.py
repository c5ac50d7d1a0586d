#!/usr/bin/env python3
"""The yardsticks: reads all of the raw web events once, and sorts them once, on DuckDB with two threads.

python benchmarks/scan.py RAW         the greatest value of every column
python benchmarks/scan.py RAW sort    that, and event ids in the order of visitor and time
"""

from __future__ import annotations

import sys

import duckdb


def main() -> None:
    """The command."""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"create view events as from '{sys.argv[1]}/web_events/*.parquet'")
        connection.execute("select max(columns(*)) from events").fetchall()
        if sys.argv[2:] == ["sort"]:
            connection.execute(
                "create temp table sorted as select visitor_id, occurred_at, event_id from events order by visitor_id, occurred_at"
            )


if __name__ == "__main__":
    main()
