"""Says, after `make build`, where the database is, and prints three queries worth running with their first rows."""

from __future__ import annotations

import os

import duckdb

QUERIES = {
    "Which sources won revenue, by first and by last interaction?": """
        select interaction_source, attribution_model, attributed_revenue, conversions
        from rpt_attribution_by_source
        where conversion_type = 'revenue' and attribution_model in ('first_interaction', 'last_interaction')
        order by attribution_model, attributed_revenue desc
        limit 8""",
    "Which campaigns won revenue, and how much when shared ones count in full?": """
        select campaign_name, attributed_revenue, attributed_revenue_unsplit, conversions
        from rpt_attribution_by_campaign
        where conversion_type = 'revenue' and attribution_model = 'u_shaped'
        order by attributed_revenue desc
        limit 8""",
    "Which deals are out of the revenue report, and why?": """
        select reason, count(*) as deals, sum(amount) as amount
        from rpt_conversion_audit
        where conversion_type = 'revenue' and not is_included
        group by reason
        order by deals desc, reason
        limit 8""",
}


def main() -> None:
    """Prints to standard output; fails when the database is not there."""
    path = os.path.abspath(os.environ.get("TRIBUTARY_DATABASE", "tributary.duckdb"))
    connection = duckdb.connect(path, read_only=True)
    print(f"\nBuilt {path} (DuckDB; open it read-only while nothing builds).\nThree queries worth running:\n")
    for question, query in QUERIES.items():
        text = "\n".join(line.removeprefix("        ") for line in query.strip("\n").splitlines())
        print(f"-- {question}\n{text};\n\n{connection.sql(query)}\n")


if __name__ == "__main__":
    main()
