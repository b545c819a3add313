"""The Procfile's real processes, and a broker of the test's own that can be stopped and started."""

import contextlib
import os
import secrets
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from handrail_dev.demo import procfile
from handrail_dev.services import Valkey


@pytest.fixture
def broker(tmp_path):
    valkey = Valkey(tmp_path / "valkey", {"valkey": secrets.token_hex(8)}, tmp_path / "valkey.log")
    valkey.start()
    yield valkey
    valkey.stop()


@pytest.fixture
def run(database_urls, broker, tmp_path):
    """`run("web", PORT="8001")` runs the Procfile's command of that name with these settings; all
    are killed at the end."""
    running = []
    shared = os.environ | {
        "DATABASE_URL": database_urls["web"],
        "WORKER_DATABASE_URL": database_urls["worker"],
        "OWNER_DATABASE_URL": database_urls["owner"],
        "REDIS_URL": broker.url(0),
        "RELAY_INTERVAL_SECONDS": "0.1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    shared.pop("DATABASE_ROLE", None)  # each command chooses its own, as in production

    def start(name, **env):
        command = procfile()[name].replace("$PORT", env.get("PORT", ""))
        with (tmp_path / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                shlex.split(command), cwd=settings.BASE_DIR, env=shared | env, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip
        running.append(process)
        return process

    yield start
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
