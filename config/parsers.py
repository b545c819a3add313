"""JSON in, strictly: no NaN, no duplicate keys, bodies of bounded size."""

import json
import math

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from config.errors import Problem


def _object(pairs):
    parsed = dict(pairs)
    if len(parsed) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return parsed


def _finite(text):
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def _constant(name):
    raise ValueError(f"{name} is not JSON")


class StrictJSONParser(JSONParser):
    """Parse a JSON body of at most the view's `max_body_bytes` (default API_MAX_BODY_BYTES).

    Raises: Problem 413 when the body is larger; ParseError 400 when it is not JSON.
    """

    def parse(self, stream, media_type=None, parser_context=None):
        view = (parser_context or {}).get("view")
        limit = getattr(view, "max_body_bytes", settings.API_MAX_BODY_BYTES)
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise Problem(
                f"The body is larger than {limit} bytes.", code="body_too_large", status_code=413
            )
        try:
            return json.loads(
                body.decode("utf-8"),
                object_pairs_hook=_object,
                parse_constant=_constant,
                parse_float=_finite,
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(f"The body is not valid JSON: {error}.") from error
