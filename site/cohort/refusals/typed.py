"""What somebody typed into a form, as it was sent; secrets and files are no part of it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

TOKEN = "csrfmiddlewaretoken"
SECRET = re.compile(r"password|passwd|secret|token|^code$|^key$", re.IGNORECASE)
# Fields in which people write, whatever they write there; elsewhere more than one word is writing.
WRITTEN = {
    "text", "title", "note", "reason", "learned", "purpose", "name", "about", "display_name", "headline", "answer",
    "description", "lines", "items", "email", "login",
}  # fmt: skip
UNREADABLE = (OSError, SuspiciousOperation, BadRequest, MultiPartParserError, UnicodeError, ValueError)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form as they were sent to `action`, in order; `files` and `secrets` say what else there was."""

    action: str
    fields: tuple[tuple[str, str], ...] = ()
    files: bool = False
    secrets: bool = False

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """The fields that hold somebody's own words."""
        return tuple((name, value) for name, value in self.fields if _is_written(name, value))

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """The fields beside them: what was chosen, and what the form knew itself."""
        return tuple((name, value) for name, value in self.fields if not _is_written(name, value))

    @property
    def weight(self) -> int:
        """Its length in characters."""
        return sum(len(name) + len(value) for name, value in self.fields)


def typed(request: HttpRequest) -> Typed:
    """Return what was sent, without secrets; nothing where it cannot be read."""
    action = request.get_full_path()
    try:
        posted = [(name, str(value)) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except UNREADABLE:
        return Typed(action)
    own = [(name, value) for name, value in posted if name != TOKEN]
    kept = tuple((name, value) for name, value in own if not SECRET.search(name))
    return Typed(action, kept, files, len(kept) < len(own))


def is_form(request: HttpRequest) -> bool:
    """Say whether a person sent a form, by its page or by Turbo, and no program in the background."""
    accepted = request.headers.get("Accept", "")
    return request.method == "POST" and (not accepted or "text/html" in accepted)


def from_elsewhere(request: HttpRequest) -> bool:
    """Say whether the browser names another site as the one that sent this form."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    named = request.headers.get("Origin") or request.headers.get("Referer")
    return bool(named) and urlsplit(named).netloc != request.get_host()


def wants_json(request: HttpRequest) -> bool:
    """Say whether a program asks that reads no page."""
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _is_written(name: str, value: str) -> bool:
    return bool(value.strip()) and (name in WRITTEN or len(value.split()) > 1)
