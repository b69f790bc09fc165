"""What stands in the form of a question counts, whichever way one leaves it; and what is handed in stays told."""

import json

import pytest
from django.urls import reverse
from wagtail.actions.unpublish_page import UnpublishPageAction

from courses.access import actions as access
from courses.models import Attempt, Record
from tests.factories.catalog import (
    add_assessment,
    add_module,
    draft_course,
    multiple,
    numeric,
    publish,
    single,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(switches_on):
    course = publish(draft_course())
    questions = [numeric("How high, in per cent?", answer=1500), multiple(), single()]
    return add_assessment(add_module(course), "Check what you know", questions=questions)


@pytest.fixture
def attempt(client, ada, check):
    access.grant(ada, check.get_parent().get_parent().specific.translation_key, source="open")
    client.force_login(ada)
    client.post(reverse("assessments:attempts", args=[check.translation_key]))
    return Attempt.objects.get()


def give(client, attempt, number, values, **more):
    return client.post(reverse("assessments:question", args=[attempt.uid, number]), {"answer": values, **more})


def kept(attempt, number):
    attempt.refresh_from_db()
    return attempt.answers.get(attempt.questions[number - 1]["id"])


def page_of(client, attempt, name, *more) -> str:
    return client.get(reverse(f"assessments:{name}", args=[attempt.uid, *more])).content.decode()


@pytest.mark.parametrize("written", ["1,500", "1 500 m", "~1500", "€1,500.00", "about 1’500"])
def test_a_number_is_taken_without_its_unit_and_shown_as_it_was_taken(client, attempt, written):
    assert give(client, attempt, 1, [written]).status_code == 303

    assert float(kept(attempt, 1)) == 1500
    assert 'value="1500' in page_of(client, attempt, "question", 1)
    assert "Your answer: 1500" in page_of(client, attempt, "summary")


@pytest.mark.parametrize("written", ["many", "5 or 6", "1 2", "5 thousand", "9" * 41])
def test_what_is_no_number_stays_in_the_field_and_the_one_before_does_not_count(client, attempt, written):
    give(client, attempt, 1, ["3"])
    answer = give(client, attempt, 1, [written])

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"“{written[:40]}” could not be read as one number" in page
    assert f'value="{written[:40]}"' in page
    assert kept(attempt, 1) is None


def test_an_emptied_field_and_unmarked_choices_are_open_again(client, attempt):
    give(client, attempt, 1, ["3"])
    give(client, attempt, 2, ["0", "1"])
    assert (kept(attempt, 1), kept(attempt, 2)) == ("3", [0, 1])

    give(client, attempt, 1, [""])
    give(client, attempt, 2, [])
    assert (kept(attempt, 1), kept(attempt, 2)) == (None, None)
    assert "You answered 0 of 3." in page_of(client, attempt, "summary")


@pytest.mark.parametrize(
    ("go", "leads_to"), [("", "/questions/3/"), ("back", "/questions/1/"), ("leave", "/check-what-you-know/")]
)
def test_an_answer_is_kept_by_every_button(client, attempt, go, leads_to):
    assert give(client, attempt, 2, ["0"], go=go).headers["Location"].endswith(leads_to)
    assert kept(attempt, 2) == [0]


def test_a_script_keeps_an_answer_without_going_anywhere(client, attempt):
    assert give(client, attempt, 3, ["1"], go="stay").status_code == 204
    assert kept(attempt, 3) == 1
    assert give(client, attempt, 1, ["lots"], go="stay").status_code == 422


def test_enter_in_a_field_goes_on(client, attempt):
    page = page_of(client, attempt, "question", 1)

    first = page.index('<button form="sheet" hidden>')
    assert first < page.index('name="go" value="leave"')


def test_the_summary_marks_only_what_is_not_answered(client, attempt):
    give(client, attempt, 3, ["1"])
    page = page_of(client, attempt, "summary")

    assert page.count("Not answered") == 2
    assert "Your answer: Answer 1" in page
    assert "chip done" not in page


def test_a_failed_try_says_how_many_were_right_and_how_many_tries_are_left(client, attempt):
    give(client, attempt, 3, ["0"])
    client.post(reverse("assessments:submission", args=[attempt.uid]))
    page = page_of(client, attempt, "attempt")

    assert ">1 of 3</text>" in page
    assert "badge-tried" in page
    assert "badge-assessment" not in page
    assert "You have two tries left; the best counts." in page
    assert page.count("Try again") == 2
    assert "your answers are kept" not in page


@pytest.mark.parametrize("taken_down", ["assessment", "module", "course", "deleted"])
def test_what_was_begun_before_it_was_taken_down_is_handed_in_shown_and_named(
    client, attempt, check, admin, taken_down
):
    module = check.get_parent().specific
    if taken_down == "deleted":
        check.delete()
    else:
        page = {"assessment": check, "module": module, "course": module.get_parent().specific}[taken_down]
        UnpublishPageAction(page, user=admin, include_descendants=True).execute()
    assert give(client, attempt, 3, ["0"]).status_code == 303
    assert "Check what you know" in page_of(client, attempt, "question", 1)
    assert client.get(give(client, attempt, 3, ["0"], go="leave").url).status_code == 200

    answer = client.post(reverse("assessments:submission", args=[attempt.uid]), follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 of 3 right" in page
    assert "Its author has taken this assessment down since. Your result stands." in page
    assert "Try again" not in page
    name = json.loads(Record.objects.get().statement)["object"]["definition"]["name"]
    assert list(name.values()) == ["Check what you know"]
    assert "You did not pass Check what you know" in client.get(reverse("transcripts:record")).content.decode()
