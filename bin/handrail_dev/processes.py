"""Child processes that never outlive us, free ports, and what an earlier killed run left behind."""

import contextlib
import fcntl
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

WRAPPER = Path(__file__).with_name("child.py")
# Every process of a run carries this variable with the run's folder, so that the next run can
# tell what a killed one left behind.
MARKER = "HANDRAIL_RUN"
LOG_LIMIT = 5_000_000  # bytes; a longer log is set aside as NAME.log.1 when its process starts


@dataclass
class Child:
    """One supervised process.

    `echo` gets every line of its output; without it the output goes to the log file alone.
    `user` is (uid, gid) to run as. `stop_seconds` is how long a clean stop may take.
    """

    name: str
    command: list[str]
    log: Path
    env: dict[str, str]
    cwd: Path
    user: tuple[int, int] | None = None
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 10
    echo: Callable[[str, str], None] | None = None
    process: subprocess.Popen | None = field(default=None, init=False)
    started_at: float = field(default=0, init=False)

    def start(self) -> None:
        """Start it. To be called from the main thread: Linux ends it when that thread ends."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(f"{self.log}.1")
        uid, gid = self.user or (-1, -1)
        wrapper = [sys.executable, "-I", "-S", str(WRAPPER)]
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*wrapper, str(os.getpid()), str(int(self.stop_signal)), str(uid), str(gid)]
                + self.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if self.echo else log,
                stderr=subprocess.STDOUT,
                env=self.env,
                cwd=self.cwd,
                start_new_session=True,  # Ctrl-C must reach us alone: we stop them in order
            )
        if self.echo:
            copy = threading.Thread(target=self._copy_output, args=(self.process.stdout,))
            copy.daemon = True
            copy.start()

    def _copy_output(self, output: IO[bytes]) -> None:
        with self.log.open("ab", buffering=0) as log, output:
            for line in output:
                log.write(line)
                self.echo(self.name, line.decode(errors="replace").rstrip())

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def exit_status(self) -> int | None:
        """None while it runs (or was never started)."""
        return self.process.poll() if self.process else None

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.alive():
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Stop it and whatever it started; kill what is still there after `stop_seconds`."""
        if self.process is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.stop_seconds)
        self.kill_group()
        self.process.wait()

    def kill_group(self) -> None:
        """End what it left in its session, e.g. web workers whose parent was killed."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def last_words(self, lines: int = 15) -> str:
        with contextlib.suppress(FileNotFoundError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""


def stop_in_order(children: list[Child]) -> None:
    """Stop the children one after the other, the first in the list first."""
    for child in children:
        child.stop()


def port_is_taken(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def free_port() -> int:
    """A free port on 127.0.0.1 below the range from which Linux serves outgoing connections, so
    that a server can come back on the same port after a crash."""
    for _ in range(200):
        port = random.randint(20_000, 32_000)
        if not port_is_taken(port):
            return port
    raise OSError("no free port between 20000 and 32000")


class Busy(Exception):
    """Somebody else holds the lock."""


@contextlib.contextmanager
def lock(path: Path, *, wait: bool) -> Iterator[None]:
    """Hold an exclusive lock on a file; it ends with the process, however that ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Busy(str(path)) from None
        yield


def leftovers(run: Path) -> list[int]:
    """Processes of an earlier run in this folder; call it only while holding the run's lock."""
    marker = os.fsencode(f"{MARKER}={run}")
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if marker in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]


def end_leftovers(run: Path, seconds: float = 8) -> int:
    """Stop what a killed run left behind: ask, then kill. Returns how many there were."""
    pids = first = leftovers(run)
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
        deadline = time.monotonic() + seconds
        while (pids := leftovers(run)) and time.monotonic() < deadline:
            time.sleep(0.1)
    return len(first)
