"""Opening a link and saying that it was done: who may, what the page says, and what becomes of it."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.access import actions as access
from courses.catalog import queries as catalog_queries
from courses.models import Bookmark, Completion, Enrolment, LaunchToken, LinkPage, Progress, Record
from search import indexing
from search import queries as search
from tests.factories import catalog
from tests.factories.search import index_everything
from tests.factories.switches import switch_on

pytestmark = pytest.mark.django_db

DOORS = ("link", "launches", "completion")


@pytest.fixture
def course():
    made = catalog.published_course(lessons=0, assessment=False)
    catalog.add_link(catalog.add_module(made, "Chance"))
    return made


@pytest.fixture
def link(course) -> LinkPage:
    return LinkPage.objects.get()


@pytest.fixture
def learner(client, ada, course):
    access.grant(ada, course.translation_key, source="open")
    client.force_login(ada)
    return client


def door(name: str, link) -> str:
    return reverse(f"links:{name}", args=[link.translation_key])


def shown(client, link) -> str:
    return client.get(link.get_url()).content.decode()


def change(link, **fields) -> None:
    for name, value in fields.items():
        setattr(link, name, value)
    catalog.publish(link)


def test_its_page_says_what_awaits_one_and_where_it_leads(learner, link):
    page = shown(learner, link)

    for said in (
        "Toss a coin until you believe it.",
        "Opens example.org in a new tab.",
        "Nothing about you is sent there.",
        "Not opened yet",
        "Open example.org",
        "I have done this",
        "1 of 1",
        "10 min",
    ):
        assert said in page, said
    assert link.address not in page  # one goes there by the door that notes it
    assert page.count('class="button primary') == 1


def test_looking_changes_nothing(learner, link):
    for name in DOORS:
        assert learner.get(door(name, link)).status_code in (200, 302)

    assert not Bookmark.objects.exists()
    assert not Record.objects.exists()
    assert not LaunchToken.objects.exists()


def test_the_doors_lead_back_to_the_page_whatever_it_is_called(learner, link):
    for slug in ("launches", "completion"):
        change(link, slug=slug)
        for name in ("launches", "completion"):
            assert learner.get(door(name, link), follow=True).redirect_chain == [(door("link", link), 302)]


def test_opening_leads_to_the_published_address_and_is_remembered(learner, link):
    opened = learner.post(door("launches", link), {"address": "https://evil.example/", "next": "//evil.example"})

    assert opened.status_code == 201
    assert opened.headers["Refresh"] == "0; url=https://example.org/coins"
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert opened.headers["Cache-Control"] == "no-store"
    assert "evil" not in opened.content.decode()
    assert 'href="https://example.org/coins" rel="noreferrer"' in opened.content.decode()
    assert not LaunchToken.objects.exists()
    assert not Record.objects.exists()
    page = shown(learner, link)
    assert "Opened" in page
    assert "Open it again" in page
    assert "Not opened yet" not in page


def test_saying_that_it_is_done_completes_the_course(learner, link, course, ada):
    answer = learner.post(door("completion", link))
    again = learner.post(door("completion", link))

    assert answer.headers["Location"] == reverse("learning:finished", args=[course.translation_key])
    assert again.status_code == 303
    record = Record.objects.get()
    assert (record.provenance, record.verb.rsplit("/")[-1]) == ("server", "completed")
    assert Completion.objects.get().activity_key == link.translation_key
    standing = Progress.objects.get()
    assert (standing.done, standing.required, standing.completed_record) == (1, 1, record)
    page = shown(learner, link)
    assert "Done" in page
    assert "reported from" not in page
    assert "I have done this" not in page
    assert page.count('class="button primary') == 1


def test_it_stands_on_the_way_through_the_course(learner, course, link):
    lesson = catalog.add_lesson(link.get_parent().specific, "What came up")

    page = learner.get(course.get_url()).content.decode()
    assert f'href="{link.get_url()}"' in page
    assert "Start with the link" in page
    assert "One link to open and do" in page
    home = learner.get("/").content.decode()
    assert "Link 1, about 10 minutes." in home
    why = reverse("transcripts:course", args=[course.translation_key])
    assert "Do what it leads to." in learner.get(why).content.decode()
    learner.post(door("launches", link))
    assert "You have opened it." in learner.get(why).content.decode()

    answer = learner.post(door("completion", link))
    assert answer.headers["Location"] == lesson.get_url()
    page = learner.get(course.get_url()).content.decode()
    assert "One link done" in page
    assert "Continue with lesson 2" in page
    assert "Done on" in learner.get(why).content.decode()


def test_it_is_optional_where_its_author_says_so(learner, course, link):
    catalog.add_lesson(link.get_parent().specific, "What came up")
    change(link, required=False)

    page = learner.get(course.get_url()).content.decode()
    assert "Link · optional" in " ".join(page.split())
    assert "link to open and do" not in page
    assert "Start with lesson 2" in page


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_access_gets_the_same_404_as_for_nonsense(client, mallory, link, name, method):
    client.force_login(mallory)
    answers = [
        getattr(client, method)(door(name, link)),
        getattr(client, method)(reverse(f"links:{name}", args=[uuid.uuid4()])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert not Bookmark.objects.exists()
    assert not Completion.objects.exists()


def test_a_visitor_is_asked_to_sign_in_and_opens_nothing(client, link):
    assert client.get(link.get_url()).headers["Location"].startswith("/accounts/login/")
    assert client.post(door("launches", link)).status_code == 404


def test_a_lesson_is_no_link_and_a_link_no_lesson(learner, course, link):
    lesson = catalog.add_lesson(link.get_parent().specific)

    assert learner.post(door("completion", lesson)).status_code == 404
    assert learner.post(reverse("learning:completion", args=[link.translation_key])).status_code == 404
    assert not Record.objects.exists()


def test_after_the_last_grant_ended_it_is_not_there(learner, ada, course, link):
    access.revoke(ada, course.translation_key, source="open")

    for name in DOORS:
        assert learner.post(door(name, link)).status_code == 404
    assert not Record.objects.exists()


@pytest.mark.parametrize("reports", [False, True])
def test_who_teaches_it_looks_and_opens_it_without_a_key(client, ivan, reports):
    switch_on()
    course = catalog.published_course(lessons=0, assessment=False, by=catalog.teach(ivan))
    link = catalog.add_link(catalog.add_module(course), reports=reports)
    client.force_login(ivan)

    page = shown(client, link)
    assert 'href="https://example.org/coins" target="_blank" rel="noopener noreferrer"' in page
    assert "without taking the course" in page
    for name in ("launches", "completion"):
        assert name not in page
        assert client.post(door(name, link)).status_code == 404
    assert not LaunchToken.objects.exists()
    assert not Enrolment.objects.exists()


def test_a_preview_shows_the_draft_and_opens_nothing(rf: RequestFactory, link):
    link.about, link.reports = "<p>Toss it twice.</p>", True
    page = link.serve_preview(rf.get("/"), "").render().content.decode()

    assert "Toss it twice." in page
    assert "Opens example.org in a new tab." in page
    assert '<form method="post" action' not in page
    assert not LaunchToken.objects.exists()
    link.address = "javascript:alert(1)"
    assert "javascript:" not in link.serve_preview(rf.get("/"), "").render().content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.org/", "https://ada:secret@example.org/"])
def test_an_editor_saves_no_address_that_may_not_be_opened(link, address):
    link.address = address
    with pytest.raises(ValidationError) as refused:
        link.full_clean()
    assert set(refused.value.message_dict) == {"address"}


def test_what_was_written_past_the_editor_is_not_opened(learner, link):
    for address in ("javascript:alert(1)", "http://example.org/", "https://example.org\\@evil.example"):
        LinkPage.objects.update(address=address)
        assert [learner.post(door(name, link)).status_code for name in DOORS] == [404, 404, 404]


def test_where_this_machine_is_no_destination_such_a_link_is_not_opened(learner, link, settings):
    change(link, address="http://127.0.0.1:9000/")
    assert learner.get(link.get_url()).status_code == 200
    settings.LINKS_TO_THIS_MACHINE = False
    assert learner.get(link.get_url()).status_code == 404


def test_its_text_is_found_by_its_learners_alone_and_its_address_by_nobody(link, course, ada, mallory):
    access.grant(ada, course.translation_key, source="open")
    index_everything()

    def found(user, words: str) -> set[str]:
        return {hit.url for kind in search.find(words, user=user).kinds for hit in kind.hits}

    assert found(ada, "believe") == {link.get_url()}
    assert found(ada, "coins") == {link.get_url()}  # its title says it
    assert found(mallory, "believe") == set()
    change(link, title="Toss", address="https://example.org/kestrelcanary")
    index_everything()
    assert found(ada, "kestrelcanary") == set()
    link.unpublish()
    index_everything()
    assert found(ada, "believe") == set()


def test_publishing_promises_the_search_to_follow(link):
    index_everything()
    change(link, title="Toss a coin")
    assert indexing.pending() > 0


def test_it_is_in_the_outline_without_where_it_leads(link, course):
    outline = catalog_queries.outline(course.translation_key)

    [activity] = outline.data["modules"][0]["activities"]
    assert (activity["kind"], activity["minutes"], activity["required"]) == ("link", 10, True)
    assert "example.org" not in str(outline.data)


def test_its_page_takes_the_same_few_queries_with_one_link_or_three(client, ada, switches_on):
    client.force_login(ada)
    counts = []
    for count in (1, 3):
        course = catalog.published_course(f"Course of {count}", lessons=0, assessment=False)
        module = catalog.add_module(course)
        links = [catalog.add_link(module, f"Link {n}", reports=True) for n in range(count)]
        access.grant(ada, course.translation_key, source="open")
        for each in links:
            client.post(door("launches", each))
        address = door("link", links[0])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))

    assert counts == [6, 6]
