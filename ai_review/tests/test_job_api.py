"""The supply of drafts over REST: the AI's state, and jobs read, cancelled and tried again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_review import supply
from ai_review.models import AICircuit, AIPolicy, DraftJob
from ai_review.tests.admin_drafts import fail_draft, write_draft
from tickets import drafts

pytestmark = pytest.mark.django_db

AI, JOBS = "/api/v1/ai", "/api/v1/jobs"


def circuit_opens(minutes=3, detail="The AI service answered 503."):
    now = timezone.now()
    AICircuit.objects.update(
        failures=5,
        opened_at=now - timedelta(minutes=1),
        shut_at=now - timedelta(minutes=1),
        open_until=now + timedelta(minutes=minutes),
        error_code="unavailable",
        error=detail,
    )


@pytest.fixture
def job(ask):
    return ask().draft_jobs.get()


ROUTES = [
    ("get", AI, "view"),
    ("get", JOBS, "view"),
    ("get", JOBS + "/{id}", "view"),
    ("post", JOBS + "/{id}/cancel", "request"),
    ("post", JOBS + "/{id}/retry", "request"),
    ("post", JOBS + "/retry", "request"),
]
MAY = {
    "ada": {"view", "request"},
    "sofia": {"view", "request"},
    "noor": {"view"},
    "bank_app": set(),
}


@pytest.mark.parametrize("who", [*MAY, None])
@pytest.mark.parametrize(("method", "path", "needed"), ROUTES)
def test_who_may_do_what(request, api, job, who, method, path, needed):
    user = request.getfixturevalue(who) if who else None
    http = api(user)
    response = getattr(http, method)(path.format(id=job.pk))
    if who is None:
        assert response.status_code == 401
    elif needed in MAY[who]:
        assert response.status_code in (200, 202, 400, 409), response.json()
    else:
        assert response.status_code == 403
        assert response.headers["Content-Type"] == "application/problem+json"


def test_the_ai_is_available_and_nothing_waits(api, ada):
    assert api(ada).get(AI).json() == {
        "state": "available",
        "detail": "",
        "since": None,
        "until": None,
        "waiting": 0,
        "oldest_waiting_at": None,
    }


def test_the_ai_says_what_is_the_matter_and_what_waits(api, ada, ask):
    first = ask().draft_jobs.get()
    ask(subject="Another")
    circuit_opens()
    body = api(ada).get(AI).json()
    assert body["state"] == "unavailable"
    assert body["detail"] == "The AI service answered 503."
    assert body["since"] < body["until"]
    assert body["waiting"] == 2
    assert body["oldest_waiting_at"] == first.created_at.isoformat().replace("+00:00", "Z")


def test_a_supervisor_pauses_the_ai(api, ada, sofia):
    supply.set_policy(actor=sofia, paused=True)
    body = api(ada).get(AI).json()
    assert (body["state"], body["until"]) == ("paused", None)
    assert body["detail"]


@pytest.mark.parametrize("path", [AI, JOBS])
def test_reading_costs_a_fixed_number_of_queries(
    api, ada, ask, path, django_assert_max_num_queries
):
    ask()
    http = api(ada)
    with django_assert_max_num_queries(6) as few:
        http.get(path)
    for n in range(5):
        ask(subject=f"No {n}")
    with django_assert_max_num_queries(len(few)):
        http.get(path)


def test_jobs_are_listed_newest_first_and_filtered(api, ada, ask, as_role):
    broken = fail_draft(as_role, ask())
    done = write_draft(as_role, ask(subject="Second")).job
    queued = ask(subject="Third").draft_jobs.get()
    http = api(ada)

    def found(**query):
        return [row["id"] for row in http.get(JOBS, query).json()["results"]]

    assert found() == [queued.pk, done.pk, broken.pk]
    assert found(status="failed") == [broken.pk]
    assert found(status=["failed", "queued"]) == [queued.pk, broken.pk]
    assert found(error_code="bad_request") == [broken.pk]
    assert found(ticket=done.ticket_id) == [done.pk]
    assert http.get(JOBS, {"state": "x"}).status_code == 400
    page = http.get(JOBS, {"page_size": 2}).json()
    assert len(page["results"]) == 2
    assert [row["id"] for row in http.get(page["next"]).json()["results"]] == [broken.pk]


def test_a_job_says_why_it_failed(api, ada, ask, as_role):
    job = fail_draft(as_role, ask())
    body = api(ada).get(f"{JOBS}/{job.pk}").json()
    assert body["error_code"] == "bad_request"
    assert body["error"] == "The AI service did not accept the request."
    assert (body["attempts"], body["outages"], body["waits_for"]) == (1, 0, None)
    assert body["finished_at"]
    assert api(ada).get(f"{JOBS}/{2**60}").status_code == 404


def waits_for(http, job):
    one = http.get(f"{JOBS}/{job.pk}").json()["waits_for"]
    assert http.get(f"/api/v1/tickets/{job.ticket_id}").json()["draft_job"]["waits_for"] == one
    return one


def test_a_queued_job_says_what_it_waits_for(api, ada, job):
    http, later = api(ada), timezone.now() + timedelta(hours=1)
    assert waits_for(http, job) == "turn"
    DraftJob.objects.update(next_attempt_at=later, error_code="invalid_output")
    assert waits_for(http, job) == "retry"
    DraftJob.objects.update(error_code="budget")
    assert waits_for(http, job) == "budget"
    circuit_opens()
    assert waits_for(http, job) == "ai_unavailable"
    circuit_opens(minutes=-0.5)  # half-open
    assert waits_for(http, job) == "ai_unavailable"
    AIPolicy.objects.update(paused=True)
    assert waits_for(http, job) == "ai_paused"
    DraftJob.objects.update(status="cancelled")
    assert waits_for(http, job) is None


def test_a_draft_is_cancelled_and_tried_again(api, ada, job):
    http = api(ada)
    cancelled = http.post(f"{JOBS}/{job.pk}/cancel")
    assert cancelled.status_code == 200
    assert cancelled.json()["status"] == cancelled.json()["error_code"] == "cancelled"
    again = http.post(f"{JOBS}/{job.pk}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "no_live_draft")
    retried = http.post(f"{JOBS}/{job.pk}/retry")
    assert retried.status_code == 202
    assert (retried.json()["status"], retried.json()["ticket"]) == ("queued", job.ticket_id)
    assert retried.json()["id"] != job.pk
    twice = http.post(f"{JOBS}/{job.pk}/retry")
    assert (twice.status_code, twice.json()["code"]) == (409, "live_draft")


def test_many_are_tried_again_by_id(api, ada, ask, as_role):
    broken = fail_draft(as_role, ask())
    queued = ask(subject="Second").draft_jobs.get()
    response = api(ada).post(JOBS + "/retry", {"ids": [broken.pk, queued.pk, 2**60]})
    assert response.status_code == 202
    [retried] = response.json()["retried"]
    assert (retried["id"], retried["ticket"]) == (broken.pk, broken.ticket_id)
    assert DraftJob.objects.get(pk=retried["job"]).status == "queued"
    skipped = response.json()["skipped"]
    assert {(row["id"], row["reason"]) for row in skipped} == {
        (queued.pk, "live_draft"),
        (2**60, "not_found"),
    }
    assert all(row["detail"] in drafts.NOT_RETRIED.values() for row in skipped)


def test_many_are_tried_again_by_error(api, ada, ask, as_role):
    broken = [fail_draft(as_role, ask(subject=f"No {n}")) for n in range(3)]
    DraftJob.objects.filter(pk=broken[0].pk).update(error_code="timeout")
    http = api(ada)
    answer = http.post(JOBS + "/retry", {"error_code": "bad_request"}).json()
    assert [row["id"] for row in answer["retried"]] == [broken[1].pk, broken[2].pk]
    assert answer["skipped"] == []
    empty = http.post(JOBS + "/retry", {"error_code": "bad_request"})
    assert (empty.status_code, empty.json()) == (202, {"retried": [], "skipped": []})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ids": [1], "error_code": "timeout"},
        {"ids": []},
        {"ids": list(range(1, 502))},
        {"ids": ["x"]},
        {"error_code": ""},
        {"all": True},
    ],
)
def test_an_unclear_request_to_retry_is_refused(api, ada, body):
    response = api(ada).post(JOBS + "/retry", body)
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
