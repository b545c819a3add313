"""Prompts are never changed; they are tried on past decisions and put in use by another person."""

import pytest
from django.db import DatabaseError, connection, transaction

from ai_review import trials
from ai_review.models import AICall, PromptActivation, PromptVersion, Suggestion, Trial
from ai_review.prompts import activate_prompt, add_prompt
from ai_review.services import decide
from audit.models import AuditEvent
from config.errors import Conflict, Problem
from config.tests.people import decision, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(db):
    """A second supervisor."""
    return person("vera", "supervisor", "Vera")


@pytest.fixture
def candidate(sofia):
    return add_prompt(actor=sofia, system_prompt="Be brief and kind.", note="shorter")


@pytest.fixture
def decided(ask, handbook, draft, ada):
    """Enough past decisions for a trial."""

    def make(count=trials.LEAST_CASES):
        for n in range(count):
            suggestion = draft(ask(subject=f"Card {n} not arrived"))
            looked_at = [gate["code"] for gate in suggestion.gates if gate["confirm"]]
            signed = decision(suggestion, confirmed=looked_at)
            decide(reviewer=ada, suggestion_id=suggestion.pk, **signed)

    return make


def run(as_role):
    with as_role("worker"):
        trials.run()


@pytest.fixture
def passed(candidate, decided, sofia, as_role):
    """A trial of the candidate that was passed."""
    decided()
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    run(as_role)
    trial.refresh_from_db()
    assert trial.passed, trial.verdict
    return trial


def actions():
    return list(
        AuditEvent.objects.filter(stream="policy").order_by("seq").values_list("action", flat=True)
    )


def test_a_candidate_is_tried_on_past_decisions_and_put_in_use_by_another_person(
    passed, candidate, vera, ask, draft
):
    assert passed.figures["cases"] == trials.LEAST_CASES
    assert passed.figures["candidate"]["cites"] == 1
    activate_prompt(actor=vera, prompt_id=candidate.pk)
    assert PromptVersion.active() == candidate
    assert draft(ask()).call.prompt_version == candidate
    assert actions() == ["prompt.added", "trial.started", "trial.passed", "prompt.activated"]


def test_nobody_puts_their_own_prompt_in_use(passed, candidate, sofia):
    with pytest.raises(Problem) as refused:
        activate_prompt(actor=sofia, prompt_id=candidate.pk)
    assert refused.value.get_codes() == "own_prompt"


def test_a_prompt_that_was_not_tried_is_not_put_in_use(candidate, vera):
    with pytest.raises(Problem) as refused:
        activate_prompt(actor=vera, prompt_id=candidate.pk)
    assert refused.value.get_codes() == "not_tried"


def test_going_back_is_one_act_of_anybody(passed, candidate, vera, sofia):
    first = PromptVersion.active()
    activate_prompt(actor=vera, prompt_id=candidate.pk)
    activate_prompt(actor=vera, prompt_id=first.pk)
    assert PromptVersion.active() == first
    activate_prompt(actor=sofia, prompt_id=candidate.pk)  # its author, but it was in use before
    assert actions()[-3:] == ["prompt.activated", "prompt.rolled_back", "prompt.rolled_back"]
    with pytest.raises(Conflict):
        activate_prompt(actor=sofia, prompt_id=candidate.pk)


ACTIVATION = (
    "INSERT INTO ai_review_promptactivation (prompt_id, author_key, activated_by_id,"
    " activated_by_kind, trial_id, prior_id, replaces_id, first, created_at)"
    " VALUES (%s, %s, %s, 'human', %s, %s, %s, false, now())"
)


@pytest.fixture
def refused():
    def attempt(sql, *values):
        with (
            pytest.raises(DatabaseError) as error,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return str(error.value)

    return attempt


def test_the_database_refuses_what_the_code_would(refused, passed, candidate, sofia, vera, decided):
    newest = PromptActivation.objects.get()
    prompt, trial = candidate.pk, passed.pk
    own = (prompt, sofia.pk, sofia.pk, trial, None, newest.pk)
    assert "activation_by_another_person" in refused(ACTIVATION, *own)
    untried = (prompt, sofia.pk, vera.pk, None, None, newest.pk)
    assert "activation_by_another_person" in refused(ACTIVATION, *untried)
    wrong_author = (prompt, 0, sofia.pk, trial, None, newest.pk)
    assert "activation_names_the_author" in refused(ACTIVATION, *wrong_author)
    others_past = (prompt, sofia.pk, sofia.pk, None, newest.pk, newest.pk)
    assert "activation_goes_back" in refused(ACTIVATION, *others_past)
    running = Trial.objects.create(prompt=candidate, kind="past", cases=1, started_by=sofia)
    unpassed = (prompt, sofia.pk, vera.pk, running.pk, None, newest.pk)
    assert "activation_after_a_passed_trial" in refused(ACTIVATION, *unpassed)
    beside = (prompt, sofia.pk, vera.pk, trial, None, None)
    assert "activation_" in refused(ACTIVATION, *beside)


def test_the_web_process_cannot_pass_a_trial_or_rewrite_a_prompt(refused, passed, candidate):
    for statement in (
        "UPDATE ai_review_trial SET passed = true",
        "UPDATE ai_review_promptversion SET system_prompt = 'Obey.'",
        "DELETE FROM ai_review_promptversion",
        "UPDATE ai_review_promptactivation SET prompt_id = 1",
        "INSERT INTO ai_review_trialcase DEFAULT VALUES",
    ):
        assert "permission denied" in refused(statement), statement
    done = (
        "INSERT INTO ai_review_trial (prompt_id, kind, status, cases, share, started_by_id,"
        " created_at, finished_at, passed, verdict, figures) SELECT prompt_id, 'past', 'done', 1,"
        " 100, started_by_id, now(), now(), true, '', '{}' FROM ai_review_trial"
    )
    assert "a trial begins without a result" in refused(done)


def test_a_finished_trial_never_changes_for_the_worker_either(refused, passed, as_role):
    with as_role("worker"):
        message = refused("UPDATE ai_review_trial SET passed = false")
    assert "a finished trial never changes" in message


def test_too_few_decisions_to_compare_with(candidate, decided, sofia):
    decided(3)
    with pytest.raises(Problem) as refused:
        trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    assert "there are 3" in str(refused.value.detail)


def test_one_trial_of_a_kind_at_a_time(candidate, sofia):
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="shadow")
    with pytest.raises(Conflict):
        trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="shadow")
    trials.stop_trial(actor=sofia, trial_id=trial.pk)
    trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="shadow")


def test_a_worse_candidate_does_not_pass(candidate, decided, sofia, as_role, ai):
    good = "When a new card arrives: it arrives five to seven working days after that."
    ai.answer = ai.answer | {"reply": good, "citations": [{"n": 1, "quote": "within two"}]}
    decided()
    ai.answer = ai.answer | {"reply": "You get 500 EUR back, guaranteed!", "citations": []}
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    run(as_role)
    trial.refresh_from_db()
    assert (trial.status, trial.passed) == ("done", False)
    assert "flagged" in trial.verdict
    assert "sources" in trial.verdict


def test_failing_calls_count_against_the_candidate(candidate, decided, sofia, as_role, request):
    decided()
    request.getfixturevalue("ai").mode("500")
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    run(as_role)
    trial.refresh_from_db()
    assert (trial.status, trial.passed) == ("done", False)
    assert AICall.objects.filter(trial=trial, outcome__code="unavailable").count() == 10


def test_the_candidates_own_model_reads_its_prompt(sofia, decided, as_role, ai):
    decided()
    candidate = add_prompt(actor=sofia, system_prompt="Be brief.", model="fake-2")
    trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    run(as_role)
    sent = [each.json for each in ai.received if each.json["model"] == "fake-2"]
    assert len(sent) == trials.LEAST_CASES
    assert sent[0]["messages"][0]["content"] == "Be brief."


def test_a_shadow_run_drafts_live_tickets_and_shows_nobody(
    candidate, sofia, ask, handbook, draft, as_role, api, ada
):
    before = draft(ask())
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="shadow", cases=2)
    live = [draft(ask()) for _ in range(3)]
    seen = api(ada).get("/api/v1/suggestions").json()
    run(as_role)
    trial.refresh_from_db()
    assert trial.status == "done"
    assert [case.original for case in trial.results.order_by("pk")] == [
        live[0].call,
        live[1].call,
    ]
    assert Suggestion.objects.count() == 4  # no other draft has come of it
    assert api(ada).get("/api/v1/suggestions").json() == seen
    assert before.call.pk not in [case.original_id for case in trial.results.all()]


def test_the_kill_switch_keeps_trials_waiting(candidate, decided, sofia, as_role):
    from ai_review.supply import set_policy

    decided()
    set_policy(actor=sofia, paused=True)
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    run(as_role)
    assert not AICall.objects.filter(trial=trial).exists()
    set_policy(actor=sofia, paused=False)
    run(as_role)
    trial.refresh_from_db()
    assert trial.status == "done"


def test_calls_that_a_stop_ended_do_not_count_against_the_candidate(
    candidate, decided, sofia, as_role, ai
):
    decided(trials.BATCH + trials.LEAST_CASES)
    ai.delay = 30
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    with as_role("worker"):
        rounds = iter([False, False])
        trials.run(stopping=lambda: next(rounds, True))
    ended = AICall.objects.filter(trial=trial, outcome__code="aborted")
    assert ended.count() == trials.BATCH
    ai.delay = 0
    run(as_role)
    trial.refresh_from_db()
    assert (trial.figures["calls"], trial.figures["failed"]) == (trials.LEAST_CASES, 0)
    assert trial.passed, trial.verdict


def test_a_trial_waits_while_the_settings_cannot_work(candidate, decided, sofia, as_role, settings):
    decided()
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    settings.AI_PROVIDER, settings.AI_BASE_URL, settings.AI_API_KEY = "openai", "ftp://x", "key"
    run(as_role)
    trial.refresh_from_db()
    assert (trial.status, trial.held_until) == ("running", None)
    settings.AI_PROVIDER = "offline"
    run(as_role)
    trial.refresh_from_db()
    assert trial.passed


def test_a_call_whose_worker_died_is_not_made_again(candidate, decided, sofia, as_role):
    decided()
    trial = trials.start_trial(actor=sofia, prompt_id=candidate.pk, kind="past")
    with as_role("worker"):
        lost = trials._originals(trial)[:1]
        assert trials._record(trial, list(lost))
        trials.run()
    trial.refresh_from_db()
    assert (trial.figures["calls"], trial.figures["cases"]) == (10, 9)
    assert not trial.passed


def test_the_whole_way_through_the_admin(desk, decided, as_role, vera, sofia):
    from config.tests.people import browser

    decided()
    desk.post(
        "/admin/ai_review/promptversion/add/",
        {"system_prompt": "Be brief.\r\nBe kind.", "model": "", "note": "shorter"},
    )
    added = PromptVersion.objects.get(number=2)
    assert (added.system_prompt, added.author) == ("Be brief.\nBe kind.", sofia)
    page = f"/admin/ai_review/promptversion/{added.pk}"
    assert "has not passed a trial" in desk.get(f"{page}/change/").content.decode()
    assert Trial.objects.count() == 0
    desk.get(f"{page}/try/")
    assert Trial.objects.count() == 0  # a link changes nothing
    desk.post(f"{page}/try/")
    run(as_role)
    trial = Trial.objects.get()
    shown = desk.get(f"/admin/ai_review/trial/{trial.pk}/change/").content.decode()
    assert "Cites a source of the signed answer" in shown
    refused = desk.post(f"{page}/activate/", follow=True).content.decode()
    assert "another person must put it in use" in refused
    browser(vera).post(f"{page}/activate/")
    assert PromptVersion.active() == added
    assert desk.post(f"{page}/change/", {"system_prompt": "Obey."}).status_code == 403
