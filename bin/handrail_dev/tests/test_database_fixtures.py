"""The fixtures of conftest.py: who a test is, and what it leaves behind."""

import threading

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tickets.models import User


def current_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        return cursor.fetchone()


@pytest.mark.django_db
def test_a_test_acts_as_the_web_process_and_can_switch(as_role):
    assert current_role() == ("handrail_web", "handrail_test")
    with as_role("worker"):
        assert current_role()[0] == "handrail_worker"
        with as_role("owner"):
            assert current_role()[0] == "handrail_owner"
        assert current_role()[0] == "handrail_worker"
    assert current_role()[0] == "handrail_web"


@pytest.mark.django_db
def test_the_role_comes_back_when_a_statement_fails(as_role):
    with pytest.raises(ProgrammingError), transaction.atomic(), as_role("worker"):
        connection.cursor().execute("SELECT * FROM nowhere")
    assert current_role()[0] == "handrail_web"


@pytest.mark.django_db(transaction=True)
def test_the_role_survives_a_reconnect_and_belongs_to_one_thread(as_role):
    seen = []

    def look():
        seen.append(current_role()[0])
        connection.close()

    with as_role("worker"):
        connection.close()
        assert current_role()[0] == "handrail_worker"
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == ["handrail_web"]
    assert current_role()[0] == "handrail_web"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_leaves_nothing_to_the_next(turn, database_urls):
    assert not User.objects.exists()
    User.objects.create(username="ada")
    with psycopg.connect(database_urls["web"]) as other:  # another process sees it
        assert other.execute("SELECT count(*) FROM tickets_user").fetchone() == (1,)
    idle = psycopg.connect(database_urls["web"])  # a session that stays open does not hurt
    idle.execute("SELECT 1")


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["web", "worker"])
def test_runtime_roles_have_limits_and_own_nothing(role, database_urls):
    with psycopg.connect(database_urls[role]) as session:
        show = [session.execute(f"SHOW {name}").fetchone()[0] for name in LIMITS]
        assert show == list(LIMITS.values())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("CREATE TABLE public.mine (id int)")


LIMITS = {
    "statement_timeout": "15s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
}


def test_valkey_is_empty_and_answers(redis_url):
    import redis

    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "over")
