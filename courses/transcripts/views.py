"""My learning record: read, taken along, added to, and why a course is not complete."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import addresses
from courses.records.words import Invalid
from courses.requests import PersonRequest

from . import actions, exporting, printing, queries, standing
from .forms import BringForm, RecordForm
from .presenting import answers, lines

LATEST = 5  # of what was learned outside, beside the record


@login_required
@require_safe
def record(request: PersonRequest) -> HttpResponse:
    """Show my record by day, all or a part of it, as it is or as it was."""
    form = RecordForm(request.GET)
    asked = form.asked()
    marks = standing.marks(request.user, until=asked.until)
    outside = queries.confirmed(request.user, until=asked.until)
    form.offer(marks)
    page = queries.page(request.user, asked)
    context = {
        "form": form,
        "days": lines.days(page.entries),
        "until": asked.until and form.cleaned_data["until"],
        "filtered": bool(asked.course or asked.kind or asked.until),
        "summary": lines.summary(marks, len(outside)),
        "marks": marks,
        "outside": lines.outside(outside[: -LATEST - 1 : -1]),
        "next_url": _next(request, page.before),
        "transcript_url": _with(request, "transcript", "until"),
        "table_url": _with(request, "table", "course", "kind", "until"),
        "transcript_note": printing.note_on_name(request.user),
        "statements_url": _with(request, "statements", "course", "kind", "until"),
    }
    return render(request, "courses/transcripts/record.html", context)


@login_required
@require_safe
def statements(request: PersonRequest) -> HttpResponseBase:
    """Give me my statements as they are stored, all or those that are asked for."""
    name = f"statements-{timezone.localdate():%Y-%m-%d}.json"
    pieces = exporting.statements(request.user, RecordForm(request.GET).asked())
    return exporting.stream(request, pieces, name=name, content_type="application/json")


@login_required
@require_safe
def table(request: PersonRequest) -> HttpResponseBase:
    """Give me my record as a table for a spreadsheet, all or the part that is asked for."""
    name = f"record-{timezone.localdate():%Y-%m-%d}.csv"
    pieces = exporting.table(request.user, RecordForm(request.GET).asked())
    return exporting.stream(request, pieces, name=name, content_type="text/csv; charset=utf-8")


@login_required
@require_safe
def transcript(request: PersonRequest) -> HttpResponse:
    """Give me my transcript on paper, as it is or as it was at the end of a day."""
    asked = RecordForm(request.GET).asked()
    now = timezone.now()
    as_of = min(asked.until, now) if asked.until else now
    marks, outside = standing.marks(request.user, until=as_of), queries.confirmed(request.user, until=as_of)
    paper = printing.transcript(request.user, marks, outside, as_of=as_of)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="transcript-{timezone.localdate(as_of):%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def bring(request: PersonRequest) -> HttpResponse:
    """Take my own statements from elsewhere, and say what became of each."""
    form = BringForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            brought = actions.bring(request.user, form.cleaned_data["file"].read())
        except Invalid as error:
            form.add_error("file", _("This file cannot be read. %(why)s") % {"why": error})
        else:
            context |= {"form": BringForm(), "brought": brought, "told": lines.told(brought)}
    return render(request, "courses/transcripts/bring.html", context)


@login_required
@require_safe
def course(request: PersonRequest, key: uuid.UUID) -> HttpResponse:
    """Show me why a course of mine is not complete, activity by activity."""
    found = standing.own_course(request.user, key)
    if found is None:
        raise Http404
    context = {
        "why": found,
        "verdict": answers.verdict(found),
        "answers": answers.answers(found, own=True),
        "course_url": addresses.course_url(str(found.key), found.slug) if found.opens else "",
        "record_url": f"{reverse('transcripts:record')}?{urlencode({'course': found.key})}",
    }
    return render(request, "courses/transcripts/course.html", context)


def _next(request: HttpRequest, before: int | None) -> str:
    if before is None:
        return ""
    given = request.GET.copy()
    given["before"] = str(before)
    return f"?{given.urlencode()}"


def _with(request: HttpRequest, name: str, *kept: str) -> str:
    """Return the address of a file with what of the question at hand it answers."""
    asked = {each: value for each in kept if (value := request.GET.get(each))}
    url = reverse(f"transcripts:{name}")
    return f"{url}?{urlencode(asked)}" if asked else url
