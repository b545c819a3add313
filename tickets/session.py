"""What a browser needs to know of itself."""

from django.conf import settings

from tickets.roles import permissions_of

OFFLINE_NOTE = (
    "Offline provider: drafts are put together from handbook articles and answers that people "
    "signed. No language model is involved and nothing leaves this server."
)


def describe_session(user, csrf_token):
    known = user.is_authenticated
    note = (
        OFFLINE_NOTE
        if settings.AI_PROVIDER == "offline"
        else f"Drafts are written by {settings.AI_MODEL}; personal data is removed before it "
        "is sent."
    )
    return {
        "authenticated": known,
        "user": {
            "id": user.pk,
            "username": user.username,
            "name": user.name,
            "role": user.role,
            "kind": user.kind,
        }
        if known
        else None,
        "permissions": sorted(permissions_of(user)),
        "csrf_token": csrf_token,
        "config": {
            "undo_seconds": settings.REVIEW_UNDO_SECONDS,
            "claim_seconds": settings.REVIEW_CLAIM_SECONDS,
            "provider": settings.AI_PROVIDER,
            "provider_note": note,
        },
    }
