"""One's own settings, always open, and the pictures of people."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.requests import PersonRequest
from courses import capabilities

from . import actions, queries
from .adapter import needs_second_factor
from .forms import ConnectionSharingForm, PictureForm, ProfileForm


@login_required
def settings(request: PersonRequest) -> HttpResponse:
    """Show what others read about me, and change it."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        actions.describe(form.instance, changed=form.changes)
        messages.success(request, _("Changes saved"))
        return redirect("people:settings")
    return render(request, "community/people/settings.html", _settings(request, form=form))


@login_required
@require_POST
def picture_change(request: PersonRequest) -> HttpResponse:
    """Take a picture to show, or say why not."""
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        actions.show_picture(request.user, picture=form.cleaned_data["picture"])
        messages.success(request, _("Picture changed"))
        return redirect("people:settings")
    return render(request, "community/people/settings.html", _settings(request, picture_form=form))


@login_required
@require_POST
def picture_end(request: PersonRequest) -> HttpResponse:
    """Show no picture."""
    actions.remove_picture(request.user)
    messages.success(request, _("Picture removed"))
    return redirect("people:settings")


@login_required
def account(request: PersonRequest) -> HttpResponse:
    """Show the doors to password, second factor and e-mail addresses."""
    return render(request, "community/people/account.html", {"unprotected": needs_second_factor(request.user)})


@login_required
@require_POST
def sharing(request: PersonRequest) -> HttpResponse:
    """Choose what connections see."""
    form = ConnectionSharingForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.share(request.user, sharing=form.cleaned_data["sharing"])
    messages.success(request, _("Saved. It takes effect at once."))
    return redirect("people:privacy")


@require_safe
def picture(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    """Send a person's picture to whoever may see their profile."""
    owner = get_object_or_404(queries.visible_to(request.user).exclude(picture=""), uid=uid)
    if owner != request.user and not capabilities.is_on("community"):
        raise Http404
    tag = f'"{owner.picture.name}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = FileResponse(owner.picture.open("rb"), content_type="image/webp")
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def admin_door(request: PersonRequest) -> HttpResponse:
    """Let the editor's sign-in be the site's; to who is signed in and may not enter there is no such page."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or "/admin/")
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return redirect("wagtailadmin_home")


def _settings(
    request: PersonRequest, *, form: ProfileForm | None = None, picture_form: PictureForm | None = None
) -> dict[str, object]:
    return {
        "form": form or ProfileForm(instance=request.user),
        "picture_form": picture_form or PictureForm(),
        "unprotected": needs_second_factor(request.user),
    }
