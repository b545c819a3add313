"""What is read from PostgreSQL: each act once, in whatever order transactions end."""

import json
import random
import threading

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from ai_review import queue, supply
from audit.services import record, ticket_stream
from live import feed, presence
from live.feed import Position
from live.models import Event

TELL = (
    "INSERT INTO audit_auditevent (stream, actor_kind, action, payload)"
    " VALUES (%s, 'system', 'test.done', '{}')"
)


def now():
    return feed.begin(1)[0].position


def types_since(position):
    return [json.loads(data)["type"] for _, data in feed.news_since(position).told]


def told_since(position):
    return [json.loads(data) for _, data in feed.news_since(position).told]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_began_first_and_ends_last_is_not_missed(database_urls):
    start = now()
    with psycopg.connect(database_urls["web"]) as slow:
        slow.execute(TELL, ["ticket:1"])
        with psycopg.connect(database_urls["web"]) as fast:
            fast.execute(TELL, ["ticket:2"])
        first = feed.news_since(start)
        assert [json.loads(data)["id"] for _, data in first.told] == [2]
        assert told_since(first.position) == []
    second = feed.news_since(first.position)
    assert [json.loads(data)["id"] for _, data in second.told] == [1]
    assert Event.objects.get(ticket_id=1).pk < Event.objects.get(ticket_id=2).pk
    assert told_since(second.position) == []


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_are_all_read_exactly_once(database_urls):
    """Twelve writers commit and roll back in any order while somebody reads all the time."""
    position, chance = now(), random.Random(11)
    plans = [
        [(n * 1000 + k, chance.random() < 0.8, chance.uniform(0, 0.01)) for k in range(50)]
        for n in range(1, 13)
    ]
    pause = threading.Event()

    def write(plan):
        with psycopg.connect(database_urls["web"], autocommit=True) as writer:
            for ticket, commits, seconds in plan:
                with writer.transaction(force_rollback=not commits):
                    writer.execute(TELL, [f"ticket:{ticket}"])
                    pause.wait(seconds)

    writers = [threading.Thread(target=write, args=(plan,)) for plan in plans]
    for writer in writers:
        writer.start()
    read = []
    while any(writer.is_alive() for writer in writers):
        news = feed.news_since(position)
        assert not news.many
        read += [json.loads(data)["id"] for _, data in news.told]
        position = news.position
    for writer in writers:
        writer.join()
    read += [each["id"] for each in told_since(position)]
    committed = [ticket for plan in plans for ticket, commits, _ in plan if commits]
    assert sorted(read) == sorted(committed)


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_never_told(ask):
    ticket = ask()
    start = now()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(ticket_stream(ticket.pk), "system", "ticket.edited")
        raise RuntimeError
    assert types_since(start) == []


@pytest.mark.django_db(transaction=True)
def test_claims_and_looks_are_told_though_nobody_audits_them(pending, ada):
    start = now()
    queue.claim(user=ada, count=1)
    queue.heartbeat(user=ada, suggestion_ids=[pending.pk])
    queue.release(user=ada, suggestion_ids=[pending.pk])
    assert told_since(start) == [
        {"type": kind, "id": pending.ticket_id, "version": 1, "suggestion": pending.pk}
        for kind in ("queue.claimed", "queue.released")
    ]
    start = now()
    for _ in range(3):
        presence.look(user=ada, ticket_id=pending.ticket_id)
    presence.leave(user=ada, ticket_id=pending.ticket_id)
    assert types_since(start) == ["presence.changed"] * 2


@pytest.mark.django_db(transaction=True)
def test_an_act_names_the_ticket_its_version_and_the_draft(pending):
    start = now()
    payload = {"suggestion": pending.pk, "z": 'text with "suggestion":77,'}
    record(ticket_stream(pending.ticket_id), "system", "draft.approved", **payload)
    assert told_since(start) == [
        {
            "type": "draft.approved",
            "id": pending.ticket_id,
            "version": 1,
            "suggestion": pending.pk,
        }
    ]


@pytest.mark.django_db(transaction=True)
def test_only_tickets_and_the_ai_are_told(sofia):
    start = now()
    for stream in ("accounts", "policy", "knowledge", "ticket:none", "import:5"):
        record(stream, "system", "test.done")
    assert told_since(start) == []
    supply.set_policy(actor=sofia, paused=True)
    assert told_since(start) == [{"type": "ai_policy.changed", "id": None, "version": None}]


@pytest.mark.django_db(transaction=True)
def test_more_than_can_be_told_is_said_to_be_many_and_reading_goes_on(database_urls):
    start = now()
    with psycopg.connect(database_urls["web"]) as writer:
        for n in range(feed.MANY + 1):
            writer.execute(TELL, [f"ticket:{n}"])
    news = feed.news_since(start)
    assert news.many
    assert news.told == []
    assert told_since(news.position) == []


@pytest.mark.parametrize("text", ["", None, "x", "1.5:6", "1.5:6:7;8", "1.5:6:" + "7," * 3000])
def test_a_position_that_is_none_of_ours_is_no_position(text):
    assert Position.parse(text) is None


def test_a_position_survives_being_written_down():
    position = Position.of("740:750:741,745", at=1_800_000_000)
    assert Position.parse(str(position)) == position
    known = [xid for xid in range(738, 752) if position.knows(xid)]
    assert known == [738, 739, 740, 742, 743, 744, 746, 747, 748, 749]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["web", "worker"])
def test_no_process_may_invent_or_change_events(as_role, role):
    for statement in (
        "INSERT INTO live_event (type, ticket_id) VALUES ('ticket.opened', 1)",
        "UPDATE live_event SET type = 'other'",
    ):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with as_role(role), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_the_worker_may_not_say_who_looks(as_role, ada, ask):
    ticket = ask()
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with as_role("worker"), refused, transaction.atomic():
        presence.look(user=ada, ticket_id=ticket.pk)


@pytest.mark.django_db(transaction=True)
def test_old_events_and_looks_are_removed_by_the_relay(ask, ada, as_role):
    ticket = ask()
    presence.look(user=ada, ticket_id=ticket.pk)
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("UPDATE live_event SET at = at - interval '20 minutes'")
        cursor.execute("UPDATE live_presence SET until = until - interval '20 minutes'")
    start = now()
    with as_role("worker"):
        presence.forget_old()
        feed.forget_old()
    assert not presence.Presence.objects.exists()
    assert types_since(start) == ["presence.changed"]
    assert Event.objects.count() == 1
