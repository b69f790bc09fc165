"""The checklists of a place, for those who lead it and those who learn there."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.claims import deciding
from courses.models import Rubric
from courses.requests import PersonRequest, found_or_404

from .. import actions, policies, presenting, queries
from ..forms import ChangeRubricForm, NewRubricForm


@login_required
@require_safe
def places(request: PersonRequest) -> HttpResponse:
    """Show the groups and courses that I lead, each with its checklists."""
    return render(request, "courses/claims/checklists/places.html", {"places": deciding.led_by(request.user)})


@login_required
@require_safe
def rubrics(request: PersonRequest, place: str) -> HttpResponse:
    """Show the checklists of a place: to those who lead it to observe by, to those who learn there to read."""
    if not policies.may_keep(request.user, place):
        return _to_read(request, place)
    rows = [
        {"rubric": each, "note": presenting.counted(each), "url": reverse("claims:observe", args=[each.uid])}
        for each in queries.rubrics_at(place)
    ]
    return render(request, "courses/claims/checklists/list.html", {"rows": rows, **presenting.around(place)})


@login_required
def rubric_new(request: PersonRequest, place: str) -> HttpResponse:
    """Make a checklist."""
    _led(request, place)
    levels = [_("Not yet"), _("With help"), _("Alone")]
    form = NewRubricForm(request.POST or None, initial={"levels": levels})
    if form.is_valid():
        actions.make_rubric(place, by=request.user, **form.cleaned_data)
        messages.success(request, _("Checklist made"))
        return redirect("claims:rubrics", place)
    return render(request, "courses/claims/checklists/edit.html", {"form": form, **presenting.around(place)})


@login_required
def rubric(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Change a checklist; who learns where it is used reads what is looked at, and what was seen of them."""
    found = found_or_404(queries.rubric_to_read(request.user, uid))
    if not policies.may_keep(request.user, found.place):
        return _skills(request, found)
    form = ChangeRubricForm(request.POST or None, rubric=found)
    if form.is_valid():
        actions.change_rubric(found, by=request.user, **form.changes)
        messages.success(request, _("Changes saved"))
        return redirect("claims:rubrics", found.place)
    return render(
        request,
        "courses/claims/checklists/edit.html",
        {"form": form, "rubric": found, **presenting.around(found.place)},
    )


@login_required
@require_POST
def rubric_end(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Use a checklist no longer."""
    found = found_or_404(queries.rubric_for(request.user, uid))
    actions.end_rubric(found, by=request.user)
    messages.success(request, _("Checklist ended. What was observed stays."))
    return redirect("claims:rubrics", found.place)


def _to_read(request: PersonRequest, place: str) -> HttpResponse:
    if not policies.may_read(request.user, place):
        raise Http404
    context = {"rows": presenting.of_learner(place, request.user), **presenting.around_learner(place)}
    return render(request, "courses/claims/checklists/here.html", context)


def _skills(request: PersonRequest, found: Rubric) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    seen = queries.observations_by(found, request.user)
    context = {
        "rubric": found,
        "skills": queries.levels_of(found, seen),
        "rows": [presenting.observed(each) for each in seen],
        **presenting.around_learner(found.place),
    }
    return render(request, "courses/claims/checklists/skills.html", context)


def _led(request: PersonRequest, place: str) -> str:
    if not policies.may_keep(request.user, place):
        raise Http404
    return place
