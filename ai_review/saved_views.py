"""Views of the queue with a name: made, changed and deleted by a person, shared by a supervisor."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from ai_review.models import SavedView
from audit.services import record
from config.errors import Conflict, Problem

STREAM = "queue_views"
MOST_VIEWS = 50
_AGAIN = "abcdefghjkmnpqrstuvwxyz23456789"


def visible(user):
    """The views that this person may open: the team's, then their own."""
    return SavedView.objects.filter(Q(shared=True) | Q(owner=user)).select_related("owner")


def _check_may_share(actor):
    if not actor.has_perm("queue.share"):
        raise PermissionDenied


def _unique(save, name):
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        if "view_query_is_short" in str(error):
            raise Problem(
                "These filters are too long to be kept: choose fewer.", code="view_too_long"
            ) from error
        if "view_name_once" not in str(error):
            raise
        raise Conflict(
            f"There is a view called {name} already. Choose another name.", code="view_name_taken"
        ) from error


@transaction.atomic
def save_view(*, actor, name, query, shared=False):
    """Give the filters `query` a name. Raises: PermissionDenied to share without `queue.share`;
    Conflict `view_name_taken`; Problem `too_many_views` beyond 50 of one's own."""
    if shared:
        _check_may_share(actor)
    if SavedView.objects.filter(owner=actor).count() >= MOST_VIEWS:
        raise Problem(
            f"You have {MOST_VIEWS} views. Delete one that you no longer use.",
            code="too_many_views",
        )
    name = name.strip()
    slug = "-".join(filter(None, [slugify(name)[:60].strip("-_").replace("_", "-"), _tail()]))
    view = SavedView(slug=slug, name=name, query=query, owner=actor, shared=shared)
    _unique(lambda: view.save(force_insert=True), name)
    if shared:
        record(STREAM, actor, "view.shared", view=view.pk, slug=view.slug)
    return view


def _tail():
    """Two people's views of one name have different addresses."""
    return get_random_string(6, _AGAIN)


def _lock(actor, view_id):
    view = get_object_or_404(SavedView.objects.select_for_update(), pk=view_id)
    if view.shared:
        _check_may_share(actor)
    elif view.owner_id != actor.pk:
        raise PermissionDenied
    return view


@transaction.atomic
def change_view(*, actor, view_id, name=None, query=None, shared=None):
    """Rename a view, give it other filters, share it or take it back.

    What the team shares is changed by supervisors only, each time with an audit event.
    """
    view = _lock(actor, view_id)
    was_shared = view.shared
    given = {"name": name and name.strip(), "query": query, "shared": shared}
    changed = sorted(
        field
        for field, value in given.items()
        if value is not None and value != getattr(view, field)
    )
    if not changed:
        return view
    for field in changed:
        setattr(view, field, given[field])
    if view.shared:
        _check_may_share(actor)
    _unique(lambda: view.save(update_fields=[*changed, "updated_at"]), view.name)
    if was_shared or view.shared:
        action = {(False, True): "view.shared", (True, False): "view.unshared"}
        record(
            STREAM,
            actor,
            action.get((was_shared, view.shared), "view.changed"),
            view=view.pk,
            slug=view.slug,
            fields=changed,
        )
    return view


@transaction.atomic
def delete_view(*, actor, view_id):
    """Forget a view. The drafts that it shows are not touched."""
    view = _lock(actor, view_id)
    if view.shared:
        record(STREAM, actor, "view.deleted", view=view.pk, slug=view.slug)
    view.delete()
