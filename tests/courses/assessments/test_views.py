"""Sitting an assessment: one question a page, nothing of a key while it is open, and nobody else's attempt."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.access import actions as access
from courses.assessments import actions
from courses.models import Attempt, Progress, Record
from courses.records import actions as records
from tests.factories.catalog import (
    add_assessment,
    add_module,
    assessment_of,
    draft_course,
    lessons_of,
    multiple,
    numeric,
    publish,
    published_course,
    single,
    true_false,
)
from tests.factories.races import meanwhile

pytestmark = pytest.mark.django_db

RIGHT = [["0"], ["0", "1"], ["0"], ["4"]]
WRONG = [["1"], ["0"], ["1"], ["5"]]


@pytest.fixture
def course(switches_on):
    return published_course(lessons=1)


@pytest.fixture
def check(course):
    return assessment_of(course)


@pytest.fixture
def enrolment(ada, course):
    return access.grant(ada, course.translation_key, source="open")


@pytest.fixture
def sitter(client, ada, enrolment):
    client.force_login(ada)
    return client


def address(check) -> str:
    return reverse("assessments:assessment", args=[check.translation_key, check.slug])


def begin(client, check) -> Attempt:
    client.post(reverse("assessments:attempts", args=[check.translation_key]))
    return Attempt.objects.order_by("pk").last()


def answer(client, attempt, answers) -> None:
    for number, values in enumerate(answers, 1):
        client.post(reverse("assessments:question", args=[attempt.uid, number]), {"answer": values})


def hand_in(client, attempt):
    return client.post(reverse("assessments:submission", args=[attempt.uid]))


def test_the_introduction_says_what_counts(sitter, check):
    page = sitter.get(address(check)).content.decode()

    assert "4 questions" in page
    assert "70 % to pass" in page
    assert "3 tries left, best one counts." in page
    assert not Attempt.objects.exists()


def test_the_whole_road_from_beginning_to_passing(sitter, check, course):
    attempt = begin(sitter, check)
    assert sitter.get(reverse("assessments:attempt", args=[attempt.uid])).headers["Location"].endswith("/questions/1/")
    page = sitter.get(reverse("assessments:question", args=[attempt.uid, 1])).content.decode()
    assert "Question 1 of 4" in page
    assert "First try of 3" in page

    answer(sitter, attempt, RIGHT[:3])
    summary = sitter.get(reverse("assessments:summary", args=[attempt.uid])).content.decode()
    assert "You answered 3 of 4." in summary
    answer(sitter, attempt, RIGHT)
    assert hand_in(sitter, attempt).headers["Location"] == reverse("assessments:attempt", args=[attempt.uid])

    attempt.refresh_from_db()
    assert (attempt.passed, attempt.scaled, attempt.raw, attempt.maximum) == (True, 1.0, 4.0, 4.0)
    result = sitter.get(reverse("assessments:attempt", args=[attempt.uid])).content.decode()
    assert "Passed" in result
    assert "4 of 4 right, 100 %." in result
    assert (
        reverse("learning:lesson", args=[lessons_of(course)[0].translation_key, lessons_of(course)[0].slug]) in result
    )
    statement = json.loads(Record.objects.get().statement)
    assert statement["verb"]["id"].endswith("/passed")
    assert statement["result"]["score"] == {"scaled": 1.0, "raw": 4.0, "min": 0, "max": 4.0}
    assert Progress.objects.get().done == 1


@pytest.mark.parametrize("path", ["attempt", "summary", "question"])
def test_nothing_of_a_key_is_in_the_pages_of_an_open_attempt(sitter, check, path):
    attempt = begin(sitter, check)
    answer(sitter, attempt, WRONG[:2])
    pages = [address(check)]
    if path == "question":
        pages += [reverse("assessments:question", args=[attempt.uid, number]) for number in (1, 2, 3, 4)]
    elif path == "summary":
        pages += [reverse("assessments:summary", args=[attempt.uid])]
    else:
        pages += [reverse("assessments:attempt", args=[attempt.uid])]

    for page in pages:
        body = sitter.get(page, follow=True).content.decode()
        for said in ("Said to answer", "That is it.", "Not quite", "correct", "tolerance", "Best answer", "verdict"):
            assert said not in body


@pytest.mark.parametrize("door", ["attempt", "summary", "submission"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_attempt_is_not_there(sitter, client, ben, check, course, door, method):
    attempt = begin(sitter, check)
    access.grant(ben, course.translation_key, source="open")
    client.force_login(ben)

    mine = getattr(client, method)(reverse(f"assessments:{door}", args=[attempt.uid]))
    nonsense = getattr(client, method)(reverse(f"assessments:{door}", args=[uuid.uuid4()]))
    assert (mine.status_code, nonsense.status_code) == (404, 404)
    assert mine.content == nonsense.content
    assert client.post(reverse("assessments:question", args=[attempt.uid, 1]), {"answer": "0"}).status_code == 404
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.answers) == (None, {})


def test_an_outsider_finds_no_assessment_and_begins_none(client, mallory, check):
    client.force_login(mallory)

    assert client.get(address(check)).status_code == 404
    assert client.post(reverse("assessments:attempts", args=[check.translation_key])).status_code == 404
    client.logout()
    assert client.get(address(check)).headers["Location"].startswith("/accounts/login/")


def test_handing_in_twice_is_one_result(sitter, check):
    attempt = begin(sitter, check)
    answer(sitter, attempt, RIGHT)
    hand_in(sitter, attempt)
    hand_in(sitter, attempt)

    assert Record.objects.count() == 1


def test_an_answer_after_handing_in_changes_nothing(sitter, check):
    attempt = begin(sitter, check)
    hand_in(sitter, attempt)
    answer(sitter, attempt, RIGHT)

    attempt.refresh_from_db()
    assert (attempt.answers, attempt.passed) == ({}, False)
    with pytest.raises(actions.Closed):
        actions.save_answer(attempt, question_id=attempt.questions[0]["id"], response=0)


def test_questions_of_other_attempts_are_refused(sitter, check, enrolment):
    attempt = begin(sitter, check)

    with pytest.raises(KeyError):
        actions.save_answer(attempt, question_id=str(uuid.uuid4()), response=0)
    submitted = actions.submit_attempt(attempt, answers={str(uuid.uuid4()): 0})
    assert submitted.answers == {}


def test_beginning_again_goes_on_with_the_open_try(sitter, check):
    first = begin(sitter, check)
    assert begin(sitter, check) == first


def test_tries_are_counted_and_the_best_counts(sitter, check, enrolment):
    for answers in (WRONG, RIGHT, WRONG):
        attempt = begin(sitter, check)
        answer(sitter, attempt, answers)
        hand_in(sitter, attempt)

    page = sitter.get(address(check)).content.decode()
    assert [one.passed for one in Attempt.objects.order_by("ordinal")] == [False, True, False]
    assert Progress.objects.get().state["done"][str(check.translation_key)]["scaled"] == 1.0
    assert reverse("assessments:attempts", args=[check.translation_key]) not in page
    with pytest.raises(actions.NoTriesLeft):
        actions.start_attempt(enrolment, activity_key=check.translation_key)
    answer_again = sitter.post(reverse("assessments:attempts", args=[check.translation_key]))
    assert answer_again.headers["Location"] == address(check)


def test_a_failed_try_is_explained_and_shows_no_key_while_another_is_left(sitter, check):
    attempt = begin(sitter, check)
    answer(sitter, attempt, WRONG)
    hand_in(sitter, attempt)

    page = sitter.get(reverse("assessments:attempt", args=[attempt.uid])).content.decode()
    assert "Not yet" in page
    assert "Said to answer 1" in page
    assert "Your answer" in page
    assert "Try again" in page
    for said in ("Said to answer 0", "Best answer", "choice right", "The number is"):
        assert said not in page


@pytest.mark.parametrize(("shows", "said"), [(True, True), (False, False)])
def test_keys_are_shown_after_the_close_if_the_author_says_so(client, ada, switches_on, shows, said):
    course = published_course(lessons=1, assessment=False)
    check = add_assessment(add_module(course, "End"), tries=1, show_keys=shows)
    access.grant(ada, course.translation_key, source="open")
    client.force_login(ada)
    attempt = begin(client, check)
    answer(client, attempt, WRONG)
    hand_in(client, attempt)

    page = client.get(reverse("assessments:attempt", args=[attempt.uid])).content.decode()
    assert ("Best answer" in page, "The number is 4" in page) == (said, said)


def test_an_attempt_keeps_its_questions_when_the_author_changes_them(sitter, check):
    attempt = begin(sitter, check)
    check.questions = [("numeric", {"question": "Something else?", "answer": 1, "tolerance": 0})]
    publish(check)
    answer(sitter, attempt, RIGHT)
    hand_in(sitter, attempt)

    attempt.refresh_from_db()
    assert attempt.raw == 4.0


def test_a_voided_result_is_no_try_and_moves_progress_back(sitter, check, ivan):
    attempt = begin(sitter, check)
    answer(sitter, attempt, RIGHT)
    hand_in(sitter, attempt)
    records.void(Record.objects.get(), by=ivan)

    assert Progress.objects.get().done == 0
    page = sitter.get(address(check)).content.decode()
    assert "3 tries left" in page
    again = begin(sitter, check)
    assert (again != attempt, again.ordinal) == (True, 2)


def test_passing_the_last_rule_leads_to_the_celebration(sitter, check, course):
    lesson = lessons_of(course)[0]
    sitter.post(reverse("learning:completion", args=[lesson.translation_key]))
    attempt = begin(sitter, check)
    answer(sitter, attempt, RIGHT)
    hand_in(sitter, attempt)

    page = sitter.get(reverse("assessments:attempt", args=[attempt.uid])).content.decode()
    assert reverse("learning:finished", args=[course.translation_key]) in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_question_takes_the_same_few_queries(client, ada, switches_on, count):
    course = draft_course()
    publish(course)
    kinds = [single(), multiple(), true_false(), numeric()]
    check = add_assessment(add_module(course), questions=kinds[:count])
    access.grant(ada, course.translation_key, source="open")
    client.force_login(ada)
    attempt = begin(client, check)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("assessments:question", args=[attempt.uid, 1])).status_code == 200
    assert len(queries) == 5, queries.captured_queries


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_while_the_try_is_handed_in_leads_to_the_result(sitter, check):
    attempt = begin(sitter, check)
    said = []
    url = reverse("assessments:question", args=[attempt.uid, 1])
    with meanwhile(lambda: said.append(sitter.post(url, {"answer": "0"}))):
        actions.submit_attempt(attempt)
    assert said[0].url == reverse("assessments:attempt", args=[attempt.uid])
