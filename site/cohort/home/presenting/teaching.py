"""The panel of an author, on Home and on the editor's first page: my courses, drafts, questions, who is stuck."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.discussions import queries as discussions
from community.models import Topic, User
from courses import capabilities
from courses.catalog import teaching


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A page to edit; `note` says that it is a draft."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course in hand: `doors` lead to every page of it, `talk_url` to its questions where some wait."""

    key: str
    title: str
    url: str
    facts: str
    questions: str
    talk_url: str
    stuck: str
    doors: list[Door]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """The first of one's courses; `all_url` leads to the rest where there are more."""

    courses: list[Course]
    all_url: str = ""
    all_label: str = ""


def teaching_of(user: User) -> Teaching:
    """Return what `user` teaches; one query where that is nothing, else at most five."""
    found, number = teaching.taught_by(user, now=timezone.now())
    waiting = _waiting(each.key for each in found) if found and capabilities.is_on("community") else {}
    more = number > len(found)
    return Teaching(
        courses=[_course(each, waiting.get(f"course:{each.key}", 0)) for each in found],
        all_url=reverse("my_courses") if more else "",
        all_label=_("All %(n)d courses") % {"n": number} if more else "",
    )


def _waiting(keys: Iterable[object]) -> dict[str, int]:
    """Return how many questions nobody has answered well yet, by the course's place."""
    places = [f"course:{key}" for key in keys]
    open_still = discussions.standing_topics().filter(place__in=places, kind=Topic.Kind.QUESTION, accepted=None)
    return dict(open_still.order_by().values_list("place").annotate(n=Count("pk")))


def _course(taught: teaching.Taught, waiting: int) -> Course:
    drafts = ngettext("%(n)d draft", "%(n)d drafts", taught.drafts) % {"n": taught.drafts}
    questions = ngettext("%(n)d question waits", "%(n)d questions wait", waiting) % {"n": waiting}
    return Course(
        key=str(taught.key),
        title=taught.page.title,
        url=_edit(taught.page),
        facts=drafts if taught.drafts else _("All published"),
        questions=questions if waiting else "",
        talk_url=reverse("discussions:course", args=[taught.key]) if waiting else "",
        stuck=_stuck(taught.stuck),
        doors=[Door(title=page.title, url=_edit(page), note=_("Draft") if page.draft else "") for page in taught.pages],
    )


def _stuck(names: list[str]) -> str:
    """Say who began and stopped: "Ada Nwosu and 2 others have not learned here for two weeks"."""
    if not names:
        return ""
    others = len(names) - 1
    if not others:
        return _("%(name)s has not learned here for two weeks") % {"name": names[0]}
    words = ngettext(
        "%(name)s and %(n)d other have not learned here for two weeks",
        "%(name)s and %(n)d others have not learned here for two weeks",
        others,
    )
    return words % {"name": names[0], "n": others}


def _edit(page: teaching.Written) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.id])
