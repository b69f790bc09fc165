"""A claim and a log as their pages show them."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Amendment, Claim, Decision, Evidence

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
class Turn:
    """One turn of the conversation about a claim."""

    who: "User"
    said: str
    text: str
    at: datetime
    taken_back: bool = False


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
    kept: str
    revision: int
    evidence: list[Evidence]
    turns: list[Turn]
    thread: str
    back_url: str
    back: str
    amend: str = ""
    amend_kind: str = ""
    amend_url: str = ""
    withdraw_url: str = ""
    decide_url: str = ""


def rows(claims: Sequence[Claim], *, places: Container[str]) -> list[Row]:
    """Return one's own claims as lines; `places` are where one may claim something now. No queries."""
    lines = []
    for each in claims:
        chip, tone = state_to_learner(each, places=places)
        url = reverse("claims:claim", args=[each.uid])
        lines.append(Row(title=each.title, url=url, note=note(each), chip=chip, chip_tone=tone))
    return lines


def claim(found: Claim, user: "User") -> ClaimView:
    """Return a claim for one of those who may read it."""
    return _to_learner(found) if user.pk == found.learner_id else _to_decider(found)


def state_to_learner(found: Claim, *, places: Container[str]) -> tuple[str, str]:
    """Return what has become of a claim and the tone of its chip, as its learner reads it. No queries."""
    if over := _over(found):
        return over
    if not deciding.of(found.place):
        return _("Only you see it"), ""
    if found.place not in places:
        return _("Nobody can confirm it"), ""
    return (_("Needs more from you"), "streak") if found.asked_back_at else (_("Waits to be confirmed"), "accent")


def state_to_decider(found: Claim) -> tuple[str, str]:
    """Return what has become of a claim and the tone of its chip, as those who decide read it. No queries."""
    if over := _over(found):
        return over
    return (_("Waits for an answer"), "") if found.asked_back_at else (_("Waits to be confirmed"), "accent")


def _over(found: Claim) -> tuple[str, str] | None:
    if found.withdrawn_at:
        return _("Taken back"), ""
    if found.confirmed_at:
        return _("Confirmed"), "done"
    return (_("Declined"), "") if found.declined_at else None


def _to_learner(found: Claim) -> ClaimView:
    said = queries.conversation(found)
    answered = any(isinstance(turn, Decision) for turn in said)
    places = {each.place for each in deciding.places_of(found.learner)}
    state, tone = state_to_learner(found, places=places)
    lost = policies.is_open(found) and deciding.of(found.place) is not None and found.place not in places
    return ClaimView(
        **_common(found, said),
        own=True,
        state=state,
        tone=tone,
        who=_lost(answered) if lost else _who(found, said),
        back_url=reverse("claims:log"),
        back=_("Learning elsewhere"),
        amend=_("Answer and change it") if found.asked_back_at else _("Change it"),
        amend_kind="primary" if found.asked_back_at else "",
        amend_url=_address("amend", found) if policies.is_open(found) and not (lost and answered) else "",
        withdraw_url=_address("withdrawal", found) if policies.may_withdraw(found) else "",
    )


def _to_decider(found: Claim) -> ClaimView:
    said = queries.conversation(found)
    state, tone = state_to_decider(found)
    authority = deciding.of(found.place)
    return ClaimView(
        **_common(found, said),
        own=False,
        state=state,
        tone=tone,
        who=_who(found, said),
        back_url=authority.address_of(found.place) if authority else "",
        back=authority.name_of(found.place) if authority else "",
        decide_url=_address("decision", found) if policies.is_open(found) else "",
    )


class _Common(TypedDict):
    title: str
    note: str
    learned: str
    learner: "User"
    kept: str
    revision: int
    evidence: list[Evidence]
    turns: list[Turn]
    thread: str


def _common(found: Claim, said: Sequence[Decision | Amendment]) -> _Common:
    return _Common(
        title=found.title,
        note=note(found),
        learned=found.learned,
        learner=found.learner,
        kept=_kept(found),
        revision=found.revision,
        evidence=queries.evidence_of(found),
        turns=[_turn(each, found) for each in said],
        thread=thread(found),
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


def _address(name: str, found: Claim) -> str:
    return reverse(f"claims:{name}", args=[found.uid])


def _turn(each: Decision | Amendment, found: Claim) -> Turn:
    if isinstance(each, Amendment):
        return Turn(who=found.learner, said=_("changed it"), text=each.note, at=each.at)
    words = {
        Decision.Kind.CONFIRMED: _("confirmed it"),
        Decision.Kind.ASKED_BACK: _("asked back"),
        Decision.Kind.DECLINED: _("declined it"),
    }
    taken_back = each.voided_at is not None
    return Turn(who=each.by, said=words[Decision.Kind(each.kind)], text=each.reason, at=each.at, taken_back=taken_back)


def _who(found: Claim, said: Sequence[Decision | Amendment]) -> str:
    """Return who confirmed it, else who reads and decides it."""
    authority = deciding.of(found.place)
    if authority is None:
        return _("Only you see this.")
    for each in said:
        if isinstance(each, Decision) and each.kind == Decision.Kind.CONFIRMED and not each.voided_at:
            return _("Confirmed by %(name)s.") % {"name": each.by.display_name}
    if found.declined_at:
        return _("Those who lead %(group)s read this.") % {"group": authority.name_of(found.place)}
    return _("Those who lead %(group)s read this and decide.") % {"group": authority.name_of(found.place)}


def _lost(answered: bool) -> str:
    """Say what to do where the learner is in the group no longer; its name may be theirs no longer either."""
    if answered:
        return _("You are in its group no longer, so nobody can confirm it. Log it again for another group.")
    return _("You are in its group no longer, so nobody can confirm it. Change it and choose another group.")


def _kept(found: Claim) -> str:
    if found.record is None:
        return ""
    record = {"record": str(found.record.uid)[:8]}
    if found.place:
        return _("Kept as record %(record)s, with a hash of each piece of evidence.") % record
    return _("Kept as record %(record)s, which says what kind it was and when, and none of your words.") % record
