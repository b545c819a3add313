"""Liveness and readiness, before any other middleware: probes come without a proper Host header
and must not depend on sessions."""

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http import JsonResponse

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
    return ready, states


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
