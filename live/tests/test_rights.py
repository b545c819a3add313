"""Who may go on listening: asked again while a stream is open."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from live.rights import Grant, still_granted

pytestmark = pytest.mark.django_db


def disabled(user):
    user.is_active = False
    user.save()


def another_password(user):
    user.set_password("another password, and a long one")
    user.save()


def expired(user):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def logged_out(user):
    Session.objects.all().delete()


@pytest.fixture
def grant(ada):
    browser = Client()
    browser.force_login(ada, backend="tickets.roles.RoleBackend")
    return Grant(ada.pk, browser.session.session_key)


def test_it_goes_on_while_nothing_changes(grant, ben, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert still_granted({grant, Grant(ben.pk, grant.session_key)}) == {grant}


@pytest.mark.parametrize("act", [disabled, another_password, expired, logged_out])
def test_it_ends_with_the_right_to_it(grant, ada, act):
    act(ada)
    assert still_granted({grant}) == set()
