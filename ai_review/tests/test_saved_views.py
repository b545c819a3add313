"""Views of the queue with a name: one's own, and the team's."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from ai_review import saved_views
from ai_review.models import SavedView
from ai_review.tests.admin_drafts import write_draft
from audit.models import AuditEvent

pytestmark = pytest.mark.django_db

VIEWS = "/api/v1/queue/views"


def save(http, name="High risk", status=201, **fields):
    response = http.post(VIEWS, {"name": name, "query": {"risk": ["high"]}} | fields)
    assert response.status_code == status, response.json()
    return response.json()


def shared_acts():
    return list(
        AuditEvent.objects.filter(stream="queue_views")
        .order_by("seq")
        .values_list("action", flat=True)
    )


def test_a_saved_view_keeps_its_filters_and_counts_what_it_shows(api, ada, ask, as_role):
    write_draft(as_role, ask(), risk="high", required_reviews=2)
    write_draft(as_role, ask(), risk="low")
    made = save(api(ada), query={"risk": ["high"], "order": "due", "search": "card"})
    assert made["query"] == {"risk": ["high"], "order": "due", "search": "card"}
    assert made["count"] == 1
    assert made["mine"] is True
    assert made["slug"].startswith("high-risk-")
    assert api(ada).get(VIEWS).json()["results"] == [made]
    assert shared_acts() == []


def test_a_personal_view_is_nobody_elses(api, ada, ben, sofia):
    slug = save(api(ada))["slug"]
    for other in (ben, sofia):
        http = api(other)
        assert http.get(VIEWS).json()["results"] == []
        assert http.patch(f"{VIEWS}/{slug}", {"name": "Mine"}).status_code == 404
        assert http.delete(f"{VIEWS}/{slug}").status_code == 404
    save(api(ben))
    assert save(api(ada), status=409)["code"] == "view_name_taken"
    assert save(api(ada), name="HIGH RISK", status=409)["code"] == "view_name_taken"


def test_a_supervisor_shares_with_the_team_and_it_is_audited(api, ada, sofia):
    save(api(ada), shared=True, status=403)
    slug = save(api(sofia), shared=True)["slug"]
    [seen] = api(ada).get(VIEWS).json()["results"]
    assert (seen["slug"], seen["shared"], seen["mine"]) == (slug, True, False)
    assert api(ada).patch(f"{VIEWS}/{slug}", {"name": "Ours"}).status_code == 403
    assert api(ada).delete(f"{VIEWS}/{slug}").status_code == 403
    assert api(sofia).patch(f"{VIEWS}/{slug}", {"query": {"risk": ["low"]}}).status_code == 200
    assert api(sofia).patch(f"{VIEWS}/{slug}", {"shared": False}).status_code == 200
    assert api(ada).get(VIEWS).json()["results"] == []
    assert api(sofia).patch(f"{VIEWS}/{slug}", {"shared": True}).status_code == 200
    assert api(sofia).delete(f"{VIEWS}/{slug}").status_code == 204
    assert shared_acts() == [
        "view.shared",
        "view.changed",
        "view.unshared",
        "view.shared",
        "view.deleted",
    ]


def test_one_renames_and_deletes_ones_own(api, ada):
    http = api(ada)
    slug = save(http)["slug"]
    renamed = http.patch(f"{VIEWS}/{slug}", {"name": " Dangerous "}).json()
    assert (renamed["name"], renamed["slug"]) == ("Dangerous", slug)
    assert http.patch(f"{VIEWS}/{slug}", {"shared": True}).status_code == 403
    assert http.delete(f"{VIEWS}/{slug}").status_code == 204
    assert http.get(VIEWS).json()["results"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"name": " ", "query": {}},
        {"name": "x" * 61, "query": {}},
        {"name": "x"},
        {"name": "x", "query": {"risk": ["nope"]}},
        {"name": "x", "query": {"colour": "red"}},
        {"name": "x", "query": []},
        {"name": "x", "query": {}, "owner": 1},
    ],
)
def test_a_view_that_could_not_be_opened_is_refused(api, ada, body):
    assert api(ada).post(VIEWS, body).status_code == 400
    assert not SavedView.objects.exists()


def test_counting_views_takes_as_many_queries_for_many_as_for_few(
    api, ada, django_assert_max_num_queries
):
    http = api(ada)
    for n in range(12):
        save(http, name=f"View {n}", query={"search": f"word{n}", "risk": ["low"]})
    with django_assert_max_num_queries(6):
        assert len(http.get(VIEWS).json()["results"]) == 12


INSERT = """
INSERT INTO ai_review_savedview
    (slug, name, query, owner_id, owner_kind, shared, created_at, updated_at)
VALUES ({slug}, {name}, {query}, {owner}, {kind}, {shared}, now(), now())
"""


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"slug": "'Not A Slug'"}, "view_slug_form"),
        ({"name": "'  '"}, "view_has_a_name"),
        ({"query": "'[]'"}, "view_query_is_an_object"),
        ({"query": "jsonb_build_object('search', repeat('x', 5000))"}, "view_query_is_short"),
        ({"kind": "'service'"}, "view_owner_is_a_person"),
        ({"owner": "{bank_app}"}, "view_owner_is_human"),
        ({"slug": "'taken'"}, "view_name_once_each|slug"),
        ({"name": "'TAKEN'"}, "view_name_once_each"),
        ({"name": "'Team''s'", "shared": "true"}, "view_name_once_in_the_team"),
    ],
)
def test_postgresql_refuses_views_that_must_not_be(ada, sofia, bank_app, change, refusal):
    SavedView.objects.create(slug="taken", name="Taken", query={}, owner=ada)
    SavedView.objects.create(slug="teams", name="Team's", query={}, owner=sofia, shared=True)
    parts = {
        "slug": "'new'",
        "name": "'New'",
        "query": "'{{}}'",
        "owner": str(ada.pk),
        "kind": "'human'",
        "shared": "false",
    } | change
    parts["owner"] = parts["owner"].format(bank_app=bank_app.pk)
    parts["query"] = parts["query"].replace("{{}}", "{}")
    with (
        pytest.raises(DatabaseError, match=refusal),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(INSERT.format(**parts))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ai_review_savedview",
        "UPDATE ai_review_savedview SET shared = true",
        "SELECT * FROM ai_review_savedview",
    ],
)
def test_the_worker_has_nothing_to_do_with_views(as_role, ada, statement):
    SavedView.objects.create(slug="a", name="A", query={}, owner=ada)
    with (
        as_role("worker"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_view_stays_its_owners(as_role, ada, ben):
    SavedView.objects.create(slug="a", name="A", query={}, owner=ada)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE ai_review_savedview SET owner_id = %s", [ben.pk])


def test_a_view_that_was_deleted_a_moment_ago_is_not_found(api, ada):
    view = saved_views.save_view(actor=ada, name="Mine", query={})
    saved_views.delete_view(actor=ada, view_id=view.pk)
    for act in (saved_views.delete_view, saved_views.change_view):
        with pytest.raises(Http404):
            act(actor=ada, view_id=view.pk)


def test_filters_too_long_to_be_kept_are_refused_in_words(api, ada):
    http = api(ada)
    long = {"model": ["\\" * 100] * 20}
    answer = http.post(VIEWS, {"name": "Long", "query": long})
    assert (answer.status_code, answer.json()["code"]) == (400, "view_too_long")
    slug = save(http)["slug"]
    answer = http.patch(f"{VIEWS}/{slug}", {"query": long})
    assert (answer.status_code, answer.json()["code"]) == (400, "view_too_long")
