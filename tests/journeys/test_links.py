"""Ivan publishes a link that reports; ada opens it, does what stands there, and finds it done."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tincan import Activity, Agent, Context, RemoteLRS, Statement, Verb

from courses.access import actions as access
from courses.links.pages import LinkPage
from courses.models import LaunchToken, Progress, Record
from tests.factories import catalog as pages
from tests.factories.people import person
from tests.factories.switches import switch_on

from .test_building_a_course import choose, name_it

pytestmark = pytest.mark.browser


@dataclass
class Elsewhere:
    """A site of somebody else's on which coins are tossed: where it is, and what it was asked with."""

    address: str
    launches: list[dict[str, str]] = field(default_factory=list)
    referrers: list[str | None] = field(default_factory=list)


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Coins)
    server.site = Elsewhere(f"http://127.0.0.1:{server.server_port}/start?level=2")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.site
    server.shutdown()
    server.server_close()


class _Coins(BaseHTTPRequestHandler):
    """Leads on once, as sites do, shows a coin, and reports a toss by what its own address was given."""

    def do_GET(self) -> None:
        if self.path.startswith("/start"):
            self.send_response(302)
            self.send_header("Location", self.path.replace("/start", "/coins", 1))
            self.end_headers()
            return
        if self.path.startswith("/coins"):
            self.server.site.launches.append(dict(parse_qsl(urlsplit(self.path).query)))
            self.server.site.referrers.append(self.headers.get("Referer"))
        self._page('<form method="post"><button>Toss</button></form>')

    def do_POST(self) -> None:
        told = _report(dict(parse_qsl(urlsplit(self.path).query)))
        self._page(f"<p>{told}</p>")

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _page(self, body: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Coins</title>{body}".encode())


def _report(launch: dict[str, str]) -> str:
    """Report as an authoring tool's export does: to the endpoint it was given, by the key it was given."""
    store = RemoteLRS(version="1.0.1", endpoint=launch["endpoint"], auth=launch["auth"])
    actor = json.loads(launch["actor"])["account"]
    said = Statement(
        actor=Agent(account={"home_page": actor["homePage"], "name": actor["name"]}),
        verb=Verb(id="http://adlnet.gov/expapi/verbs/completed"),
        object=Activity(id=launch["activity_id"]),
        context=Context(registration=launch["registration"]),
    )
    saved = store.save_statement(said)
    return "Reported" if saved.success else f"Refused: {saved.data}"


def written_by(ivan: object, page: Page, module: object, address: str) -> LinkPage:
    """Let ivan write a link in the editor, with an address he mistypes at first, and publish it."""
    page.goto(f"/admin/pages/add/courses/linkpage/{module.pk}/")
    name_it(page, "Practise with coins")
    about = page.locator("#panel-child-content-about-section [contenteditable=true]")
    about.click()
    about.press_sequentially("Toss until you believe it.")
    expect(page.locator("[name=about]")).to_have_value(re.compile("believe it"))
    page.locator("[name=address]").fill("javascript:alert(1)")
    page.locator("[name=reports]").check()
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("footer").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("An address begins with https://")).to_be_visible()
    assert not LinkPage.objects.exists()
    page.locator("[name=address]").fill(address)
    choose(page, "Publish")
    return LinkPage.objects.get()


def test_what_is_done_elsewhere_is_reported_and_shown_live(site, browser_page, elsewhere, axe, screenshot):
    switch_on()
    ivan, ada = pages.teach(person("Ivan Marković")), person("Ada Nwosu")
    course = pages.published_course("Chance", lessons=0, assessment=False, by=ivan)
    module = pages.add_module(course, "Coins")
    link = written_by(ivan, browser_page(ivan), module, elsewhere.address)

    access.grant(ada, course.translation_key, source="open")
    page = browser_page(ada)
    page.goto(course.get_url())
    page.get_by_role("link", name="Start with the link").click()
    expect(page.get_by_text("Opens 127.0.0.1 in a new tab.")).to_be_visible()
    expect(page.get_by_text("Toss until you believe it.")).to_be_visible()
    expect(page.get_by_text("Not opened yet")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    assert axe(page) == []
    screenshot(page, "link-new")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open 127.0.0.1").click()
    there = opened.value
    there.wait_for_url("**/coins?**")
    [launch] = elsewhere.launches
    assert launch["level"] == "2"
    assert launch["endpoint"] == f"{site.origin}/xapi/"
    assert elsewhere.referrers == [None]
    assert there.evaluate("window.opener") is None
    there.get_by_role("button", name="Toss").click()
    expect(there.get_by_text("Reported")).to_be_visible()

    page.bring_to_front()
    expect(page.get_by_text("reported from 127.0.0.1")).to_be_visible()
    assert axe(page) == []
    screenshot(page, "link-done")
    assert Record.objects.latest("pk").provenance == Record.Provenance.CLIENT
    assert Progress.objects.get().completed_at is not None
    assert LaunchToken.objects.get().activity_key == link.translation_key
    page.get_by_role("link", name="Back to the course").last.click()
    expect(page.get_by_text("One link done")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_what_does_not_report_is_confirmed_here(site, browser_page, elsewhere, javascript):
    ada = person("Ada Nwosu")
    course = pages.published_course("Chance", lessons=0, assessment=False)
    link = pages.add_link(pages.add_module(course), address=elsewhere.address, reports=True)
    access.grant(ada, course.translation_key, source="open")
    page = browser_page(ada, javascript=javascript)
    page.goto(link.get_url())
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open 127.0.0.1").click()
    opened.value.wait_for_url("**/coins?**")

    assert elsewhere.launches == [{"level": "2"}]  # external records are off: nothing is told to it
    page.reload()
    expect(page.get_by_text("Opened", exact=True)).to_be_visible()
    page.get_by_role("button", name="I have done this").click()
    expect(page.get_by_role("heading", name="You finished Chance")).to_be_visible()
