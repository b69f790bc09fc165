"""Every page of the journeys: axe finds nothing in light and in dark, and all of it fits a narrow phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

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

VISITOR = [
    "/",
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/confirm-email/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/courses/",
    "/search/?q=statistics",
]
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
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/logout/",
    "/connections/sharing/",
    "/record/",
    "/record/?kind=taken-back",
    "/record/import/",
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
    standing = ["leaderboards:board", "groups:sharing", "groups:leaving"]
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
            reverse("transcripts:course", args=[key]),
            reverse("profiles:person", args=[ben.uid]),
            address("feed:group", loose),
        ],
        "grace": [
            "/",
            *(address(name, group) for name in rooms),
            address("groups:settings", group),
            address("leaderboards:board", loose),
            f"{address('leaderboards:board', group)}?period=all",
            address("insights:grid", group),
            address("insights:grid", loose),
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


def test_what_opens_over_a_page_or_answers_in_it_is_accessible(evening, browser_page, axe):
    evenings.go_on(evening)
    page = browser_page(evening.people["ada"])
    found = []

    def judge(name: str) -> None:
        found.extend(f"{name}: {problem}" for problem in problems(page, axe))

    def open_at(path: str) -> None:
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("data-scripts", "on")

    open_at("/")
    page.keyboard.press("/")
    judge("the palette, before one writes")
    page.keyboard.type("median")
    expect(page.locator("#palette a.hit").first).to_contain_text("median")
    judge("the palette, with what it found")

    open_at("/")
    page.locator("#bell").click()
    expect(page.locator("#tray a").first).to_be_visible()
    judge("the tray")

    open_at(address("feed:group", evening.managed))
    page.get_by_role("button", name="Why this?").first.click()
    expect(page.get_by_text("Why you see this").first).to_be_visible()
    judge("why one sees this")

    open_at(evening.lesson_url)
    page.get_by_role("link", name="Outline").click()
    expect(page.locator("#outline .step").first).to_be_visible()
    judge("the outline")

    open_at(evening.lesson_url)
    page.get_by_label("Answer 0").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Said to answer 0")).to_be_visible()
    judge("an answer inside the lesson")

    open_at("/settings/")
    page.get_by_label("Name").fill("   ")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".errors")).to_be_focused()
    judge("a form with an error")

    assert not found, "\n".join(found)
