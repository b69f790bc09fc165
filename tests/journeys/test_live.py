"""What arrives in the other browser: at the edge at once, further down as a pill, never over what is being written."""

import pytest
from playwright.sync_api import expect

from cohort.models import Capabilities
from community.models import Membership
from tests.factories import catalog
from tests.factories.groups import group, member
from tests.factories.people import person
from tests.factories.talk import topic

pytestmark = pytest.mark.browser


@pytest.fixture
def evening(site):
    Capabilities.objects.update_or_create(pk=1, defaults={"community": True, "achievements": True})
    people = {name: person(name.title() + " Person") for name in ("grace", "ada", "ben")}
    evening = group(people["grace"])
    for name in ("ada", "ben"):
        member(evening, people[name], sharing=Membership.Sharing.NAMED)
    return evening, people


def listen(page) -> None:
    expect(page.locator("html")).to_have_attribute("data-live", "on")


def post(page, text: str) -> None:
    page.locator(".composer textarea").fill(text)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".feed")).to_contain_text(text)


def test_a_post_arrives_in_the_other_feed_without_navigation(evening, browser_page):
    evening, people = evening
    address = f"/groups/{evening.uid}/feed/"
    ada, ben = browser_page(people["ada"]), browser_page(people["ben"])
    ben.goto(address)
    listen(ben)
    ben.locator(".composer textarea").fill("Half a thought")
    ben.evaluate("window.stayed = true")
    ada.goto(address)
    post(ada, "The first number of the evening")

    expect(ben.locator(".feed")).to_contain_text("The first number of the evening")
    assert ben.evaluate("window.stayed")
    assert ben.locator(".composer textarea").input_value() == "Half a thought"
    assert ada.locator(".composer textarea").input_value() == ""


def test_further_down_a_pill_says_how_many_are_new(evening, browser_page):
    evening, people = evening
    for n in range(14):
        topic(evening, people["grace"], title=f"Reading {n}", text="A line of text. " * 20)
    address = f"/groups/{evening.uid}/feed/"
    ada, ben = browser_page(people["ada"]), browser_page(people["ben"])
    ben.goto(address)
    listen(ben)
    ben.evaluate("scrollTo(0, 900)")
    read = ben.locator(".item").nth(8)
    before = read.bounding_box()
    ada.goto(address)
    post(ada, "Another number")

    pill = ben.get_by_role("button", name="Show 1 new")
    expect(pill).to_be_in_viewport()
    expect(ben.locator(".feed")).not_to_contain_text("Another number")
    assert read.bounding_box() == before
    pill.click()
    expect(ben.locator(".feed")).to_contain_text("Another number")
    expect(pill).to_have_count(0)


def test_a_reply_arrives_and_the_bell_counts(evening, browser_page):
    evening, people = evening
    asked = topic(evening, people["ada"], title="Which mean?")
    ada, ben = browser_page(people["ada"]), browser_page(people["ben"])
    ada.goto(f"/topics/{asked.uid}/")
    home = browser_page(people["ada"])
    home.goto("/groups/")
    for page in (ada, home):
        listen(page)
    ben.goto(f"/topics/{asked.uid}/")
    ben.locator(".composer textarea").fill("The median")
    ben.get_by_role("button", name="Reply", exact=True).click()

    expect(ada.locator("#replies")).to_contain_text("The median")
    expect(home.locator(".bell-number")).to_have_text("1")
    assert home.url.endswith("/groups/")


def test_a_form_that_was_put_right_shows_no_error_any_more(evening, browser_page):
    evening, people = evening
    learned = catalog.published_course()
    page = browser_page(people["grace"])
    page.goto(f"/groups/{evening.uid}/courses/")
    page.locator("[name=course]").select_option(str(learned.translation_key))
    page.locator("[name=due]").fill("2020-01-01")
    page.get_by_role("button", name="Assign").click()
    expect(page.locator(".errors")).to_be_visible()
    page.locator("[name=due]").fill("")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_role("button", name="End")).to_be_visible()
    expect(page.locator(".errors")).to_have_count(0)
