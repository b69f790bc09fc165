"""The sharing choice in plain words: what each answer means before one gives it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Group, Membership, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Everything a page that asks the question shows; `options` and `preview` are for the components."""

    options: list[dict[str, Any]]
    preview: dict[str, Any]
    managed: str


def choice(group: Group, user: User, *, chosen: str, managers: list[User], lesson: str = "", asked: int = 0) -> Choice:
    """Return the question "who may see what you learn here?" for `user`, with `chosen` selected.

    The example is `lesson`, one of the `asked` activities that finish its course.
    """
    managed = bool(group.managed_since)
    return Choice(
        options=[_by_name(user, chosen), _private(chosen)],
        preview={
            "object": lesson or _("a lesson"),
            "place": group.name,
            "nothing": _("Nothing. Your lessons do not appear anywhere in the group."),
            "manager_text": _manager_sees(managers, user, asked) if managed and asked else "",
        },
        managed=_managed(managers) if managed else "",
    )


def _by_name(user: User, chosen: str) -> dict[str, Any]:
    lines = [
        _("The group sees the lessons, courses and badges you earn from today on."),
        _("You stand on the leaderboard as %(name)s.") % {"name": user.display_name},
        _("Others can give you kudos."),
    ]
    return {
        "value": Membership.Sharing.NAMED.value,
        "title": _("By name"),
        "checked": chosen == Membership.Sharing.NAMED,
        "lines": [{"kind": "yes", "text": line} for line in lines],
    }


def _private(chosen: str) -> dict[str, Any]:
    return {
        "value": Membership.Sharing.PRIVATE.value,
        "title": _("Private"),
        "checked": chosen == Membership.Sharing.PRIVATE,
        "lines": [
            {"kind": "yes", "text": _("Only you see what you learn, with your own points.")},
            {"kind": "no", "text": _("No feed, no rank, and you are not in the group’s totals.")},
        ],
    }


def _managed(managers: list[User]) -> str:
    names = _listed([manager.display_name for manager in managers])
    return ngettext(
        "Whatever you choose, %(names)s sees which assigned lessons you finished and your scores, so that help can"
        " come early. Managers never see your answers.",
        "Whatever you choose, %(names)s see which assigned lessons you finished and your scores, so that help can"
        " come early. Managers never see your answers.",
        len(managers),
    ) % {"names": names}


def _manager_sees(managers: list[User], user: User, asked: int) -> str:
    first = managers[0].get_short_name() if managers else _("whoever leads it")
    return _("And %(manager)s, as the manager: “%(name)s, 1 of %(n)d”.") % {
        "manager": first,
        "name": user.get_short_name(),
        "n": asked,
    }


def _listed(names: list[str]) -> str:
    if not names:
        return _("whoever leads it")
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
