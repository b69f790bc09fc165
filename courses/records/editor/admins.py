"""Who may open the record store in the editor, and where it stands in the menu."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from ..reports import is_admin

View = Callable[..., HttpResponse]


def admins_only(view: View) -> View:
    """Refuse whoever does not run the installation."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_admin(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class AdminsItem(MenuItem):
    """An item that only admins see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_admin(request.user)


class AdminsMenu(SubmenuMenuItem):
    """A menu that only admins see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_admin(request.user)


def menu(label: Any, items: Sequence[MenuItem]) -> MenuItem:
    """Return the record store's menu."""
    return AdminsMenu(label, Menu(items=list(items)), name="record-store", icon_name="history", order=850)
