"""What open event streams cost the requests beside them, in several shapes of the web process.

    PYTHONPATH=bin:. .venv/bin/python -m bench.streams [--streams 500] [--blocks 6] [SHAPE ...]

Starts a PostgreSQL, a Valkey, a relay and, for each shape in turn, a web process. Blocks without
and with open streams alternate: in each, four clients read the queue and a fifth opens tickets, so
that every stream is told of something all the time. Prints p50 and p95 of the requests in both
kinds of block and their ratio, the CPU time that the web process spent for each request, the memory
of a stream, how late events come, and how long the process takes to leave after SIGTERM while all
streams are open. `wsgi` cannot hold streams; it is what requests cost without any.
"""

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import re
import shlex
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from handrail_dev import processes
from handrail_dev.demo import procfile
from handrail_dev.places import ROOT

from bench.faults.lab import VAR, Lab

OPTIONS = "--no-ws --port $PORT --workers 1 --respawn-failed-workers"
SHAPES = {
    "rsgi": procfile()["web"],
    "asgi": f"granian --interface asgi --backpressure 4096 {OPTIONS} bench.shapes:pooled",
    "django": f"granian --interface asgi --backpressure 4096 {OPTIONS} bench.shapes:native",
    "wsgi": f"granian --interface wsgi --blocking-threads 8 {OPTIONS} config.wsgi:application",
}
CANNOT_STREAM = ("wsgi",)
PEOPLE = 20  # so that nobody has more streams than one person may
READERS = 4
BLOCK_SECONDS = 6
SESSIONS = """
from django.conf import settings
from django.test import Client
from tickets.models import User
for n in range({}):
    user, _ = User.objects.get_or_create(username=f"bench{{n}}", role="reviewer")
    browser = Client()
    browser.force_login(user, backend="tickets.roles.RoleBackend")
    print("COOKIE", browser.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def main():
    options = arguments()
    if options.listen:
        asyncio.run(listen(*options.listen))
        return
    VAR.mkdir(parents=True, exist_ok=True)
    with processes.lock(VAR / "lab.lock", wait=True), Lab(1, print) as lab:
        for shape in options.shapes or SHAPES:
            with lab.desk(shape) as desk:
                desk.start("relay")
                Run(desk, shape, options).run()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--blocks", type=int, default=6, help="of each kind")
    parser.add_argument("--listen", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("shapes", nargs="*", choices=[*SHAPES, []], metavar="SHAPE")
    return parser.parse_args()


class Run:
    """One shape."""

    def __init__(self, desk, shape, options):
        self.desk, self.shape, self.options = desk, shape, options
        self.port = processes.free_port()
        self.env = desk.environment() | {"PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        self.key = json.loads(desk.lab.credentials.read_text())["api_key"]
        self.cookies = self._log_in()
        self.opened = {}  # ticket: when its client knew that it is there

    def _log_in(self):
        command = [sys.executable, "manage.py", "shell", "-c", SESSIONS.format(PEOPLE)]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        found = re.findall(r"^COOKIE (\S+)$", done.stdout, re.MULTILINE)
        if len(found) != PEOPLE:
            sys.exit(done.stdout + done.stderr)
        return found

    def run(self):
        words = shlex.split(SHAPES[self.shape].replace("$PORT", str(self.port)))
        web = processes.Child(
            name=self.shape, command=[str(Path(sys.executable).with_name(words[0])), *words[1:]],
            log=self.desk.logs / "web.log", env=self.env, cwd=ROOT, stop_seconds=30,
        )  # fmt: skip
        web.start()
        try:
            self._wait_ready(web)
            self._measure(web)
        finally:
            web.stop()

    def _wait_ready(self, web):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and web.alive():
            with contextlib.suppress(OSError):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)
        sys.exit(f"{web.last_words()}\n{self.shape} did not start")

    def _measure(self, web):
        self._block()  # warms up
        took, self.cpu = {"without": [], "with": []}, {"without": [], "with": []}
        bytes_each, lags = [], []
        kinds = ("without",) if self.shape in CANNOT_STREAM else ("without", "with")
        for _ in range(self.options.blocks):
            for kind in kinds:
                if kind == "without":
                    took[kind].append(self._costed_block(web, kind))
                    continue
                before = memory(web.pid)
                with self._listeners() as listeners:
                    bytes_each.append((memory(web.pid) - before) / self.options.streams)
                    took[kind].append(self._costed_block(web, kind))
                heard = listeners.heard.items()
                lags += [at - self.opened[int(id)] for id, at in heard if int(id) in self.opened]
        exit_seconds = self._stop(web)
        self._report(took, bytes_each, lags, exit_seconds)

    def _costed_block(self, web, kind):
        before = cpu_seconds(web.pid)
        done = self._block()
        self.cpu[kind].append((cpu_seconds(web.pid) - before) / len(done))
        return done

    def _stop(self, web):
        listening = contextlib.nullcontext() if self.shape in CANNOT_STREAM else self._listeners()
        with listening:
            begun = time.monotonic()
            os.kill(web.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                web.process.wait(30)
            return time.monotonic() - begun

    def _listeners(self):
        return Listeners(self.port, self.cookies, self.options.streams)

    def _block(self):
        """Requests for BLOCK_SECONDS: a list of (seconds, status)."""
        done = []
        end = time.monotonic() + BLOCK_SECONDS
        workers = [
            threading.Thread(target=self._read, args=(cookie, end, done))
            for cookie in self.cookies[:READERS]
        ]
        workers.append(threading.Thread(target=self._write, args=(end, done)))
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return done

    def _read(self, cookie, end, done):
        headers = {"Cookie": f"sessionid={cookie}"}
        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.monotonic() < end:
            done.append(timed(web, "GET", "/api/v1/queue", headers)[:2])
            time.sleep(0.02)  # people and their pages pause; a full pipe measures only its length

    def _write(self, end, done):
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        customer = {"name": "Bench", "email": "bench@customer.example"}
        body = json.dumps({"subject": "Bench", "body": "Where is it?", "customer": customer})
        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.monotonic() < end:
            *outcome, answer = timed(web, "POST", "/api/v1/tickets", headers, body)
            done.append(outcome)
            with contextlib.suppress(ValueError, KeyError):
                self.opened[json.loads(answer)["id"]] = time.monotonic()
            time.sleep(0.05)

    def _report(self, took, bytes_each, lags, exit_seconds):
        print(f"\n{self.shape}: {SHAPES[self.shape]}")
        p95 = {}
        for kind, blocks in took.items():
            seconds = sorted(each for block in blocks for each, _ in block)
            if not seconds:
                continue
            wrong = sum(status >= 400 for block in blocks for _, status in block)
            p50, p95[kind] = statistics.median(seconds), seconds[int(len(seconds) * 0.95)]
            print(
                f"  {kind:<8} {self.options.streams} streams: {len(seconds)} requests, "
                f"p50 {p50 * 1000:.1f} ms, p95 {p95[kind] * 1000:.1f} ms, "
                f"{len(seconds) / len(blocks) / BLOCK_SECONDS:.0f}/s, {wrong} failed, "
                f"CPU {statistics.median(self.cpu[kind]) * 1000:.1f} ms a request"
            )
        if "with" in p95:
            print(f"  p95 with / without: {p95['with'] / p95['without']:.2f}")
            # Later blocks find the memory of earlier ones.
            print(f"  memory: {max(bytes_each) / 1024:.0f} KiB a stream")
        if lags:
            lags.sort()
            print(
                f"  {len(lags)} events heard; after the answer to who caused them p50 "
                f"{statistics.median(lags):.2f} s, p95 {lags[int(len(lags) * 0.95)]:.2f} s"
            )
        print(f"  after SIGTERM gone in {exit_seconds:.2f} s", flush=True)


def timed(web, method, path, headers, body=None):
    begun = time.perf_counter()
    web.request(method, path, body, headers)
    response = web.getresponse()
    answer = response.read()
    return time.perf_counter() - begun, response.status, answer


def memory(pid):
    """Resident bytes of a process and its children."""
    total = 0
    for each in [pid, *descendants(pid)]:
        with contextlib.suppress(OSError):
            found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{each}/status").read_text())
            total += int(found[1]) * 1024 if found else 0
    return total


def cpu_seconds(pid):
    """What a process and its children have computed: nearly the same on a busy machine."""
    ticks = 0
    for each in [pid, *descendants(pid)]:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def descendants(pid):
    from bench.faults.process import children_of

    children = children_of(pid)
    return [*children, *(below for child in children for below in descendants(child))]


class Listeners:
    """Streams held open by a process of their own. Context manager; `heard` tells afterwards when
    (time.monotonic) the first of them heard of each ticket."""

    def __init__(self, port, cookies, count):
        self._task = json.dumps({"port": port, "cookies": cookies, "count": count})
        self.heard = {}

    def __enter__(self):
        command = [sys.executable, "-m", "bench.streams", "--listen", self._task, ""]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'bin'}:{ROOT}"},
        )  # fmt: skip
        said = self._process.stdout.readline()
        if said != "open\n":
            sys.exit(f"the streams did not open: {said}")
        return self

    def __exit__(self, *exc):
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self.heard = json.loads(self._process.stdout.readline() or "{}")
        self._process.wait()
        time.sleep(1)  # until the server has noticed


async def listen(task, _):
    task = json.loads(task)
    heard = {}
    streams = [
        await open_stream(task["port"], task["cookies"][n % len(task["cookies"])])
        for n in range(task["count"])
    ]
    readers = [asyncio.create_task(note(streams[0][0], heard))]
    readers += [asyncio.create_task(take(stream)) for stream, _ in streams[1:]]
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(json.dumps(heard), flush=True)
    os._exit(0)


async def open_stream(port, cookie):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = ["GET /api/v1/events HTTP/1.1", "Host: 127.0.0.1", f"Cookie: sessionid={cookie}"]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
    if b" 200 " not in answer.split(b"\r\n")[0]:
        sys.exit(answer.decode())
    return reader, writer


async def take(reader):
    while await reader.read(65536):
        pass


async def note(reader, heard):
    while line := await reader.readline():
        found = re.search(rb'"ticket.opened","id":(\d+)', line)
        if found:
            heard[int(found[1])] = time.monotonic()


if __name__ == "__main__":
    main()
