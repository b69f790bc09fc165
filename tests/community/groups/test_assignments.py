"""What a group learns reaches its members, and goes with the group."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from community.groups import assignments, memberships, queries
from community.models import Notification, User
from courses.access.policies import may_learn
from courses.models import Grant
from tests.factories.groups import group, member


def test_joining_grants_what_the_group_learns_and_leaving_takes_it_back(ada, grace):
    circle, course, due = group(grace), uuid4(), timezone.now() + timedelta(days=9)
    assignments.assign(circle, course_key=course, by=grace, due=due)
    membership = member(circle, ada)
    grant = Grant.objects.get(enrolment__learner=ada)
    assert (grant.source, grant.due) == (circle.place, due)
    memberships.leave(membership)
    assert not may_learn(ada, course)
    assert may_learn(grace, course)


def test_assigning_again_changes_the_due_date_of_everyone(ada, grace):
    circle, course = group(grace), uuid4()
    member(circle, ada)
    assignments.assign(circle, course_key=course, by=grace)
    due = timezone.now() + timedelta(days=3)
    assignments.assign(circle, course_key=course, by=grace, due=due)
    assert set(Grant.objects.values_list("due", flat=True)) == {due}
    assert queries.assignments(circle).count() == 1


def test_ending_takes_back_only_what_the_group_gave(ada, grace):
    circle, other, course = group(grace), group(grace, "Other"), uuid4()
    for each in (circle, other):
        member(each, ada)
        assignments.assign(each, course_key=course, by=grace)
    assignments.end(circle, course_key=course, by=grace)
    assert may_learn(ada, course)
    assignments.end(other, course_key=course, by=grace)
    assert not may_learn(ada, course)


def test_a_course_assigned_meanwhile_waits_for_who_is_suspended_and_tells_them_nothing(ada, grace):
    circle, course = group(grace), uuid4()
    member(circle, ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assignments.assign(circle, course_key=course, by=grace)
    assert Grant.objects.filter(enrolment__learner=ada, revoked=None).count() == 1
    assert not Notification.objects.filter(recipient=ada).exists()
