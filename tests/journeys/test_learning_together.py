"""The main road, end to end: ada joins, learns and shares; ben sees it live; grace follows; mallory finds no trace."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from courses.records import effects
from tests.factories.search import index_everything

from .evening import COURSE, Evening, address

pytestmark = [pytest.mark.takes(12), pytest.mark.browser]


def listening(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    page.evaluate("window.stayed = true")


def join_by_name(page: Page, evening: Evening) -> None:
    page.goto(evening.invitation_url)
    expect(page.get_by_label("Private")).to_be_checked()
    page.get_by_text("By name", exact=True).click()
    page.get_by_role("button", name="Join by name").click()
    expect(page.get_by_text("You share by name here.")).to_be_visible()


def read_both_lessons(page: Page, evening: Evening) -> None:
    page.goto(evening.course_url)
    page.get_by_role("main").get_by_role("link", name=re.compile("^(Start|Begin|Continue)")).first.click()
    expect(page.get_by_role("heading", name="Lesson 1")).to_be_visible()
    page.get_by_role("button", name="Finish and go on").click()
    expect(page.get_by_role("heading", name="Lesson 2")).to_be_visible()
    page.get_by_role("button", name="Finish and go on").click()


def pass_the_assessment(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Answer 0").check()
    next_question(page, "Which are right?")
    page.get_by_label("Answer 0").check()
    page.get_by_label("Answer 1").check()
    next_question(page, "The mean moves.")
    page.get_by_label("True").check()
    next_question(page, "How many?")
    page.get_by_label("Your number").fill("4")
    page.get_by_role("button", name="To the summary").click()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("link", name="See what you finished").first.click()
    expect(page.get_by_text(f"You finished {COURSE}")).to_be_visible()


def next_question(page: Page, words: str) -> None:
    page.get_by_role("button", name="Next question").click()
    expect(page.get_by_text(words)).to_be_visible()


def write(page: Page, text: str) -> None:
    page.locator(".composer textarea").first.fill(text)
    page.locator(".composer button").first.click()
    expect(page.get_by_text(text)).to_be_visible()


def test_what_ada_learns_is_seen_by_whom_she_chose_and_by_nobody_else(evening, browser_page, screenshot):
    ada, ben, grace, mallory = (browser_page(evening.people[name]) for name in ("ada", "ben", "grace", "mallory"))
    feed, board = address("feed:group", evening.managed), address("leaderboards:board", evening.managed)

    # Ada follows the invitation, and ben's open feed shows what she finishes with no new navigation.
    join_by_name(ada, evening)
    ben.goto(feed)
    listening(ben)
    read_both_lessons(ada, evening)
    expect(ben.locator(".feed")).to_contain_text("Ada Nwosu")
    pass_the_assessment(ada)
    expect(ben.locator(".feed")).to_contain_text("Ada Nwosu finished")
    expect(ben.locator(".bell-number")).to_be_visible()
    assert ben.evaluate("window.stayed")

    # Her question below the lesson, his answer arriving under her eyes, and a connection.
    ada.goto(evening.lesson_url)
    write(ada, "What does the median hide?")
    listening(ada)
    ben.goto(evening.lesson_url)
    expect(ben.get_by_text("What does the median hide?")).to_be_visible()
    ben.get_by_role("link", name="Reply").first.click()
    expect(ben.get_by_label("Write a reply")).to_be_visible()  # the composer of the lesson is gone
    write(ben, "The tails, and often the point.")
    expect(ada.get_by_text("The tails, and often the point.")).to_be_visible()
    assert ada.evaluate("window.stayed")
    ben.goto(f"/people/{evening.people['ada'].uid}/")
    ben.get_by_role("button", name="Connect").click()
    expect(ben.get_by_text("Asked")).to_be_visible()
    ada.goto("/connections/")
    ada.get_by_role("button", name="Accept").click()
    ada.wait_for_load_state("networkidle")
    ben.goto(f"/people/{evening.people['ada'].uid}/")
    expect(ben.get_by_text("Connected")).to_be_visible()
    expect(ben.get_by_role("main")).to_contain_text(COURSE)

    # Grace sees the standing move and the grid fill.
    grace.goto(board)
    expect(grace.get_by_role("main")).to_contain_text("Ada Nwosu")
    for group in (evening.managed, evening.loose):
        grace.goto(address("insights:grid", group))
        expect(grace.locator("#people")).to_contain_text("3 of 3")
    screenshot(grace, "journey-grid")

    # Mallory finds no trace.
    index_everything()
    for path in (feed, board, address("groups:people", evening.managed), f"/people/{evening.people['ada'].uid}/"):
        assert mallory.goto(path).status == 404
    for words in ("Ada Nwosu", "median"):
        mallory.goto(f"/search/?q={words}")
        expect(mallory.get_by_role("main")).not_to_contain_text("Nwosu,")
        assert mallory.get_by_role("main").get_by_role("link", name=re.compile("Ada Nwosu|median")).count() == 0

    # Private everywhere holds on the next request; what she wrote and where she belongs stays.
    ada.goto("/settings/privacy/everywhere/")
    ada.get_by_role("button", name="Private everywhere").click()
    ada.wait_for_load_state("networkidle")
    for path in ("/", feed, board):
        ben.goto(path)
        expect(ben.get_by_role("main")).not_to_contain_text("Ada Nwosu finished")
        expect(ben.get_by_role("main")).not_to_contain_text("Ada Nwosu passed")
    expect(ben.get_by_role("main")).not_to_contain_text("Ada Nwosu")
    ben.goto(f"/people/{evening.people['ada'].uid}/")
    expect(ben.get_by_role("main")).not_to_contain_text(COURSE)
    ben.goto(evening.course_url)
    expect(ben.locator("body")).not_to_contain_text("Ada Nwosu")
    ben.goto("/notifications/")
    expect(ben.get_by_role("main")).not_to_contain_text("Ada Nwosu finished")  # not told any more
    ben.goto(address("groups:people", evening.managed))
    expect(ben.get_by_role("main")).to_contain_text("Ada Nwosu")
    ben.goto(evening.lesson_url)
    expect(ben.get_by_text("What does the median hide?")).to_be_visible()
    grace.goto(address("insights:grid", evening.managed))
    expect(grace.locator("#people")).to_contain_text("Ada Nwosu")
    grace.goto(address("insights:grid", evening.loose))
    expect(grace.locator("#people")).not_to_contain_text("Ada Nwosu")

    # What stands is what follows, without any rebuild and after one.
    assert effects.pending() == 0
    assert verified() == "0 differences"
    call_command("rebuild", stdout=StringIO())
    assert verified() == "0 differences"


def verified() -> str:
    out = StringIO()
    call_command("verify", stdout=out)
    return out.getvalue().strip().splitlines()[-1]
