"""Kudos are painted at once, and go back where the server did not take them."""

import pytest
from playwright.sync_api import expect

from community.models import Reaction

from .waiting import ready

pytestmark = pytest.mark.browser


@pytest.fixture
def kudos(later, browser_page):
    """The kudos button of the first thing in ada's feed that she may give some for, not pressed."""
    page = browser_page(later.evening.people["ada"], failing=True)
    page.goto("/", wait_until="networkidle")
    ready(page)
    button = page.locator("button.mini[formaction*=kudos][aria-pressed=false]").last
    return page, page.locator(f'button[formaction="{button.get_attribute("formaction")}"]')


def test_they_are_painted_before_the_server_has_answered(kudos):
    page, button = kudos
    before = button.locator(".pressed-count").inner_text()
    held = []
    page.route("**/kudos/**", lambda route: held.append(route))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator(".pressed-count")).to_have_text(str(int(before or 0) + 1))
    button.click(force=True)  # once more, while it is on its way: it counts once
    assert len(held) == 1
    held[0].continue_()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator(".pressed-count")).to_have_text(str(int(before or 0) + 1))


def test_they_go_back_where_they_were_not_taken(kudos):
    page, button = kudos
    before = button.locator(".pressed-count").inner_text()
    page.route("**/kudos/**", lambda route: route.fulfill(status=503, body="later"))
    button.click()
    expect(page.locator(".toasts")).to_contain_text("Not sent yet")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button.locator(".pressed-count")).to_have_text(before)


def test_two_presses_in_a_row_are_both_taken(later, kudos):
    page, button = kudos
    held = []
    page.route("**/kudos/**", lambda route: held.append(route) if not held else route.continue_())
    other = page.locator("button.mini[formaction*=kudos][aria-pressed=false]").first
    other = page.locator(f'button[formaction="{other.get_attribute("formaction")}"]')
    given = Reaction.objects.filter(user=later.evening.people["ada"])
    before = given.count()
    button.click()
    other.click()
    expect(other).to_have_attribute("aria-pressed", "true")
    held[0].continue_()
    for _ in range(100):
        if given.count() == before + 2:
            break
        page.wait_for_timeout(50)
    page.reload()
    for each in (button, other):
        expect(each).to_have_attribute("aria-pressed", "true")
