"""bin/demo after set-up: the services, then the three processes of the Procfile, until Ctrl-C."""

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from handrail_dev import places, processes, services, steps
from handrail_dev.bootstrap import (
    FRONTEND,
    check_demo_can_start,
    digest,
    environment,
    parse_demo_arguments,
)
from handrail_dev.places import ROOT, VAR, ServiceError
from handrail_dev.steps import SetupError
from handrail_dev.supervisor import POLL_SECONDS, Supervisor

READY_SECONDS = 60
APPS = ("config", "tickets", "ai_review", "audit", "live")
COLOURS = {"web": 36, "relay": 35, "worker": 33}  # ANSI


class Stop(BaseException):
    """SIGINT, SIGTERM or SIGHUP: stop everything and leave."""


def main() -> None:
    os.chdir(ROOT)
    try:
        options = parse_demo_arguments(sys.argv[1:])
        check_demo_can_start(VAR)
        with processes.lock(VAR / "demo.lock", wait=False), stopping_on_signals():
            demo = Demo(VAR, options.port)
            if options.reset:
                demo.reset()
            demo.run()
    except (SetupError, ServiceError, processes.Busy) as error:
        steps.fail("demo", error)
    except Stop:
        steps.say("Stopped. The data is kept; bin/demo --reset starts over.")


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn the first signal into Stop; later ones are ignored while the stop is under way."""

    def stop(*_):
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Stop

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in numbers:
        signal.signal(number, stop)
    yield


def procfile() -> dict[str, str]:
    """The commands of the Procfile by process name."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    pairs = (line.split(":", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): command.strip() for name, command in pairs}


class Demo:
    """One running Handrail with its data in `var`.

    `echo` shows the processes' output; without it that goes to var/log alone.
    `extra` adds to the processes' environment.
    """

    def __init__(self, var: Path, port: int, *, echo: bool = True, extra: dict | None = None):
        self.var, self.port = var, port
        self.secrets = places.load_secrets(var)
        self.supervisor = Supervisor(self._tell, self._write_description)
        self._marker = {processes.MARKER: str(var)}
        self._output = threading.Lock()
        self._echo = self._print if echo else None
        self._extra = extra or {}
        log = var / "log"
        own = os.environ.get
        self.postgres = self.valkey = None
        if not own("DATABASE_URL"):
            data = places.data_folder("postgres", var)
            self.postgres = services.Postgres(
                data, self.secrets, log / "postgres.log", env=self._marker
            )
        if not own("REDIS_URL"):
            self.valkey = services.Valkey(
                var / "valkey", self.secrets, log / "valkey.log", env=self._marker
            )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Forget the data of this demo (databases of one's own are left alone)."""
        folders = [self.var / name for name in ("valkey", "outbox")]
        if self.postgres:
            folders.append(self.postgres.data)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        self._credentials.unlink(missing_ok=True)

    def run(self) -> None:
        """Start everything, show the logins, and keep it running until Stop."""
        try:
            self.start()
            self._show_logins()
            while True:
                time.sleep(POLL_SECONDS)
                self.supervisor.watch()
        finally:
            self.stop()

    def start(self) -> None:
        """Return when /readyz answers 200."""
        with steps.step("PostgreSQL and Valkey"):
            self._start_services()
        self.env = self._environment()
        with steps.step("Database, demo users and tickets"):
            self._prepare()
        with steps.step("Web, relay and worker"):
            for name in ("web", "relay", "worker"):
                self._start_process(name)
            self._write_description()
            self._wait_until_ready()

    def stop(self) -> None:
        """Stop all: what serves people first, PostgreSQL last."""
        running = [child for child in self.supervisor.children if child.name in COLOURS]
        for child in running:  # these three need not wait for each other
            child.ask_to_stop()
        for child in running:
            child.stop()
        for service in (self.valkey, self.postgres):
            if service:
                service.stop()
        (self.var / "demo.json").unlink(missing_ok=True)

    def _start_services(self) -> None:
        for service in filter(None, (self.valkey, self.postgres)):
            if service is self.postgres and service.initialise():  # new data, new log-ins
                self._credentials.unlink(missing_ok=True)
            self.supervisor.add(service.start())
        if self.postgres:
            self.postgres.provision()

    def _environment(self) -> dict[str, str]:
        """The product's environment: what the user set, completed by ours."""
        ours = {
            "SECRET_KEY": self.secrets["secret_key"],
            "DEBUG": "false",
            "HTTPS": "false",
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
            "EMAIL_FILE_PATH": str(self.var / "outbox"),
            "PYTHONUNBUFFERED": "1",
            "GRANIAN_HOST": "127.0.0.1",
            "GRANIAN_LOG_LEVEL": "error",  # else it greets everybody with advice on thread counts
        }
        if os.geteuid() == 0:
            ours["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser"
        env = ours | environment() | self._marker | self._extra | {"PORT": str(self.port)}
        env.pop("DATABASE_ROLE", None)  # each process knows its own
        if self.postgres:
            env |= self.postgres.role_urls()
        else:
            env.setdefault("WORKER_DATABASE_URL", env["DATABASE_URL"])
            env.setdefault("OWNER_DATABASE_URL", env["DATABASE_URL"])
        if self.valkey:
            env["REDIS_URL"] = self.valkey.url()
        return env

    def _prepare(self) -> None:
        with ThreadPoolExecutor() as pool:
            static = pool.submit(self._collect_static)
            self._prepare_database()
            static.result()

    def _prepare_database(self) -> None:
        """Migrate and seed: both may run any number of times, but cost seconds at each start, so
        only when the code changed, the data is new or the database is not ours."""
        code = digest(path for app in APPS for path in (ROOT / app).rglob("*.*"))
        stamp = self.var / "prepared-stamp"
        known = self._credentials.exists() and stamp.exists() and stamp.read_text() == code
        if known and self.postgres:
            return
        self._manage("migrate", "--no-input")
        self._manage("seed_demo", "--credentials", str(self._credentials))
        stamp.write_text(code)

    @property
    def _credentials(self) -> Path:
        return self.var / "demo-credentials.json"

    def _collect_static(self) -> None:
        """Only when the UI or a package that brings static files changed."""
        built = digest([FRONTEND / "dist" / ".handrail-stamp", ROOT / "requirements.txt"])
        stamp = ROOT / "var" / "static" / ".handrail-stamp"  # STATIC_ROOT, whatever the run
        if not stamp.exists() or stamp.read_text() != built:
            self._manage("collectstatic", "--no-input", "--clear", "--verbosity=0")
            stamp.write_text(built)

    def _manage(self, command: str, *arguments: str) -> None:
        log = self.var / "log" / f"{command}.log"
        with log.open("wb") as output:
            done = subprocess.run(
                [sys.executable, "manage.py", command, *arguments],
                cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        if done.returncode:
            words = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            raise ServiceError(f"{words}\nmanage.py {command} failed (log: {log}).")

    def _start_process(self, name: str) -> None:
        command = procfile()[name]
        words = [re.sub(r"\$\{?PORT\}?", str(self.port), word) for word in shlex.split(command)]
        program = shutil.which(words[0], path=self.env["PATH"])
        if program is None:
            raise ServiceError(f"The Procfile's {name} starts {words[0]}, which is not installed.")
        child = processes.Child(
            name=name, command=[program, *words[1:]], log=self.var / "log" / f"{name}.log",
            env=self.env, cwd=ROOT, echo=self._echo,
        )  # fmt: skip
        self.supervisor.add(child)
        child.start()

    def _wait_until_ready(self) -> None:
        answer = "no answer"
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self.supervisor.watch()
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):  # noqa: S310
                    return
            except urllib.error.HTTPError as error:
                answer = f"{error.code} {error.read(2000).decode(errors='replace')}"
            except OSError as error:
                answer = str(error)
            time.sleep(0.1)
        raise ServiceError(
            f"{answer}\n{self.url}/readyz did not become ready in {READY_SECONDS} s "
            f"(logs: {self.var / 'log'})."
        )

    def description(self) -> dict:
        """What var/demo.json tells scripts."""
        with contextlib.suppress(FileNotFoundError):
            known = json.loads(self._credentials.read_text())
            return {
                "url": self.url,
                "api_key": known["api_key"],
                "users": known["users"],
                "database_url": self.env["DATABASE_URL"],
                "worker_database_url": self.env["WORKER_DATABASE_URL"],
                "owner_database_url": self.env["OWNER_DATABASE_URL"],
                "redis_url": self.env["REDIS_URL"],
                "pids": {child.name: child.pid for child in self.supervisor.children},
            }
        raise ServiceError("seed_demo wrote no credentials; run bin/demo --reset.")

    def _write_description(self) -> None:
        places.write_private(self.var / "demo.json", json.dumps(self.description(), indent=2))

    def _show_logins(self) -> None:
        description = self.description()
        lines = [f"Handrail runs at {self.url}", f"  API docs  {self.url}/api/docs", ""]
        for role, user in description["users"].items():
            lines.append(f"  {role:<12}{user['username']:<14}{user['password']}")
        lines += ["", f"  API key     {description['api_key']}", "", "  Ctrl-C stops it."]
        width = max(map(len, lines))
        rule = "+" + "-" * (width + 2) + "+"
        steps.say("\n".join([rule, *(f"| {line:<{width}} |" for line in lines), rule]))

    def _tell(self, text: str) -> None:
        self._print("demo", text)

    def _print(self, name: str, line: str) -> None:
        column = f"{name:<8}|"
        if sys.stdout.isatty() and name in COLOURS:
            column = f"\033[{COLOURS[name]}m{column}\033[0m"
        with self._output, contextlib.suppress(OSError):  # the terminal may be gone
            print(column, line, flush=True)


if __name__ == "__main__":
    main()
