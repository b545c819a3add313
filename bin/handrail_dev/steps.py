"""What bin/demo and bin/test say while they work: one readable line a step, with seconds."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

HEARTBEAT_SECONDS = 15  # a long step says that it is still at it

_output = threading.Lock()
_running: set[subprocess.Popen] = set()


class SetupError(Exception):
    """Set-up cannot go on; the message is for people: what is wrong and what to do."""


def say(text: str) -> None:
    with _output:
        print(text, flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Report the start and the end of one step."""
    start = time.monotonic()
    say(f"  {title} ...")
    outcome = "failed after"
    try:
        yield
        outcome = "done in"
    finally:
        say(f"  {title}: {outcome} {time.monotonic() - start:.1f} s")


def run(title: str, command: list[str], log: Path, *, cwd: Path, env: dict[str, str]) -> None:
    """Run a command as a step, its output in a log file; on failure show the log's end."""
    with step(title):
        status = call(command, log, cwd=cwd, env=env, still=title)
        if status:
            raise SetupError(_explain(title, status, log))


def call(command: list[str], log: Path, *, cwd: Path, env: dict[str, str], still: str = "") -> int:
    """Run a command with its output in a log file; returns its exit status.

    With `still`, a name for the step, says now and then that it is still at it.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = start(command, stdout=output, cwd=cwd, env=env | {"NO_COLOR": "1"})
        return finish(process, still)


def start(command: list[str], **options) -> subprocess.Popen:
    """Start a command that `stop_running` can end."""
    options = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT} | options
    process = subprocess.Popen(command, **options)
    _running.add(process)
    return process


def finish(process: subprocess.Popen, still: str = "") -> int:
    begun = time.monotonic()
    try:
        while True:
            try:
                return process.wait(HEARTBEAT_SECONDS)
            except subprocess.TimeoutExpired:
                if still:
                    say(f"  {still}: {time.monotonic() - begun:.0f} s so far ...")
    finally:
        _running.discard(process)


def stop_running() -> None:
    """End the commands under way, because another failed or we were told to stop."""
    for process in list(_running):
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)


# What package managers print when they cannot reach their registry, and when the disk is full.
NETWORK_SIGNS = (
    "Temporary failure in name resolution", "Name or service not known",
    "Failed to establish a new connection", "nodename nor servname", "Network is unreachable",
    "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ProxyError",
    "Read timed out", "ConnectTimeoutError", "ENETUNREACH",
)  # fmt: skip
DISK_SIGNS = ("No space left on device", "ENOSPC")


def _explain(title: str, status: int, log: Path) -> str:
    text = log.read_text(errors="replace")
    tail = "\n".join(f"    {line}" for line in text.splitlines()[-15:])
    if any(sign in text for sign in DISK_SIGNS):
        reason = "the disk is full"
    elif any(sign in text for sign in NETWORK_SIGNS):
        reason = "the package registry could not be reached; is this machine online?"
    else:
        reason = f"the command ended with status {status}"
    return f"{tail}\n{title} failed: {reason} (whole log: {log})"


def fail(command: str, error: object) -> None:
    """Show an error and end with status 1."""
    sys.stdout.flush()
    *before, sentence = str(error).splitlines()
    print("\n".join([*before, f"bin/{command}: {sentence}"]), file=sys.stderr, flush=True)
    sys.exit(1)
