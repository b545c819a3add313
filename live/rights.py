"""Who may listen, and whether they still may."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from tickets.models import User

NEEDED = "tickets.view"


@dataclass(frozen=True)
class Grant:
    """The right of one browser's session to listen: it ends with the session."""

    user_id: int
    session_key: str


def still_granted(grants):
    """Return those grants that would be given now, as a set: their sessions are alive, their people
    active, their passwords the same and their roles such that they may see tickets."""
    grants = set(grants)
    if not grants:
        return set()
    keys = {grant.session_key for grant in grants}
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    sessions = {session.session_key: _content(session) for session in alive}
    people = User.objects.in_bulk({grant.user_id for grant in grants})
    return {
        grant
        for grant in grants
        if _holds(people.get(grant.user_id), sessions.get(grant.session_key))
    }


def _content(session):
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return store().decode(session.session_data)


def _holds(user, session):
    return (
        user is not None
        and session is not None
        and user.is_active
        and str(session.get(SESSION_KEY)) == str(user.pk)
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
        and user.has_perm(NEEDED)
    )
