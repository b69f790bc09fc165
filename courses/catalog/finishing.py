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

from . import outlines

if TYPE_CHECKING:
    from courses.learning.path import Path, Step


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
    lessons = [step for step in needed if step.kind == "lesson"]
    checks = [step for step in needed if step.kind == "assessment"]
    links = [step for step in needed if step.kind == "link"]
    read, passed, gone_to = ([s for s in steps if s.state == "done"] for steps in (lessons, checks, links))
    rules = []
    if read:
        text = ngettext("%(n)s lesson read", "%(n)s lessons read", len(read))
        rules.append(Rule(had=True, text=_counted(text, len(read)), note=_last(read, done)))
    if passed:
        text = ngettext("%(n)s assessment passed", "%(n)s assessments passed", len(passed))
        rules.append(Rule(had=True, text=_counted(text, len(passed)), note=_last(passed, done)))
    if gone_to:
        text = ngettext("%(n)s link done", "%(n)s links done", len(gone_to))
        rules.append(Rule(had=True, text=_counted(text, len(gone_to)), note=_last(gone_to, done)))
    if left := len(lessons) - len(read):
        text = ngettext("%(n)s lesson to read", "%(n)s lessons to read", left)
        if read:
            text = ngettext("%(n)s lesson still to read", "%(n)s lessons still to read", left)
        rules.append(Rule(had=False, text=_counted(text, left)))
    if left := len(links) - len(gone_to):
        text = ngettext("%(n)s link to open and do", "%(n)s links to open and do", left)
        rules.append(Rule(had=False, text=_counted(text, left)))
    return rules + _passes([step for step in checks if step.state != "done"], marks)


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
