"""Every page of the journeys: axe finds nothing in light and in dark, and none scrolls sideways at any width."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from community.models import Membership
from courses.access import queries as access
from courses.assessments import actions as assessments
from tests.factories import catalog as pages

from .conftest import DESKTOP
from .evening import Later, address
from .waiting import ready

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 375, 390, 412, 640)
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

Place = Callable[[Later], str]  # an address of the evening


def at(name: str, *, of: str = "managed", query: str = "") -> Place:
    """Return the address of a page of one of the two groups."""
    return lambda later: address(name, getattr(later.evening, of)) + query


def fixed(path: str) -> Place:
    """Return an address that is the same on every evening."""
    return lambda later: path


def course(name: str) -> Place:
    """Return the address of a page that is named by the course's key."""
    return lambda later: reverse(name, args=[later.evening.course.translation_key])


def attempt_of_ada(name: str, *place: int) -> Place:
    """Return an address within an attempt that ada has begun and not handed in."""

    def begun(later: Later) -> str:
        enrolment = access.enrolment(later.evening.people["ada"], later.evening.course.translation_key)
        attempt = assessments.start_attempt(enrolment, activity_key=later.evening.assessment.translation_key)
        return reverse(name, args=[attempt.uid, *place])

    return begun


def free_course(later: Later) -> str:
    """Return the address of a course that anybody may begin."""
    return pages.published_course("Bread and numbers", lessons=1, assessment=False).url


def first_look(later: Later) -> str:
    """Return the address of a lesson that is read without having begun its course."""
    free = pages.published_course("Bread and numbers", lessons=1, assessment=False)
    return pages.add_lesson(pages.add_module(free), "A first look", free_preview=True).url


def evidence(later: Later) -> str:
    """Return the address at which grace sees what ada has and lacks in the course."""
    seat = Membership.objects.get(group=later.evening.managed, user=later.evening.people["ada"]).uid
    return reverse("insights:evidence", args=[later.evening.managed.uid, seat, later.evening.course.translation_key])


def ben(later: Later) -> str:
    """Return the address of ben's profile."""
    return reverse("profiles:person", args=[later.evening.people["ben"].uid])


ROOMS = {
    name: at(name)
    for name in ("feed:group", "discussions:list", "discussions:new", "groups:people", "groups:courses", "groups:group")
}
STEPS: dict[str, Place] = {
    "the course": lambda later: later.evening.course_url,
    "the lesson": lambda later: later.evening.lesson_url,
    "the assessment": lambda later: later.evening.assessment_url,
}
OFFERED: dict[str, Place] = {
    "the invitation": lambda later: later.evening.invitation_url,
    "a free course": free_course,
    "a first look": first_look,
}
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
EVERYBODY = ["/", "/you/", "/courses/", "/groups/", "/connections/", "/notifications/"]
OWN = [
    "/connections/",
    "/notifications/",
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
# The pages to visit by the name of who goes there; "visitor" is nobody.
ROADS: dict[str, dict[str, Place]] = {
    "visitor": {path: fixed(path) for path in VISITOR} | OFFERED,
    "mallory": {path: fixed(path) for path in EVERYBODY} | OFFERED,
    "ada": {path: fixed(path) for path in EVERYBODY}
    | STEPS
    | ROOMS
    | {name: at(name) for name in ("leaderboards:board", "groups:sharing", "groups:leaving")}
    | {
        "the topic": lambda later: reverse("discussions:topic", args=[later.topic.uid]),
        "the course's talk": course("discussions:course"),
        "the first question": attempt_of_ada("assessments:question", 1),
        "the last question": attempt_of_ada("assessments:question", 4),
        "the summary": attempt_of_ada("assessments:summary"),
        "ben": ben,
    },
    "ben": {path: fixed(path) for path in OWN}
    | STEPS
    | {
        "the passed attempt": lambda later: reverse("assessments:attempt", args=[later.passed.uid]),
        "the finished course": course("learning:finished"),
        "his record of the course": course("transcripts:course"),
        "ben": ben,
        "the loose group": at("feed:group", of="loose"),
    },
    "grace": {"/": fixed("/")}
    | ROOMS
    | {
        "groups:settings": at("groups:settings"),
        "the board of the loose group": at("leaderboards:board", of="loose"),
        "the board of all time": at("leaderboards:board", query="?period=all"),
        "insights:grid": at("insights:grid"),
        "the grid of the loose group": at("insights:grid", of="loose"),
        "insights:evidence": evidence,
    },
}


def problems(page: Page, axe) -> list[str]:
    """Return what is wrong with the page that is open."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        found += [f"{scheme}: {violation}" for violation in axe(page)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SETTLED)
        found += [f"sideways at {width}: {element}" for element in page.evaluate(STICKING_OUT)[:6]]
    page.set_viewport_size(DESKTOP)
    return found


@pytest.mark.parametrize("who, name", [(who, name) for who, places in ROADS.items() for name in places])
def test_every_page_is_accessible_in_light_and_dark_and_never_scrolls_sideways(later, browser_page, axe, who, name):
    page = browser_page(later.evening.people.get(who))

    assert page.goto(ROADS[who][name](later)).status == 200
    assert problems(page, axe) == []


def test_what_opens_over_a_page_or_answers_in_it_is_accessible(later, browser_page, axe):
    evening = later.evening
    page = browser_page(evening.people["ada"])
    found = []

    def judge(name: str) -> None:
        found.extend(f"{name}: {problem}" for problem in problems(page, axe))

    def open_at(path: str) -> None:
        page.goto(path)
        ready(page)

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
