"""The pages that are measured, and people signed in to ask for them."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from community.models import User


def sign_in(people: list[User]) -> list[str]:
    """Return a cookie for each person, who is signed in by it."""
    return [f"{settings.SESSION_COOKIE_NAME}={_session(person)}" for person in people]


def _session(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def targets(world: dict[str, Any]) -> dict[str, list[str]]:
    """Return the addresses of each page; where each person has their own, in the order of the people."""
    outline = world["outlines"][0]
    lesson = outline.data["modules"][0]["activities"][2]
    groups = [
        person.memberships.select_related("group").order_by("pk").first().group for person in world["learners"][5:25]
    ]
    pages = {
        "floor": ["/floor/"],
        "home": ["/"],
        "group feed": [reverse("groups:detail", args=[group.uid]) for group in groups],
        "lesson": [reverse("learning:lesson", args=[lesson["key"], lesson["slug"]])],
        "course of 30": [reverse("catalog:course", args=[outline.course_key, outline.data["slug"]])],
        "leaderboard": [reverse("leaderboards:board", args=[group.uid]) for group in groups],
        "search": ["/search/?q=rest"],
    }
    if settings.SEARCH:
        pages["search, cluster"] = pages["search"]
    return pages
