"""The request of someone signed in, for views behind `login_required`, and what it asks for."""

from typing import TYPE_CHECKING, TypeVar

from django.http import Http404, HttpRequest

if TYPE_CHECKING:
    from community.models import User

T = TypeVar("T")


class PersonRequest(HttpRequest):
    """A request whose `user` is a person."""

    user: "User"


def found_or_404(thing: T | None) -> T:
    """Return what was found; where nothing was, raise the common 404."""
    if thing is None:
        raise Http404
    return thing
