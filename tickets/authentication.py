"""Who is asking: a browser's session, or a client's API key."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from config.errors import Problem
from tickets.models import ApiKey

KEY_PREFIX = "hr_"
# Writing the time of use at every request would make every read a write.
LAST_USED_PRECISION = timedelta(minutes=5)


def new_api_key(user, label):
    """Create a key for a service. Returns (ApiKey, the key): it cannot be shown again."""
    prefix = KEY_PREFIX + secrets.token_hex(4)
    key = f"{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(user=user, label=label, prefix=prefix, key_hash=_hash(key))
    return row, key


def _hash(key):
    return hashlib.sha256(key.encode()).hexdigest()


class ApiKeyAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request):
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        row = (
            ApiKey.objects.select_related("user")
            .filter(key_hash=_hash(key.strip()), revoked_at=None, user__is_active=True)
            .first()
        )
        if row is None:
            raise AuthenticationFailed("The API key is unknown or was revoked.")
        now = timezone.now()
        if row.last_used_at is None or row.last_used_at < now - LAST_USED_PRECISION:
            ApiKey.objects.filter(pk=row.pk).update(last_used_at=now)
        return row.user, row

    def authenticate_header(self, request):
        return 'Bearer realm="handrail"'


class SessionAuthentication(authentication.SessionAuthentication):
    """Django's session with its CSRF check. Sessions are for people."""

    def enforce_csrf(self, request):
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:  # which a client could not tell from a missing right
            raise Problem(str(error.detail), code="csrf_failed", status_code=403) from error
