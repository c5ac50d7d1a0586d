"""A standalone Spark cluster on this machine: master, two workers of one core each, and a Thrift server that dbt talks to.

Everything comes from the pyspark package, but for what is in jvm/, which its compiler compiles; what must be there is Java 17.
Ports are free ones of 127.0.0.1, files lie in one folder. Only processes that were started here are ended, by their ids.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
import zipfile
from pathlib import Path

import pyspark
from pyhive import hive

SPARK = Path(pyspark.__file__).parent
HOST = "127.0.0.1"

# What does little in its minutes is not worth a second compiler's work. The driver's is: it plans hundreds of large statements.
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

# Small data on two cores: few partitions, and no plans written down as text for a page that nobody looks at. Hundreds of large
# statements on a few rows each: what a plan costs counts, not what it does with a row, so none is compiled or made again.
SETTINGS = {
    "spark.driver.host": HOST,
    "spark.driver.memory": "2560m",
    "spark.executor.memory": "800m",
    "spark.executor.cores": "1",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.hadoop.javax.jdo.option.ConnectionURL": "jdbc:derby:;databaseName={folder}/metastore;create=true",
    "spark.sql.warehouse.dir": "{folder}/warehouse",
    "spark.executor.extraJavaOptions": SHORT_LIVED,
    "spark.driver.extraClassPath": "{folder}/jvm.jar",
    "spark.executor.extraClassPath": "{folder}/jvm.jar",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -Dderby.stream.error.file=derby.log -Dderby.system.durability=test",
    "spark.eventLog.dir": "{folder}/events",
    "spark.sql.maxPlanStringLength": "1000",
    "spark.ui.enabled": "false",
    "spark.scheduler.mode": "FAIR",
}

LOGGING = """rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n
"""


# Table formats in jvm/, as Spark finds them.
FORMATS = ("META-INF/services/org.apache.spark.sql.sources.DataSourceRegister", "tributary.tests.MergingFormat\n")


def compile_classes(jar: Path) -> None:
    """Makes a jar of jvm/."""
    compiler = ("java", "-cp", f"{SPARK}/jars/*", "scala.tools.nsc.Main", "-usejavacp", "-d", str(jar))
    subprocess.run([*compiler, *Path(__file__).with_name("jvm").glob("*.scala")], check=True)
    with zipfile.ZipFile(jar, "a") as archive:
        archive.writestr(*FORMATS)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def command_of(process: str) -> str:
    """Command line of a process, empty when it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Cluster:
    """The cluster's processes and where it is reached. `settings` add to SETTINGS, or change them."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        if shutil.which("java") is None:
            raise RuntimeError(
                "Spark needs Java 17, and there is no `java` here: install it (Debian: openjdk-17-jre-headless)"
            )
        self.folder = folder
        self.processes: dict[str, subprocess.Popen] = {}
        self.settings = {k: v.replace("{folder}", str(folder)) for k, v in (SETTINGS | (settings or {})).items()}
        for part in ("conf", "events", "logs", "work"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        compile_classes(folder / "jvm.jar")
        (folder / "conf/log4j2.properties").write_text(LOGGING, encoding="utf-8")
        (folder / "conf/spark-defaults.conf").write_text(
            "".join(f"{name} {value}\n" for name, value in self.settings.items()), encoding="utf-8"
        )
        self.master_port, self.thrift_port, self.ui_port = free_port(), free_port(), free_port()

    def start(self) -> Cluster:
        """Starts everything, and returns once a statement has run."""
        master, daemon = f"spark://{HOST}:{self.master_port}", "org.apache.spark.deploy."
        address = ("--host", HOST, "--port", str(self.master_port), "--webui-port", str(free_port()))
        self.run("master", "spark-class", daemon + "master.Master", *address)
        self.wait_for_port("master", self.master_port)
        for number in (1, 2):
            options = ("--host", HOST, "--cores", "1", "--memory", self.settings["spark.executor.memory"])
            place = ("--webui-port", str(free_port()), "--work-dir", str(self.folder / "work"))
            self.run(f"worker-{number}", "spark-class", daemon + "worker.Worker", *options, *place, master)
        self.run(
            "thrift",
            "spark-submit",
            *("--master", master, "--conf", f"spark.ui.port={self.ui_port}"),
            *("--class", "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"),
            *("--hiveconf", f"hive.server2.thrift.port={self.thrift_port}"),
            *("--hiveconf", f"hive.server2.thrift.bind.host={HOST}"),
            "spark-internal",
        )
        self.wait_for_port("thrift", self.thrift_port)
        assert self.query("select count(*) as rows from range(10)") == [{"rows": 10}]
        return self

    def run(self, name: str, program: str, *arguments: str) -> None:
        """Starts one process in a group of its own; what it says goes to logs/<name>."""
        environment = os.environ | {
            "SPARK_HOME": str(SPARK),
            "SPARK_CONF_DIR": str(self.folder / "conf"),
            "SPARK_LOCAL_IP": HOST,
            # Of the Thrift server, too, which spark-submit takes for a daemon; its options are the driver's.
            "SPARK_DAEMON_JAVA_OPTS": "" if name == "thrift" else SHORT_LIVED,
            "SPARK_DAEMON_MEMORY": self.settings["spark.driver.memory"] if name == "thrift" else "256m",
        }
        with (self.folder / "logs" / name).open("w", encoding="utf-8") as log:
            self.processes[name] = subprocess.Popen(
                [str(SPARK / "bin" / program), *arguments],
                **{"cwd": self.folder, "env": environment, "start_new_session": True},
                **{"stdout": log, "stderr": subprocess.STDOUT},
            )

    def wait_for_port(self, name: str, port: int, seconds: float = 600) -> None:
        """Until somebody listens; raises with the log when the process ends or the time is up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.processes[name].poll() is None:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"{name} did not start:\n" + self.log(name)[-4000:])

    def log(self, name: str) -> str:
        """What a process has said so far."""
        return (self.folder / "logs" / name).read_text(encoding="utf-8", errors="replace")

    def query(self, statement: str) -> list[dict]:
        """Rows of a statement, as the Thrift server gives them."""
        with hive.connect(HOST, self.thrift_port, username="tests") as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            names = [column[0].split(".")[-1] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()] if names else []

    def rest(self, path: str) -> list[dict]:
        """What Spark's REST interface says of the Thrift server: executors, stages, …"""
        root = f"http://{HOST}:{self.ui_port}/api/v1/applications"
        with urllib.request.urlopen(root) as answer:
            application = json.load(answer)[0]["id"]
        with urllib.request.urlopen(f"{root}/{application}/{path}") as answer:
            return json.load(answer)

    def executors(self) -> list[int]:
        """Process ids of the executors: of our workers' children those that are one, and not what a worker runs for a moment."""
        ids = []
        for name in ("worker-1", "worker-2"):
            tasks = Path(f"/proc/{self.processes[name].pid}/task")
            children = [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]
            ids += [int(child) for child in children if "CoarseGrainedExecutorBackend" in command_of(child)]
        return ids

    def stop(self) -> None:
        """Ends what was started, the last first; a process that does not end within ten seconds is killed."""
        for process in reversed(self.processes.values()):
            for sign in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, sign)
                    process.wait(10)
                except ProcessLookupError:
                    break
                except subprocess.TimeoutExpired:
                    continue
                break
        self.processes.clear()
