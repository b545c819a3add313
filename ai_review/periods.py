"""The periods that figures are counted over: whole days as the person who asks lives them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

# Fixed, so that nobody finds out a colleague's figures by cutting a period to their shift.
DAYS = (1, 7, 28, 90)


@cache
def time_zones():
    """The IANA names that this machine knows."""
    return frozenset(available_timezones())


@dataclass(frozen=True)
class Period:
    """Today and the days before it, up to now. `edges`: where its slots (hours of one day, days
    of several) begin, in order; the last ends at `end`."""

    days: int
    tz: str
    start: datetime
    end: datetime
    edges: tuple

    @property
    def unit(self):
        return "hour" if self.days == 1 else "day"


def period(days, tz, now=None):
    """Return the Period of `days` calendar days in the time zone `tz`, today included."""
    zone = ZoneInfo(tz)
    now = now or timezone.now()
    today = now.astimezone(zone).date()
    # Midnight by midnight: where the clocks change, a day has 23 or 25 hours.
    edges = [
        datetime.combine(today - timedelta(days=back), time(), zone).astimezone(UTC)
        for back in reversed(range(days))
    ]
    start = edges[0]
    if days == 1:
        hours = int((now - start) / timedelta(hours=1))
        edges = [start + timedelta(hours=hour) for hour in range(hours + 1)]
    return Period(days, tz, start, now, tuple(edges))
