"""Rows, their results, and the table."""

import json
import os
import platform
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass
class Result:
    """`met` None: a figure without a limit."""

    fault: str
    done: str
    figures: str
    limit: str
    met: bool | None
    name: str = ""
    seconds: float = 0.0


@dataclass
class Row:
    """One row of the table. `full` and `short` are the arguments of the two sizes; short None:
    left out of the short run."""

    name: str
    fault: str
    run: Callable
    full: dict
    short: dict | None


ROWS: dict[str, Row] = {}
# As in the table of the reliability target, then what goes beyond it.
ORDER = (
    "worker-kill", "overlap", "redis-flush", "web-kill", "redis-frozen", "broker", "poison",
    "postgres-restart", "race", "provider", "ai-mix", "latency", "concurrency", "throughput",
    "sigterm", "release", "kill-switch", "budget",
)  # fmt: skip


def row(name: str, fault: str, full: dict, short: dict | None = None):
    """Register a scenario: `scenario(lab, **size)` returns (done, figures, limit, met)."""

    def register(scenario):
        ROWS[name] = Row(name, fault, scenario, full, short)
        return scenario

    return register


def play(lab, wanted: Row, size: dict) -> Result:
    """Run one row; whatever goes wrong there is that row's failure and nobody else's."""
    begun = time.monotonic()
    try:
        result = Result(wanted.fault, *wanted.run(lab, **size))
    except Exception as error:  # noqa: BLE001 (the others must go on)
        lab.say(traceback.format_exc())
        words = f"{type(error).__name__}: {error}".replace("\n", " ")
        result = Result(wanted.fault, "the row broke off", words[-400:], "", met=False)
    result.name, result.seconds = wanted.name, time.monotonic() - begun
    return result


def outcome(result: Result) -> str:
    return {True: "yes", False: "NO", None: "-"}[result.met]


def markdown(results: list[Result], title: str) -> str:
    head = ("fault", "what was done", "figures", "limit", "met", "s")
    lines = [f"# {title}", "", f"| {' | '.join(head)} |", "|---|---|---|---|---|---:|"]
    for result in results:
        cells = (result.fault, result.done, result.figures, result.limit, outcome(result),
                 f"{result.seconds:.0f}")  # fmt: skip
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def write(results: list[Result], folder: Path, seed: int, size: str) -> str:
    """Write the table as Markdown and JSON; returns the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    title = f"Faults, {size} run of {when}, seed {seed}, {cores} cores, {platform.machine()}"
    text = markdown(results, title)
    (folder / f"{size}.md").write_text(text)
    data = {"when": when, "seed": seed, "size": size, "cores": cores,
            "results": [asdict(result) for result in results]}  # fmt: skip
    (folder / f"{size}.json").write_text(json.dumps(data, indent=2) + "\n")
    return text
