"""A fresh installation: from `manage.py setup` to the first invitation, led by Home alone."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from community.models import Invitation
from courses.catalog.pages import CoursePage
from tests.factories import catalog
from tests.factories.people import person

from .hand import Hand

pytestmark = pytest.mark.browser
MOST = 12  # presses and fields
PASSWORD = "a-long-evening-walk"


def test_a_new_admin_is_led_to_the_first_invitation(site, browser_page, monkeypatch):
    monkeypatch.setenv("SETUP_PASSWORD", PASSWORD)
    call_command("setup", no_input=True, place="Night School", name="Rosa Quispe", email="rosa@school.example")
    page = browser_page()
    page.goto("/accounts/login/")  # the address that the terminal printed
    hand = Hand(page)
    hand.fill("E-mail", "rosa@school.example")
    hand.fill("Password", PASSWORD)
    hand.press("Sign in")
    hand.press("Courses and community")
    expect(page.get_by_role("heading", name="Begin the first course")).to_be_visible()
    hand.fill("Title", "Bread and numbers")
    hand.press("Begin it")
    page.wait_for_url("**/admin/pages/*/edit/")
    hand.press("To the site", role="link")
    hand.fill("Name", "Bakers")
    hand.fill("Purpose", "Who bakes on Mondays, and why.")
    hand.press("Create it")
    page.wait_for_url("**/people/")
    hand.press("Make a link")
    link = page.locator("[data-copy-target=source]")
    expect(link).to_be_visible()

    assert hand.did <= MOST
    assert str(Invitation.objects.get().uid) in link.input_value()
    assert CoursePage.objects.get().title == "Bread and numbers"


def test_an_author_opens_the_editor_of_a_lesson_from_home_in_two_presses(site, browser_page):
    ivan = catalog.teach(person("Ivan Marković"))
    course = catalog.published_course("Maps", lessons=2, assessment=False, by=ivan)
    lesson = catalog.lessons_of(course)[1]
    page = browser_page(ivan)
    page.goto("/")
    page.get_by_text("Its pages", exact=True).click()
    page.locator(".doors").get_by_role("link", name=lesson.title).last.click()
    page.wait_for_url(f"**/admin/pages/{lesson.pk}/edit/")
