"""What courses add to the CMS editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.widgets import HeaderButton
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.requests import PersonRequest

from .catalog import actions, editor, policies
from .catalog.pages import CataloguePage
from .records import reports
from .records.editor import statements as record_statements
from .records.editor import urls as record_store


@hooks.register("register_admin_urls")
def course_urls() -> list[Any]:
    """Mount the list of one's own courses and the form for a new one."""
    return [
        path("courses/", editor.my_courses, name="my_courses"),
        path("courses/new/", editor.new_course, name="new_course"),
    ]


class NewCourseItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policies.may_create_course(request.user)


@hooks.register("register_admin_menu_item")
def new_course_item() -> MenuItem:
    """Offer a new course from every page of the editor."""
    return NewCourseItem(_("New course"), reverse("new_course"), name="new-course", icon_name="plus", order=90)


@hooks.register("register_page_header_buttons")
def new_course_button(page: Page, user: Any, **kwargs: Any) -> Any:
    """Offer a new course where the courses are listed."""
    if page.specific_class is CataloguePage and policies.may_create_course(user):
        yield HeaderButton(label=_("New course"), url=reverse("new_course"), icon_name="plus", priority=1)


@hooks.register("construct_explorer_page_queryset")
def own_pages_in_explorer(parent: Page, pages: Any, request: HttpRequest) -> Any:
    """List only what the author may open."""
    return _own(pages, request)


@hooks.register("construct_page_chooser_queryset")
def own_pages_in_chooser(pages: Any, request: HttpRequest) -> Any:
    """Offer only what the author may open."""
    return _own(pages, request)


class OwnPagesItem(PagesSummaryItem):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
            self.request.user, ["add", "change", "publish"]
        )
        return context | {"total_pages": own.filter(depth__gt=1).count()}


@hooks.register("construct_homepage_summary_items", order=200)
def own_pages_in_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Count on the first page only what the author may edit, not what stands beside it."""
    items[:] = [OwnPagesItem(request) if type(item) is PagesSummaryItem else item for item in items]


@hooks.register("after_copy_page")
def settle_copy(request: PersonRequest, page: Page, copy: Page) -> None:
    """Let a copy stand on its own, with its team and its own references."""
    actions.settle_copy(page, copy, by=request.user)


@hooks.register("before_delete_page")
def keep_what_has_learners(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what people learn, and offer to unpublish it."""
    if policies.may_delete(page):
        return None
    messages.error(request, _refusal(page))
    door = "wagtailadmin_pages:unpublish" if page.live else "wagtailadmin_pages:edit"
    return redirect(door, page.pk)


@hooks.register("before_bulk_action")
def keep_each_that_has_learners(request: HttpRequest, action_type: str, pages: Any, action: Any) -> HttpResponse | None:
    """Refuse to delete several pages at once where one of them has learners."""
    kept = [
        page for page in pages if action_type == "delete" and isinstance(page, Page) and not policies.may_delete(page)
    ]
    if not kept:
        return None
    messages.error(request, _refusal(kept[0]))
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk)


def _refusal(page: Page) -> str:
    return format_html(
        str(_("“{}” has learners, so it is not deleted. Unpublish it: nobody sees it, and nothing learned is lost.")),
        page.get_admin_display_title(),
    )


def _own(pages: Any, request: HttpRequest) -> Any:
    return pages & policy_registry.get_by_type(Page).explorable_instances(request.user)


@hooks.register("register_admin_urls")
def effect_urls() -> list[Any]:
    """Mount the report of parked effects."""
    return [
        path("reports/effects/", reports.ParkedEffects.as_view(), name="parked_effects"),
        path(
            "reports/effects/results/",
            reports.ParkedEffects.as_view(results_only=True),
            name="parked_effects_results",
        ),
        path("reports/effects/<uuid:uid>/retry/", reports.retry, name="retry_effect"),
    ]


@hooks.register("register_reports_menu_item")
def effects_item() -> MenuItem:
    """Show admins which effects are parked."""
    return reports.menu_item()


@hooks.register("register_admin_urls")
def record_urls() -> list[Any]:
    """Mount the admin's pages of the record store."""
    return record_store.urlpatterns


@hooks.register("register_admin_menu_item")
def records_item() -> MenuItem:
    """Show admins the record store."""
    return record_store.menu_item()


@hooks.register("register_log_actions")
def voiding_is_logged(actions: Any) -> None:
    """Let the site's history say who took a statement back."""
    record_statements.register_log_action(actions)
