"""What is said for each status: what happened, and what to do now."""

from dataclasses import dataclass
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Why a form proved nothing: it came without cookies, of an old page, or from another site.
NO_COOKIES, OLD_PAGE, ELSEWHERE = "cookies", "old", "elsewhere"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status in words; `again` where sending the same once more may do, after `wait` seconds where that is known."""

    status: int
    title: str
    words: str
    again: bool = True
    wait: int = 0


def refusal(status: int, *, reason: str = "", wait: int = 0) -> Refusal:
    """Return what to say for `status`; `reason` tells why a form proved nothing."""
    if reason == ELSEWHERE:
        return Refusal(
            status, _("Another site sent this"), _("Nothing was done. You may close this page."), again=False
        )
    if status == HTTPStatus.FORBIDDEN and reason:
        return Refusal(status, *_unproven(reason))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Refusal(status, _("Too many tries"), _waiting(wait or 60), wait=wait or 60)
    title, words, again = _words(status)
    return Refusal(status, title, words, again, wait)


def _unproven(reason: str) -> tuple[str, str]:
    if reason == NO_COOKIES:
        return _("Your browser sent no cookies"), _(
            "Nothing was sent. Allow cookies for this site, then send it again: they say that it is you."
        )
    return _("Not sent yet"), _(
        "You signed in again or signed out since this page was opened. Nothing is lost: send it again."
    )


def _waiting(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "That was tried too often. Wait %(n)d minute, then send it again.",
        "That was tried too often. Wait %(n)d minutes, then send it again.",
        minutes,
    ) % {"n": minutes}


def _words(status: int) -> tuple[str, str, bool]:
    match status:
        case HTTPStatus.BAD_REQUEST:
            return _("This could not be read"), _("Something was lost on the way. Send it again."), True
        case HTTPStatus.FORBIDDEN:
            return _("This is not yours to do"), _("Nothing was changed. Ask whoever leads this place."), False
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return (
                _("There is nothing here"),
                _("It may have moved, or it is not yours to see. Nothing was sent."),
                False,
            )
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return (
                _("This cannot be done from here"),
                _("Nothing was changed. Go back to the page you came from."),
                False,
            )
        case HTTPStatus.CONFLICT:
            return _("It changed meanwhile"), _("Look at it as it is now, then send yours again."), True
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return _("This is too large"), _("Nothing was sent. Leave out or shrink a file, then send it again."), True
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return _("The site is out for a moment"), _("Nothing is lost. Wait a moment, then send it again."), True
        case HTTPStatus.INSUFFICIENT_STORAGE:
            return (
                _("There is no room left"),
                _("This could not be stored until whoever runs the site makes room. Keep it, and send it again later."),
                True,
            )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("Something broke here"), _("It is written down. What you wrote is still here: send it again."), True
    return _("This was not taken"), _("Nothing was changed. Look at it once more, then send it again."), True
