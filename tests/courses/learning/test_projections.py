"""What stands against what follows: each damage is named, and mended by writing the difference alone."""

import uuid

import pytest

from courses.learning import actions, projections
from courses.models import Completion, Progress, Record
from courses.records import actions as records
from tests.factories.learning import course_of_lessons, enrolled, keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(ada):
    course = course_of_lessons(3)
    enrolment = enrolled(ada, course)
    for key in keys(course)[:2]:
        actions.complete_lesson(enrolment, activity_key=key)
    return enrolment


def test_nothing_differs_after_learning_and_voiding(ada, ben, enrolment):
    assert list(projections.differences()) == []
    records.void(Record.objects.order_by("seq").first())
    assert list(projections.differences([ada.pk, ben.pk])) == []
    assert projections.rebuild() == 0


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ({"done": 3}, "done is 3, 2 follows"),
        ({"required": 1}, "required is 1, 3 follows"),
        ({"last_at": None}, "last_at is None"),
        ({"state": {"done": {}, "waived": {}}}, "state is"),
        ({"completed_record_id": 1}, "completed_record_id"),
    ],
)
def test_a_changed_value_is_named_and_mended(enrolment, damage, named):
    right = Progress.objects.values().get()
    if "completed_record_id" in damage:
        damage = {"completed_record_id": Record.objects.first().pk}
    Progress.objects.update(**damage)

    (said,) = projections.differences()
    assert named in said
    assert str(enrolment.uid) in said
    assert projections.rebuild() == 1
    assert Progress.objects.values().get() == right


def test_a_missing_row_is_named_and_mended(enrolment):
    Progress.objects.all().delete()

    assert list(projections.differences()) == [f"progress {enrolment.uid}: is missing"]
    assert projections.rebuild() == 1
    assert list(projections.differences()) == []


def test_a_row_without_records_is_named_and_mended(ben):
    course = course_of_lessons(1)
    extra = Progress.objects.create(enrolment=enrolled(ben, course), done=1, required=1)

    assert list(projections.differences()) == [f"progress {extra.enrolment.uid}: stands, but no record is there"]
    assert projections.rebuild() == 1
    assert not Progress.objects.exists()


def test_a_completion_without_its_record_is_named(enrolment):
    stray = Completion.objects.create(enrolment=enrolment, activity_key=uuid.uuid4(), at=enrolment.began)

    assert list(projections.differences()) == [f"completion {stray.uid}: has no record"]


def test_a_record_without_its_completion_is_named(enrolment):
    completion = Completion.objects.first()
    completion.delete()

    (said,) = projections.differences()
    assert "has no completion" in said


def test_only_the_learners_asked_for_are_compared(ada, ben, enrolment):
    Progress.objects.update(done=0)

    assert list(projections.differences([ben.pk])) == []
    assert len(list(projections.differences([ada.pk]))) == 1
