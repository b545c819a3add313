"""People who act at the same moment, on real PostgreSQL with real threads."""

import threading

import pytest
from django.db import connection

from ai_review import queue, services
from ai_review.models import Review, Suggestion
from config.errors import Problem
from config.tests.people import decision
from tickets import services as tickets
from tickets.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls at the same moment, each in a thread; returns their results or exceptions."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        barrier.wait()
        try:
            results[index] = call()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def signing(user, suggestion, verdict="approve", **fields):
    return lambda: services.decide(
        reviewer=user, suggestion_id=suggestion.pk, **decision(suggestion, verdict, **fields)
    )


def codes(results):
    return sorted(
        result.get_codes() if isinstance(result, Problem) else type(result).__name__
        for result in results
    )


def test_racing_decisions_make_exactly_one_review(ada, ben, pending):
    results = at_once(*[signing(user, pending) for user in (ada, ben) * 4])
    assert codes(results) == ["Review"] + ["already_decided"] * 7
    assert Review.objects.count() == Message.objects.filter(kind="public_reply").count() == 1


def test_a_decision_races_with_a_new_customer_message(ada, bank_app, ask, handbook, draft):
    for n in range(5):
        suggestion = draft(ask(subject=f"Round {n}"))
        decided, message = at_once(
            signing(ada, suggestion),
            lambda ticket=suggestion.ticket_id: tickets.add_message(
                actor=bank_app, ticket_id=ticket, kind="customer", body="Wait!"
            ),
        )
        assert isinstance(message, Message)
        suggestion.refresh_from_db()
        if isinstance(decided, Review):
            assert suggestion.status == "approved"
        else:
            assert codes([decided]) == ["stale_version"]
            assert suggestion.status == "superseded"


def test_undo_races_with_a_second_decision(ada, ben, pending):
    review = services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    undone, second = at_once(
        lambda: services.undo(user=ada, review_id=review.pk), signing(ben, pending)
    )
    assert isinstance(undone, Review)
    assert codes([second]) in (["Review"], ["already_decided"])
    sendable = Message.objects.filter(kind="public_reply", delivery_status="scheduled").count()
    assert sendable == Suggestion.objects.filter(status="approved").count()


def test_two_people_claim_at_once_and_share_nothing(ada, ben, ask, handbook, draft):
    wanted = {draft(ask(subject=f"No {n}")).pk for n in range(6)}
    hers, his = at_once(
        lambda: queue.claim(user=ada, count=3), lambda: queue.claim(user=ben, count=3)
    )
    assert not set(hers) & set(his)
    assert set(hers) | set(his) <= wanted


def test_the_same_customer_twice_at_once_is_one_customer(ask):
    results = at_once(*[lambda: ask() for _ in range(6)])
    assert len({ticket.customer_id for ticket in results}) == 1


def test_claims_under_a_filter_share_nothing_and_leave_the_rest(ada, ben, ask, handbook, draft):
    urgent = {draft(ask(subject=f"Urgent {n}", priority="urgent")).pk for n in range(4)}
    normal = {draft(ask(subject=f"Normal {n}")).pk for n in range(4)}
    wanted = {"priority": ["urgent"], "search": "urgent", "order": "due"}
    for _ in range(5):
        hers, his = at_once(
            lambda: queue.claim(user=ada, count=3, **wanted),
            lambda: queue.claim(user=ben, count=3, **wanted),
        )
        assert not set(hers) & set(his)
        assert set(hers) | set(his) <= urgent
        assert not Suggestion.objects.filter(pk__in=normal, claimed_by__isnull=False).exists()
        Suggestion.objects.update(claimed_by=None, claim_expires_at=None)
