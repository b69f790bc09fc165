"""What the community adds to the CMS editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .discussions.views import oversight as at_courses
from .groups.views import oversight
from .people import editor


@hooks.register("before_delete_user")
def keep_people(request: HttpRequest, user: Any) -> HttpResponse:
    """Refuse to delete a person."""
    return editor.refuse_deletion(request)


@hooks.register("before_bulk_action")
def keep_each_person(request: HttpRequest, action_type: str, things: Any, action: Any) -> HttpResponse | None:
    """Refuse to delete several people at once."""
    return editor.refuse_deletion(request) if editor.deletes_people(action_type, things) else None


@hooks.register("after_edit_user")
def keep_groups_led(request: HttpRequest, user: Any) -> None:
    """Keep the groups of an account that was closed or opened led."""
    editor.say_who_leads_without(request, user)


@hooks.register("after_bulk_action")
def follow_each_person(request: HttpRequest, action_type: str, things: Any, action: Any) -> None:
    """Let search follow what was done to several people at once, and keep their groups led."""
    editor.follow_closing(request, things)


@hooks.register("register_admin_urls")
def group_urls() -> list[Any]:
    """Mount the admin's door into groups."""
    return [
        path("reports/groups/", oversight.AllGroups.as_view(), name="all_groups"),
        path("reports/groups/results/", oversight.AllGroups.as_view(results_only=True), name="all_groups_results"),
        path("reports/groups/<uuid:uid>/", oversight.look, name="look_into_group"),
    ]


@hooks.register("register_admin_urls")
def discussion_urls() -> list[Any]:
    """Mount the admin's door to what is said at courses."""
    report = at_courses.AllCourses
    return [
        path("reports/discussions/", report.as_view(), name="course_discussions"),
        path("reports/discussions/results/", report.as_view(results_only=True), name="course_discussions_results"),
        path("reports/discussions/<uuid:key>/", at_courses.look, name="look_at_course"),
    ]


@hooks.register("register_reports_menu_item")
def groups_item() -> MenuItem:
    """Show admins the groups there are."""
    return oversight.menu_item()


@hooks.register("register_reports_menu_item")
def discussions_item() -> MenuItem:
    """Show admins the courses at which people talk."""
    return at_courses.menu_item()


@hooks.register("register_log_actions")
def looking_is_logged(actions: Any) -> None:
    """Let the site's history say who looked into a group or at what is said at a course, and why."""
    oversight.register_log_action(actions)
    at_courses.register_log_action(actions)
