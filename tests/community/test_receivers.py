"""What follows from a learning event, on the real road."""

import pytest

from community import projections
from community.models import Activity, Award, FeedEntry, Notification, PointEntry, Standing
from community.notifications.choices import prefer
from community.people import actions as people
from courses.models import Effect
from courses.records import effects
from tests.factories.feed import finish, read, take_back
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons

pytestmark = pytest.mark.django_db


def nothing_differs(*users):
    return [line for user in users for line in projections.differences(user.pk)] == []


def test_a_lesson_earns_points_a_first_badge_a_standing_and_its_place_in_the_feed(ada, grace):
    evening = group(grace)
    member(evening, ada, sharing="named")
    read(ada, course_of_lessons(2))
    assert list(PointEntry.objects.values_list("code", "points")) == [("lesson", 10)]
    assert list(Award.objects.values_list("badge", "title")) == [("first_lesson", "Lesson 1")]
    standings = Standing.objects.filter(membership__user=ada).values_list("points", "things")
    assert list(standings) == [(10, 1), (10, 1)]
    assert set(Activity.objects.values_list("kind", flat=True)) == {"lesson", "award"}
    places = FeedEntry.objects.filter(activity__kind="lesson").values_list("place", flat=True)
    assert set(places) == {evening.place, f"person:{ada.uid}"}
    assert nothing_differs(ada, grace)


def test_a_finished_course_earns_fifty_and_its_badge(ada):
    finish(ada, course_of_lessons(3))
    assert sorted(PointEntry.objects.values_list("code", "points")) == [("course", 50)] + [("lesson", 10)] * 3
    assert set(Award.objects.values_list("badge", "activities")) == {("first_lesson", 1), ("course", 3)}
    assert Activity.objects.get(kind="course").subject["activities"] == 3
    assert nothing_differs(ada)


def test_everything_names_the_record_that_caused_it(ada):
    read(ada, course_of_lessons(2))
    records = set(ada.records.values_list("pk", flat=True))
    for rows in (PointEntry.objects, Award.objects, Activity.objects):
        assert set(rows.values_list("record", flat=True)) == records


def test_what_is_taken_back_leaves_the_feed_and_stays_in_the_ledger_as_reversed(ada, grace):
    evening = group(grace)
    member(evening, ada, sharing="named")
    finish(ada, course_of_lessons(2))
    take_back(ada)
    lines = PointEntry.objects.order_by("code", "record").values_list("code", "reversed_by__verb")
    voided = "http://adlnet.gov/expapi/verbs/voided"
    assert list(lines) == [("course", voided), ("lesson", None), ("lesson", voided)]
    assert set(Award.objects.values_list("badge", flat=True)) == {"first_lesson"}
    assert Standing.objects.get(membership__user=ada, period="all").points == 10
    assert Activity.objects.filter(kind="course").count() == 0
    assert nothing_differs(ada)


def test_taken_back_and_done_again_counts_once(ada, grace):
    evening, course = group(grace), course_of_lessons(2)
    member(evening, ada)
    read(ada, course)
    take_back(ada)
    assert Standing.objects.count() == 0
    assert Award.objects.count() == 0
    read(ada, course)
    assert Standing.objects.get(period="all").points == 10
    assert PointEntry.objects.filter(reversed_by=None).count() == 1
    assert nothing_differs(ada)


def test_what_is_not_yet_drained_is_pending_and_no_difference(ada):
    read(ada, course_of_lessons(1), drained=False)
    assert Effect.objects.count() == 1
    assert PointEntry.objects.count() == 0
    assert nothing_differs(ada)


def test_leaving_removes_entries_and_standings_and_rejoining_starts_at_zero(ada, grace):
    from community.groups import memberships

    evening, course = group(grace), course_of_lessons(3)
    seat = member(evening, ada, sharing="named")
    read(ada, course, 0)
    memberships.leave(seat)
    assert FeedEntry.objects.filter(place=evening.place).count() == 0
    assert Standing.objects.filter(membership__user=ada).count() == 0
    member(evening, ada, sharing="named")
    assert FeedEntry.objects.filter(place=evening.place).count() == 0
    read(ada, course, 1)
    assert Standing.objects.get(membership__user=ada, period="all").points == 10
    assert nothing_differs(ada)


def test_joining_after_a_lesson_does_not_show_it_there(ada, grace):
    evening = group(grace)
    read(ada, course_of_lessons(1))
    member(evening, ada, sharing="named")
    assert FeedEntry.objects.filter(place=evening.place).count() == 0
    assert nothing_differs(ada)


def test_a_finished_course_tells_who_sees_it_and_nobody_else(ada, ben, grace, mallory, switches_on):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    member(group(mallory, "Elsewhere"), ben)
    for person in (ada, ben, grace, mallory):  # the feed tells of it; only who wants to hear of it too gets a notice
        prefer(person, verb="finished", on_site=True, by_mail=False)
    finish(ada, course_of_lessons(1))
    told = Notification.objects.filter(verb="finished").values_list("recipient", flat=True)
    assert set(told) == {ben.pk, grace.pk}
    earned = Notification.objects.filter(verb="earned").values_list("recipient", flat=True)
    assert set(earned) == {ada.pk}


def test_a_private_learner_is_told_to_nobody(ada, ben, grace, switches_on):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    people.private_everywhere(ada)
    prefer(ben, verb="finished", on_site=True, by_mail=False)
    finish(ada, course_of_lessons(1))
    assert not Notification.objects.filter(verb="finished").exists()


def test_a_finished_course_stands_in_the_feed_and_floods_no_notices(ada, ben, grace, switches_on):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    finish(ada, course_of_lessons(1))
    assert not Notification.objects.filter(verb="finished").exists()


def test_draining_twice_changes_nothing(ada):
    read(ada, course_of_lessons(1))
    before = list(PointEntry.objects.values())
    assert effects.drain(ada.pk) == 0
    assert list(PointEntry.objects.values()) == before


@pytest.mark.parametrize("many", [1, 3])
def test_an_effect_costs_the_same_for_any_number_of_groups(ada, grace, many, django_assert_num_queries):
    for number in range(many):
        member(group(grace, f"Group {number}"), ada, sharing="named")
    course = course_of_lessons(3)
    read(ada, course, 0)
    read(ada, course, 1, drained=False)
    with django_assert_num_queries(19):
        effects.drain(ada.pk)
