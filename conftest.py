"""Test fixtures for every app: a real PostgreSQL with the product's roles, and a real Valkey.

Tests log in as `handrail_test`, which may act as each of the product's roles and begins as
`handrail_web`, so a test fails where the web process would be refused. `as_role` switches.

Append-only tables refuse TRUNCATE, so a test with `django_db(transaction=True)` is not followed by
a flush: its database is thrown away and copied afresh from the migrated template (about 50 ms).
"""

import contextlib
import threading

import psycopg
import pytest
import redis
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase, override_settings
from handrail_dev.testing import CLUSTER_KEY

pytest_plugins = ["config.tests.people", "config.tests.processes"]

_thread = threading.local()


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords():
    """Nothing here depends on how slowly a password is hashed."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def cluster(pytestconfig):
    """The servers of this run (handrail_dev.testing.Cluster)."""
    return pytestconfig.stash[CLUSTER_KEY]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, cluster):
    """Instead of pytest-django's: this worker's database is a copy of the migrated template."""

    def start_afresh(_testcase=None):
        connections.close_all()
        cluster.drop_database()
        cluster.create_database()

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        start_afresh()
        patch.setattr(TransactionTestCase, "_fixture_teardown", start_afresh)
        connection_created.connect(_keep_role)
        yield
        connections.close_all()


@pytest.fixture
def as_role():
    """A context manager: `with as_role("worker"):` makes this thread's connection act as
    `handrail_worker` (or "web", "owner"), also after a reconnect."""
    return _as_role


@contextlib.contextmanager
def _as_role(name):
    before = getattr(_thread, "role", "web")
    _thread.role = name
    _set_role(connection)
    try:
        yield
    finally:
        _thread.role = before
        _set_role(connection)


def _set_role(connection):
    """Make an open connection act as the thread's role.

    One in a failed transaction is left alone: the rollback it needs takes the role back too.
    """
    native = connection.connection
    if native is None or native.closed:
        return  # _keep_role does it when the connection opens
    if native.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE handrail_{_thread.role}")


def _keep_role(connection, **_):
    if getattr(_thread, "role", "web") != "web":
        _set_role(connection)


@pytest.fixture
def refused(as_role):
    """`refused(role, sql, *params)`: asserts that the statement fails, and returns the message."""

    def attempt(role, statement, *params):
        with (
            as_role(role),
            pytest.raises(DatabaseError) as caught,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            # Foreign keys of Django are deferred to the commit; here each statement answers.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement, params)
        return str(caught.value)

    return attempt


@pytest.fixture
def database_urls(cluster, db):
    """Real logins to this test's database: a dict with "web", "worker", "owner" and "admin".

    Another process sees what the test committed, so use `django_db(transaction=True)` with it.
    """
    return cluster.urls()


@pytest.fixture
def redis_url(cluster):
    """An empty Valkey database of this worker's own."""
    with redis.Redis.from_url(cluster.redis_url) as client:
        client.flushdb()
    return cluster.redis_url
