"""What the first steps send."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cohort.home.views import desk
from community.requests import PersonRequest

from . import actions
from .forms import NameForm


@login_required
@require_POST
def name(request: PersonRequest) -> HttpResponse:
    """Name the place."""
    _admits(request)
    form = NameForm(request.POST)
    if not form.is_valid():
        return desk(request, naming=form, status=422)
    wanted = form.cleaned_data["name"]
    try:
        actions.name_place(wanted, first=True)
    except actions.Named as standing:
        text = _("It changed meanwhile: this place is called %(now)s, not %(wanted)s.")
        messages.error(request, text % {"now": standing, "wanted": wanted})
    return redirect("home")


@login_required
@require_POST
def choice(request: PersonRequest) -> HttpResponse:
    """Begin with the community, or with courses alone."""
    _admits(request)
    actions.choose(community=request.POST.get("with") == "community")
    return redirect("home")


def _admits(request: PersonRequest) -> None:
    """To anybody but an admin there is no such door."""
    if not request.user.is_superuser:
        raise Http404
