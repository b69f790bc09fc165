"""The style guide in a browser: accessible in light and dark, whole on a phone, and its parts behave."""

import pytest
from playwright.sync_api import expect

from .waiting import ready

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_the_style_guide(browser_page, axe, screenshot, dark, phone):
    page = browser_page(dark=dark, phone=phone)
    page.goto("/styleguide/")

    screenshot(page, f"styleguide-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}")
    assert axe(page) == []


def test_nothing_scrolls_sideways_at_320_pixels(browser_page):
    page = browser_page()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/styleguide/")

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_what_is_on_is_told_from_what_is_off_where_colours_are_forced(browser_page):
    page = browser_page(forced_colors="active")
    page.goto("/styleguide/")
    border = """(button, part) => {
        const {borderTopWidth, borderTopColor} = getComputedStyle(button, part)
        return borderTopWidth + borderTopColor
    }"""

    def drawn(which: str, part: str | None = None) -> set[str]:
        return {each.evaluate(border, part) for each in page.locator(which).all()}

    for on, off, part in (
        (".segment [aria-current]", ".segment a:not([aria-current])", None),
        (".mini[aria-pressed=true]", ".mini[aria-pressed=false]", "::before"),
    ):
        assert drawn(on, part)
        assert drawn(off, part)
        assert drawn(on, part).isdisjoint(drawn(off, part))


def test_less_motion_is_kept_by_every_layer(browser_page):
    page = browser_page()
    page.goto("/styleguide/")
    page.get_by_role("button", name="Open the outline").click()

    assert page.evaluate("getComputedStyle(document.querySelector('#drawer-guide')).animationDuration") == "0.001s"


def test_popovers_dialogs_and_the_palette_open_by_keyboard_and_close_by_escape(browser_page, axe):
    page = browser_page()
    page.goto("/styleguide/")
    ready(page)

    page.locator("[popovertarget=why-a]").press("Enter")
    assert page.locator("#why-a").is_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#why-a").is_visible()

    page.get_by_role("button", name="Open the outline").press("Enter")
    assert page.locator("#drawer-guide").is_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#drawer-guide").is_visible()

    page.keyboard.press("Control+k")
    assert page.locator("#palette input").evaluate("field => field === document.activeElement")
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.locator("h1").first.click()
    page.keyboard.press("/")
    assert page.locator("#palette").is_visible()


def test_a_chosen_appearance_stays_on_the_next_page(browser_page):
    page = browser_page()
    page.goto("/styleguide/")
    page.get_by_role("button", name="Dark", exact=True).click()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Dark", exact=True).get_attribute("aria-pressed") == "true"


def test_the_join_button_follows_the_choice_without_scripts(browser_page):
    page = browser_page(javascript=False)
    page.goto("/styleguide/")

    assert page.get_by_role("button", name="Join privately").is_visible()
    page.get_by_role("radio", name="By name").check()
    assert page.get_by_role("button", name="Join by name").is_visible()
    assert page.locator(".preview-frame:visible").inner_text().startswith("AN")


def test_a_morph_leaves_what_is_being_written_and_what_is_open(browser_page):
    page = browser_page()
    page.goto("/styleguide/")
    ready(page)
    page.locator("#composer-one textarea").fill("Half a thought")
    page.locator("#fold-fold summary").click()
    page.evaluate("document.querySelector('.sg').insertAdjacentHTML('beforeend', '<i id=morphed></i>')")
    page.evaluate("Turbo.session.refresh(location.href, { method: 'morph', scroll: 'preserve' })")
    expect(page.locator("#morphed")).to_have_count(0)

    assert page.locator("#composer-one textarea").input_value() == "Half a thought"
    assert page.locator("#fold-fold").get_attribute("open") is not None
