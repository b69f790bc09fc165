"""The rubrics of a place for those who lead it; an observation for its observer and its learner."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import slots
from courses.claims import deciding
from courses.claims.actions import Closed
from courses.claims.presenting import day
from courses.models import Observation, Rubric
from courses.requests import PersonRequest

from . import actions, policies, presenting, queries
from .forms import AgreementForm, ObservationForm, RubricForm


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
    return render(request, "courses/claims/checklists/list.html", {"rows": rows, **_around(place)})


@login_required
def rubric_new(request: PersonRequest, place: str) -> HttpResponse:
    """Make a checklist."""
    _led(request, place)
    levels = [_("Not yet"), _("With help"), _("Alone")]
    form = RubricForm(request.POST or None, initial={"levels": levels})
    if form.is_valid():
        actions.make_rubric(place, by=request.user, **form.cleaned_data)
        messages.success(request, _("Checklist made"))
        return redirect("claims:rubrics", place)
    return render(request, "courses/claims/checklists/edit.html", {"form": form, **_around(place)})


@login_required
def rubric(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Change a checklist; who learns where it is used reads what is looked at, and what was seen of them."""
    found = queries.rubric_to_read(request.user, uid)
    if found is None:
        raise Http404
    if not policies.may_keep(request.user, found.place):
        return _skills(request, found)
    said = {"title": found.title, "skills": found.skills, "levels": found.levels}
    form = RubricForm(request.POST or None, initial=said)
    if form.is_valid():
        actions.change_rubric(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Changes saved"))
        return redirect("claims:rubrics", found.place)
    return render(
        request, "courses/claims/checklists/edit.html", {"form": form, "rubric": found, **_around(found.place)}
    )


@login_required
@require_POST
def rubric_end(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Use a checklist no longer."""
    found = _rubric(request, uid)
    actions.end_rubric(found, by=request.user)
    messages.success(request, _("Checklist ended. What was observed stays."))
    return redirect("claims:rubrics", found.place)


@login_required
def observe(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Tick what a learner does, beside them."""
    found = _rubric(request, uid)
    find = request.GET.get("find", "").strip()
    people = queries.people_at(found.place, by=request.user)
    shown, more = queries.some_of(people, find=find)
    form = ObservationForm(request.POST or None, rubric=found, people=people, shown=shown)
    if form.is_valid():
        said = actions.observe(
            found,
            learner=form.cleaned_data["learner"],
            seen=form.seen(),
            observed_on=form.cleaned_data["observed_on"],
            note=form.cleaned_data["note"],
            by=request.user,
        )
        messages.success(request, _("Signed by you. Now the learner confirms it."))
        return redirect("claims:observation", said.uid)
    context = {
        "form": form,
        "rubric": found,
        "nobody": not (shown or find),
        "find": find,
        "searched": bool(more or find),
        "more": more,
        **_around(found.place),
    }
    return render(request, "courses/claims/checklists/observe.html", context)


@login_required
@require_safe
def observations(request: PersonRequest) -> HttpResponse:
    """Show all that was seen of me."""
    found, following = queries.observations_of(request.user, before=request.GET.get("before", ""))
    context = {
        "rows": [presenting.observed(each) for each in found],
        "next_url": f"?before={following}" if following else "",
    }
    return render(request, "courses/claims/checklists/mine.html", context)


@login_required
@require_safe
def observation(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show what was seen, to the learner and those who lead the place."""
    return _show(request, _found(queries.observation_for(request.user, uid)), form=AgreementForm())


@login_required
@require_POST
def agreement(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Confirm what was seen of me, or say what was different."""
    found = _found(queries.to_agree(request.user, uid))
    form = AgreementForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form)
    try:
        if form.cleaned_data["agrees"] == "yes":
            actions.agree(found, by=request.user)
            messages.success(request, _("Confirmed by both"))
        else:
            actions.refuse(found, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Not confirmed. The observer is told why."))
    except Closed:
        messages.info(request, _("It was decided or taken back in the meantime."))
        return redirect("claims:log")
    return redirect("claims:observation", uid)


@login_required
@require_POST
def observation_withdrawal(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Take back what I said I saw, before the learner has given their word."""
    found = _found(queries.to_take_back(request.user, uid))
    try:
        actions.take_back(found, by=request.user)
    except Closed:
        messages.info(request, _("The learner gave their word in the meantime."))
        return redirect("claims:observation", uid)
    messages.success(request, _("Taken back"))
    return redirect("claims:rubrics", found.place)


@login_required
@require_safe
def sheet(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Send what both confirmed, byte for byte as it was hashed."""
    found = _found(queries.observation_for(request.user, uid))
    if not found.sheet:
        raise Http404
    response = HttpResponse(found.sheet.encode(), content_type=actions.SHEET_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{found.uid}.json"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _to_read(request: PersonRequest, place: str) -> HttpResponse:
    if not policies.may_read(request.user, place):
        raise Http404
    context = {"rows": presenting.of_learner(place, request.user), **_around_learner(place)}
    return render(request, "courses/claims/checklists/here.html", context)


def _skills(request: PersonRequest, found: Rubric) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    seen = queries.observations_by(found, request.user)
    context = {
        "rubric": found,
        "skills": queries.levels_of(found, seen),
        "rows": [presenting.observed(each) for each in seen],
        **_around_learner(found.place),
    }
    return render(request, "courses/claims/checklists/skills.html", context)


def _led(request: PersonRequest, place: str) -> str:
    if not policies.may_keep(request.user, place):
        raise Http404
    return place


def _around(place: str) -> dict[str, Any]:
    authority = deciding.of(place)
    return {
        "place": place,
        "place_name": authority.name_of(place) if authority else "",
        "place_url": authority.address_of(place) if authority else "",
    }


def _around_learner(place: str) -> dict[str, Any]:
    authority = deciding.of(place)
    return {**_around(place), "place_url": authority.page_of(place) if authority else ""}


def _rubric(request: PersonRequest, uid: uuid.UUID) -> Rubric:
    found = queries.rubric_for(request.user, uid)
    if found is None:
        raise Http404
    return found


def _found(observation: Observation | None) -> Observation:
    if observation is None:
        raise Http404
    return observation


def _show(request: PersonRequest, found: Observation, *, form: AgreementForm) -> HttpResponse:
    mine = found.learner_id == request.user.pk
    state, tone = presenting.state_to_learner(found) if mine else presenting.state_to_leader(found)
    waits = not (found.confirmed_at or found.refused_at)
    withdrawal = reverse("claims:observation_withdrawal", args=[found.uid])
    context = {
        "observation": found,
        "state": state,
        "tone": tone,
        "day": day(found.observed_on),
        "record": str(found.record.uid)[:8] if found.record else "",
        "form": form if mine and waits else None,
        "withdraw_url": withdrawal if waits and found.observer_id == request.user.pk else "",
        "back_url": reverse("claims:log") if mine else reverse("claims:rubrics", args=[found.place]),
        "mine": mine,
        "place_name": _around(found.place)["place_name"],
        "read": slots.render("claim.read", request, thread=f"observation:{found.uid}"),
    }
    return render(request, "courses/claims/checklists/observation.html", context)
