"""How a course is shown to one person: what it holds, what they did, what is left, and the one thing to do next."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from courses import addresses, capabilities
from courses.access import policies as access_policies
from courses.access import queries as access
from courses.kinds import KINDS
from courses.outline import outlines

from .. import files, policies, queries, ways
from ..models import Outline
from ..pages import CoursePage
from ..queries import CourseText
from . import finishing

if TYPE_CHECKING:
    from courses.models import Enrolment
    from courses.outline.path import Path, Step


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
    rules: list[finishing.Rule]
    segments: list[list[float]]
    done_text: str
    side_text: str
    enrolled: bool
    finished: bool
    edit_url: str


def course(user: policies.Person, key: uuid.UUID) -> CourseView | None:
    """Return the course `key` as `user` sees it; None while it is not published."""
    enrolment = access.enrolment(user, key)
    outline = ways.current_outline(enrolment) if enrolment else queries.outline(key)
    texts = queries.course_texts(key) if outline else []
    if not outline or not texts:
        return None
    path = ways.path_of(outline, enrolment)
    edits = policies.edits(user, key, enrolment=enrolment)
    opens_all = enrolment is not None or edits
    return _view(user, outline, texts, enrolment=enrolment, path=path, opens_all=opens_all, edits=edits)


def draft(page: CoursePage, data: dict[str, Any]) -> CourseView:
    """Return the course as its author previews it: everything in it, nobody's progress."""
    outline = Outline(course_key=page.translation_key, number=0, data=data)
    path = ways.path_of(outline, None)
    language = page.locale.language_code
    text = CourseText(page.title, page.slug, page.outcome, page.description, language, page.pk, str(page.owner or ""))
    return _view(None, outline, [text], enrolment=None, path=path, opens_all=True)


def _view(
    user: policies.Person | None,
    outline: Outline,
    texts: list[CourseText],
    *,
    enrolment: "Enrolment | None",
    path: "Path",
    opens_all: bool,
    edits: bool = False,
) -> CourseView:
    text, data = queries.text_in_language(texts) or texts[0], outline.data
    standing = getattr(enrolment, "progress", None)
    finished = standing.completed_at if standing else None
    return CourseView(
        key=outline.course_key,
        slug=text.slug,
        title=text.title,
        outcome=text.outcome,
        description=text.description,
        cover=data["cover"],
        image=files.url(data["image"], "cover") if data["image"] else "",
        facts=_facts(data, texts),
        way=_way(user, outline, enrolment=enrolment, path=path, finished=finished),
        modules=module_rows(path, opens_all=opens_all, enrolled=enrolment is not None),
        rules=finishing.rules(path, data, standing.state["done"] if standing else {}),
        segments=path.segments,
        done_text=ways.done_text(path.done, path.required),
        side_text=_side_text(enrolment, finished),
        enrolled=enrolment is not None,
        finished=finished is not None,
        edit_url=reverse("wagtailadmin_pages:edit", args=[text.page_id]) if edits else "",
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
    text = _("about %(h)d\u00a0h\u00a030") if halves % 2 else _("about %(h)d\u00a0h")
    return text % {"h": halves // 2}


def activities_text(count: int) -> str:
    """Return "14 activities"."""
    return ngettext("%(n)d activity", "%(n)d activities", count) % {"n": count}


def _facts(data: dict[str, Any], texts: list[CourseText]) -> list[str]:
    name = texts[0].teacher
    teacher = _("With %(name)s") % {"name": name} if name else ""
    spoken = ", ".join(_language(text.language) for text in texts)
    facts = [teacher, activities_text(len(outlines.activities(data))), length(data["minutes"]), spoken]
    return [fact for fact in facts if fact]


def _language(code: str) -> str:
    """Return what a language calls itself: "English", "Español"."""
    return capfirst(get_language_info(code.split("-")[0])["name_local"])


def _way(
    user: policies.Person | None,
    outline: Outline,
    *,
    enrolment: "Enrolment | None",
    path: "Path",
    finished: datetime | None,
) -> Way:
    if enrolment is not None:
        return _onward(path, finished)
    if user is None:
        return Way(kind="draft", note=_("Learners find their first step here."))
    if not user.is_authenticated:
        here = addresses.course_url(str(outline.course_key), outline.data["slug"])
        if free := next((step for step in path.steps if step.preview and step.kind == "lesson"), None):
            words = {"n": free.ordinal, "length": length(free.minutes)}
            label = _("Try lesson %(n)d, %(length)s") % words
            return Way(kind="try", label=label, url=addresses.step_url(free), note=_("Free, without an account."))
        sign_in = f"{reverse('account_login')}?next={here}"
        return Way(kind="sign_in", label=_("Sign in to start"), url=sign_in, note=_length_of_first(path))
    if access_policies.may_enrol(user, outline.data):
        enrol = reverse("learning:enrol", args=[outline.course_key])
        return Way(kind="start", label=_("Start this course"), url=enrol, post=True, note=_length_of_first(path))
    if capabilities.is_on("community"):
        return Way(kind="closed", note=_("This course is given to groups. Who leads yours can assign it."))
    return Way(kind="closed", note=_("This course is closed. Ask whoever runs this place to let you in."))


def _onward(path: "Path", finished: datetime | None) -> Way:
    step = path.next
    if step is None or (finished and not step.required):
        steps = path.steps
        first = steps[0] if steps else None
        return (
            Way(kind="finished", label=_("Read it again"), url=addresses.step_url(first))
            if first
            else Way(kind="finished")
        )
    kind = KINDS[step.kind]
    label = (kind.go_on if path.done or step.part else kind.begin) % {"n": step.ordinal}
    note = _("%(n)d min") % {"n": step.minutes}
    return Way(kind="continue", label=label, url=addresses.place_url(step), note=note)


def _length_of_first(path: "Path") -> str:
    first = path.next
    return _("The first step takes %(n)d min") % {"n": first.minutes} if first else ""


def _activity(step: "Step", *, opens_all: bool, enrolled: bool) -> ActivityRow:
    return ActivityRow(
        title=step.title,
        url=addresses.step_url(step) if opens_all or step.preview else "",
        kind=str(KINDS[step.kind].label),
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


def _side_text(enrolment: "Enrolment | None", finished: datetime | None) -> str:
    if enrolment is None:
        return ""
    if finished:
        return _("Finished %(day)s") % {"day": _day(finished)}
    if due := access.due_of(enrolment):
        return _("Due %(day)s") % {"day": date_format(due.date(), "j F")}
    return _("Started %(day)s") % {"day": _day(enrolment.began)}


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F")
