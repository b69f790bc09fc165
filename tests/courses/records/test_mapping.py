"""Which enrolment a statement from outside moves: by its registration, else the one that is open, else none."""

import uuid

import pytest

from courses.access import actions as access
from courses.models import Enrolment, Progress, Record
from courses.records.identity import activity_iri
from tests.factories.learning import activity, course_of_lessons, enrolled, keys, outline
from tests.factories.records import account, asked, foreign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("external_records_on")]


@pytest.fixture
def course():
    return course_of_lessons(2)


@pytest.fixture
def enrolment(ada, course):
    return enrolled(ada, course)


def report(known, learner, course, *, registration=None):
    """Let a client say that a learner completed the first lesson, and return the enrolment that moved."""
    context = {"context": {"registration": str(registration)}} if registration else {}
    said = foreign(
        actor=account(learner),
        verb={"id": "http://adlnet.gov/expapi/verbs/completed"},
        object={"id": activity_iri(keys(course)[0])},
        **context,
    )
    assert asked(known, "POST", "statements", said).status_code == 200
    record = Record.objects.get(uid=said["id"])
    assert record.learner == learner
    assert sum(Progress.objects.values_list("done", flat=True)) == (1 if record.enrolment else 0)
    return record.enrolment


def test_without_a_registration_the_one_open_enrolment_moves(grading, ada, course, enrolment):
    assert report(grading, ada, course) == enrolment


def test_the_registration_of_the_enrolment_moves_it(grading, ada, course, enrolment):
    assert report(grading, ada, course, registration=enrolment.uid) == enrolment


def test_a_registration_of_another_programs_own_decides_nothing(grading, ada, course, enrolment):
    assert report(grading, ada, course, registration=uuid.uuid4()) == enrolment


def test_the_registration_of_somebody_elses_enrolment_moves_nothing(grading, ada, ben, course, enrolment):
    assert report(grading, ada, course, registration=enrolled(ben, course).uid) is None


def test_the_registration_of_another_course_moves_nothing(grading, ada, course, enrolment):
    assert report(grading, ada, course, registration=enrolled(ada, course_of_lessons(1)).uid) is None


def test_the_registration_of_a_closed_enrolment_moves_nothing(grading, ada, course, enrolment):
    Enrolment.objects.filter(pk=enrolment.pk).update(ended=enrolment.began)
    again = access.grant(ada, course.course_key, source="open")
    assert again != enrolment
    assert report(grading, ada, course, registration=enrolment.uid) is None


def test_an_activity_of_two_courses_moves_neither_but_the_one_that_is_named(grading, ada):
    shared = activity(title="Both")
    one, other = outline([shared]), outline([shared])
    first, _ = enrolled(ada, one), enrolled(ada, other)
    assert report(grading, ada, one) is None
    assert report(grading, ada, one, registration=uuid.uuid4()) is None
    assert report(grading, ada, one, registration=first.uid) == first
