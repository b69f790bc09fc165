"""What the first steps send."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.people.requests import PersonRequest
from courses.writing import Line

from . import actions


class NameForm(forms.Form):
    """What the place is called."""

    name = Line(max_length=60)


@login_required
@require_POST
def name(request: PersonRequest) -> HttpResponse:
    """Name the place."""
    _admits(request)
    form = NameForm(request.POST)
    if form.is_valid():
        actions.name_place(form.cleaned_data["name"])
    else:
        messages.error(request, _("Give the place a name of up to 60 signs."))
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
