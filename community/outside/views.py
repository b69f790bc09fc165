"""What members learned outside the computer and ask the managers of their group to confirm."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from community.faces import face_of
from community.groups.presenting.frame import led_frame_of
from community.groups.queries import claims_waiting_in
from community.requests import PersonRequest
from courses.claims import presenting
from courses.claims import queries as claims


@login_required
@require_safe
def queue(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a group's manager what waits to be confirmed, the longest waiting first."""
    frame = led_frame_of(request, uid, tab="outside")
    waiting = claims_waiting_in(frame.place, group=frame.group.pk, user=request.user)
    page = claims.waiting_page(waiting, after=request.GET.get("after", ""))
    context = {
        "frame": frame,
        "rows": [
            (face_of(each.learner), each, presenting.note(each), reverse("claims:claim", args=[each.uid]))
            for each in page.claims
        ],
        "next_url": f"?after={page.next}" if page.next else "",
    }
    return render(request, "community/outside/queue.html", context)
