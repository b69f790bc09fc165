"""Every page of the journeys: axe finds nothing in light and in dark, and all of it fits a narrow phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from community.models import Membership
from courses.access import queries as access
from courses.assessments import actions as assessments
from tests.factories import catalog as pages

from . import evening as evenings
from .conftest import DESKTOP
from .evening import Evening, address

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 800}
# What sticks out at the end of a page that scrolls sideways, the page itself first.
STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] : ["html", ...Array.from(
    document.querySelectorAll("body *")).filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => `${one.tagName.toLowerCase()}.${one.className}`)]"""

# New colours and a new width are drawn once two frames have passed and no transition is under way.
SETTLED = """async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    const moving = document.getAnimations().filter(one => one instanceof CSSTransition)
    await Promise.allSettled(moving.map(one => one.finished))
}"""

VISITOR = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/courses/"]
EVERYBODY = ["/", "/courses/", "/groups/", "/connections/", "/notifications/"]
OWN = [
    "/groups/new/",
    "/points/",
    "/notifications/preferences/",
    "/search/",
    "/search/?q=statistics",
    "/search/?q=nothing-like-it",
    "/settings/",
    "/settings/account/",
    "/settings/privacy/",
    "/settings/privacy/everywhere/",
    "/accounts/email/",
]


def roads(evening: Evening) -> dict[str, list[str]]:
    """Return the addresses to visit by the name of who goes there; "" is a visitor."""
    topic, passed = evenings.go_on(evening)
    ada, ben = evening.people["ada"], evening.people["ben"]
    key, group, loose = evening.course.translation_key, evening.managed, evening.loose
    attempt = assessments.start_attempt(access.enrolment(ada, key), activity_key=evening.assessment.translation_key)
    free = pages.published_course("Bread and numbers", lessons=1, assessment=False)
    look = pages.add_lesson(pages.add_module(free), "A first look", free_preview=True)
    seat = Membership.objects.get(group=group, user=ada).uid
    step = [evening.course_url, evening.lesson_url, evening.assessment_url]
    rooms = ["feed:group", "discussions:list", "discussions:new", "groups:people", "groups:courses", "groups:group"]
    standing = ["leaderboards:board", "groups:sharing"]
    return {
        "": [*VISITOR, free.url, look.url, evening.invitation_url],
        "mallory": [*EVERYBODY, evening.invitation_url, free.url, look.url],
        "ada": [
            *EVERYBODY,
            *step,
            *(address(name, group) for name in rooms + standing),
            reverse("discussions:topic", args=[topic.uid]),
            reverse("discussions:course", args=[key]),
            reverse("assessments:question", args=[attempt.uid, 1]),
            reverse("assessments:question", args=[attempt.uid, 4]),
            reverse("assessments:summary", args=[attempt.uid]),
            reverse("profiles:person", args=[ben.uid]),
        ],
        "ben": [
            *OWN,
            *step,
            "/connections/",
            "/notifications/",
            reverse("assessments:attempt", args=[passed.uid]),
            reverse("learning:finished", args=[key]),
            reverse("profiles:person", args=[ben.uid]),
            address("feed:group", loose),
        ],
        "grace": [
            "/",
            *(address(name, group) for name in rooms),
            address("groups:settings", group),
            address("insights:grid", group),
            reverse("insights:evidence", args=[group.uid, seat, key]),
        ],
    }


def problems(page: Page, axe) -> list[str]:
    """Return what is wrong with the page that is open."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        found += [f"{scheme}: {violation}" for violation in axe(page)]
    page.set_viewport_size(NARROW)
    page.evaluate(SETTLED)
    found += [f"sideways: {element}" for element in page.evaluate(STICKING_OUT)[:6]]
    page.set_viewport_size(DESKTOP)
    return found


def test_every_page_is_accessible_in_light_and_dark_and_fits_a_narrow_phone(evening, browser_page, axe):
    found = []
    for name, addresses in roads(evening).items():
        page = browser_page(evening.people.get(name))
        for path in addresses:
            if page.goto(path).status != 200:
                found.append(f"{name} {path} does not answer")
            found += [f"{name or 'visitor'} {path}: {problem}" for problem in problems(page, axe)]
        page.close()
    assert not found, "\n".join(found)
