"""The request of someone signed in, for views behind `login_required`."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from community.models import User


class PersonRequest(HttpRequest):
    """A request whose `user` is a person."""

    user: "User"
