"""A course as one learner walks it: what is done, what is next, how much is left. Pure.

Counts rest on the outline the enrolment is pinned to, so that they never fall when an author republishes; what is
shown and can be opened is the outline as it is now, in which later activities are new and optional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.outline import outlines

from . import progress

DONE, NOW, REST = "done", "now", "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where a learner stopped in an activity: the part read, 0 to 1, and the last heading passed."""

    fraction: float
    heading: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An activity on the way; `ordinal` counts from 1, `new` says it came after the learner began."""

    key: str
    kind: str
    title: str
    slug: str
    minutes: int
    ordinal: int
    state: str
    part: float
    heading: str
    stopped: datetime | None
    required: bool
    new: bool
    tries: int
    preview: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A module of the way; `done` of `total` count what it holds now."""

    number: int
    title: str
    steps: tuple[Step, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The whole way. `segments` is what the measure draws; `next` the step to take, None when all are done."""

    title: str
    stretches: tuple[Stretch, ...]
    segments: list[list[float]]
    done: int
    required: int
    minutes_left: int
    next: Step | None

    @property
    def steps(self) -> list[Step]:
        return [step for stretch in self.stretches for step in stretch.steps]

    def find(self, key: object) -> Step | None:
        """Return the step with this key."""
        return next((step for step in self.steps if step.key == str(key)), None)

    def after(self, key: object) -> Step | None:
        """Return the first step not done after `key`, else the first not done before it."""
        steps = self.steps
        place = next((index + 1 for index, step in enumerate(steps) if step.key == str(key)), 0)
        ahead = [step for step in [*steps[place:], *steps[:place]] if step.state != DONE and step.key != str(key)]
        return next((step for step in ahead if step.required), next(iter(ahead), None))


def walk(
    now: Mapping[str, Any],
    *,
    pinned: Mapping[str, Any] | None = None,
    state: Mapping[str, Any] | None = None,
    stops: Mapping[str, Stop] | None = None,
    here: object = None,
) -> Path:
    """Return the path through the outline `now` for a progress `state`; `here` is the activity that is open."""
    basis = pinned or now
    done = (state or {}).get("done", {})
    waived = (state or {}).get("waived", {})
    stops = stops or {}
    known = {activity["key"]: activity["required"] for activity in outlines.activities(basis)}
    following = _following(now, done, known)
    current = str(here) if here is not None else following

    def step(activity: Mapping[str, Any], ordinal: int) -> Step:
        key = activity["key"]
        stop = stops.get(key)
        standing = DONE if key in done else NOW if key == current else REST
        return Step(
            key=key,
            kind=activity["kind"],
            title=activity["title"],
            slug=activity["slug"],
            minutes=activity["minutes"],
            ordinal=ordinal,
            state=standing,
            part=stop.fraction if stop else 0.0,
            heading=stop.heading if stop else "",
            stopped=stop.at if stop else None,
            required=known.get(key, False),
            new=key not in known,
            tries=activity.get("tries", 0),
            preview=activity.get("preview", False),
        )

    stretches, ordinal = [], 0
    for number, module in enumerate(now["modules"], 1):
        steps = []
        for activity in module["activities"]:
            ordinal += 1
            steps.append(step(activity, ordinal))
        finished = sum(one.state == DONE for one in steps)
        stretches.append(
            Stretch(number=number, title=module["title"], steps=tuple(steps), done=finished, total=len(steps))
        )
    finished, required = progress.counted(progress.State(done=done, waived=waived), basis)
    counts = [
        [a for a in module["activities"] if a["required"] and (a["key"] in done or a["key"] not in waived)]
        for module in basis["modules"]
    ]
    part = stops[current].fraction if current in stops else 0.0
    return Path(
        title=now["title"],
        stretches=tuple(stretches),
        segments=[[_segment(a["key"], done, current, part) for a in module] for module in counts if module],
        done=finished,
        required=required,
        minutes_left=sum(a["minutes"] for module in counts for a in module if a["key"] not in done),
        next=next((s for stretch in stretches for s in stretch.steps if s.key == following), None),
    )


def _following(now: Mapping[str, Any], done: Mapping[str, Any], known: Mapping[str, bool]) -> str:
    """The first required step not done; what is optional comes after all of them."""
    ahead = [activity["key"] for activity in outlines.activities(now) if activity["key"] not in done]
    return next((key for key in ahead if known.get(key)), next(iter(ahead), ""))


def _segment(key: str, done: Mapping[str, Any], current: str, part: float) -> float:
    if key in done:
        return 1
    return min(0.95, max(0.08, part)) if key == current else 0
