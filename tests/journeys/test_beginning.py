"""A newcomer begins on a phone: from the group to the first lesson, and is told what finishing it was."""

import pytest
from playwright.sync_api import expect

from .evening import address

pytestmark = [pytest.mark.takes(4), pytest.mark.browser]


def test_a_newcomer_begins_finishes_and_is_told_so_once(evening, browser_page, screenshot):
    page = browser_page(evening.people["ada"], phone=True)
    page.goto(address("feed:group", evening.loose))
    card = page.get_by_role("region", name="Start with Lesson 1")
    expect(card).to_be_in_viewport()
    screenshot(page, "newcomer-phone", full=False)
    dark = browser_page(evening.people["ada"], dark=True)
    dark.goto(address("feed:group", evening.loose))
    screenshot(dark, "newcomer-desktop-dark", full=False)

    card.get_by_role("link", name="Start").click()
    page.get_by_role("button", name="Finish and go on").click()
    said = page.get_by_role("status").filter(has_text="Finished: Lesson 1. 1 of 3. Your first badge: A first lesson.")
    expect(said).to_contain_text("You and Night Readers see it.")
    expect(page.get_by_role("heading", name="Lesson 2")).to_be_visible()
    screenshot(page, "finished-phone", full=False)
    page.goto(address("feed:group", evening.loose))
    expect(page.get_by_text("Start with")).to_have_count(0)
