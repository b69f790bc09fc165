"""What people write may be one long word, or run from right to left: it breaks, and reads in its own direction."""

import pytest

from cohort.models import Capabilities
from community.connections import actions as connections
from community.models import Membership, User
from tests.factories.groups import group, member
from tests.factories.people import person
from tests.factories.talk import question, reply

pytestmark = pytest.mark.browser
# Where the sign at a place in an element's text stands, in px from the left.
WHERE = """(element, at) => {
    const range = new Range()
    range.setStart(element.firstChild, at)
    range.setEnd(element.firstChild, at + 1)
    return range.getBoundingClientRect().left
}"""
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def test_one_long_word_makes_no_page_wider_than_a_phone(site, browser_page):
    Capabilities.objects.update_or_create(pk=1, defaults={"community": True, "achievements": True})
    grace, ada, ben = (person(f"{name} {WORD}"[:80], email=f"{name}@example.org") for name in ("Grace", "Ada", "Ben"))
    User.objects.update(headline=WORD, about=WORD)
    made = group(grace, WORD[:80])
    for each in (ada, ben):
        member(made, each, sharing=Membership.Sharing.NAMED)
    asked = question(made, ada, title=WORD, text=WORD)
    reply(asked, ben, text=WORD * 3)
    connections.accept(connections.ask(ben, other=ada), by=ada)
    connections.ask(grace, other=ada)

    page = browser_page(ada, phone=True)
    at = f"/groups/{made.uid}"
    wide = {}
    for address in (
        "/", f"{at}/feed/", f"{at}/people/", f"{at}/discussions/", f"{at}/leaderboard/", f"{at}/sharing/", "/groups/",
        f"/people/{ben.uid}/", f"/people/{ada.uid}/", "/connections/", "/notifications/", f"/topics/{asked.uid}/",
        "/settings/", f"/search/?q={WORD[:20]}",
    ):  # fmt: skip
        assert page.goto(address).ok
        width = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        wide |= {address: width} if width > 0 else {}

    assert wide == {}


def test_words_from_right_to_left_end_at_the_left_with_the_number_they_end_with(site, browser_page):
    Capabilities.objects.update_or_create(pk=1, defaults={"community": True})
    grace = person("Grace")
    words = "مرحبا بكم في القاعة A4"
    asked = question(group(grace), grace, title=words, text=words)
    page = browser_page(grace)
    page.goto(f"/topics/{asked.uid}/")
    page.get_by_label("Write a reply").fill(words)

    for place in ("main h1", ".talk p"):
        first, last = (page.locator(place).evaluate(WHERE, at) for at in (0, len(words) - 1))
        assert last < first
    assert page.get_by_label("Write a reply").evaluate("field => getComputedStyle(field).unicodeBidi") == "plaintext"
