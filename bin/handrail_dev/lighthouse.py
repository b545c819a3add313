"""bin/lighthouse: fetches Lighthouse into var/ and lets it look at the running demo."""

import os
import shutil
import subprocess
import sys

from handrail_dev.bootstrap import FRONTEND, environment
from handrail_dev.places import VAR

PIN = "lighthouse@12.8.2"  # the last that runs on Node 20
FOLDER = VAR / "lighthouse"
FETCH_SECONDS = 600


def main() -> None:
    env = environment()
    if not (FOLDER / "node_modules" / "lighthouse").exists():
        fetch(env)
    env["LIGHTHOUSE"] = str(FOLDER / "node_modules" / "lighthouse" / "core" / "index.js")
    script = str(FRONTEND / "e2e" / "lighthouse.mjs")
    os.chdir(FRONTEND)
    node = program("node", env)
    os.execve(node, [node, script, *sys.argv[1:]], env)


def program(name: str, env: dict[str, str]) -> str:
    """Where Node's program is, among those that set-up found or installed."""
    path = shutil.which(name, path=env["PATH"])
    if path is None:
        sys.exit(f"bin/lighthouse: there is no {name}; bin/demo brings it.")
    return path


def fetch(env: dict[str, str]) -> None:
    """Install it into var/lighthouse, or say why that cannot be done."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Its own package.json: npm looks upwards for one, and ours must not change.
    (FOLDER / "package.json").write_text('{"private": true}\n')
    print(f"Fetching {PIN} into {FOLDER} ...", flush=True)
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"]
    try:
        done = subprocess.run(
            [program("npm", env), "install", *quiet, PIN],
            cwd=FOLDER,
            env=env,
            capture_output=True,
            text=True,
            timeout=FETCH_SECONDS,
        )
        trouble = done.stderr.strip() if done.returncode else ""
    except subprocess.TimeoutExpired:
        trouble = f"npm was not done after {FETCH_SECONDS} s."
    if trouble:
        last = trouble.splitlines()[-1]
        sys.exit(
            f"bin/lighthouse: {PIN} cannot be had from npm: {last}\n"
            "It is optional; `npm run size` and `npm run e2e` hold the budgets without it."
        )


if __name__ == "__main__":
    main()
