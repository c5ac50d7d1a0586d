"""dbt, loaded once for all that one process of pytest runs of it: each run is a fork, without the seconds that loading takes.

harness.dbt() starts this. A line of JSON on standard input asks for a run; the line that answers is its exit code, negative
when a signal ended it.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.cli.main import cli


def run(
    arguments: list[str],
    project: str,
    environment: dict[str, str],
    output: list[str],
    killed_at: int,
    instead: list[tuple[str, str]],
) -> None:
    """What `dbt` with these arguments does in the folder of the project; standard output and error go to the files `output`.

    It kills itself before statement `killed_at`, and sends statements with other texts `instead` of some.
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
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(project)
    sys.path[0] = project  # as `python -m` has it: there is the plugin, wherever the profile is
    sys.argv = ["dbt", *arguments]
    cli()


def main() -> None:
    """Runs what is asked for until nobody can ask any more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)


if __name__ == "__main__":
    main()
