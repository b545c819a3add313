"""Liveness and readiness, before any other middleware: probes come without a proper Host header
and must not depend on sessions."""

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone

from ai_review import dispatch

PROBE_TIMEOUT_SECONDS = 1


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _redis():
    # One try: redis-py's default would repeat and make the probe itself slow.
    probe = redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_timeout=PROBE_TIMEOUT_SECONDS,
        socket_connect_timeout=PROBE_TIMEOUT_SECONDS,
        retry=None,
    )
    with probe:
        probe.ping()


CHECKS = {"postgresql": (_database, True), "redis": (_redis, False)}


def readiness():
    """Ask each dependency. Returns (ready, {name: "ok" or what is wrong}).

    Without PostgreSQL nothing can be served; without Redis only drafts are late, so the process
    is still ready and says so.
    """
    ready, states = True, {}
    for name, (check, essential) in CHECKS.items():
        try:
            check()
            states[name] = "ok"
        except (DatabaseError, redis.RedisError, OSError, ImproperlyConfigured) as error:
            states[name] = f"not reachable ({type(error).__name__})"
            ready = ready and not essential
    if ready:
        states["drafts"] = _drafts()
    return ready, states


def _drafts():
    """Whether work that is due is begun; reviewing and answering by hand go on in any case."""
    found = dispatch.backlog()
    if not found.stalled:
        return "ok"
    age = int((timezone.now() - found.oldest).total_seconds())
    return (
        f"stalled: {found.waiting} jobs are due, the oldest for {age} s, and no worker begins any"
    )


class HealthMiddleware:
    """Answers GET /healthz and /readyz."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            ready, states = readiness()
            body = {"status": "ready" if ready else "not ready", "dependencies": states}
            return JsonResponse(body, status=200 if ready else 503)
        return self.get_response(request)
