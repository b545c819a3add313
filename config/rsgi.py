"""What Granian serves: Django in a pool of threads, and event streams that need no thread.

Requests go to the same WSGI application as everywhere else, one thread and one database connection
each. A view that grants a stream (live/views.py) has its answer replaced by the stream, which costs
the event loop one coroutine. Why this shape: docs/decisions/0011-event-streams.md.
"""

import asyncio
import io
import json
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from wsgiref.util import FileWrapper

from django.conf import settings

from config.errors import CONTENT_TYPE, problem
from config.wsgi import application as django
from live.reader import Reader
from live.streams import Hub
from live.views import GRANT

THREADS = 8
# No thread waits for a body; it is kept in memory until it is there.
BODY_SECONDS = 60
_UNSENT = ("content-length", "transfer-encoding", "connection")


class Application:
    """The RSGI application of one process."""

    def __init__(self):
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
        self._hub = Hub()
        self._reader = None

    def __rsgi_init__(self, loop):
        self._loop = loop
        for number in (signal.SIGTERM, signal.SIGINT):
            self._end_streams_on(number)

    def __rsgi_del__(self, loop):
        if self._reader:
            self._reader.stop()

    def _end_streams_on(self, number):
        """Granian waits for open answers when it stops, and a stream never ends by itself.

        Its own handler was set through asyncio, which hears of signals by a file descriptor that
        the interpreter writes to whatever Python function handles them: so both are called.
        """

        def stop(*_):
            self._loop.call_soon_threadsafe(self._hub.close)

        signal.signal(number, stop)
        signal.siginterrupt(number, False)

    async def __rsgi__(self, scope, protocol):
        if scope.proto != "http":
            protocol.close(404)
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(protocol)
        except TimeoutError:
            protocol.response_empty(408, [])
            return
        # Granian does not say that a client left in the middle.
        declared = scope.headers.get("content-length", "0")
        if len(body) < min(int(declared), settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            protocol.response_empty(400, [])
            return
        environ = environ_of(scope, body)
        work = self._loop.run_in_executor(self._threads, answer_of, environ)
        status, headers, content = await work
        grant = environ.get(GRANT)
        if grant is not None and status == 200:
            await self._stream(grant, environ, headers, protocol)
        elif isinstance(content, str):
            protocol.response_file(status, headers, content)
        else:
            protocol.response_bytes(status, headers, content)

    async def _stream(self, grant, environ, headers, protocol):
        if self._hub.full_for(grant):
            full = problem(503, "There are too many event streams.", "too_many_streams")
            retry = [("Retry-After", "30"), ("Content-Type", CONTENT_TYPE)]
            protocol.response_str(503, retry, json.dumps(full))
            return
        if self._reader is None:
            self._reader = Reader(self._hub, self._loop)
            self._reader.start()
        headers = [pair for pair in headers if pair[0].lower() not in _UNSENT]
        transport = protocol.response_stream(200, headers)
        await self._hub.serve(
            grant, environ.get("HTTP_LAST_EVENT_ID"), transport.send_bytes,
            protocol.client_disconnect(),
        )  # fmt: skip


def answer_of(environ):
    """Call Django, in a thread. Returns (status, headers, content), content bytes or, of a file
    that Granian reads itself as fast as the client takes it, the path."""
    started = []

    def start_response(status, headers, exc_info=None):
        started[:] = int(status.partition(" ")[0]), headers

    parts = django(environ, start_response)
    try:
        if isinstance(parts, FileWrapper):
            return *started, parts.filelike.name
        return *started, b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()


async def _body(protocol):
    """The request's body; of one that is too large so much that Django sees that it is."""
    parts, size = [], 0
    async for part in protocol:
        parts.append(bytes(part))
        size += len(part)
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            break
    return b"".join(parts)


def _bytes_as_characters(text):
    """What WSGI calls a string: Granian has decoded UTF-8 already."""
    return text if text.isascii() else text.encode().decode("latin-1")


def environ_of(scope, body):
    """The WSGI environ (PEP 3333) of a request."""
    host, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _bytes_as_characters(scope.path) or "/",
        "QUERY_STRING": _bytes_as_characters(scope.query_string),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # X_Forwarded_For would become the same name as X-Forwarded-For
        key, value = name.upper().replace("-", "_"), _bytes_as_characters(value)
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif key not in ("CONTENT_LENGTH", "RANGE"):  # files are sent whole
            key = f"HTTP_{key}"
            joint = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    if "HTTP_HOST" not in environ and scope.authority:  # HTTP/2
        environ["HTTP_HOST"] = scope.authority
    return environ


application = Application()
