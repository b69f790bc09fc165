"""How a course is shown to one person: what it holds, what they did, what is left, and the one thing to do next."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from courses.access import policies as access_policies
from courses.access import queries as access
from courses.learning import addresses
from courses.learning import queries as learning

from . import files, outlines, policies, queries
from .models import Outline
from .pages import CoursePage

if TYPE_CHECKING:
    from courses.learning.path import Path, Step
    from courses.models import Enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """An activity of the outline, as `components/outline.html` shows it; without `url` it cannot be opened."""

    title: str
    url: str
    kind: str
    note: str
    minutes: int
    state: str
    part: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRow:
    """A module of the outline."""

    number: int
    title: str
    done_text: str
    activities: list[ActivityRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A part of what finishes the course: the evidence there is (`had`) or lacks, in words."""

    had: bool
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The one thing to do: a link, or a POST where `post`; `kind` says why."""

    kind: str
    label: str = ""
    url: str = ""
    post: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """A course as one person sees it."""

    key: uuid.UUID
    slug: str
    title: str
    outcome: str
    description: str
    cover: str
    image: str
    facts: list[str]
    way: Way
    modules: list[ModuleRow]
    rules: list[Rule]
    segments: list[list[float]]
    done_text: str
    side_text: str
    enrolled: bool
    finished: bool


KINDS = {"lesson": lambda: _("Lesson"), "assessment": lambda: _("Assessment")}


def course(user: Any, key: uuid.UUID) -> CourseView | None:
    """Return the course `key` as `user` sees it; None while it is not published."""
    enrolment = access.enrolment(user, key)
    outline = learning.current_outline(enrolment) if enrolment else queries.outline(key)
    pages = queries.course_pages(key) if outline else []
    if not outline or not pages:
        return None
    path = learning.path_of(outline, enrolment)
    opens_all = enrolment is not None or policies.teaches(user, key)
    return _view(user, outline, pages, enrolment=enrolment, path=path, opens_all=opens_all)


def draft(page: CoursePage, data: dict[str, Any]) -> CourseView:
    """Return the course as its author previews it: everything in it, nobody's progress."""
    outline = Outline(course_key=page.translation_key, number=0, data=data)
    path = learning.path_of(outline, None)
    return _view(None, outline, [page], enrolment=None, path=path, opens_all=True)


def _view(
    user: Any,
    outline: Outline,
    pages: list[CoursePage],
    *,
    enrolment: "Enrolment | None",
    path: "Path",
    opens_all: bool,
) -> CourseView:
    page, data = queries.in_language(pages), outline.data
    standing = getattr(enrolment, "progress", None)
    finished = standing.completed_at if standing else None
    return CourseView(
        key=outline.course_key,
        slug=page.slug,
        title=page.title,
        outcome=page.outcome,
        description=page.description,
        cover=data["cover"],
        image=files.url(data["image"], "cover") if data["image"] else "",
        facts=_facts(data, pages),
        way=_way(user, outline, page, enrolment=enrolment, path=path, finished=finished),
        modules=module_rows(path, opens_all=opens_all, enrolled=enrolment is not None),
        rules=_rules(path, data, standing.state["done"] if standing else {}),
        segments=path.segments,
        done_text=learning.done_text(path.done, path.required),
        side_text=_side_text(enrolment, finished),
        enrolled=enrolment is not None,
        finished=finished is not None,
    )


def module_rows(path: "Path", *, opens_all: bool, enrolled: bool) -> list[ModuleRow]:
    """Return the outline as the thread of a course shows it; a page of the course shows it too."""
    return [
        ModuleRow(
            number=stretch.number,
            title=stretch.title,
            done_text=_("%(done)d of %(total)d") % {"done": stretch.done, "total": stretch.total} if enrolled else "",
            activities=[_activity(step, opens_all=opens_all, enrolled=enrolled) for step in stretch.steps],
        )
        for stretch in path.stretches
    ]


def length(minutes: int) -> str:
    """Return how long something takes, as people say it: "50 min", "about 4 h"."""
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    halves = round(minutes / 30)
    return _("about %(h)d h 30") % {"h": halves // 2} if halves % 2 else _("about %(h)d h") % {"h": halves // 2}


def activities_text(count: int) -> str:
    """Return "14 activities"."""
    return ngettext("%(n)d activity", "%(n)d activities", count) % {"n": count}


def _facts(data: dict[str, Any], pages: list[CoursePage]) -> list[str]:
    name = getattr(pages[0], "teacher", "")
    teacher = _("With %(name)s") % {"name": name} if name else ""
    spoken = ", ".join(capfirst(get_language_info(page.locale.language_code)["name_local"]) for page in pages)
    facts = [teacher, activities_text(len(outlines.activities(data))), length(data["minutes"]), spoken]
    return [fact for fact in facts if fact]


def _way(
    user: Any, outline: Outline, page: CoursePage, *, enrolment: "Enrolment | None", path: "Path", finished: Any
) -> Way:
    if enrolment is not None:
        return _onward(path, finished)
    if user is None:
        return Way(kind="draft", note=_("Learners find their first step here."))
    if not user.is_authenticated:
        sign_in = f"{reverse('account_login')}?next={page.flat_path()}"
        return Way(kind="sign_in", label=_("Sign in to start"), url=sign_in, note=_length_of_first(path))
    if access_policies.may_enrol(user, outline.data):
        enrol = reverse("learning:enrol", args=[outline.course_key])
        return Way(kind="start", label=_("Start this course"), url=enrol, post=True, note=_length_of_first(path))
    return Way(kind="closed", note=_("This course is given to groups. Who leads yours can assign it."))


def _onward(path: "Path", finished: Any) -> Way:
    step = path.next
    if step is None or (finished and not step.required):
        steps = path.steps
        first = steps[0] if steps else None
        return Way(kind="finished", label=_("Read it again"), url=_address(first)) if first else Way(kind="finished")
    lesson = step.kind == "lesson"
    if not path.done and not step.part:
        label = _("Start with lesson %(n)d") if lesson else _("Start with the assessment")
    else:
        label = _("Continue with lesson %(n)d") if lesson else _("Continue with the assessment")
    note = _("%(n)d min") % {"n": step.minutes}
    return Way(kind="continue", label=label % {"n": step.ordinal}, url=_address(step), note=note)


def _length_of_first(path: "Path") -> str:
    first = path.next
    return _("The first step takes %(n)d min") % {"n": first.minutes} if first else ""


def _activity(step: "Step", *, opens_all: bool, enrolled: bool) -> ActivityRow:
    return ActivityRow(
        title=step.title,
        url=_address(step) if opens_all or step.preview else "",
        kind=KINDS[step.kind](),
        note=_note(step, enrolled=enrolled),
        minutes=step.minutes,
        state=step.state if enrolled else "rest",
        part=step.part,
    )


def _note(step: "Step", *, enrolled: bool) -> str:
    if enrolled and step.new:
        return _("new, optional")
    if not step.required:
        return _("optional")
    if not enrolled:
        return _("free preview") if step.preview else ""
    if step.state == "now" and (read := round(step.part * step.minutes)):
        return _("%(n)d min in") % {"n": read}
    return ""


def _rules(path: "Path", data: dict[str, Any], done: dict[str, Any]) -> list[Rule]:
    """Return what finishes the course, what is there first."""
    marks = {activity["key"]: activity["pass_mark"] for activity in outlines.activities(data)}
    needed = [step for step in path.steps if step.required]
    lessons = [step for step in needed if step.kind == "lesson"]
    checks = [step for step in needed if step.kind == "assessment"]
    read, passed = [s for s in lessons if s.state == "done"], [s for s in checks if s.state == "done"]
    rules = []
    if read:
        text = ngettext("%(n)s lesson read", "%(n)s lessons read", len(read))
        rules.append(Rule(had=True, text=_counted(text, len(read)), note=_last(read, done)))
    if passed:
        text = ngettext("%(n)s assessment passed", "%(n)s assessments passed", len(passed))
        rules.append(Rule(had=True, text=_counted(text, len(passed)), note=_last(passed, done)))
    if left := len(lessons) - len(read):
        text = ngettext("%(n)s lesson to read", "%(n)s lessons to read", left)
        if read:
            text = ngettext("%(n)s lesson still to read", "%(n)s lessons still to read", left)
        rules.append(Rule(had=False, text=_counted(text, left)))
    return rules + _passes([step for step in checks if step.state != "done"], marks)


def _passes(checks: Iterable["Step"], marks: dict[str, float]) -> list[Rule]:
    rules = []
    for (mark, tries), count in sorted(Counter((marks[step.key], step.tries) for step in checks).items()):
        text = ngettext("%(n)s assessment at %(mark)d %% or more", "%(n)s assessments at %(mark)d %% or more", count)
        note = ngettext("%(n)s try; the best counts.", "%(n)s tries each; the best counts.", tries)
        rules.append(
            Rule(
                had=False,
                text=_counted(text, count, mark=round(mark * 100)),
                note=_counted(note, tries) if tries else _("As many tries as you like; the best counts."),
            )
        )
    return rules


def _counted(text: str, count: int, **more: int) -> str:
    return capfirst(text % {"n": apnumber(count), **more})


def _last(steps: Iterable["Step"], done: dict[str, Any]) -> str:
    times = [at for step in steps if step.key in done and (at := parse_datetime(done[step.key]["at"]))]
    return _("Last on %(day)s") % {"day": _day(max(times))} if times else ""


def _side_text(enrolment: "Enrolment | None", finished: datetime | None) -> str:
    if enrolment is None:
        return ""
    if finished:
        return _("Finished %(day)s") % {"day": _day(finished)}
    due = getattr(enrolment, "due", None)
    return _("Due %(day)s") % {"day": _day(due)} if due else _("Started %(day)s") % {"day": _day(enrolment.began)}


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F")


def _address(step: "Step") -> str:
    return addresses.activity_url(step.kind, step.key, step.slug)
