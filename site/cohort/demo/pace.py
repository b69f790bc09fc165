"""How people spread a course over the days they have: each pace is a shape over a stretch of days."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

# What part of a course somebody of this pace has behind them by today.
PART = {
    "steady": 0.8,
    "keen": 1.0,
    "bursty": 0.7,
    "weekend": 0.6,
    "slow": 0.4,
    "late": 0.45,
    "stalled": 0.25,
    "none": 0.0,
}

# When in the day somebody learns, in their own time: after work, before it, or at noon.
HOURS = ((19, 22), (18, 21), (6, 8), (12, 14), (20, 23))


def days(pace: str, *, count: int, first: int, last: int, today: date, random: Random) -> list[int]:
    """Return the days (counted from today) of `count` activities between `first` and `last`, in order."""
    span = max(1, last - first)
    match pace:
        case "keen":
            picked = [first + round(span * 0.7 * (i + random.random()) / count) for i in range(count)]
        case "bursty":
            bursts = sorted(random.sample(range(first, last + 1), k=min(span, max(1, (count + 2) // 3))))
            picked = sorted(random.choice(bursts) for _ in range(count))
        case "stalled":
            picked = [first + 1 + i * 2 for i in range(count)]
        case "late":
            picked = [max(first, last - 5) + round(5 * (i + random.random()) / count) for i in range(count)]
        case "weekend":
            free = [day for day in range(first, last + 1) if (today + timedelta(days=day)).weekday() >= 5] or [last]
            picked = sorted(random.choice(free) for _ in range(count))
        case _:
            picked = [first + round(span * (i + random.random()) / count) for i in range(count)]
    return sorted(min(max(day, first), last) for day in picked)


def moment(day: date, *, zone: str, hours: tuple[int, int], random: Random) -> datetime:
    """Return a moment on `day` within `hours` of the clock in `zone`, with that zone's offset."""
    minutes = random.randrange(hours[0] * 60, hours[1] * 60)
    return datetime.combine(day, time(minutes // 60, minutes % 60, random.randrange(60)), ZoneInfo(zone))
