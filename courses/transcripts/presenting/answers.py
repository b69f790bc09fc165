"""The answer to "Why is this not complete?" in words: the learner's own, or those of whoever leads them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import addresses
from courses.kinds import ASSESSMENT, KINDS, LINK

from .. import lacking, telling
from ..lacking import HAD, LACKED, OPTIONAL, WAIVED, Evidence, Lack, Standing
from ..standing import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An activity as a row: its rule, the evidence for it and what it lacks; `url` opens it for its learner."""

    title: str
    url: str
    kind: str
    state: str
    rule: str
    evidence: str
    record: str
    lacks: list[str]


def answers(why: Why, *, own: bool) -> list[Answer]:
    """Return every activity in words: the learner's where it is their `own`, else those for whoever leads them."""
    return [_answer(standing, own=own, opens=why.opens) for standing in why.standings]


def verdict(why: Why) -> str:
    """Return why the course is not complete, in a sentence, or that it is."""
    if why.gone and why.completed_at is None:
        return _("This course is not published any more. What you have of it stays in your record.")
    left = len(lacking.missing(why.standings))
    if not left and why.done:
        return _("Every rule is met.")
    if not why.required:
        return _("This course asks for nothing, so there is nothing to complete.")
    text = ngettext(
        "%(done)d of %(required)d done, %(left)d to go.",
        "%(done)d of %(required)d done, %(left)d to go.",
        left,
    )
    return text % {"done": why.done, "required": why.required, "left": left}


def _answer(standing: Standing, *, own: bool, opens: bool) -> Answer:
    words = _OWN if own else _LED
    shown = standing.state in (LACKED, OPTIONAL)
    return Answer(
        title=standing.title,
        url=addresses.activity_url(standing.kind, str(standing.key), standing.slug) if opens else "",
        kind=str(KINDS[standing.kind].label),
        state=standing.state,
        rule=_rule(standing),
        evidence=_evidence(standing),
        record=standing.evidence.record if standing.evidence else "",
        lacks=[words[lack.code](lack) for lack in standing.lacks] if shown else [],
    )


def _rule(standing: Standing) -> str:
    if standing.state == WAIVED:
        return _("Not needed any more: its author took it out of the course.")
    rule = ""  # what a lesson asks goes without saying
    if standing.kind == LINK:
        rule = _("Do what it leads to. It counts when you confirm that here, or when it is reported from there.")
    elif standing.kind == ASSESSMENT:
        rule = _("Reach %(mark)d %% or more.") % {"mark": round(standing.pass_mark * 100)}
        if standing.tries:
            rule += " " + ngettext("%(n)d try.", "%(n)d tries; the best counts.", standing.tries) % {
                "n": standing.tries
            }
    optional = _("Not needed to complete the course.") if standing.state == OPTIONAL else ""
    return " ".join(filter(None, [optional, rule]))


def _evidence(standing: Standing) -> str:
    if standing.state != HAD or standing.evidence is None:
        return ""
    evidence = standing.evidence
    values = {"day": _day_of(evidence), "score": _per_cent(evidence.scaled)}
    if standing.kind == LINK:
        text = _("Done on %(day)s.") % values
    elif standing.kind == ASSESSMENT and evidence.scaled is not None:
        text = _("Passed on %(day)s, best score %(score)s.") % values
    elif standing.kind == ASSESSMENT:
        text = _("Passed on %(day)s.") % values
    else:
        text = _("Finished on %(day)s.") % values
    source = _("Reported from elsewhere.") if evidence.reported else _("Recorded here.")
    return f"{text} {source}"


def _failed(lack: Lack) -> str:
    if lack.scaled is None:
        return ngettext("%(n)d try, not passed.", "%(n)d tries, none passed.", lack.count) % {"n": lack.count}
    text = ngettext(
        "%(n)d try, not passed: %(score)s.", "%(n)d tries, none passed; the best was %(score)s.", lack.count
    )
    return text % {"n": lack.count, "score": _per_cent(lack.scaled)}


def _no_try(lack: Lack) -> str:
    text = ngettext("Its one try is used up.", "All %(n)d tries are used up.", lack.count)
    return text % {"n": lack.count}


_Words = dict[str, Callable[[Lack], str]]
_OWN: _Words = {
    lacking.NOT_BEGUN: lambda lack: _("Not started."),
    lacking.PART_READ: lambda lack: (
        _("You have read %(part)s of it and not finished it.") % {"part": _per_cent(lack.scaled)}
    ),
    lacking.OPENED: lambda lack: _("You have opened it. That it is done is neither confirmed nor reported yet."),
    lacking.NOT_HANDED_IN: lambda lack: _("You have begun a try and not handed it in."),
    lacking.NOT_PASSED: _failed,
    lacking.NO_TRY_LEFT: lambda lack: _no_try(lack) + " " + _("Ask who teaches the course."),
    lacking.TAKEN_BACK: lambda lack: _("You had it, but it was taken back on %(day)s.") % {"day": _day(lack)},
    lacking.OTHER_VERB: lambda lack: _("A program reported something about it that does not meet this rule."),
    lacking.ELSEWHERE: lambda lack: (
        _("What was brought or reported from elsewhere on %(day)s does not count here.") % {"day": _day(lack)}
    ),
}
_LED: _Words = {
    **_OWN,
    lacking.NOT_BEGUN: lambda lack: _("Not begun."),
    lacking.PART_READ: lambda lack: _("Begun, not finished."),
    lacking.OPENED: lambda lack: _("Opened, not done."),
    lacking.NOT_HANDED_IN: lambda lack: _("A try is begun and not handed in."),
    lacking.NO_TRY_LEFT: _no_try,
    lacking.TAKEN_BACK: lambda lack: _("It was done, but taken back on %(day)s.") % {"day": _day(lack)},
}


def _day(lack: Lack) -> str:
    return date_format(localtime(lack.at), "j F Y") if lack.at else ""


def _day_of(evidence: Evidence) -> str:
    at = parse_datetime(evidence.at)
    return date_format(localtime(at), "j F Y") if at else ""


def _per_cent(scaled: float | None) -> str:
    return telling.per_cent(scaled or 0)
