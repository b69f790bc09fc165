"""With scripts switched off: signing in, enrolling, reading, answering, an assessment, a post, kudos and search."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.groups import memberships
from community.models import Membership
from courses.records import effects
from tests.factories import catalog as pages
from tests.factories.search import index_everything

from .evening import address

pytestmark = pytest.mark.browser

COURSE = "Bread and numbers"


def test_the_main_road_needs_no_script(later, browser_page):
    evening = later.evening
    mallory = evening.people["mallory"]
    EmailAddress.objects.create(user=mallory, email=mallory.email, verified=True, primary=True)
    pages.published_course(COURSE, lessons=1)
    index_everything()
    page = browser_page(javascript=False)
    sign_in(page, mallory.email)
    enrol(page)
    read_and_answer(page)
    sit_the_assessment(page)

    memberships.join(evening.managed, user=mallory, sharing=Membership.Sharing.PRIVATE)
    effects.drain_all(timezone.now())
    say_and_thank(page, address("feed:group", evening.managed))
    search(page)


def sign_in(page: Page, email: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("secret-enough")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".bar-me")).to_be_visible()
    assert page.locator("html").get_attribute("data-scripts") is None


def enrol(page: Page) -> None:
    page.goto("/courses/")
    page.get_by_role("link", name=COURSE).first.click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="Lesson 1")).to_be_visible()


def read_and_answer(page: Page) -> None:
    page.get_by_label("Answer 0").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Said to answer 0")).to_be_visible()
    expect(page.get_by_role("heading", name="Lesson 1")).to_be_visible()  # the whole page answered
    page.get_by_role("button", name="Finish and go on").click()


def sit_the_assessment(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()
    for options in (["Answer 0"], ["Answer 0", "Answer 1"], ["True"]):
        for option in options:
            page.get_by_label(option).check()
        page.get_by_role("button", name="Next question").click()
    page.get_by_label("Your number").fill("4")
    page.get_by_role("button", name="To the summary").click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    page.get_by_role("link", name="See what you finished").first.click()
    expect(page.get_by_text(f"You finished {COURSE}")).to_be_visible()


def say_and_thank(page: Page, feed: str) -> None:
    page.goto(feed)
    page.locator(".composer textarea").fill("Written without a script")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".feed")).to_contain_text("Written without a script")
    ben = page.locator(".item", has_text="Ben Okafor").first
    kudos = ben.get_by_role("button", name="Kudos")
    expect(kudos).to_have_attribute("aria-pressed", "false")
    kudos.click()
    expect(ben.get_by_role("button", name="Kudos")).to_have_attribute("aria-pressed", "true")


def search(page: Page) -> None:
    page.get_by_role("link", name="Search").first.click()
    page.get_by_role("main").get_by_role("searchbox").fill("bread")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("main").get_by_role("link", name=COURSE).first).to_be_visible()
