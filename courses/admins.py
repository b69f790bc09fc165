"""What only admins see in the editor: the test, the guard of a view, a report and a menu item."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

View = Callable[..., HttpResponse]


def is_admin(user: "User | AnonymousUser") -> bool:
    """Say whether `user` runs the installation."""
    return user.is_active and user.is_superuser


def admins_only(view: View) -> View:
    """Refuse whoever does not run the installation."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_admin(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class AdminsReport(ReportView):
    """A report for admins alone, a list without a search."""

    is_searchable = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_admin(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AdminsItem(MenuItem):
    """An item that only admins see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_admin(request.user)
