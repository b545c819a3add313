"""Faults of Redis and PostgreSQL, and kills of web between a commit and its wake-up."""

import os
import signal
import time

from bench.faults import checks, load
from bench.faults.lab import restart_postgres
from bench.faults.process import children_of
from bench.faults.report import row

# "unchanged" (reliability target) on a shared machine: what two halves of a calm run differ by.
UNCHANGED = 1.25
CONSUMING_SECONDS = 60  # reliability target: consuming again in <= 60 s untouched


@row("redis-flush", "FLUSHALL", full={"flushes": 20, "jobs": 5000, "workers": 2},
     short={"flushes": 2, "jobs": 60, "workers": 1})  # fmt: skip
def redis_flushed(lab, flushes, jobs, workers):
    """Redis forgets everything, again and again, while a backlog is drafted."""
    with lab.desk("redis-flush", RELAY_REPUBLISH_SECONDS="2") as desk:
        desk.start_ai(latency=0.5)
        desk.start("web")
        desk.start("relay")
        tickets = load.open_many(desk, jobs)
        desk.start("worker", workers, concurrency=32)
        begun, done = time.monotonic(), 0

        def flush(left):
            nonlocal done
            # Evenly over the backlog, so that the last one still finds wake-ups to lose.
            while done < flushes and left <= jobs - jobs * (done + 1) // (flushes + 1):
                desk.flush_redis()
                done += 1

        left = checks.drained(desk, 120 + jobs / 8, flush)
        account = checks.ledger(desk, tickets)
        return (
            f"FLUSHALL x{done} while {jobs} jobs were drafted in {time.monotonic() - begun:.0f} s",
            checks.words(account),
            "0 lost",
            checks.clean(account) and not left and done == flushes,
        )


@row("web-kill", "web killed between commit and wake-up",
     full={"kills": 200, "webs": 3, "clients": 6},
     short={"kills": 2, "webs": 2, "clients": 4})  # fmt: skip
def web_killed(lab, kills, webs, clients):
    """The relay is held, so that every ticket is in the window when its web process is killed."""
    with lab.desk("web-kill") as desk:
        staff = desk.start("web", webs)
        (relay,) = desk.start("relay")
        relay.send(signal.SIGSTOP)
        with load.Load(desk, clients, 15) as clients_:
            for number in range(kills):
                kill_web(desk, staff[number % webs], whole=number % 4 == 3)
                if number % 25 == 24:
                    lab.say(f"  {number + 1} kills, {len(clients_.sent)} tickets")
        tickets = [sent.ticket for sent in clients_.sent]
        sleeping = desk.one("SELECT count(*) FROM ai_review_draftjob WHERE published_at IS NULL")
        relay.send(signal.SIGCONT)
        desk.start("worker", 2)
        checks.drained(desk, 60 + len(tickets) / 15)
        account = checks.ledger(desk, tickets)
        broken = clients_.broken
        return (
            f"{kills} kills of web; {broken} requests broken off and sent again with their key; "
            f"{sleeping} jobs awaited the relay",
            f"{len(clients_.unanswered)} never answered; {checks.words(account)}",
            "0 lost, every 201 there once, all drafted",
            checks.clean(account) and not clients_.unanswered and broken > 0
            and sleeping == len(tickets),
        )  # fmt: skip


def kill_web(desk, web, *, whole: bool) -> None:
    """kill -9 of what serves: the serving process (granian starts another), or all of it."""
    time.sleep(desk.random.uniform(0.02, 0.3))
    if whole:
        web.restart()
    else:
        for pid in children_of(web.pid):
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    # Granian gives up when its process dies twice in a few seconds; then a supervisor starts it.
    while not web.ready():
        if not web.child.alive():
            web.restart()
        time.sleep(0.05)


@row(
    "redis-frozen",
    "Redis frozen (SIGSTOP)",
    full={"calm": 30, "frozen": 60, "rate": 10},
    short={"calm": 1, "frozen": 3, "rate": 10},
)
# fmt: skip
def redis_frozen(lab, calm, frozen, rate):
    """Tickets come in at one rate before, during and after the freeze."""
    with lab.desk("redis-frozen") as desk:
        desk.start("web")
        desk.start("relay")
        desk.start("worker")
        if not lab.short:  # there all is warm already
            load.open_many(desk, 20)
            checks.drained(desk, 30)
        valkey = lab.valkey.child.pid
        with load.Load(desk, 4, rate) as clients:
            time.sleep(calm)
            os.kill(valkey, signal.SIGSTOP)
            since = time.time()
            try:
                time.sleep(frozen)
            finally:
                until = time.time()
                os.kill(valkey, signal.SIGCONT)
            time.sleep(calm)
        tickets = [sent.ticket for sent in clients.sent]
        checks.drained(desk, 120)
        account = checks.ledger(desk, tickets)
        during = [sent.seconds for sent in clients.sent if since <= sent.started < until]
        without = [sent.seconds for sent in clients.sent if not since <= sent.started < until]
        failed = clients.failed
        broken = clients.broken
        ratio = checks.p99(during) / checks.p99(without)
        return (
            f"SIGSTOP for {frozen} s at {rate} POST/s; {len(during)} during, {len(without)} "
            "before and after",
            f"POST {checks.spread(during)}, without the fault {checks.spread(without)}, p99 ratio "
            f"{ratio:.2f}; {failed} 5xx, {broken} broken; "
            f"{checks.words(account)}",
            f"p99 unchanged (ratio <= {UNCHANGED}), 0 5xx, 0 lost",
            (lab.short or ratio <= UNCHANGED)
            and not failed
            and not broken
            and checks.clean(account),
        )


@row("broker", "worker deaf after a broken broker connection", full={"faults": 100},
     short={"faults": 2})  # fmt: skip
def broker_faults(lab, faults):
    """One worker and one relay behind a proxy, hurt in turn; nobody helps them afterwards."""
    kinds = ("reset", "stop worker", "drop", "kill", "stop redis")
    with lab.desk("broker", RELAY_REPUBLISH_SECONDS="2") as desk:
        proxy = desk.proxy_redis()
        desk.start("web")
        desk.start("relay")
        (worker,) = desk.start("worker")
        recovered: dict[str, list[float]] = {kind: [] for kind in kinds}
        with load.Load(desk, 1, 8) as clients:
            until_consuming(desk, time.time())
            for number in range(faults):
                kind = kinds[number % len(kinds)]
                over = hurt(desk, kind, proxy, worker)
                recovered[kind].append(until_consuming(desk, over))
                if number % 10 == 9:
                    slowest = max(max(times, default=0) for times in recovered.values())
                    lab.say(f"  {number + 1} faults, slowest {slowest:.1f} s")
        tickets = [sent.ticket for sent in clients.sent]
        checks.drained(desk, 120)
        account = checks.ledger(desk, tickets)
        every = [seconds for times in recovered.values() for seconds in times]
        told = ", ".join(
            f"{kind} p50 {checks.p50(times):.1f} max {max(times):.1f} s"
            for kind, times in recovered.items() if times
        )  # fmt: skip
        return (
            f"{faults} faults: {', '.join(kinds)}",
            f"consuming again after p50 {checks.p50(every):.1f} s, max {max(every):.1f} s "
            f"({told}); {checks.words(account)}",
            f"<= {CONSUMING_SECONDS} s untouched, 0 lost",
            max(every) <= CONSUMING_SECONDS and checks.clean(account),
        )


def hurt(desk, kind: str, proxy, worker) -> float:
    """One fault; returns when it was over (a killed worker: when its successor was started)."""
    seconds = desk.random.uniform(0.5, 3)
    if kind == "reset":
        proxy.reset()
    elif kind == "drop":  # what was open stays open, and is dead
        proxy.mode = "drop"
        time.sleep(seconds)
        proxy.mode = "pass"
    elif kind == "kill":
        worker.restart()
    else:
        pids = worker.family() if kind == "stop worker" else [desk.lab.valkey.child.pid]
        for number in (signal.SIGSTOP, signal.SIGCONT):
            for pid in pids:
                os.kill(pid, number)
            time.sleep(seconds if number == signal.SIGSTOP else 0)
    return time.time()


def until_consuming(desk, over: float) -> float:
    """Seconds from `over` to the first attempt at a ticket that came in after it: what a worker
    was told before the fault proves nothing."""
    first = """
        SELECT extract(epoch FROM min(call.started_at)) FROM ai_review_aicall AS call
        JOIN ai_review_draftjob AS job ON job.id = call.job_id
        WHERE job.created_at > to_timestamp(%s)
    """
    deadline = time.monotonic() + 3 * CONSUMING_SECONDS
    while time.monotonic() < deadline:
        if (found := desk.one(first, over)) is not None:
            return float(found) - over
        desk.supervise()  # a worker that finds itself deaf leaves
        time.sleep(0.1)
    return float(3 * CONSUMING_SECONDS)


@row("postgres-restart", "PostgreSQL restart", full={"restarts": 50, "clients": 4},
     short={"restarts": 1, "clients": 4})  # fmt: skip
def postgres_restarted(lab, restarts, clients):
    """Fast and immediate shutdowns in turn, under clients that send again with their key."""
    with lab.desk("postgres-restart") as desk:
        desk.start("web")
        desk.start("relay")
        desk.start("worker", concurrency=16)
        downs, ended = [], 0
        with load.Load(desk, clients, 20) as clients_:
            for number in range(restarts):
                time.sleep(desk.random.uniform(0.5, 2.5))
                how = signal.SIGQUIT if number % 2 else signal.SIGINT
                downs.append(restart_postgres(lab, how))
                ended += desk.supervise()
                if number % 10 == 9:
                    lab.say(f"  {number + 1} restarts, {len(clients_.sent)} tickets")
            time.sleep(1)
        tickets = [sent.ticket for sent in clients_.sent]
        left = checks.drained(desk, 120)
        account = checks.ledger(desk, tickets)
        return (
            f"{restarts} restarts (fast and immediate in turn), down p50 {checks.p50(downs):.1f} "
            f"s; {clients_.broken} requests broken, {clients_.failed} got 5xx, "
            "all sent again",
            f"{ended} processes ended; {len(clients_.unanswered)} never answered; "
            f"{checks.words(account)}",
            "every 201 there once, all drafted",
            checks.clean(account) and not left and not clients_.unanswered,
        )
