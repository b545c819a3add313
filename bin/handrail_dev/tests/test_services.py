"""The embedded servers: they start anywhere, keep their data, and let in whom they should."""

import psycopg
import pytest
import redis

from handrail_dev import places
from handrail_dev.services import Postgres, Valkey


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("a folder with spaces") / "var"


@pytest.fixture(scope="module")
def postgres(var):
    secrets = places.load_secrets(var)
    server = Postgres(places.data_folder("postgres", var), secrets, var / "log" / "postgres.log")
    server.initialise("--no-sync")
    server.start()
    server.provision()
    yield server
    server.stop()


def refused(url, statement):
    with psycopg.connect(url) as session, pytest.raises(psycopg.Error) as caught:
        session.execute(statement)
    return type(caught.value)


def test_it_runs_as_nobody_special_on_loopback_only(postgres):
    with postgres.connect() as admin:
        settings = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)"
        names = ["listen_addresses", "unix_socket_directories", "password_encryption"]
        assert dict(admin.execute(settings, [names]).fetchall()) == {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "password_encryption": "scram-sha-256",
        }


def test_no_one_gets_in_without_the_password(postgres):
    url = postgres.url("handrail_web", "web").replace(postgres.secrets["web"], "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_only_the_owner_makes_tables_and_extensions(postgres):
    urls = postgres.role_urls()
    denied = psycopg.errors.InsufficientPrivilege
    for name in ("DATABASE_URL", "WORKER_DATABASE_URL"):
        assert refused(urls[name], "CREATE TABLE t (id int)") is denied
        assert refused(urls[name], "CREATE TEMP TABLE t (id int)") is denied
    with psycopg.connect(urls["OWNER_DATABASE_URL"]) as owner:
        owner.execute("CREATE EXTENSION pg_trgm")
        owner.execute("CREATE EXTENSION btree_gin")
        owner.rollback()
    assert refused(urls["OWNER_DATABASE_URL"], "CREATE ROLE mallory") is denied


def test_no_role_of_the_product_is_a_superuser(postgres):
    with postgres.connect() as admin:
        risky = "SELECT rolname FROM pg_roles WHERE rolsuper OR rolcreaterole OR rolbypassrls"
        names = {name for (name,) in admin.execute(risky)}
    assert names == {"handrail_admin"}


def test_provisioning_again_changes_nothing_and_data_survives_a_restart(postgres):
    with psycopg.connect(postgres.role_urls()["OWNER_DATABASE_URL"]) as owner:
        owner.execute("CREATE TABLE kept (id int)")
        owner.execute("INSERT INTO kept VALUES (1)")
    postgres.stop()
    assert not postgres.initialise()
    postgres.start()
    postgres.provision()
    with psycopg.connect(postgres.role_urls()["OWNER_DATABASE_URL"]) as owner:
        assert owner.execute("SELECT count(*) FROM kept").fetchone() == (1,)


def test_valkey_wants_its_password_and_keeps_its_data(var):
    server = Valkey(var / "valkey", places.load_secrets(var), var / "log" / "valkey.log")
    server.start()
    with (
        redis.Redis(port=server.port, retry=None) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()
    with redis.Redis.from_url(server.url()) as client:
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        client.set("kept", "yes")
    server.stop()
    server.start()
    with redis.Redis.from_url(server.url()) as client:
        assert client.get("kept") == b"yes"
    server.stop()


def test_secrets_are_for_their_owner_alone(var):
    first = places.load_secrets(var)
    assert (var / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert places.load_secrets(var) == first
    assert len(set(first.values())) == len(first)
