"""What a first visit fetches: little, compressed as production sends it, and of scripts what the page uses."""

import gzip

import pytest
from playwright.sync_api import Page, Response

from .evening import Later
from .test_type import PLACES
from .waiting import ready

pytestmark = pytest.mark.browser

MOST = 270_000  # bytes over the wire
PACKED = {".woff2", ".webp", ".png", ".jpg"}  # what is not compressed a second time
FIRST = {"turbo", "main", "needed", "focus", "morph", "unsent", "drafts"}
INSIDE = FIRST | {"stimulus", "live", "palette", "tray", "waiting"}


def heard(page: Page) -> list[Response]:
    """Return the answers that the page gets from now on."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    return answers


def visit(page: Page, url: str) -> list[Response]:
    answers = heard(page)
    page.goto(url, wait_until="networkidle")
    ready(page)
    return answers


def weight(answer: Response) -> int:
    body = answer.body()
    packed = any(answer.url.endswith(suffix) for suffix in PACKED)
    return len(body if packed else gzip.compress(body, 6))


def scripts(answers: list[Response]) -> set[str]:
    return {answer.url.rsplit("/", 1)[-1].removesuffix(".js") for answer in answers if answer.url.endswith(".js")}


@pytest.mark.parametrize("name", PLACES)
def test_a_first_visit_is_light(later: Later, browser_page, name):
    who, place = PLACES[name]
    answers = visit(browser_page(later.evening.people.get(who), phone=True), place(later))

    weights = {answer.url: weight(answer) for answer in answers if answer.status == 200}
    assert len(weights) == len({answer.url for answer in answers}), "each answer is counted, each file fetched once"
    assert sum(weights.values()) <= MOST, sorted(weights.items(), key=lambda each: -each[1])


def test_each_page_fetches_the_scripts_it_uses(later: Later, browser_page):
    visitor, ada = browser_page(), browser_page(later.evening.people["ada"])
    assert scripts(visit(visitor, "/accounts/login/")) == FIRST
    assert scripts(visit(ada, "/groups/")) == INSIDE
    assert scripts(visit(ada, later.evening.lesson_url)) - INSIDE == {
        "reading",
        "opener",
        "composer",
        "draft",
        "drawer",
    }
    assert {"outside", "sender", "queue"} < scripts(visit(ada, "/outside/new/"))


def test_what_a_page_needs_comes_when_one_goes_there(later: Later, browser_page):
    page = browser_page(later.evening.people["ada"])
    visit(page, "/")
    answers = heard(page)
    page.goto(later.evening.lesson_url, wait_until="networkidle")
    assert "reading" in scripts(answers)
