"""Reading a lesson: who may, what it shows, and what a learner does there."""

import json
import re
import uuid
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.access import actions as access
from courses.models import Answer, Bookmark, Completion, LinkPage, Record
from tests.factories.catalog import (
    add_lesson,
    add_module,
    draft_course,
    heading,
    lessons_of,
    numeric,
    publish,
    published_course,
    single,
    text,
)
from tests.factories.markup import tight

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(switches_on):
    return published_course(lessons=3, assessment=False)


@pytest.fixture
def lesson(course):
    return lessons_of(course)[0]


@pytest.fixture
def reader(client, ada, course):
    access.grant(ada, course.translation_key, source="open")
    client.force_login(ada)
    return client


def address(lesson) -> str:
    return reverse("learning:lesson", args=[lesson.translation_key, lesson.slug])


def door(name: str, lesson, *more) -> str:
    return reverse(f"learning:{name}", args=[lesson.translation_key, *more])


def question_id(lesson) -> str:
    return next(piece["question"]["id"] for piece in lesson.rendered if "question" in piece)


def test_a_lesson_shows_its_text_place_and_outline(reader, lesson):
    page = reader.get(address(lesson))

    body = page.content.decode()
    assert page.status_code == 200
    assert "somebody chose how to count it" in body
    assert "1 of 3" in body
    assert 'id="outline"' in body
    assert "Finish and go on" in body


FRAME = {"Turbo-Frame": "outline-steps"}


def test_the_outline_comes_when_its_drawer_is_opened(reader, course, lesson):
    url = reverse("learning:outline", args=[course.translation_key])

    frame = reader.get(url, {"here": str(lesson.translation_key)}, headers=FRAME).content.decode()
    assert "0 of 3 done, about" in frame
    assert frame.count('class="step ') == 3
    assert 'aria-current="step"' in frame
    assert reader.get(url).headers["Location"] == reverse("catalog:course", args=[course.translation_key, course.slug])


def test_an_outline_opens_nothing_to_who_does_not_take_the_course(client, mallory, course):
    client.force_login(mallory)
    frame = client.get(reverse("learning:outline", args=[course.translation_key]), headers=FRAME).content.decode()

    assert "Lesson 1" in frame
    assert "/lessons/" not in frame
    assert client.get(reverse("learning:outline", args=[uuid.uuid4()]), headers=FRAME).status_code == 404


def test_the_slug_only_decorates(reader, lesson):
    assert reader.get(door("lesson", lesson)).status_code == 200
    assert reader.get(door("lesson", lesson, "another-name")).status_code == 200


def test_reading_changes_nothing(reader, lesson):
    reader.get(address(lesson))

    assert not Record.objects.exists()
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("name", ["lesson", "completion", "bookmark"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_access_gets_the_same_404_as_for_nonsense(client, mallory, lesson, name, method):
    client.force_login(mallory)
    answers = [
        getattr(client, method)(door(name, lesson)),
        getattr(client, method)(reverse(f"learning:{name}", args=[uuid.uuid4()])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert not Completion.objects.exists()


def test_a_question_of_a_course_one_does_not_take_is_not_there(client, mallory, lesson):
    client.force_login(mallory)

    assert client.post(door("question", lesson, question_id(lesson)), {"answer": "0"}).status_code == 404
    assert not Answer.objects.exists()


def test_who_is_not_signed_in_is_asked_to_whatever_the_address(client, lesson):
    for path in (address(lesson), reverse("learning:lesson", args=[uuid.uuid4()])):
        assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"


def test_losing_the_last_grant_closes_the_lesson(reader, ada, course, lesson):
    access.revoke(ada, course.translation_key, source="open")

    assert reader.get(address(lesson)).status_code == 404
    assert reader.post(door("completion", lesson)).status_code == 404


def test_a_free_preview_is_read_by_everyone_and_finished_by_nobody(client, mallory, course):
    preview = add_lesson(add_module(course, "More"), "A taste", free_preview=True)

    page = client.get(address(preview)).content.decode()
    assert "somebody chose how to count it" in page
    assert "Finish" not in page
    client.force_login(mallory)
    assert "Start this course" in client.get(address(preview)).content.decode()
    assert client.post(door("completion", preview)).status_code == 404


@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize("who", ["visitor", "mallory"])
def test_a_question_of_a_free_lesson_answers_and_keeps_nothing(client, mallory, course, who, framed):
    preview = add_lesson(add_module(course, "More"), "A taste", body=[text(), single()], free_preview=True)
    if who == "mallory":
        client.force_login(mallory)
    page = client.get(address(preview)).content.decode()
    assert "csrfmiddlewaretoken" not in re.search(r"<turbo-frame.*?</turbo-frame>", page, re.DOTALL).group(0)
    (path,) = re.findall(r'action="(/lessons/[^"]+/questions/[^"]+)"', page)
    values = re.findall(r'name="answer"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="answer"', page)
    options = [one or other for one, other in values]
    headers = {"turbo-frame": "question"} if framed else {}
    said = [client.get(path, {"answer": option}, headers=headers).content.decode() for option in options]
    assert sum("Answer again" in one for one in said) == len(options) >= 2
    assert len({one.count("icon i-check") for one in said}) > 1  # one is right, the others are not
    assert (Answer.objects.count(), Record.objects.count(), client.session.get("answer")) == (0, 0, None)
    assert client.post(path, {"answer": options[0]}).status_code == 404
    assert client.get(path).status_code == 200


def test_a_question_of_a_lesson_that_is_not_free_answers_no_visitor(client, mallory, lesson):
    block = lesson.body[-1].id if lesson.body[-1].block_type != "text" else lesson.body[0].id
    path = door("question", lesson, block)
    assert client.get(path, {"answer": "x"}).status_code == 404
    client.force_login(mallory)
    assert client.get(path, {"answer": "x"}).status_code == 404


def test_at_its_end_a_visitor_keeps_it_by_an_account_that_leads_back(client, course):
    preview = add_lesson(add_module(course, "More"), "A taste", free_preview=True)
    page = client.get(address(preview)).content.decode()
    assert "Keep this: create an account" in page
    assert f'href="/accounts/signup/?next={quote(course.get_url(), safe="")}"' in page


@pytest.mark.parametrize("learns", [False, True], ids=["looking", "learning"])
def test_its_team_finds_the_editor_from_every_activity_and_nobody_else_does(client, ada, ivan, learns):
    from tests.factories.catalog import add_link, add_module, assessment_of, teach

    course = published_course("Maps", lessons=1, by=teach(ivan))
    add_link(add_module(course, "Chance"))
    for person in (ada, ivan)[: 1 + learns]:
        access.grant(person, course.translation_key, source="open")
    for activity in (lessons_of(course)[0], assessment_of(course), LinkPage.objects.get()):
        way_in = f"/admin/pages/{activity.pk}/edit/"
        client.force_login(ada)
        assert way_in not in client.get(activity.get_url(), follow=True).content.decode()
        client.force_login(ivan)
        assert way_in in client.get(activity.get_url(), follow=True).content.decode()


def test_who_teaches_a_course_reads_it_and_another_instructor_does_not(client, ivan, mallory):
    from tests.factories.catalog import teach

    course = published_course(lessons=1, assessment=False, by=teach(ivan))
    lesson = lessons_of(course)[0]
    client.force_login(ivan)
    assert client.get(address(lesson)).status_code == 200
    client.force_login(teach(mallory))
    assert client.get(address(lesson)).status_code == 404


def test_a_draft_and_an_unpublished_lesson_are_not_there(reader, lesson):
    lesson.unpublish()

    assert reader.get(address(lesson)).status_code == 404


def test_finishing_goes_on_to_the_next_lesson_and_at_the_end_to_the_celebration(reader, course):
    one, two, three = lessons_of(course)

    assert reader.post(door("completion", one)).headers["Location"] == address(two)
    assert reader.post(door("completion", one)).headers["Location"] == address(two)
    assert reader.post(door("completion", three)).headers["Location"] == address(two)
    end = reader.post(door("completion", two))
    assert end.status_code == 303
    assert end.headers["Location"] == reverse("learning:finished", args=[course.translation_key])
    assert "You finished" in reader.get(end.headers["Location"]).content.decode()
    assert Completion.objects.count() == 3
    again = reader.post(door("completion", two))
    assert again.headers["Location"] == reverse("catalog:course", args=[course.translation_key, course.slug])


def test_the_celebration_is_not_there_before_the_end_nor_for_others(reader, client, mallory, course):
    finished = reverse("learning:finished", args=[course.translation_key])
    assert reader.get(finished).status_code == 404
    client.force_login(mallory)
    assert client.get(finished).status_code == 404


def test_a_right_answer_is_praised_and_a_wrong_one_explained_without_the_key(reader, lesson):
    block = question_id(lesson)
    url = door("question", lesson, block)

    answer = reader.post(url, {"answer": "1"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{address(lesson)}#question-{block}"
    page = reader.get(address(lesson)).content.decode()
    assert "Not quite." in page
    assert "Said to answer 1" in page
    assert "Said to answer 0" not in page
    assert "choice right" not in page

    reader.post(url, {"answer": "0"})
    page = reader.get(address(lesson)).content.decode()
    assert "Said to answer 0" in page
    assert "choice right" in page
    assert list(Answer.objects.order_by("ordinal").values_list("ordinal", "correct")) == [(1, False), (2, True)]


@pytest.mark.parametrize("tries", [1, 3, 6])
def test_of_many_tries_the_last_one_at_each_question_is_read_and_no_other(client, ada, ben, course, tries):
    asks = add_lesson(add_module(course, "More"), "How many", body=[text(), numeric(answer=1), single()])
    blocks = [piece["question"]["id"] for piece in asks.rendered if "question" in piece]
    for person, answered in ((ada, tries), (ben, tries + 1)):
        access.grant(person, course.translation_key, source="open")
        client.force_login(person)
        for given in range(answered):
            client.post(door("question", asks, blocks[0]), {"answer": str(100 + given)})
            client.post(door("question", asks, blocks[1]), {"answer": str(given % 2)})
    client.force_login(ada)
    read: list[Answer] = []

    def note(instance: Answer, **_more) -> None:
        read.append(instance)

    post_init.connect(note, sender=Answer)
    try:
        page = client.get(address(asks)).content.decode()
    finally:
        post_init.disconnect(note, sender=Answer)

    assert sorted(str(answer.block_id) for answer in read) == sorted(blocks)
    assert {(answer.enrolment.learner, answer.ordinal) for answer in read} == {(ada, tries)}
    assert f'value="{100 + tries - 1}"' in page
    assert f"Said to answer {(tries - 1) % 2}" in page


def edited(lesson, **value):
    """Return `lesson` published with another wording of its question, which stays the same question."""
    stream = list(lesson.body.raw_data)
    for block in stream:
        if block["type"] == "single":
            block["value"] = {**block["value"], **value}
    lesson.body = stream
    return publish(lesson)


def test_an_answer_stays_what_it_was_when_the_author_puts_the_answers_in_another_order(reader, lesson):
    reader.post(door("question", lesson, question_id(lesson)), {"answer": "0"})
    options = next(block for block in lesson.body.raw_data if block["type"] == "single")["value"]["options"]
    edited(lesson, options=list(options)[::-1])

    page = tight(reader.get(address(lesson)))
    assert "Said to answer 0" in page
    assert 'choice right"><input type="radio" name="answer" value="2" checked' in page
    assert "Not quite" not in page


def test_an_answer_to_a_question_that_means_something_else_now_is_told_as_it_was(reader, lesson):
    reader.post(door("question", lesson, question_id(lesson)), {"answer": "0"})
    edited(lesson, options=single(right=2)["value"]["options"])

    page = reader.get(address(lesson)).content.decode()
    assert "This question has changed since you answered it." in page
    assert "Your answer then was “Answer 0”, and it was right." in page
    for said in ("checked", "Said to answer", "Not quite", "choice right"):
        assert said not in page


@pytest.mark.parametrize("frame", [{}, {"Turbo-Frame": "q"}])
def test_a_number_that_cannot_be_read_stays_in_its_field(client, ada, course, frame):
    asks = add_lesson(add_module(course, "More"), "How many", body=[text(), numeric(answer=1500), single()])
    access.grant(ada, course.translation_key, source="open")
    client.force_login(ada)
    url = door("question", asks, question_id(asks))

    answer = client.post(url, {"answer": "a lot"}, headers=frame)
    page = answer.content.decode()
    assert (answer.status_code, Answer.objects.count()) == (422, 0)
    assert "“a lot” could not be read as one number" in page
    assert 'value="a lot"' in page
    (form,) = re.findall(rf'<form method="(\w+)" action="{url}"', page)
    assert form == "post"  # what they write next is taken too
    client.post(url, {"answer": "1,500 people"}, headers=frame)
    assert (Answer.objects.get().response, Answer.objects.get().correct) == ("1500", True)


@pytest.mark.parametrize("frame", [{}, {"Turbo-Frame": "q"}])
@pytest.mark.parametrize("who", ["visitor", "mallory"])
def test_a_number_that_cannot_be_read_stays_in_the_field_of_a_visitor_too(client, mallory, course, who, frame):
    asks = add_lesson(add_module(course, "More"), "How many", body=[text(), numeric(answer=11)], free_preview=True)
    if who == "mallory":
        client.force_login(mallory)
    url = door("question", asks, question_id(asks))

    answer = client.get(url, {"answer": "10 or 12"}, headers=frame)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“10 or 12” could not be read as one number" in page
    assert 'value="10 or 12"' in page
    assert f'<form method="get" action="{url}"' in page
    assert "Not quite" not in page

    read = client.get(url, {"answer": "12 people"}, headers=frame)
    assert read.status_code == 200
    assert "Not quite." in read.content.decode()
    assert 'value="12"' in read.content.decode()
    empty = client.get(url, {"answer": ""}, headers=frame)
    assert empty.status_code == 200
    assert "could not be read as one number" not in empty.content.decode()
    assert not Answer.objects.exists()


def test_the_key_of_a_question_is_nowhere_in_the_page_before_it_is_answered(reader, lesson):
    page = reader.get(address(lesson)).content.decode()

    assert "Which one is right?" in page
    for said in ("Said to answer", "That is it.", "Not quite", "correct"):
        assert said not in page


def test_an_answer_becomes_a_record_that_earns_nothing(reader, ada, lesson):
    block = question_id(lesson)
    reader.post(door("question", lesson, block), {"answer": "0"})

    record = Record.objects.get()
    statement = json.loads(record.statement)
    assert statement["object"]["id"].endswith(f"/activities/{lesson.translation_key}/questions/{block}")
    assert statement["result"] == {"success": True, "response": "Answer 0"}
    assert "correctResponsesPattern" not in record.statement
    assert (record.learner, record.activity_key, record.effect.happenings) == (ada, None, [])


def test_an_empty_answer_is_not_stored(reader, lesson):
    reader.post(door("question", lesson, question_id(lesson)), {"answer": "9"})

    assert not Answer.objects.exists()


def test_in_a_frame_only_the_question_comes_back(reader, lesson):
    url = door("question", lesson, question_id(lesson))

    answer = reader.post(url, {"answer": "0"}, headers={"Turbo-Frame": "q"})
    assert answer.headers["Location"] == url
    page = reader.get(url, headers={"Turbo-Frame": "q"}).content.decode()
    assert "Said to answer 0" in page
    assert "<main" not in page
    assert reader.get(url).headers["Location"].startswith(address(lesson))


def test_a_bookmark_remembers_where_one_stopped(reader, ada, lesson):
    url = door("bookmark", lesson)

    assert reader.post(url, {"fraction": "0.4", "heading": "The question it answers"}).status_code == 204
    assert reader.post(url, {"fraction": "0.6"}).status_code == 204
    assert Bookmark.objects.get().fraction == 0.6
    assert reader.post(url, {"fraction": "7"}).status_code == 422
    assert reader.get(url).status_code == 302
    assert "Saved" in reader.get(address(lesson)).content.decode()


def test_enrolling_begins_at_the_first_lesson(client, mallory, course):
    url = reverse("learning:enrol", args=[course.translation_key])
    course_address = reverse("catalog:course", args=[course.translation_key, course.slug])

    assert client.post(url).headers["Location"] == f"/accounts/login/?next={course_address}"
    client.force_login(mallory)
    assert client.get(url).headers["Location"] == course_address
    assert client.post(url).headers["Location"] == address(lessons_of(course)[0])
    assert client.get(address(lessons_of(course)[0])).status_code == 200


def test_a_course_that_is_not_open_is_not_begun(client, mallory, switches_on):
    course = published_course(lessons=1, assessment=False, open_enrolment=False)
    client.force_login(mallory)

    assert client.post(reverse("learning:enrol", args=[course.translation_key])).status_code == 404
    assert client.post(reverse("learning:enrol", args=[uuid.uuid4()])).status_code == 404


def queries_of_a_lesson(client, user, *, count: int) -> int:
    course = draft_course(f"Course {count}")
    publish(course)
    module = add_module(course)
    body = [heading("One"), text(), *[single() for _ in range(count)]]
    lessons = [add_lesson(module, f"Lesson {n}", body=body) for n in range(count)]
    access.grant(user, course.translation_key, source="open")
    for each in lessons:
        client.post(door("bookmark", each), {"fraction": "0.2"})
    for piece in lessons[0].rendered:
        if "question" in piece:
            client.post(door("question", lessons[0], piece["question"]["id"]), {"answer": "1"})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(lessons[0])).status_code == 200
    return len(queries)


def test_a_lesson_takes_at_most_ten_queries_however_much_is_in_it(client, ada, switches_on):
    client.force_login(ada)

    one, three = (queries_of_a_lesson(client, ada, count=count) for count in (1, 3))
    assert one == three <= 10
