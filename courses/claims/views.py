"""One's log of what was learned outside the computer, one claim of it, and what shows it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from courses import slots
from courses.catalog import serving
from courses.models import Claim, Decision
from courses.requests import PersonRequest

from . import actions, deciding, policies, presenting, queries
from .checklists import presenting as checklists
from .checklists import queries as observations
from .forms import AmendForm, DecisionForm, LogForm

DECIDED = gettext_lazy("It was decided in the meantime.")


@login_required
@require_safe
def log(request: PersonRequest) -> HttpResponse:
    """Show what I learned outside, the latest first."""
    before = request.GET.get("before", "")
    page = queries.log_of(request.user, before=before)
    context = {
        "rows": presenting.rows(page.claims, places={each.place for each in deciding.places_of(request.user)}),
        "next_url": f"?before={page.next}" if page.next else "",
        "later": bool(before),
        "observed": [] if before else [checklists.observed(each) for each in observations.waiting_for(request.user)],
    }
    return render(request, "courses/claims/log.html", context)


@login_required
def new(request: PersonRequest) -> HttpResponse:
    """Log something; a queue that waited for the network is answered in JSON."""
    form = LogForm(
        request.POST or None,
        request.FILES or None,
        places=deciding.places_of(request.user),
        initial={"client_uid": uuid.uuid4(), "happened_on": timezone.localdate(), "place": request.GET.get("place")},
    )
    if request.method == "POST" and request.headers.get("Accept", "").startswith("application/json"):
        return _to_queue(request, form)
    if form.is_valid():
        claim = _logged(request, form)
        messages.success(request, _("Logged"))
        return redirect("claims:claim", claim.uid)
    return render(request, "courses/claims/new.html", {"form": form})


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Show the form to nobody in particular: the page a browser keeps for when there is no network."""
    request.user = AnonymousUser()
    form = LogForm(places=[])
    response = render(request, "courses/claims/shell.html", {"form": form})
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def claim(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a claim with what became of it, to its learner and to who decides."""
    return _show(request, _found(queries.claim_for(request.user, uid)), form=DecisionForm())


@login_required
def amend(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Change a claim of mine that is not decided; what is typed stands even where it was decided meanwhile."""
    found = _found(queries.own(request.user, uid))
    if request.method != "POST" and not policies.is_open(found):
        return redirect("claims:claim", uid)
    there = queries.evidence_of(found)
    form = AmendForm(
        request.POST or None,
        request.FILES or None,
        places=deciding.places_of(request.user),
        there=there,
        answered=queries.is_answered(found),
        asked=bool(found.asked_back_at),
        claim=found,
    )
    if form.is_valid() and _amended(found, form):
        messages.success(request, _("Changes saved"))
        return redirect("claims:claim", uid)
    return render(request, "courses/claims/amend.html", {"form": form, "claim": found})


@login_required
@require_POST
def withdrawal(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a claim of mine back before it is confirmed."""
    try:
        actions.withdraw(_found(queries.own(request.user, uid)))
    except actions.Closed:
        messages.info(request, DECIDED)
        return redirect("claims:claim", uid)
    messages.success(request, _("Taken back"))
    return redirect("claims:log")


@login_required
@require_POST
def decision(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Confirm a claim, ask back, or decline it; never one's own."""
    found = _found(queries.to_decide(request.user, uid))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form)
    try:
        actions.decide(found, by=request.user, **form.cleaned_data)
    except actions.Changed:
        form.add_error(None, _("It was changed while you read it. Read it again, then decide."))
        return _show(request, _found(queries.claim_for(request.user, uid)), form=form)
    except actions.Closed:
        messages.info(request, DECIDED)
        return redirect("claims:claim", uid)
    messages.success(request, _said(form.cleaned_data["kind"], found))
    authority = deciding.of(found.place)
    return redirect(authority.address_of(found.place) if authority else "claims:log")


@login_required
@require_safe
def evidence(request: PersonRequest, uid: uuid.UUID) -> HttpResponseBase:
    """Send a file that shows a claim to its learner and to who decides, to be saved and never to be run."""
    kept = queries.evidence_for(request.user, uid)
    if kept is None:
        raise Http404
    return serving.answer(request, kept.file, name=kept.name, public=False, attached=True)


def _logged(request: PersonRequest, form: LogForm) -> Claim:
    return actions.log(request.user, client_uid=form.cleaned_data["client_uid"], pieces=form.pieces(), **form.said())


def _to_queue(request: PersonRequest, form: LogForm) -> JsonResponse:
    """Answer a browser that kept what was written until the network was there."""
    if form.is_valid():
        return JsonResponse({"url": reverse("claims:claim", args=[_logged(request, form).uid])}, status=201)
    return JsonResponse({"errors": [str(each) for said in form.errors.values() for each in said]}, status=422)


def _found(claim: Claim | None) -> Claim:
    if claim is None:
        raise Http404
    return claim


def _amended(found: Claim, form: AmendForm) -> bool:
    """Save what the form says, or let it say that the claim was decided."""
    try:
        actions.amend(
            found,
            note=form.cleaned_data.get("note", ""),
            client_uid=form.cleaned_data["client_uid"],
            pieces=form.pieces(),
            removed=form.taken_away(),
            **form.changes,
        )
    except actions.Closed:
        form.add_error(None, DECIDED)
        return False
    return True


def _show(request: PersonRequest, found: Claim, *, form: DecisionForm) -> HttpResponse:
    shown = presenting.claim(found, request.user)
    context: dict[str, Any] = {
        "claim": shown,
        "form": form,
        "read": slots.render("claim.read", request, thread=shown.thread),
    }
    return render(request, "courses/claims/claim.html", context)


def _said(kind: str, found: Claim) -> str:
    name = found.learner.get_short_name()
    return {
        Decision.Kind.CONFIRMED: _("Confirmed. %(name)s is told."),
        Decision.Kind.ASKED_BACK: _("Asked back. %(name)s is told."),
        Decision.Kind.DECLINED: _("Declined. %(name)s is told why."),
    }[Decision.Kind(kind)] % {"name": name}
