"""An AI service that fails on command, cheap enough to hold hundreds of calls at once.

A process of its own with one asyncio loop; its canned bodies are those of the tests' fake. The
first part of the address is the mode (`/500/v1`), or `auto`: then what POST /control said last
decides for each call. GET /control answers with counters.

    python -m bench.faults.ai --port 20500
"""

import argparse
import asyncio
import contextlib
import hashlib
import http.client
import json
import random
import re
import sys
import threading
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

from ai_review.tests import fake_ai
from bench.faults.proxy import abort

# The 12 faults of the reliability target (429 with and without Retry-After) and the code of the
# ProviderError that each must become.
FAULTS = {
    "hang": "timeout",
    "drip": "timeout",
    "reset": "unavailable",
    "429": "rate_limited",
    "429_after": "rate_limited",
    "500": "unavailable",
    "truncated_json": "invalid_output",
    "refusal": "refused",
    "length": "truncated",
    "wrong_schema": "invalid_output",
    "too_large": "too_large",
    "redirect": "redirected",
    "empty_choices": "invalid_output",
}
TAG = re.compile(rb"labtag[a-j]{8}")  # bench.faults.load puts one into every ticket
BLOCK = b" " * 65_536
DEFAULTS = {
    "mode": "ok", "latency": 0.0, "bad": 0.0, "mix": {}, "failures": 0, "failure": "500",
    "markers": {}, "drip_seconds": 1.0, "seed": 0,
}  # fmt: skip


class Bodies(fake_ai._Handler):
    """The tests' canned answers, without their threads."""

    def __init__(self, url):
        self.server = SimpleNamespace(
            answer=dict(fake_ai.ANSWER),
            usage={"prompt_tokens": 210, "completion_tokens": 42},
            url=url,
        )

    def of(self, mode: str) -> bytes:
        """A whole response, head and body."""
        if mode == "ok":
            status, headers = 200, {}
            payload = self.completion(json.dumps(self.server.answer))
        else:
            status, headers, payload = self.canned(mode)
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        return self.head(status, len(data), headers) + data


class Service:
    """`settings`: mode; latency (seconds before an ok answer); mix {mode: weight} of which a call
    draws one with probability `bad`; failures (how often each ticket gets `failure` before its
    right answer); markers {text in the ticket: mode}; seed."""

    def __init__(self, port: int):
        self.bodies = Bodies(lambda mode: f"http://127.0.0.1:{port}/{mode}/v1")
        self.responses: dict[str, bytes] = {}
        self.settings = dict(DEFAULTS)
        self.random = random.Random(0)  # noqa: S311
        self.reset_counters()
        self.open = 0

    def reset_counters(self) -> None:
        self.calls, self.most_open = 0, 0
        self.by_mode, self.by_ticket = Counter(), Counter()

    def control(self, body: bytes) -> bytes:
        if body:
            wanted = json.loads(body)
            if wanted.pop("reset_counters", False):
                self.reset_counters()
            if "seed" in wanted:
                self.random.seed(wanted["seed"])
            self.settings |= wanted
        state = {
            "calls": self.calls, "open": self.open, "most_open": self.most_open,
            "by_mode": self.by_mode, "settings": self.settings,
        }  # fmt: skip
        data = json.dumps(state).encode()
        return self.bodies.head(200, len(data)) + data

    def choose(self, mode: str, body: bytes) -> str:
        """What this call gets."""
        if mode != "auto":
            return mode
        for text, marked in self.settings["markers"].items():
            if text.encode() in body:
                return marked
        tag = TAG.search(body)
        ticket = tag.group() if tag else hashlib.sha256(body).digest()
        self.by_ticket[ticket] += 1
        if self.by_ticket[ticket] <= self.settings["failures"]:
            return self.settings["failure"]
        mix = self.settings["mix"]
        if mix and self.random.random() < self.settings["bad"]:
            return self.random.choices(list(mix), list(mix.values()))[0]
        return self.settings["mode"]

    async def client(self, reader, writer) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while await self.one_request(reader, writer):
                pass
        writer.close()

    async def one_request(self, reader, writer) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length.group(1)) if length else 0)
        first = head.split()[1].decode().split("/")[1]
        if first == "control":
            writer.write(self.control(body))
            return True
        mode = self.choose(first, body)
        self.calls += 1
        self.by_mode[mode] += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            return await self.answer(mode, reader, writer)
        finally:
            self.open -= 1

    async def answer(self, mode: str, reader, writer) -> bool:
        play = getattr(self, f"play_{mode}", None)
        if play:
            await play(reader, writer)
            return False
        latency = self.settings["latency"]
        if mode == "ok" and latency and not await waits(reader, latency):
            return False
        if mode not in self.responses:
            self.responses[mode] = self.bodies.of(mode)
        writer.write(self.responses[mode])
        await writer.drain()
        return True

    async def play_hang(self, reader, writer) -> None:
        await waits(reader, 120)

    async def play_reset(self, reader, writer) -> None:
        abort(writer)

    async def play_drip(self, reader, writer) -> None:
        """Valid JSON at a byte a second: every single read is quick, the whole never ends."""
        head, _, data = self.bodies.of("ok").partition(b"\r\n\r\n")
        writer.write(head + b"\r\n\r\n")
        for byte in data:
            writer.write(bytes([byte]))
            if not await waits(reader, self.settings["drip_seconds"]):
                return

    async def play_too_large(self, reader, writer) -> None:
        """10 MB."""
        writer.write(self.bodies.head(200, 160 * len(BLOCK)))
        for _ in range(160):
            writer.write(BLOCK)
            await writer.drain()


async def waits(reader, seconds: float) -> bool:
    """Wait; False as soon as the client is gone."""
    gone = asyncio.ensure_future(reader.read(1))
    done, _ = await asyncio.wait({gone}, timeout=seconds)
    if done:
        return False
    gone.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await gone
    return True


class AiServer:
    """The service in a process of its own, and its remote control (from any thread)."""

    def __init__(self, log: Path):
        # Only here: the served process needs nothing of the starter of processes.
        from handrail_dev import processes
        from handrail_dev.bootstrap import environment
        from handrail_dev.places import ROOT

        self.port = processes.free_port()
        command = [sys.executable, "-m", "bench.faults.ai", "--port", str(self.port)]
        self.child = processes.Child("ai", command, log, environment(), ROOT)
        self._lock = threading.Lock()

    def url(self, mode: str = "auto") -> str:
        return f"http://127.0.0.1:{self.port}/{mode}/v1"

    def start(self) -> None:
        self.child.start()
        for _ in range(400):
            with contextlib.suppress(OSError):
                self.counters()
                return
            threading.Event().wait(0.05)
        raise RuntimeError(f"{self.child.last_words()}\nThe fault AI server did not start.")

    def stop(self) -> None:
        self.child.kill_group()
        self.child.stop()

    def control(self, **settings) -> dict:
        return self._ask("POST", json.dumps(settings))

    def counters(self) -> dict:
        """calls, open (being held now), most_open, by_mode."""
        return self._ask("GET", "")

    def _ask(self, method: str, body: str) -> dict:
        with self._lock:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            with contextlib.closing(connection):
                connection.request(method, "/control", body)
                return json.loads(connection.getresponse().read())


async def serve(port: int) -> None:
    server = await asyncio.start_server(
        Service(port).client, "127.0.0.1", port, limit=2**20, backlog=1024
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=20500)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args().port))
