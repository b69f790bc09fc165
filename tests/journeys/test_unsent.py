"""What somebody writes is never lost, whatever a form is answered with and whatever broke."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from community.discussions import actions as discussions
from community.groups import memberships
from community.models import Membership, Post, Topic, User
from tests.factories.servers import session_of

from .evening import address, ask
from .waiting import ready, until

pytestmark = pytest.mark.browser

WORDS = "The tails, and often the point."
MORE = "And the shape, which nobody looks at."


@pytest.fixture
def topic(evening) -> Topic:
    """A question of ben's that ada, who is in, may answer."""
    ada = evening.people["ada"]
    memberships.join(evening.managed, user=ada, sharing=Membership.Sharing.NAMED)
    for user in (ada, evening.people["ben"]):
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return ask(evening)


def at(topic: Topic) -> str:
    return f"/topics/{topic.uid}/"


def field(page: Page):
    return page.get_by_label("Write a reply")


def reply(page: Page) -> None:
    page.locator(".composer button").click()


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill("secret-enough")
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/settings/account/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    expect(page.locator("meta[name=person]")).to_have_attribute("content", "")


def said(topic: Topic, user: User) -> list[str]:
    return list(topic.posts.filter(author=user).values_list("text", flat=True))


def test_a_page_older_than_ones_sign_in_keeps_the_words_and_sends_them_next(evening, topic, browser_page):
    ada = evening.people["ada"]
    page = browser_page(ada)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    other = page.context.new_page()
    sign_out(other)
    other.goto("/accounts/login/")
    sign_in(other, ada)
    expect(other.locator("meta[name=person]")).to_have_attribute("content", str(ada.uid))

    reply(page)
    expect(page.locator(".composer .errors")).to_contain_text("Nothing is lost: send it again")
    expect(page.locator(".composer .errors")).to_be_focused()
    expect(field(page)).to_have_value(WORDS)
    assert said(topic, ada) == []

    reply(page)
    expect(page.locator("#replies")).to_contain_text(WORDS)
    expect(field(page)).to_have_value("")
    assert said(topic, ada) == [WORDS]


def test_without_scripts_the_words_come_back_and_are_sent_next(evening, topic, browser_page):
    ada = evening.people["ada"]
    page = browser_page(ada, javascript=False)
    page.goto(at(topic))
    field(page).fill(WORDS)
    other = page.context.new_page()
    sign_out_plainly(other)
    other.goto("/accounts/login/")
    sign_in(other, ada)

    reply(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing is lost: send it again")
    expect(page.get_by_label("What you wrote")).to_have_value(WORDS)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#replies")).to_contain_text(WORDS)
    assert said(topic, ada) == [WORDS]


def sign_out_plainly(page: Page) -> None:
    page.goto("/settings/account/")
    page.get_by_role("button", name="Sign out").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_whoever_was_signed_out_meanwhile_stands_where_they_wrote(evening, topic, browser_page, javascript):
    ada = evening.people["ada"]
    page = browser_page(ada, javascript=javascript)
    page.goto(at(topic))
    if javascript:
        ready(page)
    field(page).fill(WORDS)
    Session.objects.all().delete()
    reply(page)
    expect(page.get_by_label("Password")).to_be_visible()
    assert "tails" not in page.url
    sign_in(page, ada)
    page.wait_for_url(f"**{at(topic)}")
    expect(field(page)).to_have_value(WORDS)
    expect(page.locator(".composer .errors")).to_contain_text("You were signed out before this was sent")
    if javascript:
        expect(page.locator(".composer .errors")).to_be_focused()
    assert said(topic, ada) == []
    reply(page)
    expect(page.locator("#replies")).to_contain_text(WORDS)
    expect(field(page)).to_have_value("")
    assert said(topic, ada) == [WORDS]


@pytest.mark.parametrize("javascript", [True, False])
def test_an_answer_in_a_lesson_outlives_being_signed_out(evening, topic, browser_page, javascript):
    ada = evening.people["ada"]
    page = browser_page(ada, javascript=javascript)
    page.goto(evening.lesson_url)
    form = page.locator("form[action*='/questions/']").first
    form.locator("[type=radio], [type=checkbox]").first.check()
    Session.objects.all().delete()
    form.get_by_role("button").click()
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.locator("body")).to_contain_text("You were signed out before this was sent")
    sign_in(page, ada)
    page.wait_for_url(f"**{evening.lesson_url}")
    expect(form.locator("[type=radio], [type=checkbox]").first).to_be_checked()
    expect(form.locator(".errors")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_new_discussion_outlives_being_signed_out(evening, topic, browser_page, javascript):
    ada = evening.people["ada"]
    page = browser_page(ada, javascript=javascript)
    page.goto(address("discussions:new", evening.managed))
    page.get_by_label("A question").check()
    page.get_by_label("Title").fill("Which bars?")
    page.get_by_label("Text").fill(WORDS)
    Session.objects.all().delete()
    page.get_by_role("button", name="Post").click()
    sign_in(page, ada)
    page.wait_for_url("**/discussions/new/")
    expect(page.get_by_label("Title")).to_have_value("Which bars?")
    expect(page.get_by_label("Text")).to_have_value(WORDS)
    expect(page.get_by_label("A question")).to_be_checked()
    page.get_by_role("button", name="Post").click()
    expect(page.get_by_role("heading", name="Which bars?")).to_be_visible()
    assert Topic.objects.filter(title="Which bars?").count() == 1


def test_what_is_written_is_there_after_a_reload_a_crash_and_in_a_second_tab(evening, topic, browser_page):
    ada = evening.people["ada"]
    page = browser_page(ada)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    kept(page)
    page.reload()
    expect(field(page)).to_have_value(WORDS)
    assert WORDS not in page.evaluate("JSON.stringify(localStorage)")
    assert "tails" not in page.evaluate("JSON.stringify(localStorage)")

    second = page.context.new_page()
    second.goto(at(topic))
    expect(field(second)).to_have_value(WORDS)
    page.close(run_before_unload=False)
    reply(second)
    expect(second.locator("#replies")).to_contain_text(WORDS)
    expect(field(second)).to_have_value("")
    second.reload()
    ready(second)
    expect(field(second)).to_have_value("")
    assert said(topic, ada) == [WORDS]


def test_two_tabs_with_the_same_words_post_them_once(evening, topic, browser_page):
    ada = evening.people["ada"]
    page = browser_page(ada)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    kept(page)
    second = page.context.new_page()
    second.goto(at(topic))
    expect(field(second)).to_have_value(WORDS)
    reply(page)
    expect(page.locator("#replies")).to_contain_text(WORDS)
    expect(field(second)).to_have_value("")
    assert said(topic, ada) == [WORDS]


def test_two_tabs_that_write_at_the_same_place_lose_nothing_of_each_other(evening, topic, browser_page):
    ada = evening.people["ada"]
    page = browser_page(ada)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    kept(page)
    second = page.context.new_page()
    second.goto(at(topic))
    expect(field(second)).to_have_value(WORDS)
    field(second).fill(MORE)
    kept(second, 2)
    for tab, words in ((page, WORDS), (second, MORE)):
        tab.reload()
        expect(field(tab)).to_have_value(words)

    reply(second)
    expect(second.locator("#replies")).to_contain_text(MORE)
    expect(field(second)).to_have_value("")
    expect(field(page)).to_have_value(WORDS)
    page.reload()
    expect(field(page)).to_have_value(WORDS)
    reply(page)
    expect(page.locator("#replies")).to_contain_text(WORDS)
    until(page, "!Object.keys(localStorage).some(name => name.startsWith('cohort-draft'))")
    second.reload()
    ready(second)
    expect(field(second)).to_have_value("")
    assert sorted(said(topic, ada)) == sorted([WORDS, MORE])


def test_what_a_tab_went_on_with_and_sent_otherwise_is_offered_to_no_further_one(evening, topic, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    kept(page)
    second = page.context.new_page()
    page.close(run_before_unload=False)
    second.goto(at(topic))
    expect(field(second)).to_have_value(WORDS)
    field(second).fill(MORE)
    reply(second)
    expect(second.locator("#replies")).to_contain_text(MORE)
    second.reload()
    ready(second)
    expect(field(second)).to_have_value("")


def test_a_copy_of_a_tab_keeps_words_of_its_own(evening, topic, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto(at(topic))
    ready(page)
    page.reload()
    ready(page)
    with page.context.expect_page() as opened:
        page.evaluate("window.open(location.href)")  # which begins with what the tab keeps for itself
    copy = opened.value
    ready(copy)
    field(page).fill(WORDS)
    kept(page)
    field(copy).fill(MORE)
    kept(page, 2)
    page.reload()
    expect(field(page)).to_have_value(WORDS)


def test_what_is_typed_before_the_script_comes_is_kept(evening, topic, browser_page):
    page = browser_page(evening.people["ada"])
    held = []
    page.route("**/controllers/draft*.js", lambda route: held.append(route))
    page.goto(at(topic), wait_until="commit")
    field(page).fill(WORDS)
    page.unroute("**/controllers/draft*.js")  # which lets go of what was held
    kept(page)
    page.reload()
    expect(field(page)).to_have_value(WORDS)


def test_what_is_written_comes_back_to_its_person_and_to_nobody_else(evening, topic, browser_page):
    ada, ben = evening.people["ada"], evening.people["ben"]
    page = browser_page(ada)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    kept(page)
    sign_out(page)
    page.goto(f"/accounts/login/?next={at(topic)}")
    sign_in(page, ben)
    page.wait_for_url(f"**{at(topic)}")
    ready(page)
    field(page).fill(MORE)
    kept(page, 2)
    assert WORDS not in page.content()
    sign_out(page)
    page.goto(f"/accounts/login/?next={at(topic)}")
    sign_in(page, ada)
    page.wait_for_url(f"**{at(topic)}")
    expect(field(page)).to_have_value(WORDS)


def test_too_many_passwords_are_told_how_long_to_wait(evening, topic, browser_page):
    page = browser_page()
    page.goto("/accounts/login/")
    ready(page)
    for _try in range(12):
        page.get_by_label("E-mail").fill("ada@example.org")
        page.get_by_label("Password").fill("wrong-every-time")
        with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            page.get_by_role("button", name="Sign in", exact=True).click()
        if answered.value.status == 429:
            break
        expect(page.locator(".errors")).to_be_focused()
    assert answered.value.headers["retry-after"] == "900"
    expect(page.locator("form .errors")).to_contain_text("Wait 15 minutes")
    expect(page.locator("form .errors")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.org")


def test_without_scripts_too_many_passwords_are_a_page_that_says_so(evening, topic, browser_page):
    page = browser_page(javascript=False)
    page.goto("/accounts/login/")
    for _try in range(12):
        page.get_by_label("E-mail").fill("ada@example.org")
        page.get_by_label("Password").fill("wrong-every-time")
        with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            page.get_by_role("button", name="Sign in", exact=True).click()
        if answered.value.status == 429:
            break
    expect(page.get_by_role("alert")).to_contain_text("Wait 15 minutes")
    page.get_by_role("link", name="Back to the form").click()
    expect(page.get_by_label("Password")).to_be_visible()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 502, 503, 507])
def test_whatever_answers_a_form_its_words_stay(evening, topic, browser_page, status):
    ada = evening.people["ada"]
    page = browser_page(ada, failing=True)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    page.route("**/replies/", lambda route: refuse(route, status))
    reply(page)
    expect(page.locator(".composer .errors")).to_be_focused()
    expect(field(page)).to_have_value(WORDS)
    discussions.reply(topic, author=evening.people["ben"], text=MORE)
    page.evaluate("import('@hotwired/turbo').then(({session}) => session.refresh(location.href))")
    expect(page.locator("#replies")).to_contain_text(MORE)
    expect(field(page)).to_have_value(WORDS)
    page.unroute("**/replies/")
    reply(page)
    expect(page.locator("#replies")).to_contain_text(WORDS)
    assert said(topic, ada) == [WORDS]


def refuse(route: Route, status: int) -> None:
    """Answer as a proxy before the site would, in a page that is not the site's."""
    route.fulfill(status=status, content_type="text/html", body="<html><body><h1>nginx</h1></body></html>")


def test_a_lost_network_keeps_the_words(evening, topic, browser_page):
    ada = evening.people["ada"]
    page = browser_page(ada, failing=True)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    page.route("**/replies/", lambda route: route.abort("internetdisconnected"))
    reply(page)
    expect(page.locator(".composer .errors")).to_contain_text("There is no connection")
    page.unroute("**/replies/")
    reply(page)
    expect(page.locator("#replies")).to_contain_text(WORDS)
    assert said(topic, ada) == [WORDS]


def test_what_is_gone_says_so_beside_the_words(evening, topic, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    page.route("**/topics/*/", lambda route: route.abort())  # no refresh tells her before
    discussions.remove(topic.opening, by=evening.people["ben"])
    reply(page)
    expect(page.locator(".composer .errors")).to_contain_text("There is nothing here any more")
    expect(page.locator(".composer .errors")).to_contain_text("Nothing was sent")
    expect(field(page)).to_have_value(WORDS)


def test_another_person_of_the_browser_sends_nothing_of_mine(site, evening, topic, browser_page):
    ada, ben = evening.people["ada"], evening.people["ben"]
    page = browser_page(ada)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(ben), "url": site.origin}])
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    other = page.context.new_page()
    other.goto(at(topic))
    reply(page)
    expect(page.locator(".composer .errors")).to_contain_text("Someone else is signed in here now")
    reply(page)
    expect(page.locator(".composer .errors")).to_contain_text("Someone else is signed in here now")
    assert not Post.objects.filter(text=WORDS).exists()


def kept(page: Page, drafts: int = 1) -> None:
    """Wait until what is typed is kept."""
    count = "Object.keys(localStorage).filter(name => name.startsWith('cohort-draft')).length"
    until(page, f"{count} >= {drafts}")


def test_a_button_elsewhere_on_the_page_is_no_end_of_what_is_being_written(evening, topic, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto("/groups/new/")
    ready(page)
    page.get_by_label("Name").fill("Night bakers")
    until(page, "Object.keys(localStorage).some(name => name.startsWith('cohort-draft'))")
    page.evaluate(  # what the bell does: it sends the page's own form
        """() => {
            const button = Object.assign(document.createElement('button'), {id: 'all-read'})
            button.setAttribute('form', 'act')
            button.setAttribute('formaction', '/notifications/clearing/')
            document.querySelector('main').append(button)
            button.click()
        }"""
    )
    page.wait_for_url("**/notifications/**")
    page.goto("/groups/new/")
    expect(page.get_by_label("Name")).to_have_value("Night bakers")


@pytest.mark.parametrize(
    "status, said_of_it",
    [(413, "too large together"), (429, "Wait a minute"), (502, "wait a moment"), (504, "wait a moment")],
)
def test_what_stands_before_the_site_refuses_with_words_that_help(evening, topic, browser_page, status, said_of_it):
    page = browser_page(evening.people["ada"], failing=True)
    page.goto(at(topic))
    ready(page)
    field(page).fill(WORDS)
    page.route(
        "**/replies/", lambda route: route.fulfill(status=status, body="<h1>nginx</h1>", content_type="text/html")
    )
    reply(page)
    expect(page.locator(".composer .errors")).to_contain_text(said_of_it)
    expect(field(page)).to_have_value(WORDS)


@pytest.mark.parametrize(
    "path, label",
    [("/settings/", "About"), ("/groups/new/", "Purpose")],
)
def test_a_reload_gives_back_what_is_written_in_any_form(evening, browser_page, path, label):
    page = browser_page(evening.people["ada"])
    page.goto(path)
    ready(page)
    page.get_by_label(label).first.fill(WORDS)
    until(page, "Object.keys(localStorage).some(name => name.startsWith('cohort-draft'))")
    page.reload()
    expect(page.get_by_label(label).first).to_have_value(WORDS)


def test_news_of_a_neighbour_ends_nothing_that_is_on_its_way(evening, topic, browser_page):
    ada, ben = evening.people["ada"], evening.people["ben"]
    page = browser_page(ada)
    page.goto(at(topic))
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    field(page).fill(WORDS)
    held: list[Route] = []
    page.route("**/replies/", lambda route: held.append(route))
    reply(page)
    expect(page.locator(".composer")).to_have_attribute("aria-busy", "true")
    neighbour = browser_page(ben)
    neighbour.goto(at(topic))
    field(neighbour).fill(MORE)
    reply(neighbour)
    expect(neighbour.locator("#replies")).to_contain_text(MORE)
    page.wait_for_timeout(1500)  # longer than a refresh waits for itself
    held[0].continue_()
    expect(page.locator("#replies")).to_contain_text(WORDS)
    expect(page.locator("#replies")).to_contain_text(MORE)
    assert said(topic, ada) == [WORDS]
