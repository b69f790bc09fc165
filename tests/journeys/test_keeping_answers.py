"""An answer is kept whichever way one leaves its question."""

import pytest
from playwright.sync_api import expect

from courses.access import queries as access
from courses.assessments import actions as assessments
from courses.models import Attempt

from .waiting import ready, until

pytestmark = [pytest.mark.takes(6), pytest.mark.browser]


@pytest.fixture
def attempt(later):
    enrolment = access.enrolment(later.evening.people["ada"], later.evening.course.translation_key)
    return assessments.start_attempt(enrolment, activity_key=later.evening.assessment.translation_key)


def address(attempt, number: int) -> str:
    return f"/attempts/{attempt.uid}/questions/{number}/"


def test_an_answer_is_there_again_after_going_back_and_coming_forward(later, attempt, browser_page, screenshot):
    page = browser_page(later.evening.people["ada"], phone=True)
    page.goto(address(attempt, 1))
    ready(page)
    page.get_by_role("button", name="Next question").click()
    expect(page.get_by_text("Question 2 of 4")).to_be_visible()
    screenshot(page, "question-open-phone")
    page.get_by_label("Answer 1").check()
    page.get_by_role("button", name="Previous question").click()
    expect(page.get_by_text("Question 1 of 4")).to_be_visible()
    page.get_by_label("Answer 0").check()
    page.get_by_role("button", name="Next question").click()
    expect(page.get_by_label("Answer 1")).to_be_checked()
    screenshot(page, "question-chosen-phone")

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Answer 2").check()
        page.go_back()
    page.goto(address(attempt, 2))
    expect(page.get_by_label("Answer 2")).to_be_checked()
    page.goto(address(attempt, 4))
    page.get_by_label("Your number").fill("a few")
    page.get_by_role("button", name="To the summary").click()
    expect(page.get_by_role("alert")).to_contain_text("“a few” could not be read as one number")
    until(page, "document.activeElement.name === 'answer'")
    screenshot(page, "question-unread-phone")
    page.get_by_label("Your number").fill("4 people")
    page.get_by_label("Your number").press("Enter")
    expect(page.get_by_text("Your answer: 4")).to_be_visible()
    screenshot(page, "summary-phone")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Not yet")).to_be_visible()
    screenshot(page, "result-phone")
    dark = browser_page(later.evening.people["ada"], dark=True)
    dark.goto(page.url)
    screenshot(dark, "result-desktop-dark")


def test_a_number_is_kept_as_it_is_typed(later, attempt, browser_page):
    page = browser_page(later.evening.people["ada"])
    page.goto(address(attempt, 4))
    page.get_by_label("Your number").fill("1,500")
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.close()
    assert list(Attempt.objects.get(pk=attempt.pk).answers.values()) == ["1500"]


def test_without_scripts_every_button_keeps_the_answer(later, attempt, browser_page):
    page = browser_page(later.evening.people["ada"], javascript=False)
    page.goto(address(attempt, 3))
    page.get_by_label("True").check()
    page.get_by_role("button", name="Leave; your answers are kept").click()
    page.get_by_role("button", name="Go on with your try").click()
    page.goto(address(attempt, 3))
    expect(page.get_by_label("True")).to_be_checked()


def test_what_was_chosen_last_counts_on_a_slow_line(later, attempt, browser_page):
    page = browser_page(later.evening.people["ada"])
    page.goto(address(attempt, 1))
    ready(page)
    held = []
    page.route("**/questions/1/", lambda route: held.append(route) if not held else route.continue_())
    page.get_by_label("Answer 2").check()
    until_held(page, held)
    page.get_by_label("Answer 0").check()
    page.get_by_role("button", name="Next question").click()
    page.wait_for_timeout(300)
    held[0].continue_()  # the first choice arrives long after the second was made
    expect(page.get_by_text("Question 2 of 4")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert list(Attempt.objects.get(pk=attempt.pk).answers.values()) == [0]


def test_what_is_chosen_before_the_script_comes_is_kept_and_what_is_only_shown_is_not_sent(
    later, attempt, browser_page
):
    page = browser_page(later.evening.people["ada"])
    held, sent = [], []
    page.route("**/controllers/sheet*.js", lambda route: held.append(route))
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(address(attempt, 1), wait_until="commit")
    page.get_by_label("Answer 2").check()
    until_held(page, held)
    held[0].continue_()
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert list(Attempt.objects.get(pk=attempt.pk).answers.values()) == [2]

    page.unroute("**/controllers/sheet*.js")
    sent.clear()
    page.reload()
    ready(page)
    expect(page.get_by_label("Answer 2")).to_be_checked()
    page.goto(address(attempt, 2))
    assert sent == []


def until_held(page, held: list) -> None:
    for _ in range(100):
        if held:
            return
        page.wait_for_timeout(20)
    raise AssertionError("nothing was sent")
