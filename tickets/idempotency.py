"""Idempotency-Key: a request that is sent again has its effect once and gets its first answer."""

import functools
import hashlib
import json

from django.db import connection, transaction
from rest_framework.response import Response

from config.errors import Conflict, Problem
from tickets.models import IdempotencyKey

MAX_KEY_LENGTH = 200
# What an answer says beside its body.
_HEADERS = ("Location", "ETag")


def idempotent(method):
    """Make a view's method replay its answer when the client repeats an Idempotency-Key.

    The key is stored in the transaction of the effect, so that both are there or neither is. An
    advisory lock tells a repetition apart from a request that is still under way.
    """

    @functools.wraps(method)
    def wrapper(self, request, *args, **kwargs):
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return method(self, request, *args, **kwargs)
        if not 1 <= len(key) <= MAX_KEY_LENGTH or not key.isprintable():
            raise Problem(
                f"Idempotency-Key must have 1 to {MAX_KEY_LENGTH} printable characters.",
                code="idempotency_key_invalid",
            )
        wanted = _request_hash(request)
        with transaction.atomic(durable=True):
            _lock(request.user, key)
            stored = IdempotencyKey.objects.filter(user=request.user, key=key).first()
            if stored is None:
                response = method(self, request, *args, **kwargs)
                IdempotencyKey.objects.create(
                    user=request.user,
                    key=key,
                    request_hash=wanted,
                    response_status=response.status_code,
                    response_body=response.data,
                    response_headers={
                        name: response[name] for name in _HEADERS if response.has_header(name)
                    },
                )
                return response
        if stored.request_hash != wanted:
            raise Problem(
                "This Idempotency-Key was used for another request.",
                code="idempotency_key_reused",
                status_code=422,
            )
        headers = stored.response_headers | {"Idempotency-Replayed": "true"}
        return Response(stored.response_body, stored.response_status, headers=headers)

    return wrapper


def _request_hash(request):
    body = json.dumps(request.data, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()


def _lock(user, key):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"idempotency {user.pk} {key}"],
        )
        if not cursor.fetchone()[0]:
            raise Conflict(
                "A request with this Idempotency-Key is still under way; send it again "
                "in a moment.",
                code="request_in_flight",
            )
