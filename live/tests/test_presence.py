"""Who looks at what, over the API: by role, by ticket, and gone when they go."""

import pytest
from django.utils import timezone

from live.models import Presence

pytestmark = pytest.mark.django_db
PATH = "/api/v1/presence"


def names(answer):
    assert answer.status_code == 200, answer.content
    return [each["user"]["name"] for each in answer.json()["others"]]


def test_two_people_see_each_other_and_never_themselves(api, ada, ben, ask):
    ticket = ask()
    body = {"ticket": ticket.pk}
    assert names(api(ada).post(PATH, body)) == []
    assert names(api(ben).post(PATH, body)) == ["Ada"]
    assert names(api(ada).post(PATH, body)) == ["Ben"]
    assert names(api(ada).get(PATH, body)) == ["Ben"]
    assert api(ben).delete(f"{PATH}?ticket={ticket.pk}").status_code == 204
    assert names(api(ada).get(PATH, body)) == []


def test_only_this_ticket_and_only_whose_time_is_not_up(api, ada, ben, ask):
    ticket, other = ask(), ask()
    api(ben).post(PATH, {"ticket": ticket.pk})
    assert names(api(ada).get(PATH, {"ticket": other.pk})) == []
    Presence.objects.update(until=timezone.now())
    assert names(api(ada).get(PATH, {"ticket": ticket.pk})) == []


def test_nobody_ends_or_says_the_look_of_another(api, ada, ben, ask):
    ticket = ask()
    api(ben).post(PATH, {"ticket": ticket.pk})
    api(ada).delete(f"{PATH}?ticket={ticket.pk}")
    assert Presence.objects.get().user == ben
    answer = api(ada).post(PATH, {"ticket": ticket.pk, "user": ben.pk})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("ada", 200, 200),
        ("sofia", 200, 200),
        ("noor", 200, 403),
        ("bank_app", 403, 403),
        ("rival_app", 403, 403),
        (None, 401, 401),
    ],
)
def test_who_may(api, request, ask, who, reads, writes):
    ticket = ask()
    http = api(who and request.getfixturevalue(who))
    assert http.get(PATH, {"ticket": ticket.pk}).status_code == reads
    assert http.post(PATH, {"ticket": ticket.pk}).status_code == writes
    deleted = http.delete(f"{PATH}?ticket={ticket.pk}").status_code
    assert deleted == (204 if writes == 200 else writes)
    assert not Presence.objects.exists()


@pytest.mark.parametrize("ticket", [987654321, 2**63, 0, -1, "x", "", None])
def test_a_ticket_that_is_none_is_refused_and_nothing_is_kept(api, ada, ticket):
    http = api(ada)
    expected = (400, 404)
    assert http.post(PATH, {"ticket": ticket}).status_code in expected
    asked = "" if ticket is None else f"?ticket={ticket}"
    assert http.get(PATH + asked).status_code in expected
    assert http.delete(PATH + asked).status_code in expected
    assert not Presence.objects.exists()
