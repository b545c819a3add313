"""One process of the Procfile in the laboratory: started, watched, killed, started again."""

import contextlib
import os
import re
import shlex
import shutil
import time
from pathlib import Path

from handrail_dev import processes
from handrail_dev.demo import procfile
from handrail_dev.places import ROOT, ServiceError

from bench.faults.load import get

START_SECONDS = 60


class Process:
    """One process of the Procfile, with its incarnations. To be used from the main thread.

    `label` names this incarnation; a worker's calls to the AI carry it as the model, so that the
    database tells which of them made a call.
    """

    def __init__(self, desk, kind: str, number: int, port: int, env: dict):
        self.desk, self.kind, self.number, self.env = desk, kind, number, env
        self.port = port or (processes.free_port() if kind == "web" else 0)
        self.born = 0
        self.start()

    def start(self) -> None:
        self.born += 1
        self.label = f"{self.kind}{self.number}.{self.born}"
        env = self.desk.environment() | self.env | {"PGAPPNAME": self.label}
        if self.kind == "worker":
            env.setdefault("AI_MODEL", self.label)
        self.child = processes.Child(
            name=self.label,
            command=self.command(env["PATH"]),
            log=self.desk.logs / f"{self.kind}{self.number}.log",
            env=env | {"PORT": str(self.port)},
            cwd=ROOT,
            stop_seconds=40,
        )
        self._log_start = self.child.log.stat().st_size if self.child.log.exists() else 0
        self.child.start()

    def command(self, path: str) -> list[str]:
        line = re.sub(r"\$\{?PORT\}?", str(self.port), procfile()[self.kind])
        program, *rest = shlex.split(line)
        return [shutil.which(program, path=path) or program, *rest]

    @property
    def pid(self) -> int:
        return self.child.pid

    def family(self) -> list[int]:
        """Its own process id and those of what it started."""
        return [self.pid, *children_of(self.pid)]

    def kill(self) -> float:
        """kill -9, with all that it started. Returns the time."""
        self.child.kill_group()
        killed_at = time.time()
        self.child.process.wait()
        return killed_at

    def restart(self) -> None:
        self.kill()
        self.start()

    def send(self, number: int) -> None:
        for pid in self.family():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def wait_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if not self.child.alive() or time.monotonic() > deadline:
                raise ServiceError(f"{self.child.last_words()}\n{self.label} did not start.")
            time.sleep(0.05)

    def ready(self) -> bool:
        """A web process itself answers (another may share its port), a worker says "ready" in its
        log, a relay has its connection."""
        if self.kind == "web":
            with contextlib.suppress(OSError):
                return listens(self.family(), self.port) and get(self.port, "/healthz") == 200
            return False
        if self.kind == "worker":
            return b" ready." in self.child.log.read_bytes()[self._log_start :]
        known = "SELECT 1 FROM pg_stat_activity WHERE application_name = %s"
        return bool(self.desk.rows(known, self.label))


def children_of(pid: int) -> list[int]:
    """Process ids of the living children of a process."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = entry.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry.parent.name))
    return found


def listens(pids: list[int], port: int) -> bool:
    """Whether one of the processes has a listening TCP socket on this port."""
    table = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {f"socket:[{row[9]}]" for row in table if row[1].endswith(f":{port:04X}")
              and row[3] == "0A"}  # fmt: skip
    for pid in pids:
        for handle in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                if os.readlink(handle) in inodes:
                    return True
    return False
