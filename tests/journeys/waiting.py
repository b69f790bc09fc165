"""Waiting for what a page’s scripts know: asked from outside, for the page’s own policy forbids to evaluate in it."""

import time

from playwright.sync_api import Page, expect

PATIENCE = 15.0  # seconds; a loaded machine is slow, never wrong


def ready(page: Page) -> None:
    """Return once the page's scripts listen."""
    expect(page.locator("html")).to_have_attribute("data-scripts", "on")


def until(page: Page, expression: str) -> None:
    """Return once `expression` is true in the page, asked from outside it; a promise is awaited."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(50)
