"""Other shapes of the web process, for bench/streams.py to compare the real one with.

`pooled` is config/rsgi.py over ASGI: the same pool of threads, the same streams. `native` serves
requests with Django's own ASGI handler instead.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from django.core.asgi import get_asgi_application

from config.rsgi import THREADS, answer_of, environ_of
from live.reader import Reader
from live.streams import Hub
from live.views import GRANT

EVENTS = "/api/v1/events"


class Pooled:
    """An ASGI application that hands requests to Django's WSGI application in threads."""

    def __init__(self):
        self._threads = ThreadPoolExecutor(THREADS)
        self._hub = Hub()
        self._reader = None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await _lifespan(receive, send, self._hub)
            return
        environ = environ_of(_as_rsgi(scope), await _body(receive))
        loop = asyncio.get_running_loop()
        status, headers, content = await loop.run_in_executor(self._threads, answer_of, environ)
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
        if environ.get(GRANT) is None or status != 200:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": content})
            return
        if self._reader is None:
            self._reader = Reader(self._hub, loop)
            self._reader.start()
        headers = [pair for pair in headers if pair[0] != b"content-length"]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

        async def send_part(part):
            await send({"type": "http.response.body", "body": part, "more_body": True})

        await self._hub.serve(environ[GRANT], None, send_part, receive())


class Native(Pooled):
    """The same, but requests other than for the stream go to Django's own ASGI handler."""

    def __init__(self):
        super().__init__()
        self._django = get_asgi_application()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"] != EVENTS:
            await self._django(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


async def _lifespan(receive, send, hub):
    from config.rsgi import Application

    await receive()
    stopper = Application()
    stopper._hub = hub
    stopper.__rsgi_init__(asyncio.get_running_loop())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def _as_rsgi(scope):
    def address(pair):
        return f"{pair[0]}:{pair[1]}"

    headers = [(name.decode(), value.decode()) for name, value in scope["headers"]]
    return SimpleNamespace(
        method=scope["method"], path=scope["path"], query_string=scope["query_string"].decode(),
        server=address(scope["server"]), client=address(scope["client"]),
        http_version=scope["http_version"], scheme=scope["scheme"], authority=None,
        headers=SimpleNamespace(items=lambda: headers),
    )  # fmt: skip


async def _body(receive):
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


pooled = Pooled()
native = Native()
