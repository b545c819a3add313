"""bin/manage: hands over to manage.py with the environment of the demo that is running."""

import json
import os
import sys

from handrail_dev import places
from handrail_dev.places import ROOT, VAR


def environment() -> dict[str, str]:
    """The running demo's services and secret, completed by what the user set."""
    demo = json.loads((VAR / "demo.json").read_text())
    return os.environ | {
        "SECRET_KEY": places.load_secrets(VAR)["secret_key"],
        "DATABASE_URL": demo["database_url"],
        "WORKER_DATABASE_URL": demo["worker_database_url"],
        "OWNER_DATABASE_URL": demo["owner_database_url"],
        "REDIS_URL": demo["redis_url"],
    }


def main() -> None:
    # From where the user stands, so that names of files mean what they say.
    program = [sys.executable, str(ROOT / "manage.py"), *sys.argv[1:]]
    os.execve(program[0], program, environment())


if __name__ == "__main__":
    main()
