"""One's own badges and points."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.requests import PersonRequest

from . import queries
from .presenting import formula


@login_required
@require_safe
def points(request: PersonRequest) -> HttpResponse:
    """Show a person their own badges and every line of their ledger; to nobody else."""
    number = request.GET.get("page", "1")[:9]
    page = min(int(number), 10_000) if number.isdecimal() and int(number) else 1
    context = {
        "badges": queries.badges_of(request.user) if page == 1 else [],
        "ledger": queries.ledger(request.user, page=page),
        "formula": formula.parts(),
    }
    return render(request, "community/achievements/points.html", context)
