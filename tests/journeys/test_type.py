"""The two voices of type: what they weigh, that nothing moves when they arrive, and what reads on where they end."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, expect

from cohort.face import assets

from .evening import Later, address

pytestmark = pytest.mark.browser

# What moved without anybody having done anything, and what it was, since a moment of the page's own clock.
SHIFTS = """since => new Promise(resolve => {
    const source = ({node, currentRect, previousRect}) =>
        [node?.parentElement?.className, node?.textContent?.slice(0, 40), previousRect.toJSON(), currentRect.toJSON()]
    const found = []
    const observer = new PerformanceObserver(list => {
        found.push(...list.getEntriesByType("layout-shift").filter(one => one.startTime >= since))
        if (list.getEntriesByName("asked").length)
            resolve(found.map(one => [one.value, one.sources.map(source)]))
    })
    observer.observe({type: "layout-shift", buffered: true})
    observer.observe({type: "mark"})
    performance.mark("asked")  // comes after all that was reported before
})"""
DRAWN = """async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
}"""
ARRIVED = """async () => {
    await document.fonts.ready
    return ["600 37px Literata", "400 15px Inter"].map(font => document.fonts.check(font))
}"""

# A word beside another may end a pixel or two further on; a line more or less anywhere is a hundred times this.
A_HAIR = 0.001

PLACES = {
    "welcome": (None, lambda later: "/"),
    "sign-in": (None, lambda later: "/accounts/login/"),
    "home": ("ada", lambda later: "/"),
    "catalogue": ("ada", lambda later: "/courses/"),
    "course": ("ada", lambda later: later.evening.course_url),
    "lesson": ("ada", lambda later: later.evening.lesson_url),
    "feed": ("ada", lambda later: address("feed:group", later.evening.managed)),
    "board": ("grace", lambda later: address("leaderboards:board", later.evening.loose)),
    "grid": ("grace", lambda later: address("insights:grid", later.evening.managed)),
}


def shifts(page: Page, *, since: float) -> list[tuple[float, list[object]]]:
    page.evaluate(DRAWN)
    return page.evaluate(SHIFTS, since)


def test_what_moves_by_itself_is_seen_with_how_far(browser_page):
    page = browser_page()
    page.goto("/accounts/login/")
    before = page.evaluate("performance.now()")
    assert shifts(page, since=before) == []
    page.evaluate("document.body.prepend(document.createElement('main'))")
    page.evaluate("document.body.firstChild.style.cssText = 'display: block; height: 200px'")
    [(value, _by)] = shifts(page, since=before)
    assert value > A_HAIR


def test_what_a_first_visit_fetches_of_fonts_is_light():
    sizes = {name: Path(finders.find(name)).stat().st_size for name in assets.FROM_NPM if name.startswith("fonts/")}
    first = sum(sizes[name] for name in assets.FIRST_FONTS)

    assert first <= 100_000
    assert first + sum(size for name, size in sizes.items() if "-europe" in name or "-latin-italic" in name) <= 190_000
    assert sum(sizes.values()) <= 350_000


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PLACES)
def test_nothing_moves_when_the_fonts_arrive_late(later: Later, browser_page, name, phone):
    who, place = PLACES[name]
    page = browser_page(later.evening.people.get(who), phone=phone)
    held: list[Route] = []
    hold = True
    page.route_web_socket("**/live/", lambda socket: None)  # whatever is new must not come in between
    page.route("**/fonts/*.woff2", lambda route: held.append(route) if hold else route.continue_())
    page.goto(place(later), wait_until="domcontentloaded")
    page.evaluate(DRAWN)
    assert page.evaluate("document.fonts.status") == "loading"

    drawn = page.evaluate("performance.now()")
    hold = False
    for route in held:
        route.continue_()
    assert page.evaluate(ARRIVED) == [True, True]

    moved = shifts(page, since=drawn)
    assert sum(value for value, _by in moved) < A_HAIR, moved


def test_a_page_fetches_only_the_fonts_whose_letters_it_has(later, browser_page):
    page = browser_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "font" else None)
    page.goto("/accounts/login/")
    page.evaluate(ARRIVED)

    assert {url.rsplit("/", 1)[-1] for url in asked} == {"literata-latin.woff2", "inter-latin.woff2"}
    assert len(asked) == 2


def test_a_name_of_europe_fetches_the_few_letters_it_has(later, browser_page):
    page = browser_page(later.evening.people["ada"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "font" else None)
    page.goto("/courses/")
    expect(page.get_by_text("Marković").first).to_be_visible()
    page.evaluate(ARRIVED)

    assert {url.rsplit("/", 1)[-1] for url in asked} == {
        "literata-latin.woff2", "inter-latin.woff2", "inter-europe.woff2",
    }  # fmt: skip
