"""Where one goes after finishing something: to the next step, or to what the whole course was."""

import uuid

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from courses import addresses, slots
from courses.access import queries as access
from courses.catalog import ways
from courses.models import Completion, Enrolment, Outline
from courses.outline.path import Path, Step

from . import queries


def after(request: HttpRequest, key: uuid.UUID, *, outline: Outline, before: Enrolment, done: bool) -> str:
    """Return the address after the activity `key` was finished, and have the page there say so, once.

    `before` is the enrolment as it was before that; what was `done` before needs no word.
    """
    now = access.enrolment(request.user, outline.course_key)
    if queries.finished(now) and not queries.finished(before):
        return reverse("learning:finished", args=[outline.course_key])
    path = ways.path_of(outline, now)
    step, finished = path.after(key), path.find(key)
    if finished and not done:
        messages.success(request, _said(request, finished, path))
    return addresses.step_url(step) if step else addresses.course_url(str(outline.course_key), outline.data["slug"])


def _said(request: HttpRequest, step: Step, path: Path) -> str:
    """Return what was finished and how far that is; of the very first thing also what it earned and who sees it."""
    measure = {"title": step.title, "done": path.done, "required": path.required}
    said = _("Finished: %(title)s. %(done)d of %(required)d.") % measure
    mine = Completion.objects.filter(enrolment__learner_id=request.user.pk, voided_at=None)
    first = mine[:2].count() == 1
    return " ".join([said, *(slots.words("first.finished", request) if first else [])])
