"""What a list of statements and the page of one say, with the names that people and activities have here."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from courses.models import Record

from ..words import ADL
from .display import plain

SEEN: dict[str, Any] = {
    Record.Provenance.SERVER: gettext_lazy("seen here"),
    Record.Provenance.CLIENT: gettext_lazy("reported"),
    Record.Provenance.VERIFIED: gettext_lazy("confirmed"),
}


class Called:
    """What people and activities of this place are called, for several records at once. Two queries."""

    def __init__(self, records: Sequence[Record]) -> None:
        people = {record.learner_id for record in records if record.learner_id}
        self.people = dict(get_user_model().objects.filter(pk__in=people).values_list("pk", "display_name"))
        keys = {record.activity_key for record in records if record.activity_key}
        pages = Page.objects.filter(translation_key__in=keys)
        self.titles = dict(pages.order_by("-pk").values_list("translation_key", "title"))

    def person(self, record: Record) -> str:
        """Return the name of whose it is, "" where it is nobody's here."""
        return plain(self.people.get(record.learner_id or 0, ""), longest=48)

    def activity(self, record: Record) -> str:
        """Return the title of what it is about, "" where that is nothing of this place."""
        return plain(self.titles.get(record.activity_key, ""), longest=100)


def short(record: Record, called: Called) -> dict[str, Any]:
    """Return a row of the list: what is ours by name and title, anybody else's in full as far as it goes."""
    ours = settings.IRI_BASE
    person = plain(record.agent_key.removeprefix(f"account|{ours}|"), longest=48) or _("an anonymous group")
    activity = plain(record.activity_iri.removeprefix(f"{ours}/activities/"), longest=100)
    return {
        "record": record,
        "seen": SEEN[record.provenance],
        "state": _state(record),
        "person": called.person(record) or person,
        "verb": plain(record.verb.removeprefix(ADL), longest=48),
        "activity": called.activity(record) or activity,
    }


def _state(record: Record) -> str:
    """Say why a statement counts no longer; an empty text where it does."""
    if record.erased_at:
        return _("erased")
    return _("void") if record.voided_by_id else ""


def long(record: Record) -> dict[str, Any]:
    """Return what the page of one statement says of it, in full."""
    return {
        "record": record,
        "seen": SEEN[record.provenance],
        "person": plain(record.agent_key) or _("an anonymous group"),
        "verb": plain(record.verb),
        "activity": plain(record.activity_iri),
    }


def attachment(said: dict[str, Any], bodies: set[str]) -> dict[str, Any]:
    """Return a line of what is attached; `bodies` are the hashes of those that are kept here."""
    names = said.get("display") or {}
    return {
        "name": plain(next(iter(names.values()), "")),
        "kind": plain(str(said.get("contentType", ""))),
        "length": said.get("length"),
        "kept": str(said.get("sha2", "")).lower() in bodies,
    }
