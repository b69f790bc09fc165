"""A real Chromium before a real server: people open pages as they would at home."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

from community.models import User
from tests.factories.servers import Served, served, session_of

from . import evening as evenings

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

expect.set_options(timeout=15_000)  # a loaded machine is slow, never wrong

# What is still fading in has no colours of its own yet: wait until nothing that ends is moving, for two frames.
SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame)
    const moving = () => document.getAnimations().filter(one => one.effect?.getComputedTiming().endTime < Infinity)
    const until = performance.now() + 3000
    for (let still = 0; still < 2 && performance.now() < until; ) {
        await frame()
        still = moving().some(one => one.playState === "running") ? 0 : still + 1
    }
}"""

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium from PATH, started once."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed")
    database = connections[DEFAULT_DB_ALIAS]
    with sync_playwright() as driver:
        # Beside the driver's loop this thread would be given another connection, which knows of no test.
        connections[DEFAULT_DB_ALIAS] = database
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db: None) -> Iterator[Served]:
    """The site in a process of its own, on the tests' database with what the migrations put there."""
    with served() as running:
        yield running


@pytest.fixture
def evening(site: Served) -> evenings.Evening:
    """A managed group and a loose one that learn a course; see `evening.py`."""
    return evenings.begin()


@pytest.fixture
def browser_page(chromium: Browser, site: Served) -> Iterator[Opener]:
    """Open a window of its own: `browser_page(ada, dark=True)`; `page.goto("/groups/")` then takes a path.

    The test fails at its end if the server or a page threw an error, or one broke the content security policy.
    """
    problems: list[str] = []
    contexts = []

    def open_page(
        user: User | None = None, *, dark: bool = False, phone: bool = False, javascript: bool = True, **more: Any
    ) -> Page:
        context = chromium.new_context(
            base_url=site.origin,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            locale="en-GB",
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if user is not None:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": site.origin}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.extend(_thrown(error, page)))
        page.on("console", lambda message: problems.extend(_broken_policy(message, page)))
        page.on("response", lambda answer: problems.extend(_broken_server(answer)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def _thrown(error: Exception, page: Page) -> list[str]:
    overtaken = "signal is aborted" in str(error)  # Turbo drops a refresh that a visit overtakes
    return [] if overtaken else [f"{page.url}: {error}"]


def _broken_server(answer: Response) -> list[str]:
    return [f"{answer.url}: {answer.status}"] if answer.status >= 500 else []


def _broken_policy(message: ConsoleMessage, page: Page) -> list[str]:
    broken = message.type == "error" and "Content Security Policy" in message.text
    return [f"{page.url}: {message.text}"] if broken else []


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Return what axe finds wrong with a page: `assert axe(page) == []`."""
    source = (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text()

    def run(page: Page) -> list[str]:
        page.evaluate(SETTLED)
        page.evaluate(source)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS)
        return [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return run


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Keep a picture of a page in the folder COHORT_SHOTS, where that is set: `screenshot(page, "home")`."""
    folder = os.environ.get("COHORT_SHOTS", "")

    def keep(page: Page, name: str, *, full: bool = True) -> None:
        if folder:
            safe = re.sub(r"[^\w.-]+", "-", name)
            page.screenshot(path=str(Path(folder) / f"{safe}.png"), full_page=full)

    return keep
