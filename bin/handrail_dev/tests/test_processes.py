"""Processes end with us, however we end, and come back when they end before us."""

import os
import signal
import subprocess
import sys
import time

import pytest

from handrail_dev import places, processes
from handrail_dev.processes import Child
from handrail_dev.supervisor import Supervisor


def child(tmp_path, script, **options):
    env = {"PATH": "/usr/bin:/bin", processes.MARKER: str(tmp_path)}
    return Child(
        "sleeper", ["/bin/sh", "-c", script], tmp_path / "sleeper.log", env, tmp_path, **options
    )


def wait_for(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def exists(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_stop_ends_what_ignores_it_and_what_it_started(tmp_path):
    stubborn = child(tmp_path, "trap '' TERM; sleep 60 & echo $!; wait; wait", stop_seconds=0.3)
    stubborn.start()
    wait_for(lambda: stubborn.last_words())
    grandchild = int(stubborn.last_words())
    stubborn.stop()
    assert not stubborn.alive()
    wait_for(lambda: not exists(grandchild))


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no parent-death signal")
def test_children_end_when_the_parent_is_killed(tmp_path):
    script = (
        "import sys, time, pathlib; from handrail_dev.processes import Child\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "child = Child('s', ['/bin/sleep', '60'], path / 'log', {}, path)\n"
        "child.start(); print(child.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        env={"PYTHONPATH": str(places.ROOT / "bin")}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with parent:
        pid = int(parent.stdout.readline())
        time.sleep(0.3)  # it asks for the signal before it becomes `sleep`
        assert exists(pid)
        parent.kill()
    wait_for(lambda: not exists(pid))


def test_what_a_killed_run_left_behind_is_ended(tmp_path):
    left = child(tmp_path, "trap '' TERM; echo deaf; sleep 60; sleep 60")
    left.start()
    other = child(tmp_path, "sleep 60")
    other.env = {**other.env, processes.MARKER: str(tmp_path / "elsewhere")}
    other.start()
    wait_for(lambda: left.last_words() == "deaf")
    assert processes.end_leftovers(tmp_path, seconds=0.5) >= 1
    assert left.process.wait(5) == -signal.SIGKILL
    assert other.alive()
    other.stop()


def test_a_process_that_ends_is_started_again_with_growing_pauses(tmp_path):
    told, changes = [], []
    supervisor = Supervisor(told.append, lambda: changes.append(1))
    flaky = child(tmp_path, "echo up; exit 3")
    supervisor.add(flaky)
    flaky.start()

    def watch():
        supervisor.watch()
        return len(changes) >= 2

    wait_for(watch, 10)
    assert [line.split("; ")[1] for line in told[:2]] == [
        "starting it again in 0.5 s",
        "starting it again in 1.0 s",
    ]
    assert "sleeper ended with status 3" in told[0]
    flaky.stop()


def test_every_line_is_shown_under_its_process(tmp_path):
    lines = []
    talker = child(tmp_path, "echo one; echo two >&2", echo=lambda *line: lines.append(line))
    talker.start()
    wait_for(lambda: len(lines) == 2)
    talker.stop()
    assert lines == [("sleeper", "one"), ("sleeper", "two")]
    assert talker.last_words() == "one\ntwo"
