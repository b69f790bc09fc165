"""Forms as Turbo sends them: what comes back with errors is shown where it was sent from."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_form_with_errors_shows_them_and_gives_them_the_focus(browser_page):
    page = browser_page()
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("data-scripts", "on")
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Sign in").click()

    expect(page.locator(".errors")).to_be_focused()
    assert page.get_by_label("E-mail").input_value() == "nobody@example.org"
