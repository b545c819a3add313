"""What supervisors do to API keys: one verb, one function, one transaction."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from audit.services import SYSTEM, record
from config.errors import Conflict, Problem
from tickets.authentication import new_api_key
from tickets.models import ApiKey, User


@transaction.atomic
def issue_api_key(*, actor, service, label):
    """Create a key for an active service. Returns (ApiKey, the key): it cannot be shown again."""
    if service.kind != User.Kind.SERVICE or not service.is_active:
        raise Problem("Only an active service holds API keys.", code="not_a_service")
    row, key = new_api_key(service, label)
    record("accounts", actor, "api_key.created", user=service.pk, prefix=row.prefix)
    return row, key


@transaction.atomic
def issue_key_to_client(client, label):
    """Create a key for the service account `client`, made when new. Returns the key.

    Raises: Problem when the name is a person's or a disabled account's.
    """
    service, _ = User.objects.get_or_create(
        username=client,
        defaults={
            "kind": User.Kind.SERVICE,
            "role": User.Role.CLIENT,
            "password": make_password(None),
        },
    )
    return issue_api_key(actor=SYSTEM, service=service, label=label)[1]


@transaction.atomic
def revoke_api_key(*, actor, key_id):
    """End a key at once; the next request with it is refused."""
    key = ApiKey.objects.select_for_update(no_key=True).get(pk=key_id)
    if key.revoked_at:
        raise Conflict("This key was already revoked.", code="already_revoked")
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    record("accounts", actor, "api_key.revoked", user=key.user_id, prefix=key.prefix)
    return key
