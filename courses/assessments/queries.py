"""Assessments and attempts as their learner sees them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from courses.access import queries as access
from courses.catalog import queries as catalog
from courses.catalog import ways
from courses.learning import opening
from courses.models import AssessmentPage, Attempt, Enrolment, Outline
from courses.outline.path import Path, Step
from courses.questions import asking

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

ORDINALS = {1: lambda: _("First"), 2: lambda: _("Second"), 3: lambda: _("Third"), 4: lambda: _("Fourth")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """An assessment before, between and after its tries; without `enrolment` someone only looks.

    `page` is None where its author has taken it down meanwhile.
    """

    page: AssessmentPage | None
    outline: Outline
    enrolment: Enrolment | None
    path: Path
    step: Step
    pass_mark: float
    attempts: tuple[Attempt, ...]

    @property
    def open(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.submitted_at is None), None)

    @property
    def submitted(self) -> list[Attempt]:
        return [one for one in self.attempts if one.submitted_at and not one.voided_at]

    @property
    def passed(self) -> bool:
        return any(attempt.passed for attempt in self.submitted)

    @property
    def tries_left(self) -> int | None:
        """How many more tries may begin; None without limit."""
        if not self.step.tries:
            return None
        return max(0, self.step.tries - len([one for one in self.attempts if not one.voided_at]))

    @property
    def closed(self) -> bool:
        """Passed, or no try is left: only then may an author's choice show the answers."""
        return self.open is None and (self.passed or self.tries_left == 0)

    @property
    def may_begin(self) -> bool:
        """A try is open, or another may begin."""
        return self.page is not None and self.enrolment is not None and (bool(self.open) or self.tries_left != 0)

    @property
    def shows_keys(self) -> bool:
        return self.closed and self.page is not None and self.page.show_keys


def failed_tries(
    course_keys: Iterable[uuid.UUID], learner_ids: Iterable[int]
) -> dict[tuple[int, uuid.UUID], dict[uuid.UUID, int]]:
    """Return how often each learner failed the assessments of these courses that they have not passed. One query."""
    tries = (
        Attempt.objects.filter(
            enrolment__course_key__in=list(course_keys),
            enrolment__learner_id__in=list(learner_ids),
            enrolment__ended=None,
            submitted_at__isnull=False,
            voided_at=None,
        )
        .values_list("enrolment__learner_id", "enrolment__course_key", "activity_key")
        .annotate(failed=Count("pk"), passes=Count("pk", filter=Q(passed=True)))
        .order_by()
    )
    found: dict[tuple[int, uuid.UUID], dict[uuid.UUID, int]] = {}
    for learner_id, course_key, activity_key, failed, passes in tries:
        if not passes:
            found.setdefault((learner_id, course_key), {})[activity_key] = failed
    return found


def sitting(user: "User | AnonymousUser", key: uuid.UUID) -> Sitting | None:
    """Return the assessment `key` for `user`; None where there is none that they may open."""
    page = catalog.activity_page(AssessmentPage, key)
    found = opening.opened(user, key, course_key=page.course_key, kind=page.kind) if page else None
    if page is None or found is None:
        return None
    tries = Attempt.objects.filter(enrolment=found.enrolment, activity_key=key).order_by("ordinal")
    return Sitting(
        page=page,
        outline=found.outline,
        enrolment=found.enrolment,
        path=found.path,
        step=found.step,
        pass_mark=found.activity["pass_mark"],
        attempts=tuple(tries) if found.enrolment else (),
    )


def gone_sitting(attempt: Attempt) -> Sitting:
    """Return the sitting of a try at an assessment that was taken down: as it was when it was last published."""
    enrolment, key = attempt.enrolment, attempt.activity_key
    held = catalog.last_outline_with(key, course_key=enrolment.course_key)
    outline = catalog.outline(enrolment.course_key) or held
    step = ways.path_of(held, None).find(key) if held else None
    if outline is None or step is None:
        raise LookupError(f"No outline ever held the assessment {key}")
    return Sitting(
        page=None,
        outline=outline,
        enrolment=enrolment,
        path=ways.path_of(outline, enrolment),
        step=step,
        pass_mark=attempt.pass_mark,
        attempts=tuple(Attempt.objects.filter(enrolment=enrolment, activity_key=key).order_by("ordinal")),
    )


def attempt_of(user: "User | AnonymousUser", uid: uuid.UUID) -> Attempt | None:
    """Return the attempt `uid` of `user`, while they may still learn its course; nobody else finds it."""
    if not user.is_authenticated:
        return None
    found = (
        Attempt.objects.filter(uid=uid, enrolment__learner_id=user.pk, enrolment__in=access.open_enrolments())
        .select_related("enrolment__outline", "enrolment__progress")
        .first()
    )
    if found:
        found.enrolment.learner = user
    return found


def asked(attempt: Attempt, number: int) -> asking.Asked | None:
    """Return question `number` (from 1) of an open attempt, without anything of its key."""
    if not 1 <= number <= len(attempt.questions):
        return None
    question = attempt.questions[number - 1]
    return asking.ask(question, attempt.answers.get(question["id"]))


def reviewed(attempt: Attempt, sitting: Sitting) -> list[asking.Asked]:
    """Return every question of a submitted attempt with what the answer was worth."""
    lessons = {step.key: step for step in sitting.path.steps}
    stage = asking.CLOSED if sitting.shows_keys else asking.MARKED
    return [
        asking.ask(
            question,
            attempt.answers.get(question["id"]),
            stage=stage,
            again=asking.again(question, lessons),
            listed=True,
        )
        for question in attempt.questions
    ]


def segments(attempt: Attempt, *, now: int = 0) -> list[list[float]]:
    """Return the measure of an attempt: a segment for each question, answered or the one at hand."""
    done = [question["id"] in attempt.answers for question in attempt.questions]
    return [[0.4 if number == now else float(one) for number, one in enumerate(done, 1)]]


def first_unanswered(attempt: Attempt) -> int:
    """Return the number of the first question without an answer, 0 when all have one."""
    numbers = (n for n, question in enumerate(attempt.questions, 1) if question["id"] not in attempt.answers)
    return next(numbers, 0)


def try_text(ordinal: int, tries: int) -> str:
    """Return which try it is: "First try of 3", "Second try"."""
    which = ORDINALS.get(ordinal, lambda: _("%(n)d.") % {"n": ordinal})()
    if tries:
        return _("%(which)s try of %(tries)d") % {"which": which, "tries": tries}
    return _("%(which)s try") % {"which": which}


def per_cent(scaled: float | None) -> str:
    """Return a score in whole per cent, never rounded up to what was not reached."""
    return _("%(n)d %%") % {"n": int((scaled or 0) * 100 + 1e-9)}
