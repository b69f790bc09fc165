"""Mail in this place's voice: one template a letter, drawn as text and as HTML by the frames of `templates/mail/`."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from courses import place


def letter(
    template: str, *, to: str, context: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """Return the letter that `template` writes to `to`; nothing in it begins a further line of its head."""
    words = {**context, "to": to, "place": place.name(), "site": settings.SITE_ORIGIN}
    subject = _one_line(_drawn(template, words, "mail/subject.txt"))
    message = EmailMultiAlternatives(
        subject=subject,
        body=_in_paragraphs(_drawn(template, words, "mail/frame.txt")),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    page = _drawn(template, {**words, "subject": subject, "styles": _styles()}, "mail/frame.html")
    # A block ends its lines before and after its words, where no line ends.
    message.attach_alternative(page.replace("<p><br>", "<p>").replace("<br></p>", "</p>"), "text/html")
    return message


def _drawn(template: str, words: Mapping[str, Any], frame: str) -> str:
    kind = frame.rpartition(".")[2]
    parts = {f"{part}_part": f"mail/{part}.{kind}" for part in ("act", "code", "quote")}
    return get_template(template).render({**words, "frame": frame, **parts}).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _in_paragraphs(text: str) -> str:
    # What follows "-- " is a signature; the space is part of the sign (RFC 3676, 4.3).
    lines = ("-- " if line.strip() == "--" else line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


@cache
def _styles() -> SafeString:
    """Return the letter's style sheet as an element: mail programs fetch none, and read none from elsewhere."""
    sheet = (settings.BASE_DIR / "templates" / "mail" / "letter.css").read_text()
    return format_html("<style>{}</style>", mark_safe(sheet))  # a file of ours
