"""The doors that courses offer in the palette: the lesson to go on with, the courses, and the editor for authors."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from search.asking import Query
from search.sources import PaletteAction, register_palette_action

from . import capabilities
from .catalog import policies
from .learning.desk import desk

if TYPE_CHECKING:
    from community.models import User


def register() -> None:
    """Let the palette offer them."""
    register_palette_action(doors)


def doors(user: "User", query: Query) -> Iterator[PaletteAction]:
    """Yield what `query` may mean."""
    group = _("Go to")
    if query.asks_for(_("Continue learning")) and (card := desk(user, until=timezone.now()).going_on):
        title = _("Continue: %(title)s") % {"title": card.title}
        yield PaletteAction(under=group, title=title, url=card.url, note=card.course, cover=card.key, first=True)
    if query.asks_for(_("Courses, every course")):
        yield PaletteAction(under=group, title=_("Courses"), url=reverse("catalog:list"), icon="book")
    if capabilities.is_on("outside") and query.asks_for(
        _("Log learning, what I learned elsewhere or outside, workshop, book, shift")
    ):
        yield PaletteAction(under=group, title=_("Log what you learned"), url=reverse("claims:new"), icon="pencil")
    if query.asks_for(_("Editor CMS, write and publish a course")) and policies.may_create_course(user):
        yield PaletteAction(
            under=group,
            title=_("Editor"),
            note=_("Write and publish your courses"),
            url=reverse("wagtailadmin_home"),
            icon="pencil",
            plain=True,
        )
