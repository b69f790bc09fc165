"""The wall in the CMS editor: what is named by its id and is not one's own answers like an id nobody has.

Wagtail cuts its lists by permission, but many of its views take an id and show a title before they refuse, or do not
refuse at all: choosers, bulk actions, editing sessions. This looks at every address of the editor once.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from . import belonging, queries, references, reports
from .models import CourseDocument, CourseImage
from .pages import CoursePage

PAGE_NAMES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
IMAGE_NAMES = ("image_id",)
DOCUMENT_NAMES = ("document_id", "doc_id")
# Where `pk` or `?id=` names a page, a picture or a document.
BY_NAMESPACE: dict[str, type[Model]] = {
    "wagtailadmin_pages": Page,
    "wagtailadmin_api:pages": Page,
    "wagtailimages_chooser": CourseImage,
    "wagtaildocs_chooser": CourseDocument,
}
# Lists that Wagtail does not cut by permission, and that authors do not need.
CLOSED = frozenset(
    {
        "wagtailadmin_api:images",
        "wagtailadmin_api:documents",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_tag_model_autocomplete",
    }
)
FILE_ACTIONS = ["add", "change", "delete", "choose"]
LogEntriesView.filterset_class = reports.OwnHistory  # Wagtail has no setting for it


class OwnCoursesMiddleware:
    """Answer 404 in the editor for ids outside a person's own courses; admins pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Raise Http404 before the view runs."""
        if not request.path.startswith(reverse("wagtailadmin_home")) or request.user.is_superuser:
            return
        match = request.resolver_match
        if match is None or not request.user.is_authenticated:
            return
        if match.view_name in CLOSED or match.namespace in CLOSED or not _owns_all(request, match):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what was wrong where a page would have gone live, by whatever road, with what is not its course's."""
        if not isinstance(exception, belonging.NotOurs):
            return None
        messages.error(request, exception.message)
        return redirect("wagtailadmin_home")


def _owns_all(request: HttpRequest, match: ResolverMatch) -> bool:
    return all(_owns(request.user, model, ids) for model, ids in _named(request, match))


def _named(request: HttpRequest, match: ResolverMatch) -> Iterable[tuple[type[Model] | None, set[str]]]:
    kwargs = match.kwargs
    for model, names in ((Page, PAGE_NAMES), (CourseImage, IMAGE_NAMES), (CourseDocument, DOCUMENT_NAMES)):
        yield model, {str(kwargs[name]) for name in names if name in kwargs}
    if match.view_name == "wagtail_bulk_action":
        yield from _bulk(request, _labelled(kwargs["app_label"], kwargs["model_name"]))
    elif match.view_name.startswith("wagtailadmin_editing_sessions:ping"):
        yield _labelled(kwargs["app_label"], kwargs["model_name"]), {kwargs["object_id"]}
    elif match.view_name == "wagtailadmin_choose_page_chosen_multiple":
        yield Page, set(request.GET.getlist("id"))
    elif match.namespace in BY_NAMESPACE:
        yield BY_NAMESPACE[match.namespace], {str(kwargs["pk"])} if "pk" in kwargs else set(request.GET.getlist("id"))


def _bulk(request: HttpRequest, model: type[Model] | None) -> Iterable[tuple[type[Model] | None, set[str]]]:
    """Wagtail cuts "all" of files by permission, but not all pages below one, which would have to be one's own."""
    ids = set(request.GET.getlist("id"))
    if "all" in ids and model is Page:
        yield CoursePage, {request.GET.get("childOf", "")}
    yield model, ids - {"all"}


def _labelled(app_label: str, model_name: str) -> type[Model] | None:
    models: dict[tuple[str, str], type[Model]] = {
        ("courses", "courseimage"): CourseImage,
        ("courses", "coursedocument"): CourseDocument,
    }
    pages = app_label == "wagtailcore" or model_name.endswith("page")
    return Page if pages else models.get((app_label, model_name))


def _owns(user: Any, model: type[Model] | None, ids: set[str]) -> bool:
    if not ids:
        return True
    if model is None or not all(references.possible(each) for each in ids):
        return False
    policy = policy_registry.get_by_type(model)
    if model is Page:
        own = policy.explorable_instances(user)
    elif model is CoursePage:
        own = queries.pages_of_author(user)
    else:
        own = policy.instances_user_has_any_permission_for(user, FILE_ACTIONS)
    return own.filter(pk__in=ids).count() == len(ids)
