"""What every page's frame shows: navigation, the bell, who is here, what is live."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from community.live.topics import sign
from community.notifications.queries import unread_count
from courses import place

from .capabilities import current
from .paths import EDITOR


@dataclass(frozen=True, slots=True)
class NavItem:
    """A door of the bar: `current` when the page stands behind it."""

    label: str
    url: str
    icon: str
    current: bool


# Where one is with oneself, by the beginning of the address.
OWN = ("/you/", "/settings/", "/record/", "/points/", "/connections/", "/accounts/")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context; the count of unread notices is read only where a template shows it."""
    if request.path.startswith(EDITOR):
        return {"place_name": SimpleLazyObject(place.name)}
    switches = current()
    user: Any = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    context: dict[str, Any] = {
        "capabilities": switches,
        "place_name": place.name(),
        "nav": _navigation(request.path, community=switches.community and signed_in),
        "sign_in_url": reverse("account_login"),
        "search_url": reverse("search:page"),
        "palette_url": reverse("search:palette"),
        "me_url": "",
        "drafts_key": "",
        "bell_url": "",
        "unread": 0,
        "live_topics": "",
        "worker_url": reverse("offline:worker") if switches.outside else "",
        "outside_url": reverse("claims:new") if switches.outside else "",
        "log_url": reverse("claims:log") if switches.outside and signed_in else "",
    }
    if not signed_in:
        return context
    context["me_url"] = reverse("you")
    context["me_current"] = request.path.startswith(OWN)
    context["drafts_key"] = salted_hmac("cohort.drafts", str(user.uid), algorithm="sha256").hexdigest()
    if switches.community:
        context["bell_url"] = reverse("notifications:list")
        context["tray_url"] = reverse("notifications:tray")
        context["count_url"] = reverse("notifications:count")
        context["live_person"] = f"person:{user.uid}"
        context["unread"] = SimpleLazyObject(lambda: unread_count(user))
        context["live_topics"] = sign(user, f"person:{user.uid}")
    return context


def _navigation(path: str, *, community: bool) -> list[NavItem]:
    doors = [(_("Home"), "/", "home"), (_("Courses"), reverse("catalog:list"), "book")]
    if community:
        doors.append((_("Groups"), reverse("groups:list"), "people"))
    return [
        NavItem(label, url, icon, path == url if url == "/" else path.startswith(url)) for label, url, icon in doors
    ]
