"""The palette: doors before anything is asked, and one key to go through the first."""

import re

import pytest
from playwright.sync_api import expect

from cohort.models import Capabilities
from tests.factories.groups import group, member
from tests.factories.people import person

from .waiting import ready

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(site):
    Capabilities.objects.update_or_create(pk=1, defaults={"community": True, "achievements": True})
    ada = person("Ada Nwosu")
    member(group(person("Grace Tanaka"), "Birds"), ada)
    return ada


def test_it_opens_with_doors_and_a_word_chooses_among_them(ada, browser_page):
    page = browser_page(ada)
    page.goto("/")
    ready(page)
    page.keyboard.press("/")
    results = page.locator("#palette-results")
    expect(results.get_by_role("link", name="Notifications")).to_be_visible()
    page.keyboard.type("settings")
    expect(results.get_by_role("link")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/settings/$"))


def test_a_new_topic_begins_in_a_group_of_ones_own(ada, browser_page):
    page = browser_page(ada)
    page.goto("/")
    ready(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("new topic")
    page.locator("#palette-results").get_by_role("link", name="Birds").click()
    expect(page).to_have_url(re.compile("/discussions/new/$"))
    expect(page.locator("#palette-results")).not_to_contain_text("Nothing found")
