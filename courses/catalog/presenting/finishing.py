"""What finishes a course, in words: the evidence there is, and what is still lacking."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.kinds import KINDS
from courses.outline import outlines

if TYPE_CHECKING:
    from courses.outline.path import Path, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A part of what finishes the course: the evidence there is (`had`) or lacks, in words."""

    had: bool
    text: str
    note: str = ""


def rules(path: "Path", data: dict[str, Any], done: dict[str, Any]) -> list[Rule]:
    """Return what finishes the course, what is there first."""
    marks = {activity["key"]: activity["pass_mark"] for activity in outlines.activities(data)}
    needed = [step for step in path.steps if step.required]
    had, left = [], []
    for name, kind in KINDS.items():
        met = [step for step in needed if step.kind == name and step.state == "done"]
        if met:
            had.append(Rule(had=True, text=_counted(kind.done(len(met)), len(met)), note=_last(met, done)))
        say = kind.still_left if met else kind.left
        count = sum(step.kind == name for step in needed) - len(met)
        if say and count:
            left.append(Rule(had=False, text=_counted(say(count), count)))
    checks = [step for step in needed if not KINDS[step.kind].left and step.state != "done"]
    return had + left + _passes(checks, marks)


def _passes(checks: Iterable["Step"], marks: dict[str, float]) -> list[Rule]:
    rules = []
    for (mark, tries), count in sorted(Counter((marks[step.key], step.tries) for step in checks).items()):
        text = ngettext("%(n)s assessment at %(mark)d %% or more", "%(n)s assessments at %(mark)d %% or more", count)
        note = ngettext("%(n)s try; the best counts.", "%(n)s tries each; the best counts.", tries)
        rules.append(
            Rule(
                had=False,
                text=_counted(text, count, mark=round(mark * 100)),
                note=_counted(note, tries) if tries else _("As many tries as you like; the best counts."),
            )
        )
    return rules


def _counted(text: str, count: int, **more: int) -> str:
    return capfirst(text % {"n": apnumber(count), **more})


def _last(steps: Iterable["Step"], done: dict[str, Any]) -> str:
    times = [at for step in steps if step.key in done and (at := parse_datetime(done[step.key]["at"]))]
    return _("Last on %(day)s") % {"day": date_format(localtime(max(times)), "j F")} if times else ""
