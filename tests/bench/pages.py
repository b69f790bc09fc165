"""The pages that are measured, and people signed in to ask for them."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from community.models import User
from courses.models import Outline

from .seed import LONG_COURSE


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


def targets(viewers: list[User]) -> dict[str, list[str]]:
    """Return the addresses of each page; where each viewer has their own, in the order of the viewers."""
    outline = Outline.objects.filter(data__title=LONG_COURSE).latest("pk")
    lesson = outline.data["modules"][0]["activities"][2]
    groups = [person.memberships.select_related("group").earliest("pk").group for person in viewers]
    return {
        "floor": ["/floor/"],
        "home": ["/"],
        "group feed": [reverse("feed:group", args=[group.uid]) for group in groups],
        "lesson": [reverse("learning:lesson", args=[lesson["key"], lesson["slug"]])],
        "course of 30": [reverse("catalog:course", args=[outline.course_key, outline.data["slug"]])],
        "leaderboard": [reverse("leaderboards:board", args=[group.uid]) for group in groups],
        "search": ["/search/?q=rest"],
    }
