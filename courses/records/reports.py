"""What the admin sees of effects that failed: a report in the editor, and another try."""

import uuid

from django.contrib.auth.decorators import user_passes_test
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from courses.admins import AdminsItem, AdminsReport, is_admin
from courses.models import Effect

from . import effects


class ParkedEffects(AdminsReport):
    """Effects that failed ten times, each with its error and how many wait behind it."""

    page_title = gettext_lazy("Effects parked")
    header_icon = "warning"
    index_url_name = "parked_effects"
    index_results_url_name = "parked_effects_results"
    results_template_name = "courses/records/parked_effects.html"
    model = Effect

    def get_queryset(self) -> QuerySet[Effect]:
        behind = Effect.objects.filter(learner=OuterRef("learner"), seq__gt=OuterRef("seq")).values("learner")
        waiting = Coalesce(Subquery(behind.annotate(n=Count("pk")).values("n")), 0)
        parked = Effect.objects.exclude(parked_at=None).select_related("record", "learner").defer("record__statement")
        return parked.annotate(waiting=waiting).order_by("parked_at")


@require_POST
@user_passes_test(is_admin)
def retry(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Try a parked effect again, and those it held back."""
    effect = get_object_or_404(Effect.objects.exclude(parked_at=None), uid=uid)
    if effects.retry(effect):
        messages.success(request, _("The effect is drained."))
    else:
        messages.error(request, _("It failed again; the error is below."))
    return redirect("parked_effects")


def menu_item() -> MenuItem:
    """Return the report's menu item."""
    return AdminsItem(
        gettext_lazy("Effects parked"), reverse("parked_effects"), name="parked-effects", icon_name="warning", order=900
    )
