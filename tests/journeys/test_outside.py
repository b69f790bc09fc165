"""Learning elsewhere: logged without a network, kept over a closed tab, arrived once, then confirmed."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from community.groups import memberships
from community.models import Membership, PointEntry
from courses.claims.checklists import actions as checklists
from courses.models import Claim, Evidence, Record
from courses.records import effects
from tests.factories.claims import logged
from tests.factories.media import png
from tests.factories.servers import session_of

from .evening import address
from .waiting import until

pytestmark = pytest.mark.browser
WAITS = "Waiting for the network"


def write(page: Page, title: str, *, place: str = "", photo: bytes = b"") -> None:
    page.get_by_label("Book").check()
    page.get_by_label("What is it called").fill(title)
    page.get_by_label("How long: minutes").fill("90")
    page.get_by_label("What I learned").fill(f"What {title} says")
    if photo:
        page.get_by_label("Photos").set_input_files({"name": "p.png", "mimeType": "image/png", "buffer": photo})
    if place:
        page.get_by_label("Who confirms it").select_option(label=place)
    page.get_by_role("button", name="Log it").click()


def kept(page: Page) -> None:
    """Wait until the worker has kept its page and answers for this one."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "caches.match('/outside/offline/').then(Boolean)")


def test_three_entries_survive_a_closed_tab_and_arrive_once(evening, browser_page):
    ada, group = evening.people["ada"], evening.loose
    page = browser_page(ada, phone=True)
    page.goto("/outside/new/")
    kept(page)
    context = page.context
    context.set_offline(True)
    page.goto("/outside/new/")
    expect(page.get_by_text("There is no network.")).to_be_visible()
    photo = png(size=(300, 200)).read()
    for number, name in enumerate(("One", "Two", "Three"), 1):
        write(page, name, place=group.name if number == 1 else "", photo=photo if number == 1 else b"")
        expect(page.get_by_text(WAITS)).to_have_count(number)
    assert Claim.objects.count() == 0
    page.close()

    page = context.new_page()
    page.goto("/outside/new/")
    expect(page.get_by_text(WAITS)).to_have_count(3)
    other = context.new_page()  # a second tab that wants to send them too
    other.goto("/outside/")
    expect(other.get_by_text(WAITS)).to_have_count(3)
    context.set_offline(False)
    for tab in (page, other):  # whichever of them sent it, both show what has arrived
        expect(tab.get_by_role("link", name="Three")).to_be_visible()
        expect(tab.get_by_text(WAITS)).to_have_count(0)
    page.goto("/outside/")
    expect(page.locator(".lines > .line")).to_have_count(3)

    assert sorted(Claim.objects.values_list("title", "learner", "place")) == sorted(
        [("One", ada.pk, group.place), ("Two", ada.pk, ""), ("Three", ada.pk, "")]
    )
    assert Record.objects.filter(verb__endswith="experienced").count() == 3
    assert Evidence.objects.get().claim.title == "One"


def lose_network(page: Page) -> None:
    """Open the form that the browser keeps, without a network."""
    page.goto("/outside/new/")
    kept(page)
    page.context.set_offline(True)
    page.goto("/outside/new/")


def claims_in_time(page: Page, titles: set[str]) -> None:
    """Wait until exactly these have arrived at the server."""
    for _ in range(100):
        if set(Claim.objects.values_list("title", flat=True)) == titles:
            break
        page.wait_for_timeout(100)
    assert sorted(Claim.objects.values_list("title", flat=True)) == sorted(titles)


def test_what_waits_is_sent_from_any_page_that_is_opened_next(evening, browser_page):
    page = browser_page(evening.people["ada"], phone=True)
    lose_network(page)
    write(page, "One")
    expect(page.get_by_text(WAITS)).to_have_count(1)
    write(page, "Two")
    expect(page.get_by_text(WAITS)).to_have_count(2)
    context = page.context
    page.close()
    context.set_offline(False)

    page = context.new_page()
    context.route("**/outside/new/", lambda route: route.abort())  # the site is there, but this does not get through
    page.goto("/")
    expect(page.get_by_role("link", name="2 waiting to be sent")).to_be_visible()
    assert Claim.objects.count() == 0
    context.unroute("**/outside/new/")
    page.goto(evening.course_url)
    claims_in_time(page, {"One", "Two"})
    expect(page.get_by_role("link", name="waiting to be sent")).to_have_count(0)


def test_two_taps_log_it_once(evening, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto("/outside/new/")
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """() => {
            const form = document.querySelector(".log-form")
            const tap = () => form.querySelector(".primary").click()
            form.addEventListener("submit", () => queueMicrotask(() => setTimeout(tap)), { once: true })
        }"""
    )
    write(page, "Once")
    expect(page.get_by_role("heading", name="Once")).to_be_visible()
    page.goto("/outside/")
    expect(page.locator(".lines > .line")).to_have_count(1)
    assert Claim.objects.count() == 1


def test_it_stands_as_being_sent_before_the_server_has_answered(evening, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto("/outside/new/")
    page.wait_for_load_state("networkidle")
    page.route("**/outside/new/", lambda route: None)  # an answer that does not come
    write(page, "Slow")
    expect(page.get_by_text("Being sent")).to_be_visible()
    expect(page.locator(".log-form")).to_have_attribute("aria-busy", "true")
    page.unroute("**/outside/new/")  # which lets it go on
    expect(page.get_by_role("heading", name="Slow")).to_be_visible()
    assert Claim.objects.count() == 1


def test_the_next_one_can_be_written_while_one_is_being_sent(evening, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto("/outside/new/")
    page.wait_for_load_state("networkidle")
    page.route("**/outside/new/", lambda route: None)
    write(page, "First")
    expect(page.get_by_text("Being sent")).to_be_visible()
    page.get_by_role("button", name="Log it").click()  # pressed twice by a quick hand
    write(page, "Second")
    page.unroute("**/outside/new/")
    expect(page.get_by_role("heading", name="Second")).to_be_visible()
    claims_in_time(page, {"First", "Second"})


def refuse(page: Page, title: str, status: int) -> None:
    """Let what is sent under this title be answered with `status`, as a server in trouble or a door before it would."""

    def answer(route: Route) -> None:
        sent = route.request.post_data_buffer or b""
        route.fulfill(status=status, body="no") if title.encode() in sent else route.fallback()

    page.route("**/outside/new/", answer)


@pytest.mark.parametrize(
    "status, said",
    [
        (400, "The server could not read it."),
        (413, "Its files are too large together."),
        (503, "Tried again soon"),
    ],
)
def test_one_that_is_not_taken_holds_back_none_of_the_others(evening, browser_page, status, said):
    page = browser_page(evening.people["ada"])
    lose_network(page)
    for number, name in enumerate(("Bad", "Good"), 1):
        write(page, name)
        expect(page.get_by_text(WAITS)).to_have_count(number)
    page.close()
    page = page.context.new_page()
    refuse(page, "Bad", status)
    page.context.set_offline(False)
    page.goto("/outside/")
    expect(page.get_by_role("link", name="Good")).to_be_visible()
    expect(page.locator("[data-uid]")).to_have_count(1)
    expect(page.locator("[data-uid]")).to_contain_text("Bad")
    expect(page.locator("[data-uid]")).to_contain_text(said)
    assert Claim.objects.get().title == "Good"


def test_who_is_signed_out_meanwhile_is_told_so_and_loses_nothing(evening, browser_page):
    page = browser_page(evening.people["ada"])
    lose_network(page)
    write(page, "Kept")
    expect(page.get_by_text(WAITS)).to_have_count(1)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.get_by_text("Sign in to send this")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in to send it")).to_have_attribute(
        "href", "/accounts/login/?next=/outside/"
    )
    assert Claim.objects.count() == 0
    page.context.add_cookies(cookies)
    page.goto("/")
    claims_in_time(page, {"Kept"})


def test_a_browser_without_room_says_so(evening, browser_page):
    page = browser_page(evening.people["ada"])
    lose_network(page)
    page.evaluate("() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') } }")
    write(page, "Too much", photo=png(size=(300, 200)).read())
    expect(page.get_by_role("alert")).to_contain_text("This browser has no room to keep it.")
    expect(page.get_by_label("What is it called")).to_have_value("Too much")


def test_without_a_secure_connection_it_is_a_form_like_any_other(evening, browser_page):
    page = browser_page(evening.people["ada"])
    page.add_init_script(  # what a browser leaves out over plain http
        "Object.defineProperty(window, 'isSecureContext', { value: false });"
        "delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks"
    )
    page.goto("/outside/new/")
    page.wait_for_load_state("networkidle")
    write(page, "Plain")
    expect(page.get_by_role("heading", name="Plain")).to_be_visible()
    assert Claim.objects.get().title == "Plain"


def test_the_only_copy_is_discarded_after_a_question_alone(evening, browser_page):
    page = browser_page(evening.people["ada"])
    lose_network(page)
    write(page, "Mine")
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text(WAITS)).to_have_count(1)
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard it").click()
    expect(page.get_by_text(WAITS)).to_have_count(0)
    page.reload()
    expect(page.get_by_text("There is no network.")).to_be_visible()
    expect(page.get_by_text(WAITS)).to_have_count(0)


def test_what_the_server_refuses_keeps_its_files_until_it_is_right(evening, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto("/outside/new/")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelector('.log-form').noValidate = true")
    write(page, "", photo=png(size=(300, 200)).read())
    expect(page.get_by_role("alert")).to_contain_text("Give it a name.")
    page.goto("/")
    page.get_by_role("link", name="Your log: 1 could not be taken").click()
    page.get_by_role("button", name="Put it right").click()  # nothing was written anew, and yet the photo is there
    expect(page.get_by_label("What I learned")).to_have_value("What  says")
    page.get_by_label("What is it called").fill("Named")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("heading", name="Named")).to_be_visible()
    assert Evidence.objects.get().claim.title == "Named"


def test_what_is_typed_while_the_form_is_being_filled_is_kept(evening, browser_page):
    page = browser_page(evening.people["ada"])
    lose_network(page)
    write(page, "Bad")
    expect(page.get_by_text(WAITS)).to_be_visible()
    refuse(page, "Bad", 400)
    page.context.set_offline(False)
    expect(page.get_by_text("The server could not read it.")).to_be_visible()
    page.unroute("**/outside/new/")
    page.add_init_script(  # a browser that is slow to find what it keeps
        "const open = IDBFactory.prototype.open;"
        "IDBFactory.prototype.open = function (...given) {"
        "  const asked = open.apply(this, given);"
        "  const later = (call) => asked.addEventListener('success', (event) => setTimeout(call, 700, event));"
        "  Object.defineProperty(asked, 'onsuccess', { set: later });"
        "  return asked }"
    )
    page.goto("/outside/")
    page.get_by_role("button", name="Put it right").click()
    page.get_by_label("What is it called").fill("Right")
    expect(page.get_by_label("What I learned")).to_have_value("What Bad says")
    expect(page.get_by_label("What is it called")).to_have_value("Right")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("heading", name="Right")).to_be_visible()
    claims_in_time(page, {"Right"})


def test_confirming_one_gives_points_and_a_feed_item_to_who_may_see_it(evening, browser_page):
    ada, ben, grace, group = (*(evening.people[name] for name in ("ada", "ben", "grace")), evening.loose)
    claim = logged(ada, "First aid", group=group)
    page = browser_page(grace)
    page.goto(address("feed:group", group))
    page.get_by_role("link", name="To confirm").click()
    page.get_by_role("link", name="First aid").click()
    page.get_by_role("button", name="Ask back").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    page.get_by_label("Your reply").fill("Which course was it?")
    page.get_by_role("button", name="Ask back").click()
    expect(page.get_by_text("Nothing to confirm")).to_be_visible()

    hers = browser_page(ada, phone=True)
    hers.goto(reverse("claims:claim", args=[claim.uid]))
    expect(hers.get_by_text("Which course was it?")).to_be_visible()
    hers.get_by_role("link", name="Change it").click()
    hers.get_by_label("Your answer").fill("The one in town.")
    hers.get_by_role("button", name="Save").click()
    expect(hers.get_by_text("Waits to be confirmed")).to_be_visible()

    page.goto(reverse("claims:claim", args=[claim.uid]))
    expect(page.get_by_text("The one in town.")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Confirmed. Ada is told.")).to_be_visible()
    effects.drain_all(timezone.now())
    assert PointEntry.objects.get(learner=ada).points == 10

    his = browser_page(ben)
    his.goto(address("feed:group", group))
    expect(his.locator(".item", has_text="First aid")).to_contain_text("confirmed by a person")
    memberships.change_sharing(group.memberships.get(user=ada), sharing=Membership.Sharing.PRIVATE)
    his.reload()
    expect(his.locator(".item", has_text="First aid")).to_have_count(0)


def test_confirming_ones_own_is_impossible(evening, browser_page):
    grace, group = evening.people["grace"], evening.loose
    claim = logged(grace, "Mine", group=group)
    page = browser_page(grace)
    page.goto(reverse("claims:claim", args=[claim.uid]))
    expect(page.get_by_role("heading", name="Mine")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    status = page.evaluate(
        """async (url) => {
            const body = new URLSearchParams({kind: "confirmed", reason: ""})
            body.set("csrfmiddlewaretoken", document.querySelector("#act [name=csrfmiddlewaretoken]").value)
            return (await fetch(url, {method: "POST", body})).status
        }""",
        reverse("claims:decision", args=[claim.uid]),
    )
    assert status == 404
    claim.refresh_from_db()
    assert claim.confirmed_at is None


def test_what_is_wrong_is_said_by_the_server_and_put_right(evening, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto("/outside/new/")
    page.evaluate("document.querySelector('.log-form').noValidate = true")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("alert")).to_contain_text("Give it a name.")
    write(page, "Mended")
    expect(page.get_by_role("heading", name="Mended")).to_be_visible()
    assert Claim.objects.get().title == "Mended"


def test_another_person_in_this_browser_sends_nothing_of_mine(evening, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto("/outside/new/")
    kept(page)
    page.context.set_offline(True)
    page.goto("/outside/new/")
    write(page, "Hers alone")
    expect(page.get_by_text(WAITS)).to_have_count(1)
    (cookie,) = [each for each in page.context.cookies() if "session" in each["name"]]
    page.context.add_cookies([{**cookie, "value": session_of(evening.people["ben"])}])
    page.context.set_offline(False)
    page.goto("/outside/")
    expect(page.get_by_text("Nothing logged yet")).to_be_visible()
    expect(page.get_by_text("Hers alone")).to_have_count(0)
    assert Claim.objects.count() == 0
    page.context.add_cookies([{**cookie, "value": session_of(evening.people["ada"])}])
    page.goto("/outside/")
    expect(page.get_by_role("link", name="Hers alone")).to_be_visible()
    assert Claim.objects.get().learner == evening.people["ada"]


def test_who_signs_out_leaves_no_name_behind(evening, browser_page):
    page = browser_page(evening.people["ada"])
    page.goto("/outside/new/")
    kept(page)
    page.context.clear_cookies()
    page.goto("/courses/")
    until(page, "localStorage.getItem('cohort-outside-person') === null")
    page.context.set_offline(True)
    page.goto("/outside/new/")
    expect(page.get_by_text("Sign in once with a network")).to_be_visible()
    expect(page.get_by_role("button", name="Log it")).to_be_hidden()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(evening, browser_page, axe, screenshot, dark):
    ada, grace, group = evening.people["ada"], evening.people["grace"], evening.loose
    claim = logged(ada, "First aid", group=group)
    found = []
    made = checklists.make_rubric(group.place, title="Hands", skills=["Asks"], levels=["No", "Yes"], by=grace)
    said = {"seen": [("Asks", "Yes")], "observed_on": timezone.localdate()}
    seen = checklists.observe(made, learner=ada, by=grace, **said)
    for user, pages in (
        (ada, ["/outside/", "/outside/new/", "/outside/offline/"]),
        (ada, [reverse("claims:claim", args=[claim.uid]), reverse("claims:amend", args=[claim.uid])]),
        (ada, ["/outside/observations/", reverse("claims:observation", args=[seen.uid])]),
        (grace, ["/outside/checklists/", reverse("claims:rubrics", args=[group.place])]),
        (grace, [reverse(f"claims:{name}", args=[made.uid]) for name in ("rubric", "observe")]),
        (grace, [address("outside:queue", group), reverse("claims:claim", args=[claim.uid])]),
    ):
        page = browser_page(user, dark=dark, phone=True)
        for where in pages:
            page.goto(where)
            found += [f"{where} {each}" for each in axe(page)]
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found += [f"{where} scrolls sideways"] if wide else []
            screenshot(page, f"outside{where}-{user.get_short_name()}-{'dark' if dark else 'light'}")
    assert found == []


def test_it_is_logged_and_decided_by_keyboard_alone(evening, browser_page):
    ada, grace, group = evening.people["ada"], evening.people["grace"], evening.loose
    page = browser_page(ada)
    page.goto("/outside/new/")
    page.get_by_label("Workshop").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("By keyboard")
    page.get_by_label("What I learned").focus()
    page.keyboard.type("All of it")
    page.get_by_label("Who confirms it").select_option(label=group.name)
    page.get_by_role("button", name="Log it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="By keyboard")).to_be_visible()
    claim = Claim.objects.get()
    assert claim.kind == "book"
    page = browser_page(grace)
    page.goto(reverse("claims:claim", args=[claim.uid]))
    page.get_by_role("button", name="Confirm").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Confirmed. Ada is told.")).to_be_visible()


def test_without_scripts_it_is_a_form_like_any_other(evening, browser_page):
    page = browser_page(evening.people["ada"], javascript=False)
    page.goto("/outside/new/")
    write(page, "Plain")
    expect(page.get_by_role("heading", name="Plain")).to_be_visible()
    assert Claim.objects.get().title == "Plain"
