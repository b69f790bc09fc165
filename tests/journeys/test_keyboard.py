"""Ada's road by keyboard alone: from the invitation to a reply, and she always sees where she is."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.search import index_everything

from . import evening as evenings
from .evening import COURSE, address

pytestmark = pytest.mark.browser

FAR = 80  # presses of Tab: nothing anybody needs lies further away
# The name of the element with the focus, and whether a ring is drawn round it or round what holds it.
FOCUSED = """() => {
    const one = document.activeElement
    const labels = Array.from(one.labels ?? [], label => label.textContent).join(" ")
    const name = one.getAttribute("aria-label") || labels || one.textContent
    const ringed = (each, part) => {
        const style = getComputedStyle(each, part)
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    }
    let holder = one
    while (holder && !ringed(holder)) holder = holder.parentElement
    const seen = one === document.body || Boolean(holder) || ringed(one, "::before")
    return {name: name.trim().replace(/\\s+/g, " "), seen, kind: one.type || one.localName}
}"""


def tab_to(page: Page, name: str, *, kind: str = "") -> None:
    """Press Tab until the element whose accessible name begins with `name` has the focus, seen at every step."""
    passed = []
    for _ in range(FAR):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"no sign of the focus on {focused} of {page.url}"
        if focused["name"].startswith(name) and kind in ("", focused["kind"]):
            return
        passed.append(focused["name"][:40])
    raise AssertionError(f"{name} is not within reach on {page.url}: {passed}")


def press(page: Page, name: str) -> None:
    """Reach a link or a button and use it."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def focused(page: Page) -> str:
    return page.evaluate(FOCUSED)["name"]


def test_ada_joins_learns_passes_searches_and_replies_by_keyboard(evening, browser_page):
    topic = evenings.ask(evening)
    index_everything()
    page = browser_page(evening.people["ada"])

    # She joins by name: the radio group is one stop, the arrows choose.
    page.goto(evening.invitation_url)
    tab_to(page, "Private", kind="radio")
    page.keyboard.press("ArrowUp")
    assert focused(page).startswith("By name")
    press(page, "Join by name")
    expect(page.get_by_text("You share by name here.")).to_be_visible()

    # She answers inside a lesson, then finishes it and the next.
    page.goto(evening.lesson_url)
    expect(page.locator("html")).to_have_attribute("data-scripts", "on")
    tab_to(page, "Answer 0", kind="radio")
    page.keyboard.press("Space")
    press(page, "Answer")
    expect(page.get_by_text("Said to answer 0")).to_be_visible()
    press(page, "Finish and go on")
    expect(page.get_by_role("heading", name="Lesson 2")).to_be_visible()
    press(page, "Finish and go on")

    # She passes the assessment.
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    press(page, "Begin")
    answer(page, 1, "Answer 0")
    answer(page, 2, "Answer 0", "Answer 1")
    answer(page, 3, "True")
    expect(page.get_by_text("Question 4 of 4")).to_be_visible()
    tab_to(page, "Your number")
    page.keyboard.type("4")
    press(page, "To the summary")
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    press(page, "Hand in")
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    press(page, "See what you finished")
    expect(page.get_by_text(f"You finished {COURSE}")).to_be_visible()

    # She finds ben's question from anywhere, and replies.
    page.goto(address("feed:group", evening.managed))
    expect(page.locator("html")).to_have_attribute("data-scripts", "on")
    page.keyboard.press("/")
    page.keyboard.type("median")
    expect(page.locator("#palette a.hit").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert topic.title in focused(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(str(topic.uid)))
    tab_to(page, "", kind="textarea")
    page.keyboard.type("The tails, and often the point.")
    press(page, "Reply")
    expect(page.locator("#replies")).to_contain_text("The tails, and often the point.")


def answer(page: Page, number: int, *options: str) -> None:
    """Choose the options of a question and go to the next."""
    expect(page.get_by_text(f"Question {number} of 4")).to_be_visible()
    for option in options:
        tab_to(page, option)
        page.keyboard.press("Space")
    press(page, "Next question")
