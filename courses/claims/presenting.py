"""A claim and a log as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Claim, Evidence

from . import deciding, policies, queries

if TYPE_CHECKING:
    from community.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A claim in a list, as `components/line.html` shows it."""

    title: str
    url: str
    note: str
    chip: str = ""
    chip_tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim as its page shows it; the addresses are "" where one may not."""

    title: str
    note: str
    learned: str
    learner: "User"
    own: bool
    state: str
    tone: str
    who: str
    record: str
    evidence: list[Evidence]
    turns: list[queries.Turn]
    thread: str
    back_url: str
    back: str
    amend: str = ""
    amend_kind: str = ""
    amend_url: str = ""
    withdraw_url: str = ""
    decide_url: str = ""


def rows(claims: Sequence[Claim]) -> list[Row]:
    """Return one's own claims as lines. No queries."""
    lines = []
    for each in claims:
        chip, tone = queries.state_of(each)
        url = reverse("claims:claim", args=[each.uid])
        lines.append(Row(title=each.title, url=url, note=note(each), chip=chip, chip_tone=tone))
    return lines


def claim(found: Claim, user: "User") -> ClaimView:
    """Return a claim for one of those who may read it."""
    own, standing = user.pk == found.learner_id, policies.is_open(found)
    authority = deciding.of(found.place)
    state, tone = queries.state_of(found)
    leads = not own and authority is not None
    return ClaimView(
        title=found.title,
        note=note(found),
        learned=found.learned,
        learner=found.learner,
        own=own,
        state=state,
        tone=tone,
        who=_who(authority.name_of(found.place)) if authority else _("Only you see this."),
        record=str(found.record.uid)[:8] if found.record else "",
        evidence=queries.evidence_of(found),
        turns=queries.conversation(found),
        thread=thread(found),
        back_url=authority.address_of(found.place) if authority and leads else reverse("claims:log"),
        back=authority.name_of(found.place) if authority and leads else _("What I learned outside"),
        amend=_("Answer and change it") if found.asked_back_at else _("Change it"),
        amend_kind="primary" if found.asked_back_at else "",
        amend_url=reverse("claims:amend", args=[found.uid]) if own and standing else "",
        withdraw_url=reverse("claims:withdrawal", args=[found.uid]) if own and standing else "",
        decide_url=reverse("claims:decision", args=[found.uid]) if leads and standing else "",
    )


def thread(found: Claim) -> str:
    """Return the thread of notices about a claim."""
    return f"claim:{found.uid}"


def note(found: Claim) -> str:
    """Return what a claim was, how long and when, in a line."""
    return " · ".join(filter(None, [kind_name(found.kind), length(found.minutes), day(found.happened_on)]))


def kind_name(kind: str) -> str:
    """Return a kind of learning in words."""
    words = dict(Claim.Kind.choices) | {"observation": _("Observed")}
    return str(words.get(kind, words[Claim.Kind.OTHER]))


def length(minutes: int | None) -> str:
    """Return how long something took: "45 min", "2 h 30"; "" where it is not known."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)d min") % {"n": rest}
    return _("%(h)d h %(m)02d") % {"h": hours, "m": rest} if rest else _("%(h)d h") % {"h": hours}


def day(on: date) -> str:
    """Return a day, with its year where it is another."""
    return date_format(on, "j F" if on.year == timezone.localdate().year else "j F Y")


def _who(name: str) -> str:
    return _("Read and confirmed by those who lead %(group)s.") % {"group": name}
