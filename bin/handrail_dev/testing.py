"""pytest plugin: one real PostgreSQL and one real Valkey for a whole test run.

The process that runs pytest starts them before Django reads its settings; pytest-xdist's workers
find them through the environment, and each has a database and a Valkey number of its own.

The migrated cluster is made once and kept in var/test/ until a migration, a setting or a package
changes. Every run works on a copy of its own, in memory where the machine allows, so that runs
may overlap and nothing has to be tidied up after one that was killed.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from psycopg import sql

from handrail_dev import places, processes, services
from handrail_dev.bootstrap import digest, environment
from handrail_dev.places import ROOT, ServiceError

VAR = places.VAR / "test"
CLUSTER = "HANDRAIL_TEST_CLUSTER"  # how the workers learn of the ports
TEMPLATE = "handrail_template"
TESTER = "handrail_test"
MEMORY = Path("/dev/shm")
MEMORY_BYTES = 1_000_000_000  # free memory disk that makes it worth using
RUN_PREFIX = "handrail-test-"
VALKEY = ("appendonly no", "databases 64")
INITDB = ("--no-sync", "--wal-segsize=1", "--no-data-checksums")  # small, to be copied quickly
FOREIGN = ("AI_", "EMBEDDING_", "EMAIL_", "DELIVERY_")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config):
    """Runs before pytest-django sets Django up, which reads the environment made here."""
    cluster = Cluster()
    if CLUSTER in os.environ:
        cluster.find()
    else:
        cluster.start(early_config.add_cleanup)
    early_config.stash[CLUSTER_KEY] = cluster
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]  # no test may reach what a developer's shell points to
    os.environ.update(cluster.environment())
    return (yield)


class Cluster:
    """The servers of one test run."""

    def __init__(self) -> None:
        self.secrets = places.load_secrets(VAR)
        self.problem = ""  # why there is no migrated template
        self.database = f"test_{WORKER}"

    def start(self, add_cleanup: Callable) -> None:
        remove_dead_runs()
        self.folder = run_folder()
        self._connect_to(self.folder)
        add_cleanup(self.stop)
        try:
            golden = golden_cluster(self.secrets)
            subprocess.run(["cp", "-a", golden, self.postgres.data], check=True)  # noqa: S607
        except ServiceError as error:
            self.problem = str(error)
            self.postgres.initialise(*INITDB)
        self.postgres.start()
        self.valkey.start()
        ports = {"postgres": self.postgres.port, "valkey": self.valkey.port}
        os.environ[CLUSTER] = json.dumps({"ports": ports, "problem": self.problem})

    def find(self) -> None:
        """Learn of the servers that another process started."""
        known = json.loads(os.environ[CLUSTER])
        self._connect_to(VAR)
        self.postgres.port = known["ports"]["postgres"]
        self.valkey.port = known["ports"]["valkey"]
        self.problem = known["problem"]

    def _connect_to(self, folder: Path) -> None:
        log = VAR / "log"
        self.postgres = services.Postgres(
            folder / "postgres", self.secrets, log / "postgres.log", services.THROWAWAY
        )
        self.valkey = services.Valkey(folder / "valkey", self.secrets, log / "valkey.log", VALKEY)

    def stop(self) -> None:
        self.valkey.stop()
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        os.environ.pop(CLUSTER, None)

    def environment(self) -> dict[str, str]:
        """What Django's settings read; the test role is explained in conftest.py."""
        return product_environment(self.postgres.role_urls(self.database)) | {
            "DATABASE_URL": self.postgres.url(TESTER, "test", self.database),
            "DATABASE_ROLE": "web",
            "REDIS_URL": self.redis_url,
        }

    @property
    def redis_url(self) -> str:
        return self.valkey.url(int(WORKER.removeprefix("gw")) + 1 if WORKER != "main" else 0)

    def urls(self) -> dict[str, str]:
        """Real logins to this worker's database by role."""
        names = {
            "web": (services.WEB, "web"),
            "worker": (services.WORKER, "worker"),
            "owner": (services.OWNER, "owner"),
            "admin": (services.ADMIN, "admin"),
        }
        return {name: self.postgres.url(*login, self.database) for name, login in names.items()}

    def create_database(self) -> None:
        if self.problem:
            raise ServiceError(self.problem)
        with self.postgres.connect() as admin:
            self.postgres.make_database(admin, self.database, TEMPLATE)
            allow = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
            admin.execute(allow.format(sql.Identifier(self.database), sql.Identifier(TESTER)))

    def drop_database(self) -> None:
        """Drop it, and end whoever still uses it.

        DROP … WITH (FORCE) sleeps 100 ms when it finds a session, so end those first.
        """
        end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
        deadline = time.monotonic() + 5
        with self.postgres.connect() as admin:
            while admin.execute(end, [self.database]).fetchone()[0]:
                if time.monotonic() > deadline:
                    break
                time.sleep(0.001)
            name = sql.Identifier(self.database)
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


CLUSTER_KEY = pytest.StashKey[Cluster]()


def product_environment(urls: dict[str, str]) -> dict[str, str]:
    return {
        "SECRET_KEY": "only for tests: " + "x" * 40,
        "DEBUG": "false",
        "HTTPS": "false",
        "EMAIL_FILE_PATH": str(VAR / "outbox"),
        **urls,
    }


def golden_cluster(secrets: dict[str, str]) -> Path:
    """The folder of a migrated cluster that is not running; made when there is none yet."""
    migrations = [path for path in ROOT.glob("*/migrations/**/*") if path.suffix in (".py", ".sql")]
    also = [ROOT / name for name in ("requirements.txt", "config/settings.py", "tickets/roles.py")]
    ours = [Path(services.__file__), Path(__file__)]
    name = f"cluster-{digest([*migrations, *also, *ours], secrets['checkout'])[:16]}"
    golden = places.data_folder(name, VAR)
    with processes.lock(VAR / "cluster.lock", wait=True):
        if not golden.exists():
            for old in golden.parent.glob("cluster-*"):
                if old.is_dir():
                    shutil.rmtree(old)
            _make_golden(golden, secrets)
    return golden


def _make_golden(golden: Path, secrets: dict[str, str]) -> None:
    draft = golden.with_name("draft")
    shutil.rmtree(draft, ignore_errors=True)
    postgres = services.Postgres(draft, secrets, VAR / "log" / "cluster.log", services.THROWAWAY)
    try:
        postgres.initialise(*INITDB)
        postgres.start()
        postgres.provision(TEMPLATE)
        _migrate(postgres)
        with postgres.connect() as admin:
            postgres.make_role(admin, TESTER, "test")
            services.limit_role(admin, TESTER)
            roles = f"{services.WEB}, {services.WORKER}, {services.OWNER}"
            admin.execute(f"GRANT {roles} TO {TESTER} WITH INHERIT FALSE")
            admin.execute(f"ALTER ROLE {TESTER} SET role = '{services.WEB}'")
            admin.execute(f"ALTER DATABASE {TEMPLATE} ALLOW_CONNECTIONS false")
    finally:
        postgres.stop()
    draft.rename(golden)


def _migrate(postgres: services.Postgres) -> None:
    """With the product's own command, as the product's own role."""
    env = environment() | product_environment(postgres.role_urls(TEMPLATE))
    env |= {"DATABASE_ROLE": "owner", "REDIS_URL": "redis://127.0.0.1:1/0"}
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise ServiceError(f"{done.stdout}{done.stderr}\nmanage.py migrate failed.")


def run_folder() -> Path:
    """A new folder for the data of one run, which the database's user can reach."""
    base = places.data_folder("runs", VAR)
    with contextlib.suppress(OSError):
        if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_BYTES:
            base = MEMORY
    base.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{RUN_PREFIX}{os.getpid()}-", dir=base))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    return folder


def remove_dead_runs() -> None:
    """Remove what killed runs left in memory or on disk."""
    for base in (MEMORY, places.data_folder("runs", VAR)):
        for folder in base.glob(f"{RUN_PREFIX}*"):
            pid = folder.name.removeprefix(RUN_PREFIX).split("-")[0]
            try:
                os.kill(int(pid), 0)
            except ProcessLookupError:
                if folder.stat().st_uid == os.geteuid():
                    shutil.rmtree(folder, ignore_errors=True)
            except PermissionError:
                continue
