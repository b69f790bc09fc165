"""Forms as Turbo sends them: what comes back with errors is shown where it was sent from."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from community.models import User

from .waiting import ready

pytestmark = pytest.mark.browser


def test_a_form_with_errors_shows_them_and_gives_them_the_focus(browser_page):
    page = browser_page()
    page.goto("/accounts/login/")
    ready(page)
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Sign in").click()

    expect(page.locator(".errors")).to_be_focused()
    assert page.get_by_label("E-mail").input_value() == "nobody@example.org"


def test_signing_up_says_which_zone_the_browser_is_in(browser_page):
    page = browser_page(timezone_id="Pacific/Auckland")
    page.goto("/accounts/signup/")
    expect(page.locator("[name=time_zone]")).to_have_value("Pacific/Auckland")
    sign_up(page, "far@example.org")
    assert User.objects.get(email="far@example.org").time_zone == "Pacific/Auckland"


def test_signing_up_without_scripts_leaves_one_in_the_zone_of_this_place(browser_page):
    page = browser_page(timezone_id="Pacific/Auckland", javascript=False)
    page.goto("/accounts/signup/")
    sign_up(page, "near@example.org")
    assert User.objects.get(email="near@example.org").time_zone == settings.TIME_ZONE


def sign_up(page: Page, email: str) -> None:
    page.get_by_label("Name").fill("New Person")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("long-and-odd-1")
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url(lambda url: "/signup/" not in url)
