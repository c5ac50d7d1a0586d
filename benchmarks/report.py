"""The tables that benchmarks/bench.py makes of its results.json, and their place in docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"
LEAST_UNIT = 0.3  # CPU seconds: what takes less is no measure of anything

Nodes = list[dict]
Run = dict[str, float]


def table(header: list[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Lines of a Markdown table; all but the first column to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def times(cpu_seconds: float, unit: float) -> str:
    """CPU seconds as a multiple of others; – when those are too few to be a measure."""
    return f"{cpu_seconds / unit:.2f}" if unit >= LEAST_UNIT else "–"


def seconds(value: float) -> str:
    """Seconds, to a tenth."""
    return f"{value:.1f}"


def gigabytes(size: float) -> str:
    """A size in GB, of 10⁹ bytes."""
    return f"{size / 1e9:.2f}"


def space(*runs: Run) -> list[str]:
    """Two cells: peak memory and spill, the greatest of some nodes or runs."""
    return [gigabytes(max((run[measure] for run in runs), default=0)) for measure in ("memory_bytes", "spill_bytes")]


def total(nodes: Nodes, measure: str) -> float:
    """Sum over nodes."""
    return sum(node[measure] for node in nodes)


class Report:
    """The tables of one results.json."""

    def __init__(self, results: dict) -> None:
        self.results = results
        self.scan = self.own_cpu("scan", "duckdb")
        self.fixed: Run = results["fixed_full"]
        self.net = results["full"]["cpu_seconds"] - self.fixed["cpu_seconds"]

    def own_cpu(self, program: str, library: str) -> float:
        """CPU seconds of a program without those that starting it takes."""
        return self.results[program]["cpu_seconds"] - self.results["start"][library]["cpu_seconds"]

    def circumstances(self) -> list[str]:
        """What was measured, on what."""
        results, machine = self.results, self.results["machine"]
        versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
        return [
            f"{results['rows']:,} raw web events, {gigabytes(results['raw_bytes'])} GB as Parquet; the database that comes of it"
            f" {gigabytes(results['database_bytes'])} GB. {machine['cores']} cores, {gigabytes(machine['memory_bytes'])} GB of memory,"
            f" memory_limit {machine['memory_limit']}. Python {machine['python']}, {versions}.",
            "",
        ]

    def layers(self) -> list[str]:
        """The full refresh by layer, and in all."""
        full, all_nodes, all_fixed_nodes = (self.results[name] for name in ("full", "full_nodes", "fixed_full_nodes"))

        def row(name: str, cpu: float, fixed: float, wall: float, *cells: str) -> list[str]:
            return [name, seconds(cpu), seconds(fixed), times(cpu - fixed, self.scan), seconds(wall), *cells]

        rows = []
        for name, layer in {
            "staging": "staging",
            "intermediate": "intermediate",
            "marts": "marts",
            "seeds": "seed",
        }.items():
            nodes, fixed_nodes = (
                [node for node in of if node["layer"] == layer] for of in (all_nodes, all_fixed_nodes)
            )
            wall = total(nodes, "wall_seconds")
            rows.append(row(name, total(nodes, "cpu_seconds"), total(fixed_nodes, "cpu_seconds"), wall, *space(*nodes)))
        cpu, fixed, wall = (
            run[measure] - total(nodes, measure)
            for run, nodes, measure in (
                (full, all_nodes, "cpu_seconds"),
                (self.fixed, all_fixed_nodes, "cpu_seconds"),
                (full, all_nodes, "wall_seconds"),
            )
        )
        rows.append(row("outside models: dbt itself, raw views", cpu, fixed, wall, "", ""))
        rows.append(row("**all**", full["cpu_seconds"], self.fixed["cpu_seconds"], full["wall_seconds"], *space(full)))
        header = ["layer", "CPU s", "on empty data", "the difference, × scan", "wall s", "peak memory GB", "spill GB"]
        return ["### Full refresh, by layer", "", *table(header, rows)]

    def ways(self) -> list[str]:
        """The core by Tributary and by others."""
        tributary = self.results["core"]["cpu_seconds"] - self.fixed["cpu_seconds"]
        start = self.results["start"]
        ways = {
            "scan of web_events": ("scan", start["duckdb"]),
            "scan, then one sort by visitor and time": ("sort", start["duckdb"]),
            "Tributary, with all its marts": ("core", self.fixed),
            "Polars": ("polars", start["polars"]),
            "pandas": ("pandas", start["pandas"]),
            "plain SQL, credits stored long": ("sql", start["duckdb"]),
        }
        rows = []
        for name, (program, fixed) in ways.items():
            run = self.results[program]
            own = run["cpu_seconds"] - fixed["cpu_seconds"]
            cells = [
                seconds(run["cpu_seconds"]),
                seconds(fixed["cpu_seconds"]),
                times(own, self.scan),
                times(own, tributary),
            ]
            rows.append([name, *cells, seconds(run["wall_seconds"]), *space(run)])
        header = [
            "",
            "CPU s",
            "to start",
            "the difference, × scan",
            "× Tributary",
            "wall s",
            "peak memory GB",
            "spill GB",
        ]
        return ["### The core, by several ways", "", *table(header, rows)]

    def day(self) -> list[str]:
        """dbt on empty data, and after a day more."""
        results = self.results
        runs = {
            "`dbt build --full-refresh` on empty data": self.fixed,
            "`dbt build` on empty data": results["fixed_increment"],
            "`dbt run` on empty data": results["fixed_run"],
            f"`dbt build` after a day of {results['day_rows']:,} new rows": results["day"],
        }
        rows = (
            [name, seconds(run["cpu_seconds"]), seconds(run["wall_seconds"]), *space(run)] for name, run in runs.items()
        )
        own = results["day"]["cpu_seconds"] - results["fixed_increment"]["cpu_seconds"]
        return [
            "### dbt's fixed cost, and a day more",
            "",
            *table(["", "CPU s", "wall s", "peak memory GB", "spill GB"], rows),
            f"Without what dbt takes on empty data, the day takes {own:.1f} CPU s, which is {times(own, self.net)} of the full refresh's"
            f" {self.net:.1f}.",
            "",
        ]

    def page(self) -> str:
        """All tables of docs/performance.md."""
        return "\n".join([*self.circumstances(), *self.layers(), *self.ways(), *self.day()])

    def profile(self) -> str:
        """The models that take most in a full refresh; not for the page, since models come and go."""
        fixed = {node["node"]: node["cpu_seconds"] for node in self.results["fixed_full_nodes"]}
        nodes = sorted(self.results["full_nodes"], key=lambda node: -node["cpu_seconds"])[:15]
        rows = (
            [
                node["node"],
                seconds(node["cpu_seconds"]),
                times(node["cpu_seconds"] - fixed[node["node"]], self.scan),
                seconds(node["wall_seconds"]),
                *space(node),
            ]
            for node in nodes
        )
        header = ["model", "CPU s", "less that on empty data, × scan", "wall s", "peak memory GB", "spill GB"]
        return "\n".join(table(header, rows))


def put_on_page(text: str, events: int, page: Path = PAGE) -> bool:
    """Writes the tables between the marks that the page has for a number of events; False when it has none."""
    begin, end = f"<!-- results of {events} events -->\n", f"<!-- end of {events} events -->\n"
    content = page.read_text(encoding="utf-8")
    if begin not in content or end not in content:
        return False
    before, _, rest = content.partition(begin)
    page.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
    return True
