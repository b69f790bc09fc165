"""The focus stays where the eye is, whatever is done and however the page is drawn anew."""

import pytest
from playwright.sync_api import Page, expect

from community.discussions import actions as discussions
from community.models import Topic

from .evening import address
from .waiting import ready, until

pytestmark = pytest.mark.browser

HOLDS = "() => document.activeElement.matches('.composer *, .post, .post *')"


def drawn(page: Page) -> None:
    """Draw the page anew, as when something was said elsewhere."""
    page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("turbo:render", () => setTimeout(done, 0), { once: true })
            import("@hotwired/turbo").then(({ session }) => session.refresh(location.href))
        })"""
    )


def test_kudos_keep_the_focus_given_taken_back_and_after_a_refresh(later, browser_page):
    page = browser_page(later.evening.people["ada"])
    page.goto("/")
    ready(page)
    button = page.locator("button.mini[formaction*=kudos]").last
    before = button.get_attribute("aria-pressed")
    for expected in ("false" if before == "true" else "true", before):
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", str(expected))
        expect(button).not_to_have_attribute("aria-disabled", "true")  # it is taken
        expect(button).to_be_focused()
    drawn(page)
    expect(button).to_be_focused()


def test_an_answered_question_gives_the_focus_to_what_is_said_of_it(later, browser_page):
    page = browser_page(later.evening.people["ada"])
    page.goto(later.evening.lesson_url)
    ready(page)
    question = page.locator("turbo-frame.question").first
    question.get_by_label("Answer 0").check()
    question.get_by_role("button", name="Answer").press("Enter")
    expect(question.locator(".feedback")).to_be_focused()


@pytest.mark.parametrize("act", ["Helpful", "Accept"])
def test_acts_on_a_post_leave_the_focus_at_it(later, browser_page, act):
    topic = Topic.objects.get(pk=later.topic.pk)
    post = topic.posts.exclude(pk=topic.opening_id).get()
    page = browser_page(later.evening.people["ben"])
    page.goto(f"/topics/{topic.uid}/")
    ready(page)
    at = page.locator(f"#post-{post.uid}")
    at.get_by_role("button", name=act).press("Enter")
    expect(at.locator("[aria-pressed=true]") if act == "Helpful" else at.locator(".chip")).to_be_visible()
    until(page, f"document.getElementById('post-{post.uid}').contains(document.activeElement)")


def test_what_is_removed_leaves_the_focus_in_the_talk(later, browser_page):
    topic = Topic.objects.get(pk=later.topic.pk)
    ada = later.evening.people["ada"]
    post = topic.posts.get(author=ada)
    page = browser_page(ada)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/topics/{topic.uid}/")
    ready(page)
    page.locator(f"#post-{post.uid}").get_by_role("button", name="Remove").press("Enter")
    expect(page.locator(".toast")).to_contain_text("Post removed")
    until(page, f"document.getElementById('post-{post.uid}').contains(document.activeElement)")


def test_a_reply_leaves_the_focus_at_what_was_said(later, browser_page):
    page = browser_page(later.evening.people["ada"])
    page.goto(f"/topics/{later.topic.uid}/")
    ready(page)
    page.get_by_label("Write a reply").fill("One more word")
    page.locator(".composer button").press("Enter")
    expect(page.locator("#replies")).to_contain_text("One more word")
    until(page, HOLDS)


def test_an_act_that_leads_to_another_page_begins_at_its_head(later, browser_page):
    page = browser_page(later.evening.people["ada"])
    page.goto(address("discussions:new", later.evening.managed))
    ready(page)
    page.get_by_label("Title").fill("Which bars?")
    page.get_by_label("Text").fill("The tall ones?")
    page.get_by_role("button", name="Post").press("Enter")
    expect(page.get_by_role("heading", name="Which bars?")).to_be_focused()


def test_a_refresh_while_writing_takes_neither_word_nor_focus(later, browser_page):
    page = browser_page(later.evening.people["ada"])
    page.goto(f"/topics/{later.topic.uid}/")
    ready(page)
    field = page.get_by_label("Write a reply")
    field.press_sequentially("Half a sent")
    discussions.reply(later.topic, author=later.evening.people["ben"], text="Meanwhile")
    drawn(page)
    expect(page.locator("#replies")).to_contain_text("Meanwhile")
    expect(field).to_be_focused()
    field.press_sequentially("ence")
    expect(field).to_have_value("Half a sentence")
