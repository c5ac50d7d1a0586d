#!/usr/bin/env python3
"""Runs dbt in this process and records what each node takes: CPU and wall seconds, peak memory and spill.

    python benchmarks/dbt_nodes.py NODES.json SPILL_FOLDER DBT_ARGUMENT…

One node at a time (`--threads 1`), so that all that the process takes between a node's start and its end is the node's. Writes
NODES.json: [{"node", "layer", "cpu_seconds", "wall_seconds", "memory_bytes", "spill_bytes"}]. The layer is the folder under
models/, or the kind of node for what is no model. Memory and spill are sampled; memory is 0 where there is no /proc.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from pathlib import Path

SAMPLE_SECONDS = 0.02


def cpu_seconds() -> float:
    """CPU seconds of this process so far, in user and in system mode."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def memory_bytes() -> int:
    """Resident memory of this process now."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def folder_bytes(folder: Path) -> int:
    """Size of the files in a folder, 0 when there is none. Files may go while one looks."""
    total = 0
    for path in folder.glob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total


class Recorder:
    """Takes dbt's events; `nodes` has what each finished node took."""

    def __init__(self, spill_folder: Path) -> None:
        self.spill_folder = spill_folder
        self.nodes: list[dict[str, object]] = []
        self.at_start = (0.0, 0.0)
        self.peaks = {"memory_bytes": 0, "spill_bytes": 0}
        threading.Thread(target=self.sample_forever, daemon=True).start()

    def sample(self) -> None:
        """Raises the peaks to what is taken now."""
        now = {"memory_bytes": memory_bytes(), "spill_bytes": folder_bytes(self.spill_folder)}
        self.peaks = {name: max(peak, now[name]) for name, peak in self.peaks.items()}

    def sample_forever(self) -> None:
        """The sampling thread."""
        while True:
            self.sample()
            time.sleep(SAMPLE_SECONDS)

    def __call__(self, event: object) -> None:
        """An event of dbt's: notes the start of a node, and its end."""
        if event.info.name == "NodeStart":
            self.peaks = {"memory_bytes": 0, "spill_bytes": 0}
            self.at_start = (cpu_seconds(), time.perf_counter())
        elif event.info.name == "NodeFinished":
            cpu, wall = cpu_seconds() - self.at_start[0], time.perf_counter() - self.at_start[1]
            self.sample()
            info = event.data.node_info
            layer = info.node_path.split("/")[0] if info.resource_type == "model" else info.resource_type
            node = {"node": info.node_name, "layer": layer, "cpu_seconds": cpu, "wall_seconds": wall}
            self.nodes.append(node | self.peaks)


def main() -> None:
    """The command."""
    sys.path.append(str(Path(__file__).resolve().parent.parent))  # where profiles.yml's plugin is found
    from dbt.cli.main import dbtRunner  # here, since bench.py imports this file and has to stay small

    recorder = Recorder(Path(sys.argv[2]))
    result = dbtRunner(callbacks=[recorder]).invoke(sys.argv[3:])
    Path(sys.argv[1]).write_text(json.dumps(recorder.nodes, indent=1), encoding="utf-8")
    if not result.success:
        raise SystemExit(f"dbt failed: {result.exception or 'see its output'}")


if __name__ == "__main__":
    main()
