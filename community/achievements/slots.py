"""What the community says when somebody has finished their first lesson: the badge, and who sees it."""

from typing import Any

from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from community.groups import policies
from community.groups import queries as groups
from community.models import Membership, User
from community.requests import PersonRequest
from courses import slots
from courses.pagination import Folded

NAMED = 3  # places told by name


def register() -> None:
    """Fill the place for words after the first lesson."""
    slots.register("first.finished", earned, capability="achievements", budget=0, order=1)
    slots.register("first.finished", seen, capability="community", budget=1, order=2)


def earned(request: HttpRequest, **context: Any) -> str:
    """Return that this earned the first badge."""
    return _("Your first badge: A first lesson.")


def seen(request: PersonRequest, **context: Any) -> str:
    """Return who sees what was finished: where it is shared by name, and whose managers see progress. One query."""
    mine = list(groups.groups_of(request.user).order_by(Folded("group__name"), "pk"))
    named = [each.group.name for each in mine if each.sharing == Membership.Sharing.NAMED]
    managed = [each.group.name for each in mine if policies.agreed_to_management(each) and each.group.name not in named]
    who = [_list(named)] if named else []
    if request.user.sharing == User.Sharing.NAMED:
        who.append(_("your connections"))
    if managed:
        who.append(_("the managers of %(groups)s") % {"groups": _list(managed)})
    if not who:
        return _("Only you see it.")
    return _("You and %(who)s see it.") % {"who": get_text_list(who, _("and"))}


def _list(names: list[str]) -> str:
    more = len(names) - NAMED
    shown = names[:NAMED] + ([_("%(n)d more groups") % {"n": more}] if more > 0 else [])
    return get_text_list(shown, _("and"))
