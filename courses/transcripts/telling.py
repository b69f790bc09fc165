"""A statement in plain words: what somebody did to what, how it went, and who vouches for it.

It asks nobody else. Statements come from anywhere, so whatever is missing, foreign or hostile still gives a short
plain sentence. Nothing here is markup; whoever shows it escapes it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_duration
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.claims import iris, presenting
from courses.claims.models import Claim
from courses.records import words
from courses.records.identity import QUESTION_TYPE

LONGEST = 160  # letters of a name or a verb
LONGEST_RESPONSE = 400
YEAR = 4  # figures of one

# Who vouches: what Cohort saw, who else reported, confirmed or graded it, and what its learner logged or brought.
SEEN, REPORTED, CONFIRMED, GRADED = "seen", "reported", "confirmed", "graded"
LOGGED, BROUGHT = "logged", "brought"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """Who says so; `name` is of whoever reported, confirmed or graded it, "" where nobody knows."""

    kind: str
    name: str = ""


_DONE: dict[str, Callable[[], str]] = {
    "abandoned": lambda: _("You gave up %(what)s"),
    "answered": lambda: _("You answered “%(what)s”"),
    "asked": lambda: _("You asked about %(what)s"),
    "attempted": lambda: _("You tried %(what)s"),
    "attended": lambda: _("You attended %(what)s"),
    "commented": lambda: _("You commented on %(what)s"),
    "completed": lambda: _("You completed %(what)s"),
    "created": lambda: _("You created %(what)s"),
    "exited": lambda: _("You left %(what)s"),
    "experienced": lambda: _("You experienced %(what)s"),
    "failed": lambda: _("You did not pass %(what)s"),
    "initialized": lambda: _("You began %(what)s"),
    "interacted": lambda: _("You worked with %(what)s"),
    "launched": lambda: _("You opened %(what)s"),
    "mastered": lambda: _("You mastered %(what)s"),
    "passed": lambda: _("You passed %(what)s"),
    "progressed": lambda: _("You went on with %(what)s"),
    "registered": lambda: _("You registered for %(what)s"),
    "responded": lambda: _("You responded to %(what)s"),
    "resumed": lambda: _("You took up %(what)s again"),
    "satisfied": lambda: _("You met what %(what)s asks"),
    "scored": lambda: _("You scored in %(what)s"),
    "shared": lambda: _("You shared %(what)s"),
    "suspended": lambda: _("You paused %(what)s"),
    "terminated": lambda: _("You ended %(what)s"),
}
_LESSON = "http://adlnet.gov/expapi/activities/lesson"


def sentence(statement: Mapping[str, Any]) -> str:
    """Return what the learner, whose statement it is, did: "You passed Averages with 80 %"."""
    if not statement:
        return _("Its content was erased")
    verb, what = statement["verb"], thing(statement["object"])
    if verb["id"] == words.WAIVED:
        return _("%(what)s was taken out of the course and is no longer needed") % {"what": what}
    text = _verb(verb, statement["object"]) % {"what": what}
    score = score_of(statement)
    return _("%(sentence)s with %(score)s") % {"sentence": text, "score": score} if score else text


def taking_back(by: str, what: str) -> str:
    """Return that `by` ("" for the learner) took back the statement that says `what` ("" where it is not here)."""
    if not what:
        return _("%(by)s took back a statement") % {"by": by} if by else _("You took back a statement")
    if by:
        return _("%(by)s took back: %(what)s") % {"by": by, "what": what}
    return _("You took back: %(what)s") % {"what": what}


def details(statement: Mapping[str, Any]) -> list[str]:
    """Return what more a statement says of how it went: right or not, the answer, how long it took."""
    result = statement.get("result", {}) if statement else {}
    found = responses(statement)
    if statement and statement["verb"]["id"] == words.ANSWERED and "success" in result:
        verdict = _("Right") if result["success"] else _("Not quite")
        found = [_("%(answer)s. %(verdict)s.") % {"answer": found[0], "verdict": verdict}] if found else [verdict]
    length = length_of(statement)
    return [*found, *([length] if length else [])]


def responses(statement: Mapping[str, Any]) -> list[str]:
    """Return what was answered, learned or seen, if a statement says it."""
    response = (statement.get("result", {}) if statement else {}).get("response", "")
    if not response:
        return []
    answer = plain(response.replace("[,]", ", "), LONGEST_RESPONSE)
    return [_response_of(statement) % {"answer": _grouped(statement["object"], answer)}]


def _grouped(what: Mapping[str, Any], answer: str) -> str:
    """Return a numeric answer as its reader writes numbers, "16,000"; any other as it is."""
    definition = what.get("definition", {})
    # Our own questions do not say their kind; fewer figures may be a year among what could be chosen.
    ours = definition.get("type") == QUESTION_TYPE and len(answer) > YEAR
    numeric = definition.get("interactionType") == "numeric" or ours
    if not numeric or not re.fullmatch(r"-?\d{1,15}(\.\d+)?", answer):
        return answer
    return number_format(Decimal(answer), force_grouping=True)


def score_of(statement: Mapping[str, Any]) -> str:
    """Return the score: "80 %", "4 of 5", "12 points", or "" without one."""
    score = (statement.get("result", {}) if statement else {}).get("score", {})
    if "scaled" in score:
        return per_cent(score["scaled"])
    if "raw" in score and "max" in score:
        return _("%(n)s of %(most)s") % {"n": _number(score["raw"]), "most": _number(score["max"])}
    if "raw" in score:
        return _("%(n)s points") % {"n": _number(score["raw"])}
    return ""


def per_cent(scaled: float) -> str:
    """Return a scaled score in whole per cent, never more than was reached: 0.29999 is "29 %"."""
    return _("%(n)d %%") % {"n": int(scaled * 100 + (1e-9 if scaled > 0 else -1e-9))}


def length_of(statement: Mapping[str, Any]) -> str:
    """Return how long it took: "40 seconds", "45 min", "2 h 30", or "" where that is not known."""
    duration = (statement.get("result", {}) if statement else {}).get("duration", "")
    try:
        length = parse_duration(duration) if duration else None
    except (ValueError, OverflowError):
        return ""
    if not length or length.total_seconds() < 1:
        return ""
    seconds = int(length.total_seconds())
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    return presenting.length(seconds // 60)


def vouched(voucher: Voucher) -> str:
    """Return who says so: "Recorded here", "Reported by Phone app", "Confirmed by Grace Tanaka"."""
    if voucher.kind == SEEN:
        return _("Recorded here")
    if voucher.kind == LOGGED:
        return _("Logged by you")
    if voucher.kind == BROUGHT:
        return _("Brought from elsewhere")
    texts = {
        CONFIRMED: (_("Confirmed by %(name)s"), _("Confirmed by someone who is not here any more")),
        GRADED: (_("Graded by %(name)s"), _("Graded by another program")),
        REPORTED: (_("Reported by %(name)s"), _("Reported by another program")),
    }
    named, nameless = texts[voucher.kind]
    return named % {"name": plain(voucher.name)} if voucher.name else nameless


def thing(what: Mapping[str, Any]) -> str:
    """Return the name of a statement's object."""
    kind = what.get("objectType", "Activity")
    if kind == "StatementRef":
        return _("another statement")
    if kind == "SubStatement":
        return _("“%(what)s”") % {"what": thing(what["object"])}
    if kind in ("Agent", "Group"):
        return plain(what.get("name", "")) or (_("a group") if kind == "Group" else _("a person"))
    definition = what.get("definition", {})
    name = said(definition.get("name")) or said(definition.get("description"))
    return name or plain(what["id"])


def said(texts: Mapping[str, str] | None) -> str:
    """Return one of the texts by language: the reader's, English, else the first; never more than a line."""
    if not texts:
        return ""
    mine = (get_language() or "en").lower()
    wanted = (mine, mine.split("-")[0], "en-gb", "en-us", "en")
    by_tag = {tag.lower(): text for tag, text in texts.items()}
    alike = (text for tag, text in by_tag.items() if tag.split("-")[0] == wanted[1])
    found = next((by_tag[tag] for tag in wanted[:2] if tag in by_tag), None) or next(alike, None)
    found = found or next((by_tag[tag] for tag in wanted[2:] if tag in by_tag), None) or next(iter(by_tag.values()))
    return plain(found)


def plain(text: str, longest: int = LONGEST) -> str:
    """Return `text` on one line, without what would steer a screen or turn its direction, cut to `longest`."""
    kept = "".join(" " if _steers(letter) else letter for letter in text[: longest * 4])
    kept = re.sub(r"\s+", " ", kept).strip()
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"


def _steers(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in _TURNING


_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _verb(verb: Mapping[str, Any], what: Mapping[str, Any]) -> str:
    """Return the sentence of a verb with %(what)s in it; a foreign verb is said by its display or its last word."""
    last = verb["id"].rstrip("/#").replace("#", "/").rsplit("/", 1)[-1].lower()
    if verb["id"] == iris.EXPERIENCED and _is_outside(what):
        return _logged(what)
    if verb["id"] == words.COMPLETED and what.get("definition", {}).get("type") == _LESSON:
        return _("You finished %(what)s")
    if verb["id"] == words.ADL + last and last in _DONE:
        return _DONE[last]()
    shown = said(verb.get("display")) or plain(last)
    return _("You %(verb)s %(what)s").replace("%(verb)s", shown.replace("%", "%%"))


def _logged(what: Mapping[str, Any]) -> str:
    """Return the sentence of what was logged; where its words stayed with the learner, its name is that of its kind."""
    definition = what.get("definition", {})
    kind = definition.get("extensions", {}).get(iris.kind())
    untold = {
        Claim.Kind.WORKSHOP: _("You logged a workshop"),
        Claim.Kind.MENTORING: _("You logged a mentoring talk"),
        Claim.Kind.BOOK: _("You logged a book"),
        Claim.Kind.SHIFT: _("You logged a shift"),
        Claim.Kind.OTHER: _("You logged something you learned"),
    }
    nameless = kind in untold and said(definition.get("name")) == str(Claim.Kind(kind).label)
    return untold[kind] if nameless else _("You logged %(what)s")


def _is_outside(what: Mapping[str, Any]) -> bool:
    return iris.uid_of(what.get("id", "")) is not None


def _response_of(statement: Mapping[str, Any]) -> str:
    """Return the sentence of a response with %(answer)s in it: what was learned, what was seen, else an answer."""
    if not _is_outside(statement["object"]):
        return _("Your answer: %(answer)s")
    return _("Learned: %(answer)s") if statement["verb"]["id"] == iris.EXPERIENCED else _("Seen: %(answer)s")


def _number(value: float) -> str:
    """Return a number as short as it goes; a whole one may be larger than any float."""
    return f"{value:g}"[:24] if abs(value) < 1e300 else f"{Decimal(value):.2e}"
