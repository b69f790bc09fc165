"""What whoever is outside reads about a group before they join."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Group, Topic, User
from community.times import day
from courses.catalog import queries as catalog
from courses.outline import outlines

from .. import policies, queries
from . import learned

TOPICS = 2  # shown to whoever is outside a public group


def inside(group: Group, viewer: User) -> dict[str, Any]:
    """Return what whoever is outside is shown of a public group: what it learns until when, its last two topics.

    Of any other group nothing. Two queries.
    """
    if group.visibility != Group.Visibility.PUBLIC:
        return {"courses": [], "topics": []}
    talk = Topic.objects.standing().filter(place=group.place).exclude(kind=Topic.Kind.POST)
    recent = talk.order_by("-last_at", "-pk")[:TOPICS]
    rows = [{"title": each.title, "note": day(each.last_at)} for each in recent]
    return {"courses": learned.courses(group, viewer), "topics": rows}


def kept_out(group: Group, viewer: User) -> str:
    """Say when a viewer whom a manager took out may come back, and how before then; "" to anybody else."""
    until = policies.kept_out_until(viewer, group)
    if until is None:
        return ""
    if group.visibility == Group.Visibility.PRIVATE:
        text = _("You can ask to join again from %(day)s. A manager can invite you before then.")
    else:
        text = _("You can join again from %(day)s. A manager can invite you before then.")
    return text % {"day": day(until)}


def what_joining_asks(group: Group, *, decided: bool) -> list[str]:
    """Say what one is asked, and what holds, before one joins; managers may decide who does."""
    words = [_("What of your learning the others see: nothing, unless you choose otherwise.")]
    if decided and group.visibility == Group.Visibility.PRIVATE:
        words.append(_("A note to the managers, if you like. They decide who comes in."))
    if group.managed_since:
        words.append(_("Its managers see how far each member is, whatever you choose."))
    return words


def example(group: Group) -> tuple[str, int]:
    """Return the title of the first lesson the group learns and how many its course asks; "" and 0 without one."""
    assigned = queries.assignments(group).first()
    outline = catalog.outline(assigned.course_key) if assigned else None
    if outline is None:
        return "", 0
    first = next(iter(outlines.activities(outline.data)), None)
    return first["title"] if first else "", len(outlines.required(outline.data))


def courses_in_words(group: Group) -> list[str]:
    """Return how many courses the group learns, in words; nothing where there are none."""
    count = queries.assignments(group).count()
    return [ngettext("%(n)d course", "%(n)d courses", count) % {"n": count}] if count else []
