"""Figures of attention: what they say, how sure they are, and who may see them."""

import pytest

from ai_review import checks, services
from ai_review.models import ReviewPolicy
from ai_review.vigilance import KAPPA_FROM, kappa, wilson
from config.tests.people import decision

PATH = "/api/v1/vigilance"


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Values of the score interval from Newcombe, Statistics in Medicine 17 (1998), table I.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(hits, n, low, high):
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) is None


def test_kappa_is_cohens():
    # 50 pairs: both yes 20, both no 15, 5 and 10 apart. Agreement 0.7, by chance 0.5.
    pairs = {("a", "a"): 20, ("r", "r"): 15, ("a", "r"): 5, ("r", "a"): 10}
    assert kappa(pairs) == (0.4, "")


def test_kappa_says_why_there_is_none():
    assert kappa({("a", "a"): KAPPA_FROM - 1}) == (None, "too_few")
    assert kappa({("a", "a"): KAPPA_FROM}) == (None, "one_verdict")
    assert kappa({}) == (None, "too_few")


@pytest.mark.django_db
def test_supervisors_see_who_caught_what_and_how_fast(
    api, ada, ben, sofia, pending, drafted_long_ago, settings, monkeypatch
):
    settings.REVIEW_UNDO_SECONDS = 0
    ReviewPolicy.objects.update(seeded_percent=100, blind_percent=100)
    (shown,) = checks.as_shown(ada, [pending], first_sight=True)
    services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(shown, dwell_ms=500))
    services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending, dwell_ms=700))
    http = api(ben)
    assert http.post("/api/v1/queue/claim", {"count": 1}).json()["results"]
    http.post(
        f"/api/v1/suggestions/{pending.pk}/decision",
        decision(pending, "reject", reason_code="wrong_facts"),
    )
    body = api(sofia).get(PATH).json()
    assert (body["seeded_percent"], body["kappa_from"]) == (100, KAPPA_FROM)
    hers, his = body["reviewers"]
    assert (hers["reviewer"]["id"], his["reviewer"]["id"]) == (ada.pk, ben.pk)
    assert (hers["decisions"], his["decisions"]) == (1, 0)
    assert (hers["fast"]["hits"], hers["fast"]["of"], hers["fast"]["share"]) == (1, 1, 1)
    assert hers["fast"]["low"] == pytest.approx(0.2065, abs=1e-3)
    assert (hers["shown"], hers["caught"]["hits"], hers["caught"]["of"]) == (1, 0, 1)
    for row in (hers, his, body["total"]):
        assert (row["agreed"]["hits"], row["agreed"]["of"]) == (0, 1)
        assert (row["kappa"], row["no_kappa"]) == (None, "too_few")
    mine = api(ada).get(f"{PATH}/mine").json()
    assert mine == {name: hers[name] for name in mine} | {"agreed": None}
    # Where there are enough pairs, both are told how often they agreed.
    monkeypatch.setattr("ai_review.vigilance.KAPPA_FROM", 1)
    for user in (ada, ben):
        assert api(user).get(f"{PATH}/mine").json()["agreed"] == hers["agreed"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 403), ("bank_app", 403), ("sofia", 200), ("noor", 200)],
)
def test_everybodys_figures_are_for_the_desk_only(api, request, who, status):
    assert api(request.getfixturevalue(who)).get(PATH).status_code == status


@pytest.mark.django_db
def test_nobody_asks_for_anothers_figures(api, ada, bank_app, ben):
    assert api(ada).get(f"{PATH}/mine").status_code == 200
    assert api(ada).get(f"{PATH}/mine?reviewer={ben.pk}").status_code == 400
    assert api(bank_app).get(f"{PATH}/mine").status_code == 403
    assert (
        api(ada).get(f"{PATH}/mine?start=2026-02-01T00:00Z&end=2026-01-01T00:00Z").status_code
        == 400
    )


@pytest.mark.django_db
def test_the_figures_cost_a_fixed_number_of_queries(
    api, sofia, ada, pending, django_assert_max_num_queries
):
    services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(pending))
    http = api(sofia)
    with django_assert_max_num_queries(8):
        http.get(PATH)


@pytest.mark.django_db
def test_the_desk_lists_the_checks_and_what_came_of_them(desk, ada, pending):
    ReviewPolicy.objects.update(seeded_percent=100)
    (shown,) = checks.as_shown(ada, [pending], first_sight=True)
    page = "/admin/ai_review/check/"
    assert "no decision" in desk.get(page).content.decode()
    signed = services.decide(reviewer=ada, suggestion_id=pending.pk, **decision(shown))
    assert "missed" in desk.get(page).content.decode()
    assert desk.get(f"{page}?outcome=missed&pace=fast").status_code in (200, 302)
    one = desk.get(f"{page}{signed.check_on_id}/change/").content.decode()
    assert "missed" in one
    assert signed.check_on.seed in one
    assert desk.get(f"{page}add/").status_code == 403
    assert desk.get("/admin/ai_review/review/?pace=fast").status_code == 200


@pytest.mark.django_db
def test_a_reviewer_finds_no_list_of_checks(client, ada):
    client.force_login(ada, backend="tickets.roles.RoleBackend")
    assert client.get("/admin/ai_review/check/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("path", [PATH, f"{PATH}/mine", "/api/v1/metrics"])
def test_a_period_from_before_all_time_is_refused(api, sofia, path):
    assert api(sofia).get(path, {"end": "0001-01-05T00:00:00Z"}).status_code == 400
