"""bin/test after set-up: every check and test, or pytest alone with the arguments given."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from handrail_dev import processes, steps
from handrail_dev.bootstrap import FRONTEND, environment
from handrail_dev.demo import Demo, Stop, stopping_on_signals
from handrail_dev.places import ROOT, VAR, ServiceError

LOGS = VAR / "log"
E2E = VAR / "test" / "e2e"
FAILED_LINES = 60  # of a failed part's log that are shown; the whole is in var/log


@dataclass
class Result:
    title: str
    passed: bool
    seconds: float
    last_line: str = ""
    log: Path | None = None  # of a part whose output was not shown


def main() -> None:
    os.chdir(ROOT)
    arguments = sys.argv[1:]
    try:
        with stopping_on_signals():
            if arguments:
                sys.exit(subprocess.run(pytest(*arguments), env=environment()).returncode)
            sys.exit(run_all())
    except Stop:
        steps.stop_running()
        sys.exit("Stopped.")


def pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def run_all() -> int:
    """Checks and front-end tests beside pytest, then faults and the browser; returns the exit
    status."""
    checks: list[Result] = []
    beside = threading.Thread(target=lambda: checks.extend(run_checks()))
    beside.start()
    python = run_pytest()
    beside.join()
    results = [*checks, run_faults(), *run_browser(), python]
    for result in results:
        show_failure(result)
    steps.say("\nSummary")
    for result in results:
        outcome = "passed" if result.passed else "FAILED"
        steps.say(f"  {result.title:<34}{outcome} in {result.seconds:5.1f} s")
    steps.say(python.last_line)  # last, in pytest's own words
    return 0 if all(result.passed for result in results) else 1


def run_pytest() -> Result:
    """With a process for each core; its output is shown as it comes."""
    start = time.monotonic()
    last_line = ""
    command = pytest("-n", "auto", "--color=no")
    process = steps.start(command, env=environment(), text=True, stdout=subprocess.PIPE)
    for line in process.stdout:
        steps.say(line.rstrip())
        last_line = line.strip() or last_line
    return Result("Python tests", steps.finish(process) == 0, time.monotonic() - start, last_line)


def run_checks() -> list[Result]:
    binaries = Path(sys.executable).parent
    results = [
        run_part("Python lint", [str(binaries / "ruff"), "check", "."]),
        run_part("Python format", [str(binaries / "ruff"), "format", "--check", "."]),
        run_part("Python imports", [str(binaries / "lint-imports")]),
    ]
    titles = {
        "check": "Front-end types and lint",
        "test": "Front-end tests",
        "size": "Front-end budgets",  # of what set-up has just built
    }
    for script in titles.keys() & scripts():
        results.append(run_part(titles[script], ["npm", "run", script], cwd=FRONTEND))
    return results


def run_faults() -> Result:
    """The short run of the fault laboratory: kills, freezes and restarts of real processes."""
    return run_part("Faults", [sys.executable, "-m", "bench.faults", "--short"])


def scripts() -> set[str]:
    """The scripts that frontend/package.json offers."""
    path = FRONTEND / "package.json"
    return set(json.loads(path.read_text())["scripts"]) if path.exists() else set()


def run_browser() -> list[Result]:
    """The browser tests, against a demo of their own with fresh data."""
    if "e2e" not in scripts():
        return []
    start = time.monotonic()
    result = _run_browser()
    result.seconds = time.monotonic() - start  # with the demo's start
    return [result]


def _run_browser() -> Result:
    with processes.lock(E2E / "demo.lock", wait=True):
        processes.end_leftovers(E2E)
        demo = Demo(E2E, processes.free_port(), echo=False)
        demo.reset()
        try:
            demo.start()
            env = {"HANDRAIL_URL": demo.url, "HANDRAIL_DEMO_JSON": str(E2E / "demo.json")}
            return run_part("Browser tests", ["npm", "run", "e2e"], cwd=FRONTEND, env=env)
        except ServiceError as error:
            steps.say(str(error))
            return Result("Browser tests", False, 0)
        finally:
            demo.stop()


def run_part(title: str, command: list[str], cwd: Path = ROOT, env: dict | None = None) -> Result:
    """Run one command whose output goes to a log of its own."""
    log = LOGS / f"test-{title.lower().replace(' ', '-')}.log"
    start = time.monotonic()
    passed = steps.call(command, log, cwd=cwd, env=environment() | (env or {})) == 0
    result = Result(title, passed, time.monotonic() - start, log=log)
    steps.say(f"  {title}: {'passed' if passed else 'FAILED'} in {result.seconds:.1f} s")
    return result


def show_failure(result: Result) -> None:
    """The end of a failed part's log. Shown after everything else: whoever reads only the end of
    a long output, as on a CI server, must find why it is red."""
    if result.passed or not result.log:
        return
    lines = result.log.read_text(errors="replace").splitlines()[-FAILED_LINES:]
    steps.say(f"\n{result.title}")
    steps.say("\n".join([*(f"    {line}" for line in lines), f"    (whole log: {result.log})"]))


if __name__ == "__main__":
    main()
