"""Break everything on purpose and count what is lost.

    bin/faults                 all rows at full size (about 50 minutes on two cores)
    bin/faults --short         the reduced rows, within a minute
    bin/faults NAME...         only these rows; --list names them
    bin/faults --seed N        repeat a run's random choices

The table goes to the terminal and to var/faults/ as Markdown and JSON. Exit status 1 when a row
misses its limit.
"""

import argparse
import os
import random
import sys
import time

from handrail_dev import processes, steps
from handrail_dev.demo import Stop, stopping_on_signals
from handrail_dev.places import ROOT, ServiceError

from bench.faults import (  # noqa: F401
    rows_ai,
    rows_people,
    rows_services,
    rows_supply,
    rows_workers,
)
from bench.faults.lab import VAR, Lab
from bench.faults.report import ORDER, ROWS, outcome, play, write


def main() -> int:
    options = arguments()
    in_order = [ROWS[name] for name in ORDER]
    if options.list:
        print("\n".join(f"{row.name:<20}{row.fault}" for row in in_order))
        return 0
    size = "short" if options.short else "full"
    chosen = [
        (row, getattr(row, size))
        for row in in_order
        if not options.names or row.name in options.names
    ]
    begun = time.monotonic()

    def say(text: str) -> None:
        steps.say(f"{time.monotonic() - begun:7.1f} s  {text}")

    results = []
    say(f"seed {options.seed}, {size}")
    try:
        with (
            stopping_on_signals(),
            processes.lock(VAR / "lab.lock", wait=True),
            Lab(options.seed, say, short=options.short) as lab,
        ):
            for row, arguments_of_row in chosen:
                if arguments_of_row is None:
                    continue
                say(f"{row.name}: {row.fault}")
                results.append(play(lab, row, arguments_of_row))
                say(f"{row.name}: {results[-1].figures}; limit {results[-1].limit}; "
                    f"met: {outcome(results[-1])} ({results[-1].seconds:.0f} s)")  # fmt: skip
    except ServiceError as error:
        steps.fail("faults", error)
    except Stop:
        steps.say("Stopped.")
        return 130
    steps.say("\n" + write(results, VAR, options.seed, size))
    return 1 if any(result.met is False for result in results) else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/faults", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="rows to run; default all")
    parser.add_argument("--short", action="store_true", help="few faults, within a minute")
    parser.add_argument("--list", action="store_true", help="name the rows")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    if unknown := set(options.names) - ROWS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are: {' '.join(ROWS)}")
    return options


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
