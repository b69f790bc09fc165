"""What the community adds to the CMS editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from .people import editor


@hooks.register("before_delete_user")
def keep_people(request: HttpRequest, user: Any) -> HttpResponse:
    """Refuse to delete a person."""
    return editor.refuse_deletion(request)


@hooks.register("before_bulk_action")
def keep_each_person(request: HttpRequest, action_type: str, things: Any, action: Any) -> HttpResponse | None:
    """Refuse to delete several people at once."""
    return editor.refuse_deletion(request) if editor.deletes_people(action_type, things) else None
