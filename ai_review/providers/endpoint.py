"""One HTTP address of an OpenAI-compatible service, called through the `openai` package.

All calls of a process share one asyncio loop in one thread, so a slow answer costs a waiting
worker thread and a socket, nothing more. One wall-clock deadline covers name look-up, connecting,
sending and reading: httpx timeouts are per phase and a server that drips a byte a second never
meets them. There are no retries here; the ladder is in PostgreSQL.

The address is deployment configuration only and never comes from a user.
"""

import asyncio
import concurrent.futures
import os
import threading
from urllib.parse import urlsplit

import httpx2
import openai

from .answers import FREE, error, error_of_status, invalid
from .base import ProviderError, ignore

DEFAULT_URL = "https://api.openai.com/v1"
MAX_RESPONSE_BYTES = 1024 * 1024
GRACE_SECONDS = 1.0  # for the loop to close a connection after the deadline
CONNECTIONS = 1_000
# What the SDK would add of its own (platform, versions, organisation) stays here.
_HEADERS_SENT = {"host", "authorization", "content-type", "content-length", "accept",
                 "accept-encoding", "connection", "user-agent"}  # fmt: skip


class Endpoint:
    """Where requests are posted to.

    base_url: up to and including the version, e.g. https://host/v1; "" is OpenAI itself.
    api_key: sent as a bearer token; "" sends none (a model server of one's own).
    deadline: seconds of wall clock for a whole call.
    settings: how the settings that errors name begin.
    max_bytes: of an answer.
    Raises ProviderError not_configured for an address or a key that cannot work.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        deadline: float,
        settings: str = "AI",
        max_bytes: int = MAX_RESPONSE_BYTES,
    ):
        self.deadline = deadline
        self._settings = settings
        self._max_bytes = max_bytes
        self._api_key = api_key.strip()
        self._base_url = _checked_url(base_url.strip(), self._api_key, settings)
        if not (self._api_key.isascii() and self._api_key.isprintable()):
            raise not_configured(f"{settings}_API_KEY has characters that a key cannot have.")
        self._lock = threading.Lock()
        self._client: openai.AsyncOpenAI | None = None
        self._client_pid = 0

    def post(self, path: str, content: bytes, on_start=ignore) -> str:
        """Send `content` byte for byte; returns the body of the answer as text.

        Blocks at most `deadline` seconds and a second's grace. Raises ProviderError only.
        """
        future = asyncio.run_coroutine_threadsafe(self._send(path, content), _shared_loop())
        on_start(future.cancel)
        try:
            return future.result(self.deadline + GRACE_SECONDS)
        except concurrent.futures.CancelledError:
            raise error("aborted", "Handrail ended the call itself.", retryable=True) from None
        except concurrent.futures.TimeoutError:
            future.cancel()
            raise self._timed_out() from None
        except BaseException:
            future.cancel()
            raise

    async def _send(self, path: str, content: bytes) -> str:
        """The response body as text, or a ProviderError for everything that can go wrong."""
        authorization = f"Bearer {self._api_key}" if self._api_key else openai.Omit()
        try:
            async with asyncio.timeout(self.deadline):
                response = await self._sdk().post(
                    path,
                    cast_to=httpx2.Response,
                    content=content,
                    options={
                        "headers": {
                            "Authorization": authorization,
                            "Content-Type": "application/json",
                            "Accept": "application/json",
                            # A compressed answer could unpack to far more than the cap.
                            "Accept-Encoding": "identity",
                            "User-Agent": "handrail",
                        }
                    },
                )
        except (TimeoutError, openai.APITimeoutError):
            raise self._timed_out() from None
        except openai.APIStatusError as failed:
            response = failed.response
            raise error_of_status(
                response.status_code,
                response.headers,
                self._record(response.content),
                self._settings,
            ) from None
        except openai.APIConnectionError as failed:
            unreached = isinstance(failed.__cause__, httpx2.ConnectError)
            raise error(
                "unavailable",
                "The AI service could not be reached or broke off.",
                retryable=True,
                usage=FREE if unreached else None,
            ) from None
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL):
            raise error(
                "unavailable", "The call to the AI service failed.", retryable=True
            ) from None
        return self._record(response.content)

    def _sdk(self) -> openai.AsyncOpenAI:
        """One client per process: a connection must not be shared across a fork."""
        with self._lock:
            if self._client is None or self._client_pid != os.getpid():
                _inherited.append(self._client)
                self._client = self._new_sdk()
                self._client_pid = os.getpid()
            return self._client

    def _new_sdk(self) -> openai.AsyncOpenAI:
        limits = httpx2.Limits(
            max_connections=CONNECTIONS, max_keepalive_connections=100, keepalive_expiry=30
        )
        http = httpx2.AsyncClient(
            transport=_GuardedTransport(self._max_bytes, limits=limits, trust_env=False),
            timeout=self.deadline,
            follow_redirects=False,
            trust_env=False,
        )
        return openai.AsyncOpenAI(
            api_key=self._api_key or "none",
            base_url=self._base_url,
            timeout=self.deadline,
            max_retries=0,
            http_client=http,
        )

    def _record(self, content: bytes) -> str:
        """The response for the record: storable text that cannot hold our key."""
        text = content.decode("utf-8", "replace").replace("\x00", "\ufffd")
        return text.replace(self._api_key, "[API KEY]") if self._api_key else text

    def _timed_out(self) -> ProviderError:
        return error(
            "timeout",
            f"The AI service did not answer within {self.deadline:g} seconds.",
            retryable=True,
        )


class _GuardedTransport(httpx2.AsyncHTTPTransport):
    """Sends only the headers we mean to send and stops reading past `max_bytes`."""

    def __init__(self, max_bytes: int, **options):
        super().__init__(**options)
        self._max_bytes = max_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        for name in set(request.headers) - _HEADERS_SENT:
            del request.headers[name]
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise invalid("The AI service sent a compressed answer that was not asked for.", "")
        response.stream = _CappedStream(response.stream, self._max_bytes)
        return response


class _CappedStream(httpx2.AsyncByteStream):
    def __init__(self, stream, max_bytes: int):
        self._stream = stream
        self._max_bytes = max_bytes

    async def __aiter__(self):
        read = 0
        async for chunk in self._stream:
            read += len(chunk)
            if read > self._max_bytes:
                size = f"{self._max_bytes / 1024 / 1024:.3g} MiB"
                raise error("too_large", f"The AI service's answer is larger than {size}.")
            yield chunk

    async def aclose(self):
        await self._stream.aclose()


_loop_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_loop_pid = 0
# What a forked child got from its parent. Were it collected, it would unregister the parent's
# sockets from the epoll object that both share, so it is kept and never touched.
_inherited: list[object] = []


def _shared_loop() -> asyncio.AbstractEventLoop:
    """The process's event loop in its own daemon thread, started at first use and after a fork."""
    global _loop, _loop_pid
    with _loop_lock:
        if _loop is None or _loop_pid != os.getpid():
            _inherited.append(_loop)
            _loop = asyncio.new_event_loop()
            _loop_pid = os.getpid()
            threading.Thread(target=_loop.run_forever, name="ai-calls", daemon=True).start()
        return _loop


def _checked_url(base_url: str, api_key: str, settings: str) -> str:
    name = f"{settings}_BASE_URL"
    if not base_url:
        if not api_key:
            raise not_configured(f"{settings}_API_KEY is missing.")
        return DEFAULT_URL
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError:
        raise not_configured(f"{name} is not an address.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise not_configured(f"{name} must begin with http:// or https:// and name a host.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise not_configured(f"{name} must have no user name, password, query or fragment.")
    return base_url


def not_configured(detail: str) -> ProviderError:
    return error("not_configured", detail)
