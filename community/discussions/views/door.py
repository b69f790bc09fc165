"""What a request is let to in discussions. What one may not read or do is a 404, whatever is asked of it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404

from community.models import Post, Topic
from community.requests import PersonRequest
from courses.requests import found_or_404

from .. import actions, policies, queries


def topic_of(request: PersonRequest, uid: uuid.UUID) -> Topic:
    """Return a topic that the person may read."""
    return found_or_404(queries.topic_for(request.user, uid))


def post_of(request: PersonRequest, uid: uuid.UUID) -> Post:
    """Return a post that the person may read."""
    return found_or_404(queries.post_for(request.user, uid))


def readable(request: PersonRequest, place: str) -> str:
    """Return `place`, which the person may read."""
    permit(policies.may_read(request.user, place))
    return place


def writable(request: PersonRequest, place: str) -> str:
    """Return `place`, where the person may write."""
    permit(policies.may_post(request.user, place))
    return place


def permit(allowed: bool) -> None:
    """Let them go on who are `allowed` to."""
    if not allowed:
        raise Http404


@contextmanager
def still_there() -> Iterator[None]:
    """Answer what is removed while one acts on it as what was removed before."""
    try:
        yield
    except actions.Removed:
        raise Http404 from None
