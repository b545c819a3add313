"""Dockerfile, docker-compose.yml and .env.example agree with the product and with each other."""

import ast
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from datetime import timedelta
from fnmatch import fnmatch

import psycopg
import pytest
import yaml
from django.conf import settings
from django.utils import timezone
from handrail_dev import places, services
from handrail_dev.demo import procfile
from psycopg import sql

from ai_review import supply
from ai_review.models import DraftJob
from config import env

ROOT = settings.BASE_DIR
OURS = ("migrate", "web", "relay", "worker")
RUNTIME = ("web", "relay", "worker")


def settings_variables():
    """The names of all environment variables that config/settings.py reads."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / "config" / "settings.py").read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
            and node.func.attr != "ConfigurationError"
            and isinstance(node.args[0], ast.Constant)
        ):
            names.add(node.args[0].value)
        # The one indirection: which address a role uses.
        if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
            pairs = {key.value: value for key, value in zip(node.keys, node.values, strict=True)}
            if set(pairs) == {"web", "worker", "owner"}:
                names |= {value.value for value in pairs.values()}
    return names


def example():
    """.env.example as a dict of variable to the comment lines above it."""
    found, comment = {}, []
    for line in (ROOT / ".env.example").read_text().splitlines():
        if line.startswith("#"):
            comment.append(line)
        elif "=" in line:
            found[line.partition("=")[0]] = comment
        else:
            comment = []
    return found


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def compose_variables():
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


# --- the environment --------------------------------------------------------------------------


def test_the_example_documents_every_variable_and_no_other():
    others = compose_variables() | {"PORT"}
    assert settings_variables() >= {"SECRET_KEY", "OWNER_DATABASE_URL", "AI_MODEL"}
    assert settings_variables() - set(example()) == set()
    assert set(example()) - settings_variables() - others == set()
    assert compose_variables() - set(example()) == set()
    assert [name for name, comment in example().items() if not comment] == []


def test_the_examples_values_are_the_defaults():
    """Whoever copies the file unchanged gets what the settings say by themselves."""
    given = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if "=" in line and not line.startswith("#")
    )
    needed = {"SECRET_KEY": "x" * 40, "DATABASE_URL": "postgresql://a@b/c", "REDIS_URL": "redis://"}
    script = (
        "import json, config.settings as s;"
        "print(json.dumps({k: v for k, v in vars(s).items() if k.isupper()}, default=str))"
    )

    def load(variables):
        clean = {"PATH": os.environ["PATH"], **variables, **needed}
        command = [sys.executable, "-c", script]
        return json.loads(subprocess.check_output(command, cwd=ROOT, env=clean, text=True))

    assert load(given) == load({})


def test_compose_hands_on_every_setting(compose):
    handed = {name for each in OURS for name in compose["services"][each]["environment"]}
    assert settings_variables() - handed == set()


def test_secrets_are_required_and_nowhere_written_down(compose):
    text = (ROOT / "docker-compose.yml").read_text()
    for name in sorted(compose_variables()):
        if name == "SECRET_KEY" or name.endswith("_PASSWORD") and name != "EMAIL_PASSWORD":
            assert text.count("${" + name) == text.count("${" + name + ":?"), name


def test_each_process_has_only_the_secrets_it_needs(compose):
    def holders(variable):
        return {name for name in OURS if variable in compose["services"][name]["environment"]}

    assert holders("OWNER_DATABASE_URL") == {"migrate"}
    assert holders("DATABASE_URL") == {"web"}
    assert holders("WORKER_DATABASE_URL") == {"relay", "worker"}
    for secret in (
        "AI_API_KEY",
        "EMBEDDING_API_KEY",
        "EMAIL_PASSWORD",
        "DELIVERY_WEBHOOK_SECRET",
    ):
        assert holders(secret) == {"worker"}
    for name in OURS:
        assert "env_file" not in compose["services"][name]


# --- docker-compose.yml -----------------------------------------------------------------------


def test_the_compose_file_follows_its_specification():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_migrate_is_the_procfiles_release(compose):
    assert compose["services"]["migrate"]["command"] == procfile()["release"]


def test_nothing_starts_before_what_it_needs(compose):
    for name in RUNTIME:
        needs = compose["services"][name]["depends_on"]
        assert needs["migrate"] == {"condition": "service_completed_successfully"}
        assert needs["postgres"] == {"condition": "service_healthy"}
        assert ("redis" in needs) == (name != "web"), "no request waits for Redis"
    for name in ("postgres", "redis", "relay", "worker"):
        assert "test" in compose["services"][name]["healthcheck"]


def test_workers_can_be_scaled(compose):
    for name in ("relay", "worker"):
        assert not {"container_name", "ports", "hostname"} & set(compose["services"][name])


def test_containers_are_confined(compose):
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
    for name in ("postgres", "redis"):
        service = compose["services"][name]
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["networks"] == ["data"]
        assert "ports" not in service
    assert compose["networks"]["data"] == {"internal": True}
    assert compose["services"]["web"]["ports"] == ["${PUBLISH:-127.0.0.1:8000}:8000"]


def test_the_data_survives(compose):
    postgres, redis = compose["services"]["postgres"], compose["services"]["redis"]
    assert postgres["image"] == "postgres:18"
    assert "postgres:/var/lib/postgresql" in postgres["volumes"]  # 18 keeps its data below this
    assert redis["image"] == "redis:8"
    assert "--appendonly yes --maxmemory-policy noeviction" in redis["command"]
    assert set(compose["volumes"]) == {"postgres", "redis", "outbox"}


def test_clients_that_send_half_a_request_do_not_keep_a_web_process(compose):
    """Granian would wait for them for ever. A statement of PostgreSQL ends before."""
    seconds = int(re.search(r"--workers-kill-timeout (\d+)", procfile()["web"])[1])
    assert 15 < seconds < int(compose["services"]["web"]["stop_grace_period"].rstrip("s"))
    assert compose["services"]["web"]["command"] == procfile()["web"].replace("$PORT", "8000")


# --- the image --------------------------------------------------------------------------------


def instructions():
    """The Dockerfile as (stage number, instruction, rest) with continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    found, stage = [], -1
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.strip().partition(" ")
            stage += word == "FROM"
            found.append((stage, word, rest.strip()))
    return found


def final_stage():
    last = instructions()[-1][0]
    return [(word, rest) for stage, word, rest in instructions() if stage == last]


def test_base_images_are_pinned_and_slim():
    images = [rest.split(" AS ")[0] for _, word, rest in instructions() if word == "FROM"]
    assert len(images) == 3
    for image in images:
        assert re.fullmatch(r"(node:\d+|python:3\.13)-[a-z]*-?slim[a-z-]*|.*slim-[a-z]+", image)
        assert "latest" not in image
    assert images[-1].startswith("python:3.13-slim")


def test_the_final_stage_has_no_root_and_no_build_tools():
    words = dict(final_stage())
    assert words["USER"] == "10001:10001"
    assert [word for word, _ in final_stage()][-1] == "CMD"
    runs = " ".join(rest for word, rest in final_stage() if word == "RUN")
    for tool in ("apt-get", "apk", "pip install", "npm", "gcc"):
        assert tool not in runs
    assert not any(word == "ADD" for word, _ in final_stage())


def test_the_image_starts_web_and_checks_its_health():
    words = dict(final_stage())
    web = procfile()["web"].replace("$PORT", "8000")
    assert json.loads(words["CMD"]) == shlex.split(web)
    assert "python" in words["HEALTHCHECK"]
    assert "deploy/healthcheck.py" in words["HEALTHCHECK"]


def test_what_is_copied_is_there_and_not_ignored():
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    allowed = {line[1:] for line in rules if line.startswith("!")}
    assert rules[0] == "*"
    for _, word, rest in instructions():
        if word == "COPY" and "--from" not in rest:
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert any(fnmatch(source.rstrip("/"), f"{name}*") for name in allowed), source
    assert not any(fnmatch(".env", name) or fnmatch("var", name) for name in allowed)
    copied = " ".join(rest for _, word, rest in instructions() if word == "COPY")
    for app in ("config", "audit", "tickets", "ai_review", "live"):
        assert f"{app}/ {app}/" in copied


def test_the_values_that_static_files_are_collected_with_are_enough(tmp_path):
    run = next(
        rest for _, word, rest in instructions() if word == "RUN" and "collectstatic" in rest
    )
    given = dict(re.findall(r"([A-Z_]+)=(\S+)", run.split("python manage.py")[0]))
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--dry-run", "--no-input", "--verbosity=0"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **given},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


# --- PostgreSQL's roles -----------------------------------------------------------------------


@pytest.fixture
def provisioned(cluster, tmp_path):
    """A new database after deploy/postgres/roles.sql; the roles bear other names, because those
    of the product belong to the whole cluster. Yields the prefix of their names."""
    prefix = f"deploy_{os.getpid()}"
    script = tmp_path / "roles.sql"
    text = (ROOT / "deploy" / "postgres" / "roles.sql").read_text()
    script.write_text(re.sub(r"\bhandrail_(?=owner|web|worker)", f"{prefix}_", text))
    roles = [f"{prefix}_{role}" for role in ("owner", "web", "worker")]
    names = ("HANDRAIL_OWNER_PASSWORD", "HANDRAIL_WEB_PASSWORD", "HANDRAIL_WORKER_PASSWORD")
    passwords = dict(zip(names, ["o'w", "web$", 'w"k'], strict=True))
    with cluster.postgres.connect() as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(prefix)))
        try:
            subprocess.run(
                [
                    *(places.postgres_bin() / "psql", "--no-psqlrc", "--quiet"),
                    *(cluster.postgres.url(services.ADMIN, "admin", prefix), "-f", script),
                ],
                env={"PATH": os.environ["PATH"], **passwords},
                check=True,
            )
            yield prefix
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(prefix)))
            for role in roles:
                admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def test_the_roles_are_those_of_the_demo(cluster, provisioned):
    def log_in(role, password):
        return psycopg.connect(
            host="127.0.0.1",
            port=cluster.postgres.port,
            dbname=provisioned,
            user=f"{provisioned}_{role}",
            password=password,
            autocommit=True,
        )

    for role, password in (("web", "web$"), ("worker", 'w"k')):
        with log_in(role, password) as connection:
            for setting, value in services.RUNTIME_LIMITS.items():
                assert connection.execute(f"SHOW {setting}").fetchone()[0] == value
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TABLE mine ()")
    with log_in("owner", "o'w") as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE theirs ()")
        assert not connection.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        log_in("web", "other")


# --- health -----------------------------------------------------------------------------------


@pytest.fixture
def healthcheck(monkeypatch, database_urls):
    spec = importlib.util.spec_from_file_location("healthcheck", ROOT / "deploy/healthcheck.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("WORKER_DATABASE_URL", database_urls["worker"])
    return module


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("job", "relay_ok", "worker_ok"),
    [
        ({}, True, True),
        ({"next_attempt_at": 500}, False, True),
        ({"next_attempt_at": 500, "published_at": 10}, True, False),
        ({"next_attempt_at": 500, "published_at": 300}, False, False),
        ({"next_attempt_at": -500, "published_at": 900}, True, True),
        ({"next_attempt_at": 500, "status": "done", "finished_at": 400}, True, True),
    ],
)
def test_due_work_that_nobody_moves_is_unhealthy(ask, healthcheck, job, relay_ok, worker_ok):
    ticket = ask()
    fields = {name: ago(age) if isinstance(age, int) else age for name, age in job.items()}
    DraftJob.objects.filter(ticket=ticket).update(**fields)
    assert (healthcheck.main("relay") is None) == relay_ok
    assert (healthcheck.main("worker") is None) == worker_ok


@pytest.mark.django_db(transaction=True)
def test_a_busy_worker_with_a_backlog_is_healthy(ask, healthcheck):
    DraftJob.objects.filter(ticket=ask()).update(next_attempt_at=ago(900), published_at=ago(5))
    other = ask("Another question")
    DraftJob.objects.filter(ticket=other).update(status="done", finished_at=ago(3))
    assert healthcheck.main("worker") is None


@pytest.mark.django_db(transaction=True)
def test_standing_still_is_right_while_the_ai_is_paused(ask, healthcheck, sofia):
    DraftJob.objects.filter(ticket=ask()).update(next_attempt_at=ago(900), published_at=ago(600))
    supply.set_policy(actor=sofia, paused=True)
    assert healthcheck.main("relay") is None
    assert healthcheck.main("worker") is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["relay", "worker"])
def test_the_exit_status_says_healthy(database_urls, name):
    script = ROOT / "deploy" / "healthcheck.py"
    variables = os.environ | {"WORKER_DATABASE_URL": database_urls["worker"]}
    done = subprocess.run([sys.executable, script, name], env=variables, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_an_unknown_process_is_no_success():
    script = ROOT / "deploy" / "healthcheck.py"
    for arguments in ([], ["beat"]):
        done = subprocess.run([sys.executable, script, *arguments], capture_output=True)
        assert done.returncode == 1


def test_a_web_process_that_does_not_answer_is_unhealthy():
    script = ROOT / "deploy" / "healthcheck.py"
    done = subprocess.run(
        [sys.executable, script, "web"], env={"PORT": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 1


def test_empty_values_count_as_unset(monkeypatch):
    """Compose hands on what .env leaves out as an empty text."""
    monkeypatch.setenv("SOME_NUMBER", "")
    monkeypatch.setenv("SOME_FLAG", "")
    assert env.number("SOME_NUMBER", 5) == 5
    assert env.boolean("SOME_FLAG", default=True) is True
