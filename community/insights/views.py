"""What managers see of their group's learning: who needs help first, then people and courses, and the proof."""

import logging
import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.faces import face_of
from community.groups import queries as groups
from community.groups.presenting.frame import led_frame_of
from community.requests import PersonRequest
from courses import tables
from courses.transcripts.presenting import answers

from . import export, policies, queries
from .presenting import needs_help, numbers

log = logging.getLogger(__name__)


@login_required
@require_safe
def grid(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a group's managers who needs help, and how everyone gets on whose learning they may see."""
    frame = led_frame_of(request, uid, tab="progress")
    found = queries.grid(frame.group)
    table = numbers.table(found, show=request.GET.get("show", ""), everyone="all" in request.GET)
    context = {
        "frame": frame,
        "as_of": found.as_of,
        "help": needs_help.rows(found),
        "seen": len(found.people),
        "facts": numbers.facts(found),
        "table": table,
    }
    return render(request, "community/insights/grid.html", context)


@login_required
@require_safe
def evidence(request: PersonRequest, uid: uuid.UUID, member: uuid.UUID, course: uuid.UUID) -> HttpResponse:
    """Show a group's managers what stands behind a cell of the grid."""
    frame = led_frame_of(request, uid, tab="progress")
    membership = get_object_or_404(groups.members(frame.group), uid=member)
    membership.group = frame.group
    found = queries.evidence(membership, course) if policies.may_see_progress(request.user, membership) else None
    if found is None:
        raise Http404
    context = {"frame": frame, "person": face_of(membership.user), "evidence": found}
    if found.why:
        context |= {"verdict": answers.verdict(found.why), "answers": answers.answers(found.why, own=False)}
    return render(request, "community/insights/evidence.html", context)


@login_required
@require_safe
def export_grid(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Give a group's managers the grid as a file, and note who took it."""
    frame = led_frame_of(request, uid, tab="progress")
    found = queries.grid(frame.group)
    table = "".join(tables.lines(export.rows(found)))
    log.info(
        "progress exported",
        extra={"by": str(request.user.uid), "group": str(frame.group.uid), "people": len(found.people)},
    )
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="progress-{found.as_of:%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
