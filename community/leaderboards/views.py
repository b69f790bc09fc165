"""A group's leaderboard."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.achievements.presenting import formula
from community.groups.presenting.frame import frame_of
from community.requests import PersonRequest

from . import presenting, queries
from .standings import ALL


@login_required
@require_safe
def board(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a group's members where they stand, this week or in all time."""
    frame = frame_of(request, uid, tab="leaderboard")
    period = ALL if request.GET.get("period") == ALL else queries.period_now(frame.group)
    found = queries.board(frame.group, frame.membership, period)
    context = {
        "frame": frame,
        "board": found,
        "summary": presenting.summary(found),
        "options": presenting.options(period),
        "alone": presenting.alone(found),
        "lines": queries.lines(frame.membership, period),
        "formula": formula.parts(),
    }
    return render(request, "community/leaderboards/board.html", context)
