"""Ivan builds and publishes a course in the CMS editor, through its workflow, without help."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from courses.catalog import queries as catalog
from courses.catalog.pages import CoursePage
from tests.factories import catalog as pages
from tests.factories.people import person

pytestmark = [pytest.mark.takes(9), pytest.mark.browser]


def name_it(page: Page, title: str) -> None:
    """Write the title of a new page; the editor makes the address of it once the field is left."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=title]").blur()
    expect(page.locator("[name=slug]")).not_to_have_value("")


def choose(page: Page, action: str) -> None:
    """Press a button of the editor's foot, below "More actions", and wait until it was done."""
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    with page.expect_navigation(wait_until="load"):
        page.locator("footer").get_by_role("button", name=action, exact=True).click()
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/$"))  # not the form with its errors


def number_of(page: Page) -> str:
    found = re.search(r"/pages/(\d+)/", page.url)
    assert found, page.url
    return found[1]


def insert(page: Page, block: str) -> None:
    """Add a block at the end of the lesson's body, and wait until it stands there."""
    body = page.locator("#panel-child-content-body-section")
    before = body.locator("[data-streamfield-child]").count()
    body.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=block, exact=True).click()
    expect(body.locator("[data-streamfield-child]")).to_have_count(before + 1)


def test_an_instructor_builds_and_publishes_a_course_through_its_review(site, browser_page):
    ivan = pages.teach(person("Ivan Marković"))
    page = browser_page(ivan)
    page.goto("/admin/")
    page.get_by_role("link", name="New course").first.click()
    page.locator("[name=title]").fill("Bread and numbers")
    page.locator("main [type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    course = number_of(page)
    page.locator("[name=outcome]").fill("Weigh flour and know what a gram is worth.")
    choose(page, "Submit to Course review")
    assert not CoursePage.objects.get(pk=course).live
    page.goto(f"/admin/pages/{course}/edit/")
    choose(page, "Approve and Publish")
    assert CoursePage.objects.get(pk=course).live

    page.goto(f"/admin/pages/add/courses/modulepage/{course}/")
    name_it(page, "First steps")
    choose(page, "Publish")
    module = CoursePage.objects.get(pk=course).get_children().get()
    page.goto(f"/admin/pages/add/courses/lessonpage/{module.pk}/")
    name_it(page, "What a gram is")
    insert(page, "Heading")
    page.locator("#panel-child-content-body-section input[type=text]").last.fill("A paperclip, roughly")
    choose(page, "Publish")

    outline = catalog.outline(CoursePage.objects.get(pk=course).translation_key)
    assert [a["title"] for a in outline.data["modules"][0]["activities"]] == ["What a gram is"]
    assert "Bread and numbers" in Client().get("/courses/").content.decode()
    reader = browser_page(person("Ada Nwosu"))
    reader.goto("/courses/")
    reader.get_by_role("link", name="Bread and numbers").first.click()
    reader.get_by_role("button", name="Start").click()
    expect(reader.get_by_role("heading", name="A paperclip, roughly")).to_be_visible()


@pytest.mark.parametrize(("kind", "panel"), [("lessonpage", "body"), ("assessmentpage", "questions")])
@pytest.mark.parametrize("question", ["One right answer", "Several right answers", "True or false", "Number"])
def test_a_new_question_says_nothing_where_nothing_was_written(site, browser_page, kind, panel, question):
    ivan = pages.teach(person("Ivan Marković"))
    module = pages.add_module(pages.publish(pages.draft_course(by=ivan)))
    page = browser_page(ivan)
    page.goto(f"/admin/pages/add/courses/{kind}/{module.pk}/")
    section = page.locator(f"#panel-child-content-{panel}-section")
    if section.locator("[data-streamfield-child]").count() == 0:
        section.get_by_role("button", name="Insert a block").last.click()
        page.get_by_role("option", name=question, exact=True).click()
    expect(section.locator("[data-streamfield-child]").first).to_be_visible()
    written = section.locator("textarea, input[type=text]")
    expect(written.first).to_be_visible()
    if "answer" in question:
        expect(section.get_by_label("This answer is right")).to_have_count(2)
    assert {each for each in written.evaluate_all("fields => fields.map(field => field.value)") if each} <= {"0"}
