"""How far a learner is, from the facts and the outline alone. Pure: no clock, no database, no page.

`advance` takes one fact further; `fold` is many of them; `history` also walks what was voided later and says what
each record made happen and what a voiding took back.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from courses.kinds import ASSESSMENT, LESSON, LINK
from courses.outline import outlines

COURSE = "course"

COMPLETED, PASSED, WAIVED = "completed", "passed", "waived"

# A lesson is met by reading, an assessment by passing, a link by either.
MET_BY = {LESSON: {COMPLETED}, ASSESSMENT: {PASSED}, LINK: {COMPLETED, PASSED}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What one record says about an activity of an enrolment. `at` is the time it counts from."""

    record: int
    uid: str
    seq: int
    verb: str
    activity: str | None
    at: datetime
    title: str = ""
    scaled: float | None = None
    reported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiding:
    """A record that takes others back."""

    record: int
    seq: int
    targets: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far an enrolment is. `done` and `waived` are by activity key, as Progress.state stores them."""

    done: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    waived: Mapping[str, str] = field(default_factory=dict)
    last: Fact | None = None
    met: Fact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """That a fact was an accomplishment: of a lesson (or a link, which counts as one), an assessment, or of the whole
    course with `activities`."""

    kind: str
    fact: Fact
    activities: int = 0
    reversed_by: int | None = None


def counted(state: State, outline: Mapping[str, Any]) -> tuple[int, int]:
    """Return (done, required): a waived activity leaves both unless it was done."""
    keys = [activity["key"] for activity in outlines.required(outline)]
    done = sum(key in state.done for key in keys)
    return done, sum(key in state.done or key not in state.waived for key in keys)


def advance(state: State, fact: Fact, outline: Mapping[str, Any]) -> tuple[State, list[Happening]]:
    """Return the state after `fact` and what happened by it; a repeat changes nothing but the last sign of life."""
    if fact.verb == WAIVED:
        return _waive(state, fact, outline)
    state = replace(state, last=fact)
    if fact.activity is None:
        return state, []
    if fact.verb not in (COMPLETED, PASSED) or not _meets(fact, outline):
        return state, []
    before = state.done.get(fact.activity)
    if before and not (before["reported"] and not fact.reported):
        return replace(state, done={**state.done, fact.activity: _better(before, fact)}), []
    state = replace(state, done={**state.done, fact.activity: _evidence(fact)})
    return _perhaps_complete(state, fact, outline, [Happening(kind=_accomplished(fact, outline), fact=fact)])


def fold(facts: Iterable[Fact], outline: Mapping[str, Any]) -> tuple[State, list[Happening]]:
    """Return where `facts`, in the order of their seq, lead from nothing, and all that happened on the way."""
    state, happenings = State(), []
    for fact in facts:
        state, new = advance(state, fact, outline)
        happenings += new
    return state, happenings


def history(
    entries: Iterable[tuple[int, Fact] | Voiding], pinned: Mapping[int, Mapping[str, Any]]
) -> Iterator[Happening]:
    """Yield all that ever happened to a learner, in the order of seq; what was taken back names its voiding record.

    `entries` are (enrolment, fact) and voidings in the order of seq; `pinned` are the outlines by enrolment.
    """
    facts: dict[int, list[Fact]] = defaultdict(list)
    states: dict[int, State] = defaultdict(State)
    standing: dict[int, list[Happening]] = defaultdict(list)
    taken_back: list[Happening] = []
    for entry in entries:
        if isinstance(entry, Voiding):
            for enrolment in [key for key, own in facts.items() if any(f.record in entry.targets for f in own)]:
                facts[enrolment] = [fact for fact in facts[enrolment] if fact.record not in entry.targets]
                states[enrolment], now = fold(facts[enrolment], pinned[enrolment])
                kept = {(happening.kind, happening.fact.record) for happening in now}
                taken_back += [
                    replace(happening, reversed_by=entry.record)
                    for happening in standing[enrolment]
                    if (happening.kind, happening.fact.record) not in kept
                ]
                standing[enrolment] = now
            continue
        enrolment, fact = entry
        facts[enrolment].append(fact)
        states[enrolment], new = advance(states[enrolment], fact, pinned[enrolment])
        standing[enrolment] += new
    everything = [*taken_back, *(happening for now in standing.values() for happening in now)]
    yield from sorted(everything, key=lambda happening: (happening.fact.seq, happening.kind == COURSE))


def as_json(state: State) -> dict[str, Any]:
    """Return what Progress.state stores."""
    return {"done": dict(state.done), "waived": dict(state.waived)}


def _waive(state: State, fact: Fact, outline: Mapping[str, Any]) -> tuple[State, list[Happening]]:
    """What an author took out is no sign of life and no accomplishment, but may leave nothing more to do."""
    if fact.activity is None or fact.activity in state.waived:
        return state, []
    state = replace(state, waived={**state.waived, fact.activity: fact.uid})
    return _perhaps_complete(state, fact, outline, [])


def _meets(fact: Fact, outline: Mapping[str, Any]) -> bool:
    """An activity is met as its kind is; what the outline has not, by either."""
    activity = outlines.find(outline, fact.activity)
    return activity is None or fact.verb in MET_BY[activity["kind"]]


def _accomplished(fact: Fact, outline: Mapping[str, Any]) -> str:
    """What was passed is an assessment, but for a link: whoever reports marks it there, and by no mark of ours."""
    activity = outlines.find(outline, fact.activity)
    link = activity is not None and activity["kind"] == LINK
    return ASSESSMENT if fact.verb == PASSED and not link else LESSON


def _evidence(fact: Fact) -> dict[str, Any]:
    return {"record": fact.uid, "at": fact.at.isoformat(), "scaled": fact.scaled, "reported": fact.reported}


def _better(before: Mapping[str, Any], fact: Fact) -> Mapping[str, Any]:
    """The first pass is the evidence, the best score counts."""
    if fact.reported and not before["reported"]:
        return before
    if fact.scaled is None or (before["scaled"] is not None and before["scaled"] >= fact.scaled):
        return before
    return {**before, "scaled": fact.scaled}


def _perhaps_complete(
    state: State, fact: Fact, outline: Mapping[str, Any], happenings: list[Happening]
) -> tuple[State, list[Happening]]:
    """The record that met the last rule completes the course, where something was really done."""
    done, rules = counted(state, outline)
    if state.met or not done or done < rules:
        return state, happenings
    return replace(state, met=fact), [*happenings, Happening(kind=COURSE, fact=fact, activities=done)]
