"""Ask everything that Handrail depends on whether it is there, and say what to do if not."""

import os
import sys
import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
import redis
from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from ai_review.providers import ProviderError, get_provider
from config import env

TIMEOUT_SECONDS = 5
OLDEST_POSTGRESQL = 15
OTHER_ROLES = {"worker": "WORKER_DATABASE_URL", "owner": "OWNER_DATABASE_URL"}
OPENAI_URL = "https://api.openai.com/v1"


class Failed(Exception):
    """A dependency that does not work; the two arguments are what is wrong and what to do."""


@dataclass
class Check:
    """`ask` returns words about what is there or raises Failed. Nothing works without an
    essential one; without another some work waits."""

    name: str
    ask: callable
    essential: bool = True


class Command(BaseCommand):
    help = (
        "Check PostgreSQL, its migrations, Redis, the AI service and mail: one line each. Exit "
        "status 1 if something is missing without which nothing works (with --strict: anything)."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--strict", action="store_true", help="every dependency is essential")

    def handle(self, strict, **options):
        missing = False
        for check in checks():
            try:
                state, words = "ok", check.ask()
            except Failed as failure:
                state, words = "failed", "; ".join(failure.args)
                missing |= check.essential or strict
            style = self.style.SUCCESS if state == "ok" else self.style.ERROR
            self.stdout.write(f"{style(f'{state:<6}')}  {check.name:<18}  {words}")
        if missing:
            sys.exit(1)


def checks():
    found = [Check(f"PostgreSQL {settings.DATABASE_ROLE}", ask_postgresql)]
    for role, variable in OTHER_ROLES.items():
        if role != settings.DATABASE_ROLE and os.environ.get(variable):
            found.append(Check(f"PostgreSQL {role}", lambda name=variable: ask_other_role(name)))
    return [
        *found,
        Check("migrations", ask_migrations),
        Check("Redis", ask_redis),
        Check("AI service", ask_ai, essential=False),
        Check("mail", ask_mail, essential=False),
    ]


def ask_postgresql():
    try:
        with connection.cursor() as cursor:
            return _describe_server(cursor)
    except DatabaseError as error:
        raise _no_postgresql(error, "DATABASE_URL") from error


def ask_other_role(variable):
    wanted = env.database(variable)
    options = wanted["OPTIONS"] | {"connect_timeout": TIMEOUT_SECONDS}
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    login = {name: wanted[key] or None for name, key in names.items()}
    try:
        with psycopg.connect(port=wanted["PORT"] or None, **login, **options) as native:
            return _describe_server(native.cursor())
    except psycopg.Error as error:
        raise _no_postgresql(error, variable) from error


def _describe_server(cursor):
    cursor.execute(
        "SELECT current_user, current_database(), current_setting('server_version'),"
        " current_setting('server_version_num')::int / 10000"
    )
    user, database, version, major = cursor.fetchone()
    if major < OLDEST_POSTGRESQL:
        raise Failed(
            f"version {version} is too old", f"use PostgreSQL {OLDEST_POSTGRESQL} or newer"
        )
    return f"{version.split()[0]} as {user}, database {database}"


def _no_postgresql(error, variable):
    return Failed(_first_line(error), f"is the server up, and does {variable} name it?")


def _first_line(error):
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def ask_migrations():
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        if isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
            return f"not for the role {settings.DATABASE_ROLE} to see; ask where web runs"
        raise Failed(_first_line(error), "run python manage.py migrate") from error
    if plan:
        first = plan[0][0]
        raise Failed(
            f"{len(plan)} not applied, the first is {first.app_label}.{first.name}",
            "run python manage.py migrate",
        )
    return "all applied"


def ask_redis():
    client = redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=None,
    )
    try:
        with client:
            info = client.info()
    except (redis.RedisError, OSError) as error:
        raise Failed(
            _first_line(error), "start it or correct REDIS_URL; until then drafts wait"
        ) from error
    version = info.get("valkey_version") or info["redis_version"]
    server = "Valkey" if "valkey_version" in info else "Redis"
    if info.get("maxmemory_policy", "noeviction") != "noeviction":
        raise Failed(
            f"it drops keys when it is full (maxmemory-policy {info['maxmemory_policy']})",
            "set maxmemory-policy noeviction",
        )
    return f"{server} {version}"


def ask_ai():
    if settings.AI_PROVIDER == "offline":
        return "offline: drafts are made in the worker, without an AI service"
    try:
        get_provider()
    except ProviderError as error:
        raise Failed(error.detail, "correct AI_BASE_URL, AI_API_KEY or AI_MODEL") from error
    url = f"{(settings.AI_BASE_URL or OPENAI_URL).rstrip('/')}/models"
    host = urlsplit(url).hostname
    request = urllib.request.Request(url, headers={"User-Agent": "handrail"})  # noqa: S310
    if settings.AI_API_KEY:
        request.add_header("Authorization", f"Bearer {settings.AI_API_KEY}")
    try:
        with _opener().open(request, timeout=TIMEOUT_SECONDS):
            return f"{host} answers; model {settings.AI_MODEL}"
    except urllib.error.HTTPError as error:
        what = "AI_API_KEY" if error.code in (401, 403) else "AI_BASE_URL"
        raise Failed(f"{host} answers {error.code}", f"correct {what}") from error
    except (OSError, ValueError) as error:
        raise Failed(
            f"{host} is not reachable ({_first_line(getattr(error, 'reason', error))})",
            "correct AI_BASE_URL; until then drafts wait and reviewers answer by hand",
        ) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key goes to the configured host and nowhere else."""

    def redirect_request(self, *args, **kwargs):
        return None


def _opener():
    return urllib.request.build_opener(_NoRedirect)


def ask_mail():
    if not settings.EMAIL_HOST:
        return _ask_outbox(settings.EMAIL_FILE_PATH)
    mail = get_connection(timeout=TIMEOUT_SECONDS)
    try:
        mail.open()
        mail.close()
    except OSError as error:  # smtplib's errors are OSErrors
        raise Failed(
            f"{settings.EMAIL_HOST}: {_first_line(error)}",
            "correct EMAIL_HOST and the variables beside it; until then replies wait",
        ) from error
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _ask_outbox(folder):
    try:
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Failed(
            f"{folder}: {error.strerror}", "set EMAIL_HOST, or EMAIL_FILE_PATH to a folder"
        ) from error
    return f"no mail server: replies are written to files in {folder}"
