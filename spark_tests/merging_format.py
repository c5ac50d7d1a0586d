"""Makes a jar of merging_format.scala, by the compiler that the pyspark package has."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

from cluster import SPARK

SOURCE = Path(__file__).with_suffix(".scala")
REGISTER = "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister"


def merging_format(jar: Path) -> dict[str, str]:
    """Writes the jar; returns the settings of a cluster that has the format."""
    compiler = ["java", "-cp", f"{SPARK}/jars/*", "scala.tools.nsc.Main", "-usejavacp"]
    subprocess.run([*compiler, "-d", str(jar), str(SOURCE)], check=True)
    with zipfile.ZipFile(jar, "a") as archive:
        archive.writestr(REGISTER, "tributary.tests.MergingFormat\n")
    return {f"spark.{process}.extraClassPath": str(jar) for process in ("driver", "executor")}
