"""Every journey by keyboard alone, and whoever goes it always sees where they are."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from community.discussions import actions as discussions
from community.groups import memberships
from community.models import Membership, Topic
from courses.catalog import queries as catalog
from courses.catalog.pages import CoursePage
from courses.records import effects
from tests.factories import catalog as pages
from tests.factories.people import person
from tests.factories.search import index_everything

from . import evening as evenings
from .evening import COURSE, address
from .waiting import ready

pytestmark = pytest.mark.browser

FAR = 80  # presses of Tab: nothing anybody needs lies further away
# The name of the element with the focus, and whether a ring is drawn round it or round what holds it.
FOCUSED = """() => {
    const one = document.activeElement
    const labels = Array.from(one.labels ?? [], label => label.textContent).join(" ")
    const told = each => each.ariaHidden !== "true" && getComputedStyle(each).display !== "none"
    const text = each => each.nodeType === Node.TEXT_NODE ? each.data
        : each.nodeType === Node.ELEMENT_NODE && told(each) ? Array.from(each.childNodes, text).join("") : ""
    const name = one.getAttribute("aria-label") || labels || text(one).trim() || one.title
    const ringed = (each, part) => {
        const style = getComputedStyle(each, part)
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    }
    let holder = one
    while (holder && !ringed(holder)) holder = holder.parentElement
    const seen = one === document.body || Boolean(holder) || ringed(one, "::before")
    return {name: name.trim().replace(/\\s+/g, " "), seen, kind: one.type || one.localName}
}"""


def tab_to(page: Page, name: str, *, kind: str = "") -> None:
    """Press Tab until the element whose accessible name begins with `name` has the focus, seen at every step."""
    passed = []
    ours = "/admin/" not in page.url  # how Wagtail draws the focus is Wagtail's own
    for _ in range(FAR):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"] or not ours, f"no sign of the focus on {focused} of {page.url}"
        if focused["name"].startswith(name) and kind in ("", focused["kind"]):
            return
        passed.append(focused["name"][:40])
    raise AssertionError(f"{name} is not within reach on {page.url}: {passed}")


def press(page: Page, name: str, *, kind: str = "") -> None:
    """Reach a link or a button and use it."""
    tab_to(page, name, kind=kind)
    page.keyboard.press("Enter")


def listens(page: Page) -> None:
    """Wait until what the keys do beyond links and forms has been wired up."""
    ready(page)


def focused(page: Page) -> str:
    return page.evaluate(FOCUSED)["name"]


def test_ada_joins_learns_passes_searches_and_replies_by_keyboard(evening, browser_page):
    topic = evenings.ask(evening)
    index_everything()
    page = browser_page(evening.people["ada"])

    # She joins by name: the radio group is one stop, the arrows choose.
    page.goto(evening.invitation_url)
    tab_to(page, "Private", kind="radio")
    page.keyboard.press("ArrowUp")
    assert focused(page).startswith("By name")
    press(page, "Join by name")
    expect(page.get_by_text("You share by name here.")).to_be_visible()

    # She answers inside a lesson, then finishes it and the next.
    page.goto(evening.lesson_url)
    listens(page)
    tab_to(page, "Answer 0", kind="radio")
    page.keyboard.press("Space")
    press(page, "Answer")
    expect(page.get_by_text("Said to answer 0")).to_be_visible()
    press(page, "Finish and go on")
    expect(page.get_by_role("heading", name="Lesson 2")).to_be_visible()
    press(page, "Finish and go on")

    # She passes the assessment.
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    press(page, "Begin")
    answer(page, 1, "Answer 0")
    answer(page, 2, "Answer 0", "Answer 1")
    answer(page, 3, "True")
    expect(page.get_by_text("Question 4 of 4")).to_be_visible()
    tab_to(page, "Your number")
    page.keyboard.type("4")
    press(page, "To the summary")
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    press(page, "Hand in")
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    press(page, "See what you finished")
    expect(page.get_by_text(f"You finished {COURSE}")).to_be_visible()

    # She finds ben's question from anywhere, and replies.
    page.goto(address("feed:group", evening.managed))
    listens(page)
    page.keyboard.press("/")
    page.keyboard.type("median")
    expect(page.locator("#palette a.hit").first).to_contain_text(topic.title)
    page.keyboard.press("ArrowDown")
    assert topic.title in focused(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(str(topic.uid)))
    tab_to(page, "", kind="textarea")
    page.keyboard.type("The tails, and often the point.")
    press(page, "Reply")
    expect(page.locator("#replies")).to_contain_text("The tails, and often the point.")


def answer(page: Page, number: int, *options: str) -> None:
    """Choose the options of a question and go to the next."""
    expect(page.get_by_text(f"Question {number} of 4")).to_be_visible()
    for option in options:
        tab_to(page, option)
        page.keyboard.press("Space")
    press(page, "Next question")


def test_ben_answers_below_the_lesson_and_they_connect_by_keyboard(evening, browser_page):
    ada, ben = (evening.people[name] for name in ("ada", "ben"))
    memberships.join(evening.managed, user=ada, sharing=Membership.Sharing.NAMED)
    discussions.open_topic(
        evening.managed.place,
        author=ada,
        kind=Topic.Kind.QUESTION,
        title="What does the median hide?",
        text="It is quiet about something.",
        lesson_key=evening.lesson.translation_key,
        lesson_title=evening.lesson.title,
    )

    # He answers where the question stands, and asks her from there.
    page = browser_page(ben)
    page.goto(evening.lesson_url)
    listens(page)
    press(page, "Reply")
    expect(page.get_by_label("Write a reply")).to_be_visible()
    tab_to(page, "", kind="textarea")
    page.keyboard.type("The tails, and often the point.")
    press(page, "Reply")
    expect(page.locator("#replies")).to_contain_text("The tails, and often the point.")
    press(page, ada.display_name)
    expect(page.get_by_role("heading", name=ada.display_name)).to_be_visible()
    press(page, "Connect")
    expect(page.get_by_text("Asked")).to_be_visible()

    # The bell tells her; the tray opens below it, and Escape gives the focus back.
    effects.drain_all(timezone.now())
    page = browser_page(ada)
    page.goto("/")
    listens(page)
    press(page, "Notifications, 2 new")
    expect(page.locator("#tray a").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#tray a").first).to_be_hidden()
    assert focused(page).startswith("Notifications")
    held: list[Route] = []
    page.route("**/notifications/tray/", lambda route: held.append(route))
    page.keyboard.press("Enter")
    tab_to(page, asking := ben.display_name + " would like to connect")
    held[0].continue_()
    expect(page.locator("turbo-frame#tray")).to_have_attribute("complete", "")
    assert focused(page) == asking  # what comes anew takes nothing away from under the focus
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    press(page, "Accept")
    expect(page.get_by_role("heading", name="What may your connections see?")).to_be_visible()
    press(page, "Stay private")
    expect(page.get_by_role("heading", name="What may your connections see?")).to_be_hidden()
    reader = browser_page(ben)
    reader.goto(f"/people/{ada.uid}/")
    expect(reader.get_by_text("Connected")).to_be_visible()


def test_grace_reads_the_grid_and_the_board_by_keyboard(later, browser_page):
    evening = later.evening
    page = browser_page(evening.people["grace"])
    page.goto(address("feed:group", evening.managed))
    listens(page)

    # From a cell of the grid to its proof and back.
    press(page, "Progress")
    expect(page.get_by_role("heading", name="People and courses")).to_be_visible()
    press(page, "1 of 3")
    expect(page.get_by_role("heading", name="Finished, with its proof")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(evening.people["ada"].display_name)
    press(page, "People and courses")
    expect(page.get_by_role("heading", name="Needs help")).to_be_visible()

    # The board, this week and for all time.
    press(page, "Leaderboard")
    expect(page.get_by_role("heading", name="Leaderboard")).to_be_visible()
    press(page, "All time")
    expect(page.get_by_role("link", name="All time")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("main")).to_contain_text(evening.people["ben"].display_name)


def test_grace_copies_an_invitation_by_keyboard(evening, browser_page):
    grace = evening.people["grace"]
    page = browser_page(grace, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address("groups:people", evening.managed))
    listens(page)
    link = page.locator("[data-copy-target=source]").first.input_value()
    press(page, "Copy")
    expect(page.locator("[data-copy-target=said]").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == link
    plain = browser_page(grace, javascript=False)
    plain.goto(address("groups:people", evening.managed))
    expect(plain.locator("[data-copy-target=source]").first).to_be_visible()
    expect(plain.get_by_role("button", name="Copy")).to_be_hidden()


def test_ben_leaves_a_group_out_of_home_and_undoes_it_by_keyboard(evening, browser_page):
    evenings.ask(evening)
    page = browser_page(evening.people["ben"])
    page.goto("/")
    listens(page)
    press(page, "Why this?")
    press(page, "Leave ")
    expect(page.locator(".toast")).to_contain_text("is left out of Home")
    expect(page.locator(".popover:popover-open")).to_have_count(0)
    page.locator(".toast-act").press("Enter")
    expect(page.locator(".toast")).to_have_text(re.compile("is on Home again"))


def test_ada_shares_nothing_any_more_by_keyboard(later, browser_page):
    evening = later.evening
    ada, ben = (evening.people[name] for name in ("ada", "ben"))
    reader = browser_page(ben)
    reader.goto(address("feed:group", evening.managed))
    expect(reader.get_by_role("main")).to_contain_text("Ada Nwosu earned")

    page = browser_page(ada)
    page.goto("/settings/")
    listens(page)
    press(page, "Privacy")
    expect(page.get_by_role("heading", name="In your groups")).to_be_visible()
    press(page, "Private everywhere")
    expect(page.get_by_role("heading", name="Disappears at once")).to_be_visible()
    press(page, "Private everywhere")
    expect(page.get_by_role("heading", name="In your groups")).to_be_visible()

    reader.goto(address("feed:group", evening.managed))
    expect(reader.get_by_role("main")).not_to_contain_text("Ada Nwosu earned")


def test_ivan_builds_and_publishes_a_course_by_keyboard(site, browser_page):
    ivan = pages.teach(person("Ivan Marković"))
    page = browser_page(ivan)
    page.goto("/admin/")
    press(page, "New course")
    expect(page.get_by_role("button", name="Begin the course")).to_be_visible()
    tab_to(page, "Title")
    page.keyboard.type("Bread and numbers")
    page.keyboard.press("Enter")

    # The course, through its review.
    editor(page)
    tab_to(page, "Outcome")
    page.keyboard.type("Weigh flour and know what a gram is worth.")
    choose(page, "Submit to Course review")
    course = CoursePage.objects.get()
    assert not course.live
    page.goto(f"/admin/pages/{course.pk}/edit/")
    editor(page)
    choose(page, "Approve and Publish")
    course.refresh_from_db()
    assert course.live

    # A module and a lesson below it, from the course's own actions.
    page.goto(f"/admin/pages/{course.pk}/edit/")
    add_below(page, "First steps")
    choose(page, "Publish")
    module = CoursePage.objects.get().get_children().get()
    page.goto(f"/admin/pages/{module.pk}/edit/")
    add_below(page, "What a gram is", of="Lesson")
    press(page, "Insert a block")
    tab_to(page, "Search options")
    page.keyboard.type("Heading")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[name=body-0-value]")).to_be_focused()
    page.keyboard.type("A paperclip, roughly")
    choose(page, "Publish")

    outline = catalog.outline(course.translation_key)
    assert [a["title"] for a in outline.data["modules"][0]["activities"]] == ["What a gram is"]
    reader = browser_page(person("Ada Nwosu"))
    reader.goto("/courses/")
    press(reader, "Bread and numbers")
    expect(reader.get_by_role("button", name="Start")).to_be_visible()
    press(reader, "Start")
    expect(reader.get_by_role("heading", name="A paperclip, roughly")).to_be_visible()


def editor(page: Page) -> None:
    """Wait until the editor of a page stands and its fields listen."""
    expect(page.locator("footer [data-w-dropdown-target=toggle]").first).to_be_visible()
    page.wait_for_load_state("networkidle")


def add_below(page: Page, title: str, *, of: str = "") -> None:
    """Begin a page below the one that is open, by the actions of its head, and name it."""
    editor(page)
    press(page, "Actions")
    press(page, "Add child page")
    if of:
        page.wait_for_url("**/add_subpage/")
        press(page, of)
    page.wait_for_url("**/pages/add/**")
    editor(page)
    tab_to(page, "Title")
    page.keyboard.type(title)
    page.keyboard.press("Tab")
    expect(page.locator("[name=slug]")).not_to_have_value("")


def choose(page: Page, action: str) -> None:
    """Reach "More actions" in the editor's foot and use one of them, until it is done."""
    press(page, "More actions")
    with page.expect_navigation(wait_until="load"):
        press(page, action)
