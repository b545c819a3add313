"""Keeps processes running: one that ends is started again, after a pause that grows."""

import time
from collections.abc import Callable

from handrail_dev.processes import Child

POLL_SECONDS = 0.25
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30
HEALTHY_SECONDS = 60  # a process that ran so long is given the first pause again


class Supervisor:
    """`changed` is called after every start, so that whoever publishes process ids can."""

    def __init__(self, tell: Callable[[str], None], changed: Callable[[], None]):
        self.tell, self.changed = tell, changed
        self.children: list[Child] = []
        self._pause: dict[str, float] = {}
        self._due: dict[str, float] = {}

    def add(self, child: Child) -> None:
        self.children.append(child)

    def watch(self) -> None:
        """Start again what has ended; call it every POLL_SECONDS."""
        now = time.monotonic()
        for child in self.children:
            status = child.exit_status()
            if status is None:
                continue
            if child.name not in self._due:
                self._plan_restart(child, status, now)
            elif now >= self._due[child.name]:
                del self._due[child.name]
                child.kill_group()
                child.start()
                self.changed()

    def _plan_restart(self, child: Child, status: int, now: float) -> None:
        lived = now - child.started_at
        pause = FIRST_PAUSE
        if lived < HEALTHY_SECONDS:
            pause = min(LONGEST_PAUSE, 2 * self._pause.get(child.name, FIRST_PAUSE / 2))
        self._pause[child.name] = pause
        self._due[child.name] = now + pause
        how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
        self.tell(f"{child.name} {how} after {lived:.0f} s; starting it again in {pause:.1f} s")
