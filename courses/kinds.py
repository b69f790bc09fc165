"""The kinds of activity a course is made of: an entry for each, which all that differs from kind to kind reads.

By which facts an activity is met is no word of its kind but a rule: `learning.progress`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

LESSON, ASSESSMENT, LINK = "lesson", "assessment", "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of activity: the model of its page, the door it is opened by, its type in the records, and its words.

    `plural` heads it among what search finds; kinds without it are not found. `begin`, `go_on` and `place` are given
    `n`, its number among its kind; `place` also `about`, its minutes. `done`, `left` and `still_left` (once some are
    done) count them; what has a pass mark says that instead of `left`.
    """

    page: str
    door: str
    type: str
    label: Promise
    plural: Promise | None = None
    begin: Promise
    go_on: Promise
    place: Promise
    done: Callable[[int], str]
    left: Callable[[int], str] | None = None
    still_left: Callable[[int], str] | None = None


KINDS = {
    LESSON: Kind(
        page="courses.LessonPage",
        door="learning:lesson",
        type="http://adlnet.gov/expapi/activities/lesson",
        label=_("Lesson"),
        plural=_("Lessons"),
        begin=_("Start with lesson %(n)d"),
        go_on=_("Continue with lesson %(n)d"),
        place=_("Lesson %(n)d, %(about)s."),
        done=lambda n: ngettext("%(n)s lesson read", "%(n)s lessons read", n),
        left=lambda n: ngettext("%(n)s lesson to read", "%(n)s lessons to read", n),
        still_left=lambda n: ngettext("%(n)s lesson still to read", "%(n)s lessons still to read", n),
    ),
    ASSESSMENT: Kind(
        page="courses.AssessmentPage",
        door="assessments:assessment",
        type="http://adlnet.gov/expapi/activities/assessment",
        label=_("Assessment"),
        begin=_("Start with the assessment"),
        go_on=_("Continue with the assessment"),
        place=_("Check %(n)d, %(about)s."),
        done=lambda n: ngettext("%(n)s assessment passed", "%(n)s assessments passed", n),
    ),
    LINK: Kind(
        page="courses.LinkPage",
        door="links:link",
        type="http://adlnet.gov/expapi/activities/link",
        label=_("Link"),
        plural=_("Links"),
        begin=_("Start with the link"),
        go_on=_("Continue with the link"),
        place=_("Link %(n)d, %(about)s."),
        done=lambda n: ngettext("%(n)s link done", "%(n)s links done", n),
        left=lambda n: ngettext("%(n)s link to open and do", "%(n)s links to open and do", n),
        still_left=lambda n: ngettext("%(n)s link still to open and do", "%(n)s links still to open and do", n),
    ),
}

FOUND = tuple(name for name, kind in KINDS.items() if kind.plural)
