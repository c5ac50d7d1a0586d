"""The lists in seeds/demo/README.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .filled import Filled
from .world import Demo


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    # A key's columns are joined by |, which would end the cell.
    cells = [[str(cell).replace("|", "\\|") for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def files_list(tables: list[Filled]) -> str:
    """What each file holds."""
    rows = [(f"`{filled.table.name}.csv`", len(filled.rows), filled.table.holds) for filled in tables]
    return markdown_table(("file", "rows", "holds"), rows)


def planted_list(demo: Demo) -> str:
    """The planted cases, topic by topic."""
    text = []
    for topic in dict.fromkeys(planted.topic for planted in demo.planted):
        cases = [planted for planted in demo.planted if planted.topic == topic]
        rows = [(planted.case, planted.place(), planted.outcome) for planted in cases]
        text.append(f"### {topic}\n\n{markdown_table(('case', 'where', 'what comes out'), rows)}")
    return "\n".join(text)


def dirt_list(tables: list[Filled]) -> str:
    """The dirty rows."""
    rows = [
        (spoiled.reason, filled.table.name, f"`{filled.table.key_of(row) or ' '}`", spoiled.what)
        for filled in tables
        for spoiled, row in filled.dirt
    ]
    # By reason; within one, the tables keep their order.
    return markdown_table(("reason", "table", "key", ""), sorted(rows, key=lambda row: row[0]))


def fill_in(readme: str, lists: dict[str, str]) -> str:
    """The README with each list written anew between its two marks."""
    for name, text in lists.items():
        begin, end = f"<!-- {name}: written by scripts/generate_demo.py -->", f"<!-- end of {name} -->"
        before, has_begin, rest = readme.partition(begin)
        _, has_end, after = rest.partition(end)
        if not (has_begin and has_end):
            raise SystemExit(f"seeds/demo/README.md lacks the marks {begin} and {end}")
        readme = f"{before}{begin}\n\n{text}\n{end}{after}"
    return readme
