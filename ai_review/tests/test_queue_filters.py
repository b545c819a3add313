"""The filters of the queue: each, together, and for claims as for the list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review import services
from ai_review.models import DraftJob, Suggestion
from ai_review.tests.admin_drafts import fail_draft, write_draft
from config.tests.people import decision
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

QUEUE, CLAIM = "/api/v1/queue", "/api/v1/queue/claim"

BLOCKED = {"code": "promise", "level": "block", "message": "It promises.", "spans": []}


@pytest.fixture
def desk_of(ask, as_role, ada):
    """Four drafts that differ in everything one can filter by, as a dict of name to draft."""

    def write(name, ticket=None, **fields):
        opened = ask(subject=name, **(ticket or {}))
        return write_draft(as_role, opened, **fields)

    made = {
        "plain": write("plain", category="card_arrival", risk="low", gates=[]),
        "german": write("german", {"priority": "urgent"}, language="de", category="fees"),
        "blocked": write("blocked", risk="high", gates=[BLOCKED], category="", required_reviews=2),
        "empty": write("empty", {"priority": "low"}, reply="", risk="medium"),
    }
    tickets = {name: draft.ticket_id for name, draft in made.items()}
    Ticket.objects.filter(pk=tickets["german"]).update(assignee=ada)
    Ticket.objects.filter(pk=tickets["empty"]).update(status="pending")
    Ticket.objects.filter(pk=tickets["plain"]).update(
        created_at=timezone.now() - timedelta(hours=30)
    )
    return made


@pytest.fixture
def shown(api, ada, desk_of):
    """`shown(risk="low")` gives the names in the list, having asked for ids, lines and claims."""
    names = {draft.pk: name for name, draft in desk_of.items()}

    def ask_for(user=ada, **wanted):
        http = api(user)
        lines = http.get(QUEUE, wanted)
        assert lines.status_code == 200, lines.json()
        ids = [line["id"] for line in lines.json()["results"]]
        assert http.get(f"{QUEUE}/ids", wanted).json()["ids"] == ids
        claimed = http.post(CLAIM, wanted | {"count": 5})
        assert claimed.status_code == 200, claimed.json()
        assert [each["id"] for each in claimed.json()["results"]] == ids
        http.post(f"{QUEUE}/release", {"suggestions": ids or [1]})
        return [names[pk] for pk in ids]

    return ask_for


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["german", "plain", "blocked", "empty"]),
        ({"view": "urgent"}, ["german"]),
        ({"view": "mine"}, ["german"]),
        ({"view": "low_risk"}, ["german", "plain"]),
        ({"view": "overdue"}, []),
        ({"status": ["pending"]}, ["empty"]),
        ({"category": ["fees"]}, ["german"]),
        ({"category": ["fees", "none"]}, ["german", "blocked"]),
        ({"category": ["no_such_category"]}, []),
        ({"priority": ["urgent", "low"]}, ["german", "empty"]),
        ({"risk": ["high"]}, ["blocked"]),
        ({"risk": ["high", "medium"]}, ["blocked", "empty"]),
        ({"language": ["de"]}, ["german"]),
        ({"older_than": 24}, ["plain"]),
        ({"newer_than": 24}, ["german", "blocked", "empty"]),
        ({"assignee": "me"}, ["german"]),
        ({"assignee": "none"}, ["plain", "blocked", "empty"]),
        ({"draft": "has_reply"}, ["german", "plain", "blocked"]),
        ({"draft": "no_reply"}, ["empty"]),
        ({"draft": "needs_confirmation"}, ["blocked"]),
        ({"provider": ["offline"]}, ["german", "plain", "blocked", "empty"]),
        ({"provider": ["openai"]}, []),
        ({"model": ["extractive"], "risk": ["low"]}, ["german", "plain"]),
        ({"search": "germ"}, ["german"]),
        ({"order": "oldest"}, ["plain", "german", "blocked", "empty"]),
        ({"order": "newest"}, ["empty", "blocked", "german", "plain"]),
        ({"order": "due"}, ["german", "plain", "blocked", "empty"]),
        # Different filters must all hold.
        ({"risk": ["low"], "language": ["en"]}, ["plain"]),
        ({"view": "low_risk", "search": "card", "assignee": "none"}, ["plain"]),
        ({"view": "urgent", "language": ["en"]}, []),
    ],
)  # fmt: skip
def test_a_filter_means_the_same_for_the_list_its_ids_and_claims(shown, wanted, found):
    assert shown(**wanted) == found


def test_an_assignee_is_found_by_id(shown, ada, ben):
    assert shown(assignee=str(ada.pk)) == ["german"]
    assert shown(user=ben, assignee=str(ada.pk)) == ["german"]
    assert shown(user=ben, assignee="me") == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("view=nope", "all, urgent, overdue, low_risk, second_review, mine"),
        ("order=nope", "priority, due, oldest, newest"),
        ("status=open&status=closed", "open, pending, resolved"),
        ("priority=nope", "low, normal, high, urgent"),
        ("risk=nope", "low, medium, high"),
        ("draft=nope", "has_reply, no_reply, needs_confirmation"),
        ("provider=nope", "offline, openai"),
        ("language=english", "two small letters"),
        ("assignee=ada", "me, none or a person's id"),
        ("older_than=soon", "integer"),
        ("older_than=-1", "0"),
        ("search=%00", "Null"),
        ("ids=1,x", "commas"),
        ("ids=" + ",".join(["1"] * 101), "100"),
        ("colour=red", "Unknown field"),
    ],
)
def test_what_a_filter_does_not_know_is_a_400_that_names_what_it_knows(api, ada, query, named):
    response = api(ada).get(f"{QUEUE}?{query}")
    assert response.status_code == 400
    assert named in response.json()["detail"]


@pytest.mark.parametrize(
    "body", [{"risk": "low"}, {"risk": ["x"]}, {"view": "x"}, {"search": 5}, {"ids": "1"}]
)
def test_a_claim_refuses_the_same(api, ada, body):
    assert api(ada).post(CLAIM, {"count": 1} | body).status_code == 400


@pytest.mark.parametrize("path", [QUEUE, f"{QUEUE}/ids", f"{QUEUE}/choices", f"{QUEUE}/views"])
def test_only_reviewers_see_the_queue(api, noor, bank_app, path):
    assert api(noor).get(path).status_code == 403
    assert api(bank_app).get(path).status_code == 403
    assert api().get(path).status_code in (401, 403)


def test_words_are_found_in_customer_messages_and_draft_in_any_order(shown, api, ada, desk_of):
    everything = ["german", "plain", "blocked", "empty"]
    assert shown(search="castel mira") == everything
    assert shown(search="mira@customer") == everything
    assert shown(search="two WEEKS") == everything
    assert shown(search="12.50 eur") == ["german", "plain", "blocked"]
    assert shown(search="mira plain five working") == ["plain"]
    assert shown(search="mira nonsense") == []
    assert shown(search=f"t-{desk_of['empty'].ticket_id}") == ["empty"]
    assert shown(search="-- !") == []
    assert shown(search="") == everything


@pytest.mark.parametrize("text", ["'", "a:*b", "x & y | !z", "\\", "''':1A", "<->", "%", "%s"])
def test_search_takes_any_text(shown, text):
    assert isinstance(shown(search=text), list)


def test_accents_and_other_alphabets_are_found(api, ada, ask, as_role):
    draft = write_draft(as_role, ask(subject="Überweisung nach Ελλάδα"))
    for text in ("uberweis", "Überw", "ελλά"):
        assert api(ada).get(f"{QUEUE}/ids", {"search": text}).json()["ids"] == [draft.pk]


def test_lines_of_chosen_ids_only_if_they_are_in_the_list(api, ada, desk_of):
    wanted = ",".join(str(desk_of[name].pk) for name in ("empty", "german", "plain"))
    lines = api(ada).get(QUEUE, {"ids": wanted, "risk": ["low"]}).json()["results"]
    assert {line["id"] for line in lines} == {desk_of["german"].pk, desk_of["plain"].pk}


def test_claims_and_list_leave_out_what_i_signed_first(api, ada, ben, desk_of, shown):
    risky = desk_of["blocked"]
    signed = decision(risky, confirmed=["promise"])
    services.decide(reviewer=ada, suggestion_id=risky.pk, **signed)
    assert shown(risk=["high"]) == []
    assert shown(user=ben, view="second_review") == ["blocked"]


def test_every_view_counts_what_it_lists(api, ada, desk_of, ask, as_role):
    fail_draft(as_role, ask(subject="No draft"))
    ask(subject="Still queued")
    http = api(ada)
    answer = http.get(QUEUE).json()["counts"]
    assert answer == {
        "all": 4,
        "urgent": 1,
        "overdue": 0,
        "low_risk": 2,
        "second_review": 0,
        "mine": 1,
        "undrafted": 2,
    }
    listed = {
        view: len(http.get(f"{QUEUE}/ids", {"view": view}).json()["ids"])
        for view in answer
        if view != "undrafted"
    }
    tickets = http.get("/api/v1/tickets", {"review_status": "undrafted"}).json()["results"]
    assert listed | {"undrafted": len(tickets)} == answer


def test_a_ticket_without_a_draft_leaves_that_view_when_somebody_answers(api, ada, ask, as_role):
    failed = ask(subject="No draft")
    fail_draft(as_role, failed)
    url = "/api/v1/tickets?review_status=undrafted"
    assert [each["id"] for each in api(ada).get(url).json()["results"]] == [failed.pk]
    api(ada).post(
        f"/api/v1/tickets/{failed.pk}/messages", {"kind": "public_reply", "body": "Here it is."}
    )
    assert api(ada).get(url).json()["results"] == []
    assert DraftJob.objects.filter(ticket=failed, status="failed").exists()


def test_choices_are_what_the_queue_holds(api, ada, ben, desk_of):
    assert api(ada).get(f"{QUEUE}/choices").json() == {
        "categories": ["card_arrival", "fees"],
        "languages": ["de", "en"],
        "models": ["extractive"],
        "people": [{"id": ada.pk, "name": "Ada"}, {"id": ben.pk, "name": "Ben"}],
    }


@pytest.mark.parametrize(
    ("path", "most"), [(QUEUE, 10), (f"{QUEUE}/ids", 7), (f"{QUEUE}/choices", 8)]
)
def test_a_list_costs_a_fixed_number_of_queries(
    api, ada, ask, as_role, django_assert_max_num_queries, path, most
):
    for n in range(12):
        write_draft(as_role, ask(subject=f"No {n}"))
    http = api(ada)
    with django_assert_max_num_queries(most):
        http.get(path, {"search": "card", "risk": ["low"], "order": "due"})


def test_words_are_written_by_postgresql_whatever_the_worker_sends(as_role, ask):
    draft = write_draft(as_role, ask(subject="Lost"), words="'forged':1A")
    assert Suggestion.objects.filter(pk=draft.pk, words="lost").exists()
    assert not Suggestion.objects.filter(pk=draft.pk, words="forged").exists()
