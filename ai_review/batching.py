"""Threads that want the same thing of PostgreSQL at the same moment share one transaction.

A worker has hundreds of threads, each with one draft. Alone each would need its own queries and
its own commit; together they cost little more than one. Nobody waits for a batch to fill: while
one is under way, the next gathers.
"""

import queue
import threading
from concurrent.futures import Future

from django.db import connection

LIMIT = 32


class Batcher:
    """Calls `handle(items)` in one thread for the items of many.

    Parameters: `handle` takes a list of items and returns a list of results beside them;
    `limit` how many items it gets at most.
    """

    def __init__(self, handle, limit=LIMIT):
        self._handle, self._limit = handle, limit
        self._waiting = queue.SimpleQueue()
        self._start = threading.Lock()
        self._thread = None

    def __call__(self, item):
        """Return the result for the item, or raise what `handle` raised."""
        future = Future()
        self._waiting.put((item, future))
        with self._start:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
        return future.result()

    def _work(self):
        while True:
            batch = self._gather()
            try:
                results = self._handle([item for item, _ in batch])
                settled = list(zip(batch, results, strict=True))
            except BaseException as error:  # noqa: BLE001 (it belongs to those who wait)
                for _, future in batch:
                    future.set_exception(error)
            else:
                for (_, future), result in settled:
                    future.set_result(result)
            finally:
                connection.close()

    def _gather(self):
        batch = [self._waiting.get()]
        while len(batch) < self._limit:
            try:
                batch.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return batch
