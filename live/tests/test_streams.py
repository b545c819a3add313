"""The streams of one process, without a server: what each client gets, what a slow one costs."""

import asyncio
import contextlib
import json
import time

from live import feed, streams
from live.feed import News, Position
from live.rights import Grant
from live.streams import Hub

ADA = Grant(1, "a")
BEN = Grant(2, "b")


def news(number, *tickets, many=False):
    """What the reader brings: the events of transaction `number`."""
    position = Position.of(f"{number + 1}:{number + 1}:", time.time())
    told = [(number, feed.as_data("ticket.edited", ticket)) for ticket in tickets]
    return News(position, told, many)


def hub():
    made = Hub()
    made.begin(news(100), time.time() - 600)
    return made


class Client:
    """One client of the hub; `takes` lets its connection take what is sent."""

    def __init__(self, hub, grant=ADA, last_event_id=None):
        self.sent = b""
        self.takes = asyncio.Event()
        self.takes.set()
        self.gone = asyncio.get_running_loop().create_future()
        serving = hub.serve(grant, last_event_id, self._send, self.gone)
        self.task = asyncio.ensure_future(serving)

    async def _send(self, part):
        await self.takes.wait()
        self.sent += part

    @property
    def heard(self):
        lines = [line for line in self.sent.decode().splitlines() if line.startswith("data:")]
        events = [json.loads(line.removeprefix("data:")) for line in lines]
        return [event["id"] if event["type"] != "reset" else "reset" for event in events]

    @property
    def last_id(self):
        lines = self.sent.decode().splitlines()
        return [line.removeprefix("id: ") for line in lines if line.startswith("id:")][-1]


async def settle():
    for _ in range(20):
        await asyncio.sleep(0)


def story(function):
    """Run an async test."""

    def run():
        asyncio.run(asyncio.wait_for(function(), 20))

    run.__name__ = function.__name__
    return run


@story
async def test_everybody_hears_everything_in_order():
    desk = hub()
    clients = [Client(desk), Client(desk, BEN)]
    await settle()
    desk.publish(news(101, 1, 2))
    desk.publish(news(102, 3))
    await settle()
    assert [client.heard for client in clients] == [[1, 2, 3]] * 2


@story
async def test_who_comes_back_hears_what_was_missed_and_nothing_twice():
    desk = hub()
    client = Client(desk)
    await settle()
    desk.publish(news(101, 1))
    await settle()
    client.gone.set_result(None)
    await client.task
    assert not desk.streams
    desk.publish(news(102, 2))
    back = Client(desk, last_event_id=client.last_id)
    await settle()
    desk.publish(news(103, 3))
    await settle()
    assert back.heard == [2, 3]


@story
async def test_a_transaction_that_ran_while_somebody_was_away_is_among_the_missed():
    desk = hub()
    away = f"{int(time.time())}.101:103:101"  # 102 had ended, 101 had not
    desk.publish(news(102, 2))
    desk.publish(news(101, 1))
    client = Client(desk, last_event_id=away)
    await settle()
    assert client.heard == [1]


@story
async def test_who_was_away_too_long_or_says_nonsense_is_told_to_start_anew():
    desk = hub()
    for last in ("nonsense", f"{int(time.time() - 700)}.50:50:", "9" * 5000):
        client = Client(desk, last_event_id=last)
        await settle()
        assert client.heard == ["reset"]


@story
async def test_many_at_once_are_one_reset():
    desk = hub()
    client = Client(desk)
    await settle()
    desk.publish(news(101, many=True))
    await settle()
    assert client.heard == ["reset"]


@story
async def test_a_slow_client_delays_nobody_and_costs_no_memory():
    desk = hub()
    slow, quick = Client(desk), Client(desk, BEN)
    await settle()
    slow.takes.clear()
    rounds = streams.KEPT_NEWS * 2
    for n in range(rounds):
        desk.publish(news(101 + n, n))
        await settle()
    assert quick.heard == list(range(rounds))
    assert len(desk._news) <= streams.KEPT_NEWS
    assert desk._events <= streams.KEPT_EVENTS
    assert len(desk._encoded) <= 1
    slow.takes.set()
    await settle()
    assert slow.heard[-1] == "reset"
    assert len(slow.heard) <= 2
    desk.publish(news(999_999, 7))
    await settle()
    assert slow.heard[-1] == 7


@story
async def test_a_stream_ends_in_time_and_its_client_comes_back_for_the_rest():
    """What a client does not take waits in the server's memory, and nothing says how much it is."""
    desk = hub()
    client = Client(desk)
    await settle()
    (stream,) = desk.streams
    assert streams.STREAM_BYTES / 3 < stream.left < streams.STREAM_BYTES
    stream.left = 5000
    for number in range(101, 105):
        desk.publish(news(number, *range(50)))
        await settle()
    assert client.task.done()
    assert 5000 < len(client.sent) < 10_000
    assert client.heard == [*range(50)] * 2
    again = Client(desk, last_event_id=client.last_id)
    await settle()
    assert again.heard == [*range(50)] * 2


@story
async def test_an_idle_stream_shows_that_it_lives_and_how_far_it_is():
    desk = hub()
    client = Client(desk)
    await settle()
    (stream,) = desk.streams
    stream.sent_at -= streams.HEARTBEAT_SECONDS + 1
    before = client.sent
    desk._tick()
    await settle()
    assert client.sent.removeprefix(before).startswith(b": alive\nid: ")


@story
async def test_streams_end_with_the_right_to_them_and_with_the_process():
    desk = hub()
    ada, ben = Client(desk), Client(desk, BEN)
    await settle()
    late = Client(desk, Grant(3, "c"))
    await settle()
    desk.keep_only({ADA, BEN}, {BEN})
    await ada.task
    assert not ben.task.done()
    assert not late.task.done()
    ben.takes.clear()  # does not even take what is sent
    desk.publish(news(101, 1))
    await settle()
    desk.close()
    await asyncio.wait_for(asyncio.gather(ben.task, late.task), 1)
    assert desk.full_for(ADA)


@story
async def test_after_postgresql_came_back_everybody_starts_anew():
    desk = hub()
    client = Client(desk)
    await settle()
    desk.begin(news(5), time.time())
    await settle()
    desk.publish(news(6, 6))
    await settle()
    assert client.heard == ["reset", 6]


@story
async def test_one_person_cannot_take_all_streams():
    desk = hub()
    clients = [Client(desk) for _ in range(streams.LIMIT_OF_A_PERSON)]
    await settle()
    assert desk.full_for(ADA)
    assert not desk.full_for(BEN)
    desk.close()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*(client.task for client in clients))
