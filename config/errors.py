"""The one place where errors become answers: RFC 9457 problem+json for everything under /api/."""

import logging

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"


class Problem(exceptions.APIException):
    """An error that the API answers as a problem.

    Parameters: `detail` one sentence that says what to do; `code` a stable word for
    programs; `status_code` the HTTP status; `errors` a list of {field, message};
    further keywords become members of the problem (RFC 9457, section 3.2).
    """

    def __init__(self, detail, *, code, status_code=400, errors=(), **extra):
        self.status_code = status_code
        self.errors = list(errors)
        self.extra = extra
        super().__init__(detail, code)


class Conflict(Problem):
    """409: the request was understood, but the state it was made on has changed."""

    def __init__(self, detail, *, code, **extra):
        super().__init__(detail, code=code, status_code=409, **extra)


TITLES = {
    400: "The request is not valid",
    401: "Log in or send an API key",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "The state has changed",
    412: "The ticket has changed",
    413: "Too large",
    415: "Send JSON",
    422: "Cannot be processed",
    428: "A precondition is required",
    429: "Too many requests",
    500: "Something failed on our side",
    503: "A service we need is not available",
}


def problem(status_code, detail, code, errors=(), **extra):
    """Build the members of a problem document."""
    return {
        "type": f"urn:handrail:problem:{code}",
        "title": TITLES.get(status_code, "Error"),
        "status": status_code,
        "detail": detail,
        "code": code,
        "errors": list(errors),
    } | extra


def _flatten(detail, path=""):
    if isinstance(detail, dict):
        for key, value in detail.items():
            if isinstance(key, int):
                name = f"{path}[{key}]"
            else:
                name = "" if key == "non_field_errors" else str(key)
                name = ".".join(part for part in (path, name) if part)
            yield from _flatten(value, name)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, (dict, list))
            yield from _flatten(value, f"{path}[{index}]" if nested else path)
    else:
        yield {"field": path, "message": str(detail)}


def problem_response(exc, context):
    """DRF's exception handler: every exception that a view raises becomes one problem."""
    if isinstance(exc, Http404):
        exc = exceptions.NotFound("Nothing is here, or nothing that you may see.")
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    elif isinstance(exc, RequestDataTooBig):
        exc = Problem(
            "The body is larger than this endpoint takes.", code="body_too_large", status_code=413
        )
    elif isinstance(exc, SuspiciousOperation):
        exc = exceptions.ParseError(str(exc))
    elif isinstance(exc, OperationalError):
        log.error("database not available: %s", exc)
        exc = Problem(
            "The database did not answer in time. Nothing is known to be stored; send the request "
            "again with the same Idempotency-Key.",
            code="database_unavailable",
            status_code=503,
        )
    if not isinstance(exc, exceptions.APIException):
        return None
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait))
    if isinstance(exc, exceptions.ValidationError):
        errors = list(_flatten(exc.detail))
        detail = "; ".join(
            f"{e['field']}: {e['message']}" if e["field"] else e["message"] for e in errors[:3]
        )
        body = problem(400, detail, "invalid", errors)
    else:
        body = problem(
            exc.status_code,
            str(exc.detail),
            exc.get_codes() if isinstance(exc.get_codes(), str) else "error",
            getattr(exc, "errors", ()),
            **getattr(exc, "extra", {}),
        )
    return Response(body, body["status"], headers=headers, content_type=CONTENT_TYPE)


def _plain(request, status_code, detail, code):
    if request.path.startswith("/api/"):
        return JsonResponse(
            problem(status_code, detail, code), status=status_code, content_type=CONTENT_TYPE
        )
    return HttpResponse(
        f"{TITLES[status_code]}. {detail}\n",
        status=status_code,
        content_type="text/plain; charset=utf-8",
    )


def csrf_failure(request, reason=""):
    return _plain(request, 403, f"CSRF check failed: {reason}", "csrf_failed")


def bad_request(request, exception=None):
    return _plain(request, 400, "The request could not be read.", "bad_request")


def permission_denied(request, exception=None):
    return _plain(request, 403, "You may not see this page.", "permission_denied")


def not_found(request, exception=None):
    return _plain(request, 404, "There is nothing at this address.", "not_found")


def server_error(request):
    return _plain(
        request,
        status.HTTP_500_INTERNAL_SERVER_ERROR,
        "It has been logged. Send the request again later.",
        "internal_error",
    )
