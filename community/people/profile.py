"""A profile as one viewer may see it: accomplishments only through a place that both read."""

from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.connections import queries as connections
from community.feed import policies as feed
from community.groups import queries as groups
from community.models import Activity, Connection, Membership, User
from courses import capabilities
from courses.learning.addresses import course_url

from .faces import face_of

MOST_BADGES = 12
MOST_ACTIVITIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the page shows; every list is for a component. `connection` is None where nothing stands between the two."""

    owner: User
    own: bool
    head: dict[str, Any]
    badges: list[dict[str, Any]]
    courses: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    connection: Connection | None
    asked_me: bool


def profile(owner: User, viewer: User) -> Profile:
    """Return the profile of `owner` as `viewer`, who may open it, sees it. At most seven queries."""
    own = owner.pk == viewer.pk
    visible = _visible(owner, viewer)
    common = list(groups.groups_of(owner).order_by("group__name") if own else groups.groups_in_common(viewer, owner))
    connection = None if own else connections.between(viewer, owner)
    return Profile(
        owner=owner,
        own=own,
        head=_head(owner, len(common), own=own),
        badges=[_badge(each) for each in visible if each.kind == Activity.Kind.AWARD][:MOST_BADGES],
        courses=[_course(each) for each in visible if each.kind == Activity.Kind.COURSE],
        groups=[_group(each, owner, own=own) for each in common],
        connection=connection,
        asked_me=bool(connection and connection.asked_id == viewer.pk and not connection.accepted_at),
    )


def _visible(owner: User, viewer: User) -> list[Activity]:
    kinds = [Activity.Kind.COURSE]
    if capabilities.is_on("achievements"):
        kinds.append(Activity.Kind.AWARD)
    earned: QuerySet[Activity] = Activity.objects.filter(actor=owner, kind__in=kinds).order_by("-at", "-uid")
    found = list(earned[:MOST_ACTIVITIES])
    shown = feed.visible_among(viewer, [each.uid for each in found]) if found else set()
    return [each for each in found if each.uid in shown]


def _head(owner: User, common: int, *, own: bool) -> dict[str, Any]:
    joined = timezone.localtime(owner.date_joined)
    month = date_format(joined, "F" if joined.year == timezone.localtime().year else "F Y")
    meta = [_("Here since %(month)s") % {"month": month}]
    if common and not own:
        meta.append(ngettext("You share one group", "You share %(n)s groups", common) % {"n": apnumber(common)})
    return {"title": owner.display_name, "text": owner.headline, "meta": meta, "person": face_of(owner)}


def _badge(activity: Activity) -> dict[str, Any]:
    subject = activity.subject
    course = subject.get("badge") == "course"
    return {
        "kind": "course" if course else "lesson",
        "marks": [[1] * max(1, subject.get("activities") or 1)],
        "key": subject.get("course_cover") or subject.get("course_key", ""),
        "title": subject.get("title") or subject.get("course_title", ""),
        "note": f"{_('Course') if course else _('Lesson')} · {_day(activity)}",
    }


def _course(activity: Activity) -> dict[str, Any]:
    subject = activity.subject
    count = subject.get("activities") or 0
    words = ngettext("%(n)d activity", "%(n)d activities", count) % {"n": count}
    return {
        "title": subject["course_title"],
        "url": course_url(str(subject["course_key"]), subject.get("course_slug", "")),
        "note": f"{_day(activity)} · {words}",
        "cover": subject.get("course_cover") or subject["course_key"],
        "studied": True,
    }


def _group(membership: Membership, owner: User, *, own: bool) -> dict[str, Any]:
    named = membership.sharing == Membership.Sharing.NAMED
    if own:
        note = _("You share by name") if named else _("You are private")
    else:
        words = _("%(name)s shares by name") if named else _("%(name)s posts here")
        note = words % {"name": owner.get_short_name()}
    return {
        "title": membership.group.name,
        "url": reverse("feed:group", args=[membership.group.uid]),
        "note": note,
        "group": membership.group.uid,
    }


def _day(activity: Activity) -> str:
    at = timezone.localtime(activity.at)
    return date_format(at, "j F" if at.year == timezone.localtime().year else "j F Y")
