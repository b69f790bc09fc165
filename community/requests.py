"""The request of someone signed in, for views behind `login_required`."""

from courses import requests


class PersonRequest(requests.PersonRequest):
    """A request whose `user` is a person, and on whose page a slot may listen to something."""

    live_tokens: str  # signed topics that a slot of the page listens to (templates/base.html)
