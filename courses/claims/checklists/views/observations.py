"""An observation, for its observer and its learner."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import slots
from courses.claims.actions import Closed
from courses.claims.presenting import day
from courses.models import Observation
from courses.requests import PersonRequest, found_or_404

from .. import actions, presenting, queries
from ..forms import AgreementForm, ObservationForm


@login_required
def observe(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Tick what a learner does, beside them."""
    found = found_or_404(queries.rubric_for(request.user, uid))
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
            client_uid=form.cleaned_data["client_uid"],
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
        **presenting.around(found.place),
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
    return _show(request, found_or_404(queries.observation_for(request.user, uid)), form=AgreementForm())


@login_required
@require_POST
def agreement(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Confirm what was seen of me, or say what was different."""
    found = found_or_404(queries.to_agree(request.user, uid))
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
def withdrawal(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Take back what I said I saw, before the learner has given their word."""
    found = found_or_404(queries.to_take_back(request.user, uid))
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
    found = found_or_404(queries.observation_for(request.user, uid))
    if not found.sheet:
        raise Http404
    response = HttpResponse(found.sheet.encode(), content_type=actions.SHEET_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{found.uid}.json"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _show(request: PersonRequest, found: Observation, *, form: AgreementForm) -> HttpResponse:
    mine = found.learner_id == request.user.pk
    state, tone = presenting.state_to_learner(found) if mine else presenting.state_to_leader(found)
    waits = not (found.confirmed_at or found.refused_at)
    withdraw_url = reverse("claims:observation_withdrawal", args=[found.uid])
    context = {
        "observation": found,
        "state": state,
        "tone": tone,
        "day": day(found.observed_on),
        "record": str(found.record.uid) if found.record else "",
        "form": form if mine and waits else None,
        "withdraw_url": withdraw_url if waits and found.observer_id == request.user.pk else "",
        "back_url": reverse("claims:log") if mine else reverse("claims:rubrics", args=[found.place]),
        "mine": mine,
        "place_name": presenting.around(found.place)["place_name"],
        "read": slots.render("claim.read", request, thread=f"observation:{found.uid}"),
    }
    return render(request, "courses/claims/checklists/observation.html", context)
