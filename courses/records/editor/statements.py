"""The statements there are, as an admin reads them: found by who, what and when, shown so that none does any harm."""

import logging
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, log

from courses.admins import admins_only
from courses.models import Record

from .. import literals
from ..actions import void
from ..queries import Cursor
from ..statements import iri_key
from ..words import ADL, VOIDED, Invalid
from . import presenting
from .display import plain, pretty

if TYPE_CHECKING:
    from community.models import User

log_of_reading = logging.getLogger(__name__)

PAGE = 50
VOIDED_BY_HAND = "courses.void_statement"


class FilterForm(forms.Form):
    """Who, what, when."""

    person = forms.CharField(
        label=gettext_lazy("Person"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "An e-mail address, the uid of a person here, or the key of an agent such as mbox|mailto:zoe@example.org."
        ),
    )
    verb = forms.CharField(
        label=gettext_lazy("Verb"), required=False, max_length=2000, help_text=gettext_lazy("“completed” or an IRI")
    )
    activity = forms.CharField(
        label=gettext_lazy("Activity"), required=False, max_length=2000, help_text=gettext_lazy("Its IRI")
    )
    since = forms.DateTimeField(
        label=gettext_lazy("Stored since"), required=False, help_text=gettext_lazy("2026-01-31 or 2026-01-31 12:00")
    )
    cursor = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_cursor(self) -> Cursor | None:
        """Return where a page begins."""
        try:
            return Cursor.read(self.cleaned_data["cursor"]) if self.cleaned_data["cursor"] else None
        except Invalid as invalid:
            raise forms.ValidationError(_("That page is not there.")) from invalid


def register_log_action(actions: LogActionRegistry) -> None:
    """Let the site's history say who took a statement back."""
    actions.register_action(VOIDED_BY_HAND, gettext_lazy("Void a statement"), gettext_lazy("Voided the statement"))


@require_safe
@admins_only
def listing(request: HttpRequest) -> HttpResponse:
    """List statements, the latest first, and note who read whose; what they say at length is behind each."""
    form = FilterForm(request.GET)
    records = list(_found(form.cleaned_data)[: PAGE + 1]) if form.is_valid() else []
    older = ""
    if len(records) > PAGE:
        last = records[PAGE - 1]
        asked = {name: value for name, value in request.GET.items() if name != "cursor"}
        older = f"?{urlencode({**asked, 'cursor': str(Cursor(last.stored, last.pk))})}"
    _note(request, records[:PAGE])
    called = presenting.Called(records[:PAGE])
    context = {"form": form, "rows": [presenting.short(record, called) for record in records[:PAGE]], "older": older}
    return render(request, "courses/records/editor/statements.html", context)


@require_safe
@admins_only
def detail(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show one statement whole, but for what would be endless, and note who read it."""
    record = get_object_or_404(Record.objects.select_related("voided_by"), uid=uid)
    _note(request, [record])
    data = literals.loads(record.statement) if record.statement else {}
    called = presenting.Called([record])
    bodies = set(record.attachments.values_list("body__sha2", flat=True))
    context = {
        **presenting.long(record),
        "person_name": called.person(record),
        "activity_title": called.activity(record),
        "authority": plain(record.authority),
        "length": len(record.statement),
        "text": pretty(record.statement) if record.statement else "",
        "attachments": [presenting.attachment(one, bodies) for one in data.get("attachments", [])[:PAGE]],
        "may_void": _may_void(request, record),
        "person_url": _filtered(person=record.agent_key) if record.agent_key else "",
        "verb_url": _filtered(verb=record.verb),
        "activity_url": _filtered(activity=record.activity_iri) if record.activity_iri else "",
    }
    return render(request, "courses/records/editor/statement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def voiding(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a statement back, once it is confirmed; never one about oneself."""
    record = get_object_or_404(Record, uid=uid)
    if record.voided_by_id or record.verb == VOIDED or record.erased_at:
        raise Http404
    if not _may_void(request, record):
        raise PermissionDenied
    if request.method == "POST":
        void(record, by=cast("User", request.user))
        log(instance=record, action=VOIDED_BY_HAND, user=request.user, title=str(uid))
        messages.success(request, _("The statement is void, and what followed from it is taken back."))
        return redirect("record_statement", uid)
    context = {
        "title": _("Void this statement?"),
        "words": _(
            "It stays to be read, but counts no longer: progress, points and places that followed from it are taken"
            " back. This cannot be undone. It is kept in the site’s history with your name."
        ),
        "action": request.path,
        "button": _("Void the statement"),
        "back": reverse("record_statement", args=[uid]),
    }
    return render(request, "courses/records/editor/confirm.html", context)


def _note(request: HttpRequest, records: Sequence[Record]) -> None:
    """Say in the site's log which statements an admin read; it holds uids only."""
    log_of_reading.info(
        "statements read",
        extra={"by": str(cast("User", request.user).uid), "statements": [str(record.uid) for record in records]},
    )


def _found(asked: dict[str, Any]) -> QuerySet[Record]:
    records = Record.objects.defer("statement")
    if asked["person"]:
        records = records.filter(_of(asked["person"].strip()))
    if asked["verb"]:
        records = records.filter(verb=iri_key(asked["verb"] if ":" in asked["verb"] else ADL + asked["verb"].lower()))
    if asked["activity"]:
        records = records.filter(activity_iri=iri_key(asked["activity"]))
    if asked["since"]:
        records = records.filter(stored__gte=asked["since"])
    if cursor := asked["cursor"]:
        earlier = Q(stored__lt=cursor.stored) | Q(stored=cursor.stored, pk__lt=cursor.pk)
        records = records.filter(earlier, stored__lte=cursor.stored)
    return records.order_by("-stored", "-pk")


def _of(person: str) -> Q:
    """Return what finds a person's statements: by uid, by e-mail address, by the key of an agent."""
    try:
        return Q(learner__uid=uuid.UUID(person))
    except ValueError:
        pass
    if "@" in person and "|" not in person:
        here = get_user_model().objects.filter(email__iexact=person).values_list("pk", flat=True).first()
        written = {f"mbox|mailto:{address}" for address in (person, person.lower())}
        return Q(agent_key__in=written) | (Q(learner=here) if here else Q())
    return Q(agent_key=person)


def _may_void(request: HttpRequest, record: Record) -> bool:
    """Whether this admin may take it back: it counts, it is no voiding one, and it is not about themselves."""
    counts = not record.voided_by_id and not record.erased_at and record.verb != VOIDED
    return counts and record.learner_id != request.user.pk


def _filtered(**asked: str) -> str:
    return f"{reverse('record_statements')}?{urlencode(asked)}"
