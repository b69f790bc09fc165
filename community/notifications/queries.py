"""Reading notices: each looked up again through its subject's policy before it says anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community import cursors
from community.cursors import Cursor
from community.faces import Face, face
from community.models import MutedThread, Notification, NotificationPreference, User
from community.times import ago, on_its_day
from courses import capabilities
from courses.prepared import Prepared

from .kinds import KINDS, Kind
from .presenting import Actors, Heard, Told
from .readers import tell

PAGE = 20
TRAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeCard:
    """What `components/notification.html` shows; without `url` it is no longer available, or leads nowhere."""

    uid: UUID
    text: SafeString | str
    url: str
    person: Face | None
    icon: str
    meta: str
    at: datetime
    unread: bool
    act_url: str = ""
    act_label: str = ""
    act_name: str = ""
    act_value: str = ""
    door_url: str = ""
    door_label: str = ""
    items: Sequence[Mapping[str, str]] = ()
    hue: int = 5

    @property
    def key(self) -> str:
        return str(self.uid)


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """The notices of a day, in the reader's zone."""

    name: str
    date: str
    notices: list[NoticeCard]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices by day; `after` is the cursor of the next page, "" on the last."""

    days: list[NoticeDay]
    after: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of notice, and what a person wants of it."""

    kind: Kind
    on_site: bool
    by_mail: bool


def unread_count(user: User) -> int:
    """Return how many threads `user` has not read."""
    counted = _unread(recipient=user.pk)
    return counted[0][0] if counted else 0


def page(user: User, *, before: str = "") -> NoticePage:
    """Return a page of the notices of `user`, the latest first."""
    rows = _rows(user)
    if cursor := cursors.read(before):
        rows = rows.filter(Q(timestamp__lt=cursor.at) | Q(timestamp=cursor.at, uid__lt=cursor.key))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    after = cursors.write(Cursor(shown[-1].timestamp, shown[-1].uid)) if len(found) > PAGE else ""
    return NoticePage(_days(cards(user, shown, by_day=True)), after)


def tray(user: User) -> list[NoticeCard]:
    """Return the latest few notices of `user`."""
    return cards(user, _rows(user)[:TRAY])


def notice(user: User, uid: UUID) -> Notification | None:
    """Return a notice of `user`."""
    return Notification.objects.filter(recipient=user, uid=uid).select_related("recipient").first()


def choices(user: User) -> list[Choice]:
    """Return what `user` wants to hear, for each kind whose capability is on."""
    chosen = {row.kind: row for row in NotificationPreference.objects.filter(user=user)}
    return [
        Choice(
            kind,
            on_site=chosen[kind.verb].on_site if kind.verb in chosen else kind.on_site,
            by_mail=chosen[kind.verb].by_mail if kind.verb in chosen else kind.by_mail,
        )
        for kind in KINDS.values()
        if capabilities.is_on(kind.capability)
    ]


def muted_count(user: User) -> int:
    """Return how many conversations `user` has muted."""
    return MutedThread.objects.filter(user=user).count()


def cards(user: User, rows: Iterable[Notification], *, by_day: bool = False) -> list[NoticeCard]:
    """Return `rows` of `user` as cards: one query for the people, and a few for each kind among them.

    `by_day` says that they stand under the heads of their days.
    """
    rows = list(rows)
    people = _people(rows)
    told = telling(user, rows, people)
    return [_card(row, told.get(row.pk), people, by_day=by_day) for row in rows]


def telling(user: User, rows: Iterable[Notification], people: Mapping[int, Face] | None = None) -> dict[int, Told]:
    """Return what may be said of `rows` to `user` now, by their ids; `people` are those who are named."""
    return tell(user, [heard(row, people) for row in rows])


def heard(row: Notification, people: Mapping[int, Face] | None = None) -> Heard:
    """Return `row` as its kind's reader takes it; `people` are those who are named."""
    ids, known = _actor_ids(row), people or {}
    names = [known[pk].name for pk in ids if pk in known]
    return Heard(row.pk, row.verb, row.data or {}, Actors(names, len(ids)), row.timestamp)


def _unread_of(recipient: int) -> QuerySet[Notification]:
    mine = Notification.objects.filter(recipient=recipient, unread=True)
    return mine.order_by().values("recipient").values_list(Count("pk"))


_unread = Prepared(_unread_of, recipient=int)


def _rows(user: User) -> QuerySet[Notification]:
    rows = Notification.objects.filter(recipient=user, verb__in=KINDS, count__gt=0)
    return rows.order_by("-timestamp", "-uid").only(
        "uid", "verb", "data", "timestamp", "unread", "count", "actor_object_id", "thread"
    )


def _people(rows: list[Notification]) -> dict[int, Face]:
    """Return the latest actor of each row; the others are only counted."""
    latest = {int(row.actor_object_id) for row in rows}
    columns = User.objects.filter(pk__in=latest, erased_at=None).values_list("pk", "uid", "display_name", "picture")
    return {pk: face(uid, name, picture) for pk, uid, name, picture in columns}


def _actor_ids(row: Notification) -> list[int]:
    return (row.data or {}).get("actors") or [int(row.actor_object_id)]


def _card(row: Notification, told: Told | None, people: dict[int, Face], *, by_day: bool) -> NoticeCard:
    kind = KINDS[row.verb]
    since = on_its_day(row.timestamp) if by_day else ago(row.timestamp)
    if told is None:
        text = _("This is no longer available")
        return NoticeCard(
            uid=row.uid, text=text, url="", person=None, icon="bell", meta=since, at=row.timestamp, unread=row.unread
        )
    person = people.get(int(row.actor_object_id)) if kind.shows_face else None
    return NoticeCard(
        uid=row.uid,
        text=told.text,
        url=told.url,
        person=person,
        icon=kind.icon,
        meta=f"{since} · {told.note}" if told.note else since,
        at=row.timestamp,
        unread=row.unread,
        act_url=told.act_url,
        act_label=told.act_label,
        act_name=told.act_name,
        act_value=told.act_value,
        door_url=told.door_url,
        door_label=told.door_label,
        items=[
            {
                "label": _("Mute this conversation") if kind.conversation else _("Mute notices of this kind"),
                "icon": "mute",
                "action_url": reverse("notifications:muting", args=[row.uid]),
            }
        ],
    )


def _days(notices: list[NoticeCard]) -> list[NoticeDay]:
    days: dict[date, list[NoticeCard]] = {}
    for each in notices:
        days.setdefault(timezone.localtime(each.at).date(), []).append(each)
    return [_day(day, its) for day, its in days.items()]


def _day(day: date, notices: list[NoticeCard]) -> NoticeDay:
    back = (timezone.localdate() - day).days
    if back == 0:
        return NoticeDay(_("Today"), date_format(day, "l j F"), notices)
    if back == 1:
        return NoticeDay(_("Yesterday"), "", notices)
    return NoticeDay(date_format(day, "l"), date_format(day, "j F" if back < 300 else "j F Y"), notices)
