"""Where the record store stands in the editor's menu."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from courses import capabilities
from courses.admins import AdminsItem, is_admin

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class AdminsMenu(SubmenuMenuItem):
    """A menu that only admins see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_admin(request.user)


class ElsewhereItem(AdminsItem):
    """An item about other programs and stores, which admins see while external records are on."""

    def is_shown(self, request: HttpRequest) -> bool:
        return super().is_shown(request) and capabilities.is_on("external_records")


def menu(label: "StrOrPromise", items: Sequence[MenuItem]) -> MenuItem:
    """Return the record store's menu."""
    return AdminsMenu(label, Menu(items=list(items)), name="record-store", icon_name="history", order=850)
