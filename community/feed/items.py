"""Rows of a feed made into a page of it: in order, by day, similar things folded. No queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community import cursors
from community.addresses import address
from community.cursors import Cursor
from community.faces import face
from community.models import Activity, User

from . import folding, mutings, policies, sentences
from .folding import Fold
from .presenting import Day, FeedPage, Folded, Item, Member
from .rows import Place, Row

Kind = Activity.Kind
# Of what one record made happen, the greater stands first.
_WEIGHT: dict[str, int] = {Kind.COURSE: 3, Kind.AWARD: 2, Kind.ASSESSMENT: 1}


def page(
    rows: Sequence[Row],
    *,
    size: int,
    viewer: User,
    places: Mapping[str, Place],
    inside: bool,
    counter: str,
    later: bool,
) -> FeedPage:
    """Return the first `size` of `rows` as a page; a row beyond them says that there is more.

    `inside` a group's own feed the place is not repeated under each item, nor is it left out of Home from there.
    `counter` is where a page that is not a `later` one asks how much is newer.
    """
    newest = _cursor(rows[0]) if rows else cursors.write(cursors.FIRST)
    shown, beyond = rows[:size], rows[size:]
    in_order = sorted(shown, key=lambda row: (row.at, _WEIGHT.get(row.kind, 0)), reverse=True)
    items = [_item(row, viewer=viewer, place=places[row.place], inside=inside) for row in in_order]
    days = [_day(day, lines) for day, lines in folding.days(items, zone=timezone.get_current_timezone())]
    return FeedPage(
        days=days,
        next=_cursor(shown[-1]) if beyond else "",
        more_label=_more(shown[-1].at, beyond[0].at) if beyond else "",
        newest=newest,
        newer_url="" if later else f"{counter}?after={newest}",
        live=_live(places, viewer, inside=inside),
    )


def _live(places: Iterable[str], viewer: User, *, inside: bool) -> str:
    """What connections finish rings at one's own place, for theirs are nobody else's to hear."""
    own = [] if inside else [f"person:{viewer.uid}"]
    return " ".join([*(place for place in places if place.startswith("group:")), *own])


def _cursor(row: Row) -> str:
    return cursors.write(Cursor(row.at, row.uid))


def _item(row: Row, *, viewer: User, place: Place, inside: bool) -> Item:
    own = row.actor_id == viewer.pk
    name = sentences.first_name(row.actor_name)
    mute_url, mute_label = "", ""
    if not inside:
        mute_url, mute_label = mutings.offer(place.place, group=place.name, person=row.actor_name, muted=place.muted)
    return Item(
        key=str(row.uid),
        kind=row.kind,
        at=row.at,
        person=face(row.actor_uid, row.actor_name, row.actor_picture),
        place="" if inside else place.name,
        place_url="" if inside else place.url,
        kudos=row.kudos,
        kudos_given=row.kudos_given,
        kudos_url="" if own else address("discussions:kudos", row.uid),
        why=policies.why(place=place.name, name=name, own=own, talk=row.kind == Kind.TOPIC),
        mute_url=mute_url,
        mute_label=mute_label,
        own=own,
        **sentences.words(row, own=own),
    )


def _day(day: date, lines: Iterable[Item | Fold[Item]]) -> Day:
    today = timezone.localdate()
    entries = [_folded(line) if isinstance(line, Fold) else line for line in lines]
    if day == today:
        return Day(_("Today"), date_format(day, "l j F"), entries)
    if day == today - timedelta(days=1):
        return Day(_("Yesterday"), "", entries)
    return Day(date_format(day, "l"), date_format(day, "j F" if day.year == today.year else "j F Y"), entries)


def _folded(fold: Fold[Item]) -> Folded:
    first = fold.things[0]
    people = list({item.person.uid: item.person for item in fold.things}.values())
    by_course = fold.by == folding.COURSE
    return Folded(
        key=first.key,
        people=sentences.names(people, own={item.person.uid for item in fold.things if item.own}),
        sentence=sentences.in_one_course() if by_course else sentences.of_several(first.kind),
        object=first.course if by_course else first.object,
        object_url=first.course_address if by_course else first.object_url,
        faces=people[:2],
        members=[Member(item.person, item.object if by_course else item.note, item.at) for item in fold.things],
        why=first.why,
        mute_url=first.mute_url,
        mute_label=first.mute_label,
    )


def _more(last: datetime, following: datetime) -> str:
    """Name the day the next page begins with, where it is another."""
    before, day = timezone.localtime(last).date(), timezone.localtime(following).date()
    if day == before:
        return ""
    near = (timezone.localdate() - day).days < 7
    return _("Show %(day)s") % {"day": date_format(day, "l" if near else "j F")}
