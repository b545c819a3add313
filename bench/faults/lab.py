"""The laboratory: a PostgreSQL and a Valkey of its own, and the Handrail processes a row asks for.

PostgreSQL runs with the settings of production, so that a commit is on the disk when it is
answered. Processes are started with the Procfile's commands; only the
environment differs. Everything ends with the laboratory.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import redis
from handrail_dev import places, processes, services, testing
from handrail_dev.bootstrap import environment
from handrail_dev.places import ROOT, ServiceError

from bench.faults.ai import DEFAULTS, AiServer
from bench.faults.process import Process
from bench.faults.proxy import Proxy

VAR = places.VAR / "faults"
# What production has by default and the tests switch off; more connections than any row opens.
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=300")
BASE = "handrail_base"  # migrated and seeded; every row works on a copy
AI_DEADLINE_SECONDS = 8
LEASE_SECONDS = 10
SWEEP_SECONDS = 0.5  # RELAY_INTERVAL_SECONDS
REPUBLISH_SECONDS = 2  # RELAY_REPUBLISH_SECONDS
# The short run: one set of processes serves every row, with times that are shorter still.
SHORT = {"AI_DEADLINE_SECONDS": "4", "LEASE_SECONDS": "5", "AI_CONCURRENCY": "16"}
SHORT_STAFF = {"web": 2, "relay": 1, "worker": 1}
# A developer's shell must not reach into the laboratory.
FOREIGN = ("AI_", "EMAIL_", "DELIVERY_", "CIRCUIT_", "RELAY_", "LEASE_", "REVIEW_", "DATABASE_")


class Lab:
    """Context manager. `seed`: of every random choice, so that a run can be repeated. `short`:
    all rows share one desk, and times are shown but not judged: too few to mean much."""

    def __init__(self, seed: int, say=print, *, short: bool = False):
        self.seed, self.say, self.short = seed, say, short
        self.secrets = places.load_secrets(testing.VAR)
        self.desks = 0
        self._shared: Desk | None = None

    def __enter__(self):
        VAR.mkdir(parents=True, exist_ok=True)
        self.folder = run_folder()
        self.logs = VAR / "log"
        shutil.rmtree(self.logs, ignore_errors=True)
        marker = {processes.MARKER: str(self.folder)}
        self.postgres = services.Postgres(
            self.folder / "postgres", self.secrets, self.logs / "postgres.log", DURABLE, marker
        )
        self.valkey = services.Valkey(
            self.folder / "valkey", self.secrets, self.logs / "valkey.log", env=marker
        )
        try:
            golden = testing.golden_cluster(self.secrets)
            subprocess.run(["cp", "-a", golden, self.postgres.data], check=True)  # noqa: S607
            self.postgres.start()
            self.valkey.start()
            self._seed()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc):
        self._close_shared()
        self.valkey.stop()
        self.postgres.stop()
        processes.end_leftovers(self.folder)  # e.g. of a start that was broken off
        shutil.rmtree(self.folder, ignore_errors=True)

    def _seed(self) -> None:
        with self.postgres.connect() as admin:
            self.postgres.make_database(admin, BASE, testing.TEMPLATE)
        self.credentials = self.folder / "credentials.json"
        command = [sys.executable, "manage.py", "seed_demo", "--no-tickets", "--credentials"]
        done = subprocess.run(
            [*command, str(self.credentials)], cwd=ROOT, env=self.environment(BASE),
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise ServiceError(f"{done.stdout}{done.stderr}\nmanage.py seed_demo failed.")

    def environment(self, database: str) -> dict[str, str]:
        """The product's environment, with times short enough to watch."""
        env = {k: v for k, v in environment().items() if not k.startswith(FOREIGN)}
        return env | self.postgres.role_urls(database) | {
            "REDIS_URL": self.valkey.url(),
            "SECRET_KEY": "only for the laboratory: " + "x" * 32,
            "DEBUG": "false",
            "HTTPS": "false",
            "EMAIL_FILE_PATH": str(self.folder / "outbox"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
            "GRANIAN_HOST": "127.0.0.1",
            "GRANIAN_LOG_LEVEL": "error",
            "AI_DEADLINE_SECONDS": str(AI_DEADLINE_SECONDS),
            "LEASE_SECONDS": str(LEASE_SECONDS),
            "RELAY_INTERVAL_SECONDS": str(SWEEP_SECONDS),
            "RELAY_REPUBLISH_SECONDS": str(REPUBLISH_SECONDS),
            "CIRCUIT_FAILURES": "100000",  # the breaker has tests of its own; here it would hide
            processes.MARKER: str(self.folder),
        }  # fmt: skip

    @contextlib.contextmanager
    def desk(self, name: str, **env: str) -> Iterator["Desk"]:
        """A desk for one row: in a full run a new one with `env`, in a short run the shared one."""
        if self.short:
            desk = self._shared = self._shared or self._shared_desk()
            desk.ai.control(**DEFAULTS)
        else:
            desk = self._new_desk(name, env)
        try:
            yield desk
        except BaseException:
            self._shared = None  # nobody knows what it is like now
            desk.close()
            raise
        if not self.short:
            desk.close()

    def _new_desk(self, name: str, env: dict) -> "Desk":
        self.desks += 1
        database = f"desk_{self.desks}"
        with self.postgres.connect() as admin:
            self.postgres.make_database(admin, database, BASE)
        desk = Desk(self, name, database, env)
        desk.flush_redis()
        return desk

    def _shared_desk(self) -> "Desk":
        desk = self._new_desk("short", SHORT)
        try:
            desk.proxy_redis()
            desk.start_ai()
            for kind, count in SHORT_STAFF.items():
                desk.start(kind, count, ready=False)
            for process in desk.all:
                process.wait_ready()
        except BaseException:
            desk.close()
            raise
        return desk

    def _close_shared(self) -> None:
        if self._shared:
            self._shared.close()
            self._shared = None


def run_folder() -> Path:
    """A new folder on a real disk that the database's user can reach; old ones are removed."""
    base = places.data_folder("faults", VAR)
    base.mkdir(parents=True, exist_ok=True)
    for old in base.glob("run-*"):
        if not processes.leftovers(old) and old.stat().st_uid == os.geteuid():
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=base))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    return folder


class Desk:
    """One row's Handrail: a database, the processes, the AI server and the log files."""

    def __init__(self, lab: Lab, name: str, database: str, env: dict[str, str]):
        self.lab, self.name, self.database, self.env = lab, name, database, env
        self.logs = lab.logs / name
        self.random = random.Random(f"{lab.seed} {name}")  # noqa: S311
        self.numbers = 0  # of the tickets that its clients made
        self.all: list[Process] = []
        self.proxies: list[Proxy] = []
        self.ai: AiServer | None = None
        self._admin: psycopg.Connection | None = None
        self._redis_port = 0

    def environment(self) -> dict[str, str]:
        env = self.lab.environment(self.database)
        if self._redis_port:
            env["REDIS_URL"] = env["REDIS_URL"].replace(
                f":{self.lab.valkey.port}/", f":{self._redis_port}/"
            )
        if self.ai:
            env |= {"AI_PROVIDER": "openai", "AI_BASE_URL": self.ai.url(), "AI_API_KEY": "k"}
        return env | self.env

    def start_ai(self, **control) -> AiServer:
        """The fault AI server; processes started from now on use it."""
        if self.ai is None:
            self.ai = AiServer(self.logs / "ai.log")
            self.ai.start()
        self.ai.control(seed=self.lab.seed, **control)
        return self.ai

    def proxy_redis(self) -> Proxy:
        """Processes started from now on reach Redis through this proxy."""
        if self.proxies:
            return self.proxies[0]
        proxy = Proxy(self.lab.valkey.port)
        proxy.start()
        self._redis_port = proxy.port
        self.proxies.append(proxy)
        return proxy

    def start(
        self, kind: str, count: int = 1, *, concurrency: int = 0, port=0, ready=True, **env
    ) -> list[Process]:
        """Start processes of one kind; with `ready`, return when they serve. `concurrency`: calls
        that a worker has under way at most; `port`: of web, else a free one."""
        if self is self.lab._shared:
            return self.of(kind)[:count]
        first = len(self.of(kind))
        if concurrency:
            env["AI_CONCURRENCY"] = str(concurrency)
        made = [Process(self, kind, first + n, port, env) for n in range(count)]
        self.all.extend(made)
        if ready:
            for process in made:
                process.wait_ready()
        return made

    def of(self, kind: str) -> list[Process]:
        return [process for process in self.all if process.kind == kind]

    def ports(self) -> list[int]:
        return [process.port for process in self.of("web")]

    def rows(self, query: str, *parameters) -> list[tuple]:
        """Ask PostgreSQL as its administrator, again after it was restarted."""
        for attempt in range(100):
            try:
                if self._admin is None or self._admin.closed or self._admin.broken:
                    self._admin = self.lab.postgres.connect(self.database)
                cursor = self._admin.execute(query, parameters or None)
                return cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError:
                if attempt == 99:
                    raise
                time.sleep(0.1)
        return []

    def take(self, count: int) -> int:
        """The first of so many numbers that no ticket has had yet."""
        self.numbers += count
        return self.numbers - count

    @property
    def lease(self) -> float:
        """Seconds."""
        return float(self.environment()["LEASE_SECONDS"])

    def one(self, query: str, *parameters):
        return self.rows(query, *parameters)[0][0]

    def flush_redis(self) -> None:
        with redis.Redis.from_url(self.lab.valkey.url(), socket_timeout=5, retry=None) as client:
            client.flushall()

    def tracebacks(self) -> int:
        """How many exceptions the processes of this row logged."""
        return sum(
            path.read_text(errors="replace").count("Traceback (most recent call last)")
            for path in self.logs.glob("*.log")
            if path.name != "ai.log"
        )

    def supervise(self) -> int:
        """Start again what has ended, as a supervisor of processes does; returns how many."""
        ended = [process for process in self.all if not process.child.alive()]
        for process in ended:
            process.restart()
        return len(ended)

    def stop(self, kind: str) -> None:
        """SIGTERM to all of a kind at once, then wait."""
        for process in self.of(kind):
            process.child.ask_to_stop()
        for process in self.of(kind):
            process.child.stop()

    def close(self) -> None:
        for process in self.all:
            process.send(signal.SIGCONT)
            process.kill()
        for proxy in self.proxies:
            proxy.stop()
        if self.ai:
            self.ai.stop()
        if self._admin:
            self._admin.close()


def restart_postgres(lab: Lab, number: int) -> float:
    """End PostgreSQL by SIGINT (fast) or SIGQUIT (immediate: it recovers from its log) and start
    it again on the same port. Returns the seconds until it answered again."""
    begun = time.monotonic()
    child = lab.postgres.child
    os.kill(child.pid, number)
    child.process.wait(30)
    for _ in range(20):
        child.start()
        while child.alive():
            with contextlib.suppress(psycopg.OperationalError):
                lab.postgres.connect().close()
                return time.monotonic() - begun
            time.sleep(0.03)
    raise ServiceError(f"{child.last_words()}\nPostgreSQL did not come back.")
