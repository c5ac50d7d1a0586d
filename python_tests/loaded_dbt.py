"""dbt, loaded once for all that one process of pytest runs of it: each run is a fork, without the seconds that it takes to load
dbt, and to read a project that was read before.

harness.dbt() starts this. A line of JSON on standard input asks for a run; the line that answers is its exit code, negative
when a signal ended it.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.cli.main import cli, dbtRunner
from dbt.contracts.graph.manifest import Manifest

# The project as it was read with some vars, by the name that harness.dbt() has for these; the first ones go when there are more
# than one file of tests takes turns with.
READ: dict[str, Manifest] = {}
KEPT = 4


def enter(project: str, environment: dict[str, str]) -> None:
    """Makes this process one that runs in the folder of the project."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(project)
    sys.path[0] = project  # as `python -m` has it: there is the plugin, wherever the profile is


def read(read_as: str, arguments: list[str]) -> Manifest | None:
    """The project as dbt reads it with the arguments' vars; none when it cannot, which the run itself then says."""
    if read_as not in READ:
        # The static parser would leave threads here, for which it then waits in a fork that has none.
        asked = ["--quiet", "--no-static-parser", "parse", *arguments[arguments.index("--target-path") :]]
        manifest = dbtRunner().invoke(asked).result
        if not isinstance(manifest, Manifest):
            return None
        READ[read_as] = manifest
        if len(READ) > KEPT:
            del READ[next(iter(READ))]
    return READ[read_as]


def run(
    arguments: list[str], manifest: Manifest | None, output: list[str], killed_at: int, instead: list[tuple[str, str]]
) -> None:
    """What `dbt` with these arguments does in this folder; standard output and error go to the files `output`.

    It reads the project unless it is given. It kills itself before statement `killed_at`, and sends statements with other texts
    `instead` of some.
    """
    execute, count = DuckDBCursorWrapper.execute, 0

    def spied(self: DuckDBCursorWrapper, sql: str, *bindings: object) -> object:
        nonlocal count
        count += 1
        if count == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        for text, other in instead:
            sql = sql.replace(text, other)
        return execute(self, sql, *bindings)

    DuckDBCursorWrapper.execute = spied
    for number, path in enumerate([os.devnull, *output]):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
    sys.argv = ["dbt", *arguments]
    cli(obj={"manifest": manifest})


def main() -> None:
    """Runs what is asked for until nobody can ask any more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        enter(asked.pop("project"), asked.pop("environment"))
        read_as = asked.pop("read_as")
        manifest = read(read_as, asked["arguments"]) if read_as else None
        child = os.fork()
        if not child:
            run(manifest=manifest, **asked)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)


if __name__ == "__main__":
    main()
