"""A due date is a day: the one that was set, for everybody, wherever they are. Pure; imports no Django.

It is carried as the end of that day in the zone it was set in, so that its `date()` is the day everybody reads.
"""

from datetime import datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo


def zone(name: str) -> tzinfo:
    """Return the zone of that name, UTC without one."""
    return ZoneInfo(name or "UTC")


def set_in(due: datetime | None, zone: str) -> datetime | None:
    """Return `due` in the zone it was set in, None without one."""
    return due.astimezone(ZoneInfo(zone or "UTC")) if due else None


def zone_of(due: datetime | None) -> str:
    """Return the name of the zone that `due` is carried in, "" where it has none."""
    return getattr(due.tzinfo, "key", "") if due else ""


def moved(due: datetime, zone: str) -> datetime:
    """Return the same time of the same day in another zone."""
    return due.replace(tzinfo=ZoneInfo(zone))


def late_from(due: datetime, *, where: tzinfo) -> datetime:
    """Return from when somebody is late who is `where`: the day is over both where it was set and where they are."""
    day_after = due.date() + timedelta(days=1)
    return max(datetime.combine(day_after, time.min, tzinfo=zone) for zone in (due.tzinfo, where))


def is_late(due: datetime, *, now: datetime, where: tzinfo) -> bool:
    """Say whether the day `due` is over at `now` for somebody who is `where`."""
    return late_from(due, where=where) <= now
