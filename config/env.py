"""Typed reading of the environment: a missing or malformed value ends the start in one sentence."""

import math
import os
import sys
from urllib.parse import parse_qsl, unquote, urlsplit


class ConfigurationError(SystemExit):
    """Ends the process with exit status 2 and one clear sentence on standard error."""

    def __init__(self, sentence):
        print(f"handrail: configuration: {sentence}", file=sys.stderr)
        super().__init__(2)


_REQUIRED = object()


def text(name, default=_REQUIRED):
    """Return the variable `name`, or `default` when it is unset or empty."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is _REQUIRED:
        raise ConfigurationError(f"{name} is not set; see .env.example for what it means.")
    return default


def choice(name, allowed, default=_REQUIRED):
    value = text(name, default)
    if value not in allowed:
        raise ConfigurationError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return value


def boolean(name, default=False):
    value = text(name, "true" if default else "false").lower()
    if value not in ("true", "false", "1", "0", "yes", "no"):
        raise ConfigurationError(f"{name} is {value!r}; it must be true or false.")
    return value in ("true", "1", "yes")


def number(name, default, *, kind=int, minimum=None):
    """Return the variable `name` as a number of `kind`; None when unset and the default is ""."""
    value = text(name, str(default))
    if value == "":
        return None
    try:
        parsed = kind(value)
    except (ValueError, ArithmeticError):
        raise ConfigurationError(f"{name} is {value!r}; it must be a number.") from None
    if not math.isfinite(parsed):
        raise ConfigurationError(f"{name} is {value!r}; it must be a finite number.")
    if minimum is not None and parsed < minimum:
        raise ConfigurationError(f"{name} is {value}; it must be at least {minimum}.")
    return parsed


def words(name, default=""):
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name, default=_REQUIRED):
    """Read a postgresql:// URL as one entry of Django's DATABASES.

    Query parameters (`?sslmode=require`) become libpq options. A host that is a
    folder (percent-encoded) names a Unix socket, as in libpq.
    """
    url = text(name, default)
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ConfigurationError(
            f"{name} must look like postgresql://user:password@host:5432/name."
        )
    try:
        port = parts.port
    except ValueError:
        raise ConfigurationError(f"{name} has a port that is not a number.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
