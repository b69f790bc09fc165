"""What the composition adds to the CMS editor: its looks, its first page, its help."""

from base64 import b64encode
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home as wagtail_home

from community.models import User

from .face.people import hue_of, initials
from .home.presenting.teaching import teaching_of


@hooks.register("insert_global_admin_css")
def looks() -> SafeString:
    """Give the editor the colours and faces of the site."""
    return format_html('<link rel="stylesheet" href="{}">', static("css-editor/editor.css"))


@hooks.register("get_avatar_url")
def face(user: Any, size: int) -> str | None:
    """Return somebody's picture, or their initials on their own colour, as everywhere on the site."""
    if not isinstance(user, User):
        return None
    if user.picture_url:
        return user.picture_url
    drawn = render_to_string(
        "cohort/editor/face.svg", {"initials": initials(user.display_name), "hue": hue_of(str(user.uid)) * 45}
    )
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


@hooks.register("register_admin_menu_item")
def to_the_site() -> MenuItem:
    """Lead back to the site from every page of the editor; the bar would think that every page stands below "/"."""
    return MenuItem(_("To the site"), "/#main", name="to-the-site", icon_name="home", order=10)


class TeachingPanel(Component):
    """My courses, what is a draft in them, which questions wait and who is stuck."""

    name, order = "teaching", 50
    template_name = "cohort/editor/teaching.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"teaching": teaching_of(parent_context["request"].user), "new_url": reverse("new_course")}


@hooks.register("construct_homepage_panels")
def first_page(request: HttpRequest, panels: list[Component]) -> None:
    """Begin the first page with what one teaches; what another program's makers write is none of ours."""
    strange = (wagtail_home.WhatsNewInWagtailVersionPanel,)
    panels[:] = [TeachingPanel(), *(panel for panel in panels if not isinstance(panel, strange))]


@hooks.register("construct_help_menu")
def own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Offer our own help beside the keys, in the place of pages about another program."""
    keys = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]
    items[:] = [MenuItem(_("How courses are made"), reverse("editor_help"), icon_name="help", order=100), *keys]


@hooks.register("register_admin_urls")
def help_urls() -> list[Any]:
    """Mount the help."""
    return [path("help/", how_courses_are_made, name="editor_help")]


@require_safe
def how_courses_are_made(request: HttpRequest) -> HttpResponse:
    """Say in one page how a course is made, published and changed."""
    return render(request, "cohort/editor/help.html")
