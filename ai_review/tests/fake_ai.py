"""A fake AI service that speaks real HTTP from a thread and can fail in every way we know.

The mode is part of the address, so one server can play all of them at once:

    with FakeAI() as ai:
        OpenAIProvider(base_url=ai.url("drip"), ...)

By hand: python -m ai_review.tests.fake_ai --port 20500, then AI_BASE_URL=http://127.0.0.1:20500/ok/v1
"""

import argparse
import contextlib
import json
import socket
import socketserver
import struct
import threading
import time
from dataclasses import dataclass
from email.utils import formatdate

ANSWER = {
    "summary": "The customer asks where the card is.",
    "reply": "Your card arrives within 5 working days.",
    "language": "en",
    "category": "",
    "priority": "normal",
    "sentiment": "neutral",
    "citations": [],
}

MODES = (
    "ok", "hang", "drip", "drip_headers", "reset", "close", "cut", "429", "429_after", "429_date",
    "500", "503_after", "400", "400_filter", "400_context", "400_context_llama", "401", "404",
    "truncated_json", "refusal", "length",
    "content_filter", "wrong_schema", "unknown_source", "too_large", "too_large_500", "gzip",
    "redirect", "empty_choices", "no_choices", "null_content", "not_json", "not_object", "deep",
)  # fmt: skip


@dataclass
class Received:
    """A request as it came in: header names in lower case, the body byte for byte."""

    mode: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class FakeAI(socketserver.ThreadingTCPServer):
    """Context manager. `answer`: what the mode ok drafts; `usage`: the tokens it charges;
    `vector`: what a text means, for embeddings; `delay`: seconds before an ok answer;
    `drip_seconds`: between two bytes of the mode drip."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 512

    def __init__(self, port: int = 0):
        super().__init__(("127.0.0.1", port), _Handler)
        self.answer = dict(ANSWER)
        self.usage = {"prompt_tokens": 210, "completion_tokens": 42}
        self.vector = lambda text: [1.0, 0.0, 0.0]
        self.delay = 0.0
        self.drip_seconds = 1.0
        self.received: list[Received] = []
        self.open_connections = 0
        self.lock = threading.Lock()
        self.stopping = threading.Event()

    def url(self, mode: str = "ok") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{mode}/v1"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exc):
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that went away is what many modes are about."""


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        with self.server.lock:
            self.server.open_connections += 1
        try:
            while self.one_request():
                pass
        finally:
            with self.server.lock:
                self.server.open_connections -= 1

    def one_request(self) -> bool:
        line = self.rfile.readline().decode("latin-1")
        if not line.strip():
            return False
        headers = {}
        while header := self.rfile.readline().decode("latin-1").strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        mode = line.split()[1].split("/")[1]
        with self.server.lock:
            self.server.received.append(Received(mode, headers, body))
        if mode == "ok" and line.split()[1].endswith("/embeddings"):
            self.send(200, self.embeddings(json.loads(body)["input"]))
            return True
        play = getattr(self, f"play_{mode}", None)
        if play:
            play()
            return False
        status, more, payload = self.canned(mode)
        self.send(status, payload, more)
        return True

    def send(self, status: int, payload, headers: dict | None = None):
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.wfile.write(self.head(status, len(data), headers) + data)

    @staticmethod
    def head(status: int, length: int, headers: dict | None = None) -> bytes:
        lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json",
                 f"Content-Length: {length}"]  # fmt: skip
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def completion(self, content, finish="stop", **message):
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "model": "fake-1",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "message": {"role": "assistant", "content": content, **message},
                }
            ],
            "usage": self.server.usage,
        }

    def embeddings(self, texts):
        """In another order than asked: the index counts."""
        rows = [
            {"object": "embedding", "index": number, "embedding": self.server.vector(text)}
            for number, text in enumerate(texts)
        ]
        return {"object": "list", "data": rows[::-1], "usage": {"prompt_tokens": 8}}

    def canned(self, mode: str) -> tuple[int, dict, object]:
        good = json.dumps(self.server.answer)
        error = {"error": {"message": "no", "type": "error", "code": None}}
        quota = {"error": {"message": "no", "code": "insufficient_quota"}}
        filtered = {"error": {"message": "no", "code": "content_filter"}}
        too_long = {"error": {"message": "no", "code": "context_length_exceeded"}}
        too_long_llama = {"error": {"code": 400, "type": "exceed_context_size_error"}}
        wrong = {**self.server.answer, "approved": True}
        unknown = {**self.server.answer, "citations": [{"n": 99, "quote": "x"}]}
        return {
            "429": (429, {}, quota),
            "429_after": (429, {"Retry-After": "7"}, error),
            "429_date": (429, {"Retry-After": formatdate(time.time() + 60, usegmt=True)}, error),
            "500": (500, {}, b"<h1>oops</h1>"),
            "503_after": (503, {"Retry-After": "3"}, error),
            "400": (400, {}, error),
            "400_filter": (400, {}, filtered),
            "400_context": (400, {}, too_long),
            "400_context_llama": (400, {}, too_long_llama),
            "401": (401, {}, error),
            "404": (404, {}, error),
            "truncated_json": (200, {}, json.dumps(self.completion(good)).encode()[:-40]),
            "refusal": (200, {}, self.completion(None, refusal="I cannot help.")),
            "length": (200, {}, self.completion(good[:30], "length")),
            "content_filter": (200, {}, self.completion("", "content_filter")),
            "wrong_schema": (200, {}, self.completion(json.dumps(wrong))),
            "unknown_source": (200, {}, self.completion(json.dumps(unknown))),
            "redirect": (302, {"Location": self.server.url("ok")}, b""),
            "empty_choices": (200, {}, {**self.completion(good), "choices": []}),
            "no_choices": (200, {}, {"error": "none"}),
            "null_content": (200, {}, self.completion(None)),
            "not_json": (200, {}, b"<html>a proxy's login page</html>"),
            "not_object": (200, {}, b"[1]"),
            "deep": (200, {}, b"[" * 200_000),
            "gzip": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
        }[mode]

    def play_ok(self):
        if self.server.delay:
            self.server.stopping.wait(self.server.delay)
        self.send(200, self.completion(json.dumps(self.server.answer)), {"Connection": "close"})

    def play_hang(self):
        self.server.stopping.wait(60)

    def play_drip(self):
        """Valid JSON at a byte a second: every single read is quick, the whole never ends."""
        data = json.dumps(self.completion(json.dumps(self.server.answer))).encode()
        self.drip(self.head(200, len(data)), data)

    def play_drip_headers(self):
        self.drip(b"", self.head(200, 10))

    def drip(self, first: bytes, rest: bytes):
        self.wfile.write(first)
        for byte in rest:
            self.wfile.write(bytes([byte]))
            if self.server.stopping.wait(self.server.drip_seconds):
                return

    def play_reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def play_close(self):
        """Ends without a word."""

    def play_cut(self):
        self.wfile.write(self.head(200, 5_000) + b'{"choices": [')

    def play_too_large(self):
        self.big(200)

    def play_too_large_500(self):
        self.big(500)

    def big(self, status: int):
        block = b" " * 65_536
        self.wfile.write(self.head(status, 160 * len(block)))
        for _ in range(160):
            self.wfile.write(block)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=20500)
    with FakeAI(parser.parse_args().port) as server:
        print(f"AI_BASE_URL={server.url('ok')}   modes: {' '.join(MODES)}")
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
