"""What people are told when bin/demo cannot start, and that set-up does only what is due."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from handrail_dev import bootstrap, places, processes, steps
from handrail_dev.steps import SetupError

ROOT = places.ROOT


@pytest.fixture
def checkout(tmp_path):
    """A copy of bin/ alone, in a folder with a space in its name."""
    copy = tmp_path / "my code"
    shutil.copytree(ROOT / "bin", copy / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def run_demo(checkout, **env):
    base = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    return subprocess.run(
        [checkout / "bin" / "demo"], env=base | env, capture_output=True, text=True, timeout=60
    )


def test_a_taken_port_is_named_before_anything_is_installed(checkout):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run_demo(checkout, PORT=str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"bin/demo: Port {port} is taken by another program; "
        f"pick one with PORT={port + 1} bin/demo\n"
    )
    assert not (checkout / ".venv").exists()


def test_a_port_that_is_no_number_is_refused(checkout):
    done = run_demo(checkout, PORT="eighty")
    assert (done.returncode, done.stderr) == (
        1,
        "bin/demo: PORT must be a number from 1 to 65535, and it is 'eighty'.\n",
    )


def test_a_second_demo_of_one_folder_is_told_where_the_first_is(checkout):
    var = checkout / "var"
    places.write_private(var / "demo.json", '{"url": "http://127.0.0.1:8123"}')
    with processes.lock(var / "demo.lock", wait=False):
        done = run_demo(checkout, PORT=str(processes.free_port()))
    assert done.returncode == 1
    assert "already runs from this folder, at http://127.0.0.1:8123" in done.stderr


def test_an_old_python_is_told_apart(checkout, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    for name in ("dirname", "sh"):
        (old / name).symlink_to(shutil.which(name))
    python = old / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1\n')
    python.chmod(0o755)
    done = run_demo(checkout, PATH=str(old))
    assert done.returncode == 1
    assert done.stderr == "bin/demo: needs Python 3.11 or newer, and found Python 3.9.2.\n"


def test_a_missing_venv_module_is_named(monkeypatch):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match=r"apt-get install python3\.\d+-venv"):
        bootstrap.set_up()


def test_a_full_disk_is_named_up_front(monkeypatch):
    usage = shutil.disk_usage(ROOT)._replace(free=400_000_000)
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(SetupError, match=r"1\.5 GB of free disk, and .* has 0\.4 GB"):
        bootstrap.check_disk()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("npm error code ENOTFOUND", "the package registry could not be reached"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("SyntaxError", "the command ended with status 3"),
    ],
)
def test_a_failed_command_shows_its_end_and_the_reason(tmp_path, output, sentence):
    command = ["/bin/sh", "-c", f"echo '{output}'; exit 3"]
    with pytest.raises(SetupError) as caught:
        steps.run("Packages", command, tmp_path / "log" / "x.log", cwd=tmp_path, env={})
    first, *_, last = str(caught.value).splitlines()
    assert output in first
    assert sentence in last


def test_a_stamp_changes_with_content_and_not_with_time(tmp_path):
    source = tmp_path / "a.ts"
    source.write_text("one")
    before = bootstrap.digest([source])
    os.utime(source, (1, 1))
    assert bootstrap.digest([source]) == before
    source.write_text("two")
    assert bootstrap.digest([source]) != before


@pytest.mark.parametrize(
    ("version", "fits"),
    [("v20.19.0", True), ("v20.18.3", False), ("v21.7.0", False), ("v22.12.0", True), ("?", False)],
)
def test_only_a_node_that_can_build_the_ui_is_used(tmp_path, monkeypatch, version, fits):
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {version}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert bootstrap.find_node() == (str(tmp_path) if fits else None)


def test_manage_without_a_running_demo_says_what_to_do(checkout):
    done = subprocess.run(
        [checkout / "bin" / "manage", "check"], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (
        1,
        "bin/manage: no demo runs from this folder; start bin/demo and leave it running.\n",
    )
