"""Who may do what: one table. Django's `has_perm` answers from it, so the API, the admin and the
templates ask the same question the usual way."""

from django.contrib.auth.backends import ModelBackend

from tickets.models import User

_READ = {"tickets.view", "suggestions.view", "metrics.view"}
_REVIEW = _READ | {"tickets.write", "suggestions.decide", "queue.claim", "suggestions.request"}

PERMISSIONS = {
    User.Role.CLIENT: {"tickets.view_own", "tickets.open"},
    User.Role.REVIEWER: _REVIEW | {"tickets.open"},
    User.Role.SUPERVISOR: _REVIEW | {"tickets.open", "queue.share", "admin.view", "admin.change"},
    User.Role.AUDITOR: _READ | {"admin.view"},
}


def permissions_of(user):
    """Return the set of permission names of an active user; empty for anyone else."""
    if not user.is_active or user.is_anonymous:
        return frozenset()
    return frozenset(PERMISSIONS[user.role])


class RoleBackend(ModelBackend):
    """Password log-in for people; permissions from the role. Services have no password log-in.

    Handrail's own names (`suggestions.decide`) come from the table above. For Django's model
    permissions, which the admin asks (`app.view_x`, `app.change_x`), a role with `admin.view` may
    view and one with `admin.change` may change; a superuser may do all.
    """

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and user.kind == User.Kind.HUMAN

    def has_perm(self, user_obj, perm, obj=None):
        granted = permissions_of(user_obj)
        if perm in granted:
            return True
        verb = perm.partition(".")[2].partition("_")[0]
        if verb == "view" and perm != "tickets.view_own":
            return "admin.view" in granted
        return verb in ("add", "change", "delete") and "admin.change" in granted

    def has_module_perms(self, user_obj, app_label):
        return "admin.view" in permissions_of(user_obj)

    def get_user_permissions(self, user_obj, obj=None):
        return set(permissions_of(user_obj))

    def get_group_permissions(self, user_obj, obj=None):
        return set()
