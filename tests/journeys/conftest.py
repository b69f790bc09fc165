"""A real Chromium before a real server: people open pages as they would at home."""

import asyncio
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

from community.models import User
from tests.factories.servers import Served, session_of
from tests.failures import CONTEXTS
from tests.keeping import Keeper, Scenes

from . import evening as evenings

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# The headless shell is the same engine without the windows nobody looks at.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, before a server is started for it."""
    if not any(map(shutil.which, CHROMIUM)):
        absent = pytest.mark.skip(reason="chromium is not installed")
        for item in items:
            if "browser_page" in getattr(item, "fixturenames", ()):
                item.add_marker(absent)


@pytest.fixture(scope="session")
def driver(pytestconfig: pytest.Config) -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """Chromium from PATH, started once, and the loop of its driver, which is out of sight of other tests."""
    headed = pytestconfig.getoption("headed")
    path = next(filter(None, map(shutil.which, CHROMIUM[headed:])), None)
    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"], headless=not headed, slow_mo=300 * headed
        )
        asyncio._set_running_loop(None)
        yield browser, loop
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture
def chromium(driver: tuple[Browser, asyncio.AbstractEventLoop]) -> Iterator[Browser]:
    """The browser, in a test that drives it: only here does this thread seem to run a loop."""
    browser, loop = driver
    database = connections[DEFAULT_DB_ALIAS]
    asyncio._set_running_loop(loop)
    # Beside the driver's loop this thread would be given another connection, which knows of no test.
    connections[DEFAULT_DB_ALIAS] = database
    yield browser
    asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def scenes(django_db_setup: Keeper) -> Scenes:
    """What many journeys begin with, played once."""
    return Scenes(django_db_setup)


@pytest.fixture
def evening(site: Served, scenes: Scenes) -> evenings.Evening:
    """A managed group and a loose one that learn a course; see `evening.py`."""
    return scenes.of("evening", evenings.begin)


@pytest.fixture
def later(site: Served, scenes: Scenes) -> evenings.Later:
    """The same, when ben has finished the course, ada has begun it and both talk."""
    return scenes.of("later", lambda: evenings.go_on(evenings.begin()))


@pytest.fixture
def browser_page(site: Served, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Open a window of its own: `browser_page(ada, dark=True)`; `page.goto("/groups/")` then takes a path.

    The test fails at its end if the server or a page threw an error, or one broke the content security policy;
    where the server or the network is meant to be `failing`, only the latter.
    """
    problems: list[str] = []
    contexts: list[BrowserContext] = []
    request.node.stash[CONTEXTS] = contexts

    def open_page(
        user: User | None = None,
        *,
        dark: bool = False,
        phone: bool = False,
        javascript: bool = True,
        failing: bool = False,
        **more: Any,
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
        page.on("console", lambda message: problems.extend(_broken_policy(message, page)))
        if not failing:
            page.on("pageerror", lambda error: problems.extend(_thrown(error, page)))
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
def axe() -> Callable[..., list[str]]:
    """Return what axe finds wrong with a page: `assert axe(page) == []`."""
    source = (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text()

    def run(page: Page) -> list[str]:
        page.evaluate(SETTLED)
        if page.evaluate("typeof axe") == "undefined":  # a page that is judged again has it already
            page.evaluate(source)
        found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", EVERYTHING)
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
