"""The request of someone signed in, for views behind `login_required`."""

from django.http import HttpRequest

from community.models import User


class PersonRequest(HttpRequest):
    """A request whose `user` is a person."""

    user: User
    live_tokens: str  # signed topics that a slot of the page listens to (templates/base.html)
