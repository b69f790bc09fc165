"""The doors that the community offers in the palette: groups, writing, notices, and progress for who leads a group."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from community.groups import queries as groups
from community.models import Membership, User
from courses import capabilities
from courses.pagination import Folded
from search.asking import Query
from search.sources import PaletteAction, register_palette_action

EACH = 3  # of the doors there is one for each group


def register() -> None:
    """Let the palette offer them."""
    register_palette_action(doors)


def doors(user: User, query: Query) -> Iterator[PaletteAction]:
    """Yield what `query` may mean; the places to write in only where it asks for one."""
    go = _("Go to")
    if capabilities.is_on("community"):
        if query.asks_for(_("Progress of a group, people and courses")):
            yield from _progress(user, go)
        if query.asks_for(_("My groups")):
            yield PaletteAction(under=go, title=_("Groups"), url=reverse("groups:list"), icon="people")
        if query.asks_for(_("Notifications, notices")):
            yield PaletteAction(under=go, title=_("Notifications"), url=reverse("notifications:list"), icon="bell")
        if query and query.asks_for(_("New topic, begin a discussion, ask a question")):
            yield from _places_to_write(user)
    if query.asks_for(_("Settings, my profile, privacy")):
        yield PaletteAction(under=go, title=_("Settings"), url=reverse("people:settings"), icon="person")


def _progress(user: User, go: str) -> Iterator[PaletteAction]:
    led = groups.groups_of(user).filter(role=Membership.Role.MANAGER).order_by(Folded("group__name"), "pk")
    for membership in led[:EACH]:
        yield PaletteAction(
            under=go,
            title=_("Progress"),
            note=membership.group.name,
            url=reverse("insights:grid", args=[membership.group.uid]),
            icon="people",
        )


def _places_to_write(user: User) -> Iterator[PaletteAction]:
    for membership in groups.groups_of(user).order_by(Folded("group__name"), "pk")[:EACH]:
        yield PaletteAction(
            under=_("Begin a discussion"),
            title=membership.group.name,
            url=reverse("discussions:new", args=[membership.group.uid]),
            icon="talk",
        )
