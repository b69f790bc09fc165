"""Why a course is not complete: for each activity the rule, the evidence there is, the evidence it lacks. Pure.

It says what is so, in codes; `answers` puts it into the words of the learner or of whoever leads them.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.kinds import ASSESSMENT, LESSON, LINK
from courses.outline import outlines
from courses.outline.progress import COMPLETED, MET_BY, PASSED
from courses.records import words

HAD, WAIVED, OPTIONAL, LACKED = "had", "waived", "optional", "lacked"

# What may be lacking, or why what is there does not count.
NOT_BEGUN, PART_READ, NOT_HANDED_IN, NOT_PASSED, NO_TRY_LEFT = "not_begun", "part", "open", "failed", "no_try"
OPENED, TAKEN_BACK, OTHER_VERB, ELSEWHERE = "opened", "taken_back", "other_verb", "elsewhere"

# What is said with any other verb neither meets a rule nor explains anything.
VERBS = (words.COMPLETED, words.PASSED, words.FAILED, words.LAUNCHED)

_ENDS = {words.ADL + verb: verb for verb in (COMPLETED, PASSED)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What one record says about an activity; `counts` where it stands in the enrolment."""

    verb: str
    at: datetime
    scaled: float | None = None
    counts: bool = True
    taken_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tries:
    """How many tries at an assessment were begun and stand, and whether one is still open."""

    begun: int
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What meets a rule."""

    record: str
    at: str
    scaled: float | None
    reported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What is lacking, or why something does not count: a code and what it needs to be said."""

    code: str
    at: datetime | None = None
    count: int = 0
    scaled: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An activity with its rule, its evidence and what it lacks."""

    key: uuid.UUID
    kind: str
    title: str
    slug: str
    module: str
    state: str
    pass_mark: float
    tries: int
    evidence: Evidence | None
    lacks: tuple[Lack, ...]


def standings(
    outline: Mapping[str, Any],
    *,
    state: Mapping[str, Any],
    signs: Mapping[str, Iterable[Sign]],
    parts: Mapping[str, float],
    tries: Mapping[str, Tries],
) -> list[Standing]:
    """Return every activity of `outline` as it stands for a progress `state`; the mappings are by activity key."""
    return [
        _standing(activity, module["title"], state, list(signs.get(activity["key"], ())), parts, tries)
        for module in outline["modules"]
        for activity in module["activities"]
    ]


def missing(found: Iterable[Standing]) -> list[Standing]:
    """Return what still keeps the course from being complete."""
    return [standing for standing in found if standing.state == LACKED]


def _standing(
    activity: outlines.Activity,
    module: str,
    state: Mapping[str, Any],
    signs: list[Sign],
    parts: Mapping[str, float],
    tries: Mapping[str, Tries],
) -> Standing:
    key = activity["key"]
    done = state.get("done", {}).get(key)
    return Standing(
        key=uuid.UUID(key),
        kind=activity["kind"],
        title=activity["title"],
        slug=activity["slug"],
        module=module,
        state=_state(activity, done, state.get("waived", {})),
        pass_mark=activity["pass_mark"],
        tries=activity["tries"],
        evidence=Evidence(**done) if done else None,
        lacks=() if done else tuple(_lacks(activity, signs, parts.get(key), tries.get(key, Tries(0, False)))),
    )


def _state(activity: outlines.Activity, done: Any, waived: Mapping[str, Any]) -> str:
    if done:
        return HAD
    if activity["key"] in waived:
        return WAIVED
    return LACKED if activity["required"] else OPTIONAL


def _lacks(activity: outlines.Activity, signs: list[Sign], part: float | None, tries: Tries) -> list[Lack]:
    standing = [sign for sign in signs if sign.taken_back_at is None]
    counting = [sign for sign in standing if sign.counts]
    begun = _begun(activity, counting, part, tries)
    met_by = MET_BY[activity["kind"]]
    back = [sign.taken_back_at for sign in signs if sign.taken_back_at and _ENDS.get(sign.verb) in met_by]
    if back:
        begun.append(Lack(code=TAKEN_BACK, at=max(back)))
    found = begun or [Lack(code=NOT_BEGUN)]
    other = any(sign.verb in _ENDS and _ENDS[sign.verb] not in met_by for sign in counting)
    if activity["kind"] in (LESSON, ASSESSMENT) and other:
        found.append(Lack(code=OTHER_VERB))
    elsewhere = [sign.at for sign in standing if not sign.counts and sign.verb in _ENDS]
    if elsewhere:
        found.append(Lack(code=ELSEWHERE, at=max(elsewhere)))
    return found


def _begun(activity: outlines.Activity, counting: list[Sign], part: float | None, tries: Tries) -> list[Lack]:
    if activity["kind"] == LESSON:
        return [Lack(code=PART_READ, scaled=part)] if part else []
    if activity["kind"] == LINK:
        opened = part is not None or any(sign.verb == words.LAUNCHED for sign in counting)
        return [Lack(code=OPENED)] if opened else []
    return _of_assessment(activity, counting, tries)


def _of_assessment(activity: outlines.Activity, counting: list[Sign], tries: Tries) -> list[Lack]:
    failed = [sign.scaled for sign in counting if sign.verb == words.FAILED]
    found = []
    if failed:
        best = max((scaled for scaled in failed if scaled is not None), default=None)
        found.append(Lack(code=NOT_PASSED, count=len(failed), scaled=best))
    if tries.open:
        found.append(Lack(code=NOT_HANDED_IN))
    elif activity["tries"] and tries.begun >= activity["tries"]:
        found.append(Lack(code=NO_TRY_LEFT, count=activity["tries"]))
    return found
