"""Who works on a ticket, and its tags: by whom they may be set, and on which state."""

import pytest

from tickets.models import Ticket, User

pytestmark = pytest.mark.django_db


def patch(http, ticket, etag=None, **body):
    headers = {} if etag is None else {"If-Match": etag}
    return http.patch(f"/api/v1/tickets/{ticket.pk}", body, headers=headers)


def test_a_ticket_is_assigned_to_a_colleague_and_to_nobody(ask, api, ada, ben):
    ticket, http = ask(), api(ada)
    etag = http.get(f"/api/v1/tickets/{ticket.pk}").json()["etag"]
    given = patch(http, ticket, etag, assignee=ben.pk)
    assert given.json()["assignee"] == {"id": ben.pk, "name": "Ben"}
    assert given.json()["etag"] == given["ETag"]
    assert patch(http, ticket, given["ETag"], assignee=None).json()["assignee"] is None


def test_who_did_not_see_the_latest_state_changes_nothing(ask, api, ada, ben):
    ticket, http = ask(), api(ada)
    seen = http.get(f"/api/v1/tickets/{ticket.pk}").json()["etag"]
    patch(api(ben), ticket, seen, assignee=ben.pk)
    refused = patch(http, ticket, seen, assignee=ada.pk)
    assert (refused.status_code, refused.json()["code"]) == (412, "stale_ticket")
    assert patch(http, ticket, assignee=ada.pk).status_code == 428
    assert Ticket.objects.get().assignee == ben


def test_work_is_given_to_active_people_only(ask, api, ada, ben, bank_app):
    ticket, http = ask(), api(ada)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    for nobody in (ben.pk, bank_app.pk, 0, "x"):
        assert patch(http, ticket, "*", assignee=nobody).status_code == 400


def test_only_who_may_write_assigns_and_tags(ask, api, noor, bank_app, rival_app, ada):
    ticket = ask()
    for user, status in ((noor, 403), (bank_app, 403), (rival_app, 403), (None, 401)):
        for body in ({"assignee": ada.pk}, {"tags": ["vip"]}):
            assert patch(api(user), ticket, "*", **body).status_code == status
    assert Ticket.objects.get().assignee is None


def test_the_desks_people_are_listed_for_the_desk(api, ada, ben, sofia, noor, bank_app):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    people = api(noor).get("/api/v1/people").json()["results"]
    assert people == [
        {"id": ada.pk, "name": "Ada", "role": "reviewer"},
        {"id": sofia.pk, "name": "Sofia", "role": "supervisor"},
    ]
    assert api(bank_app).get("/api/v1/people").status_code == 403
    assert api(None).get("/api/v1/people").status_code == 401
    assert api(ada).post("/api/v1/people", {}).status_code in (403, 405)


def test_tags_are_found_by_a_part_of_their_name(ask, api, ada, bank_app):
    ask(tags=["vip", "cards", "cards lost"])
    http = api(ada)
    assert [one["name"] for one in http.get("/api/v1/tags").json()["results"]] == [
        "cards", "cards lost", "vip",
    ]  # fmt: skip
    found = http.get("/api/v1/tags?search=LOST").json()["results"]
    assert found == [{"name": "cards lost"}]
    assert http.get("/api/v1/tags?search=" + "x" * 41).status_code == 400
    assert api(bank_app).get("/api/v1/tags").status_code == 403
    assert api(None).get("/api/v1/tags").status_code == 401


def test_the_lists_take_a_fixed_number_of_queries(
    ask, api, ada, ben, sofia, django_assert_max_num_queries
):
    ask(tags=["a", "b", "c"])
    http = api(ada)
    for path in ("/api/v1/people", "/api/v1/tags"):
        with django_assert_max_num_queries(5):
            http.get(path)
