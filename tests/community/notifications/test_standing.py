"""What can no longer be told is read for everybody at once, by the same rule as for each."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from community.connections import actions as connections
from community.discussions import actions as talk
from community.discussions import reactions
from community.groups import assignments, leadership, requests
from community.models import Activity, Connection, JoinRequest, Membership, Notification, Topic, User
from community.notifications import choices
from community.notifications.actions import notify
from community.notifications.queries import telling
from community.notifications.standing import tellable
from community.notifications.withdrawing import settle, stand_again
from community.people import actions as shares
from tests.factories.feed import finish
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.people import person
from tests.factories.talk import question, reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]

GONE = {  # of what nothing is there any more
    "assigned": ("group", "course"),
    "asked_to_join": ("group", "request"),
    "kudos": ("activity",),
    "claimed": ("claim",),
    "replied": ("topic", "post"),
    "asked_to_connect": ("connection",),
    "connected": ("connection",),
    "admitted": ("group",),
    "leads": ("group",),
    "earned": ("award",),
    "decided": ("claim", "decision"),
    "observed": ("observation",),
}


def people_of(evening, count: int) -> list[User]:
    people = [person(f"Person{number} Sample") for number in range(count)]
    for one in people:
        member(evening, one)
    return people


def unread() -> set[int]:
    return set(Notification.objects.filter(unread=True).values_list("recipient", flat=True))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("verb", GONE)
def test_what_is_gone_is_read_at_the_same_cost_for_any_number(grace, verb, count, django_assert_num_queries):
    data = {name: str(uuid4()) for name in GONE[verb]}
    notify(people_of(group(by=grace), count), verb=verb, actor=grace, thread="thing:1", data=data)

    with django_assert_num_queries(3):  # the notices, their subject, read
        settle(thread="thing:1")
    assert unread() == set()


@pytest.mark.parametrize("count", [1, 3])
def test_what_somebody_finished_is_asked_at_the_same_cost_for_any_number(ada, grace, count, django_assert_num_queries):
    mine, known = told_of_what_is_finished(ada, grace, count)
    with django_assert_num_queries(6):  # the notices, where it stands, members, connections by two, whose it is
        settle(finished_by=ada)
    assert unread() == {*mine, *known}

    User.objects.filter(pk=ada.pk).update(sharing=User.Sharing.PRIVATE)
    settle(finished_by=ada)
    assert unread() == mine
    Membership.objects.filter(user=ada).update(sharing=Membership.Sharing.PRIVATE)
    with django_assert_num_queries(4):  # the notices, where it stands no more, whose it is, read
        settle(finished_by=ada)
    assert unread() == set()


def told_of_what_is_finished(ada, grace, count: int) -> tuple[set[int], set[int]]:
    """Let ada finish a course; return who is told of it in her group, and who is as her connection."""
    evening = group(by=grace)
    member(evening, ada, sharing="named")
    shares.share(ada, sharing=User.Sharing.NAMED)
    members, known = people_of(evening, count), [person(f"Known{number} Sample") for number in range(count)]
    for each in known:
        connections.accept(connections.ask(each, other=ada), by=ada)
    Notification.objects.all().delete()
    for each in (*members, *known):
        choices.prefer(each, verb="finished", on_site=True, by_mail=False)
    finish(ada, course_of_lessons())
    Notification.objects.exclude(verb="finished").delete()
    return {one.pk for one in members}, {one.pk for one in known}


@pytest.mark.parametrize("count", [1, 3])
def test_what_stands_for_most_is_asked_at_the_same_cost_for_any_number(
    grace, mallory, count, django_assert_num_queries
):
    evening = group(by=grace)
    people = people_of(evening, count + 1)
    asked = question(evening, grace)
    notify(
        people,
        verb="replied",
        actor=mallory,
        thread=f"topic:{asked.uid}",
        data={"topic": str(asked.uid), "post": str(reply(asked, grace).uid)},
    )
    Membership.objects.filter(user=people[0]).update(left=timezone.now())

    with django_assert_num_queries(4):  # the notices, the posts, who reads there, read
        settle(thread=f"topic:{asked.uid}")
    assert unread() == {one.pk for one in people[1:]}


@pytest.mark.parametrize("count", [1, 3])
def test_what_comes_back_is_unread_again_at_the_same_cost_for_any_number(grace, count, django_assert_num_queries):
    evening = group(by=grace)
    people = people_of(evening, count)
    asked = question(evening, grace)
    answer = reply(asked, grace)
    data = {"topic": str(asked.uid), "post": str(answer.uid)}
    notify(people, verb="replied", actor=grace, thread=f"topic:{asked.uid}", data=data)
    Topic.objects.filter(pk=asked.pk).update(removed_at=timezone.now())
    settle(thread=f"topic:{asked.uid}")
    assert unread() == set()
    Topic.objects.filter(pk=asked.pk).update(removed_at=None)

    with django_assert_num_queries(6):  # the notices, the posts, who reads there, unread again; a savepoint
        stand_again(thread=f"topic:{asked.uid}")
    assert unread() == {one.pk for one in people}


@pytest.mark.parametrize("count", [1, 3])
def test_ending_an_assignment_costs_the_same_for_any_number(grace, count, django_assert_num_queries):
    evening, course = group(by=grace), course_of_lessons().course_key
    people = people_of(evening, count)
    assignments.assign(evening, course_key=course, by=grace)
    assert unread() == {one.pk for one in people}

    settle(thread=f"group:{evening.uid}:course:{course}")
    assert unread() == {one.pk for one in people}  # it stands
    with django_assert_num_queries(4):  # the notices, what is given, members, the course
        settle(thread=f"group:{evening.uid}:course:{course}")
    assignments.end(evening, course_key=course, by=grace)
    assert unread() == set()


def test_of_what_somebody_finished_the_answer_for_many_is_that_for_each(ada, ben, grace):
    told_of_what_is_finished(ada, grace, 2)
    named = Membership.objects.filter(user=ada, left=None)
    telling_ada = Notification.objects.filter(verb="finished").first()
    telling_ada.pk, telling_ada.uid, telling_ada.recipient = None, uuid4(), ada
    telling_ada.save()
    rows = Notification.objects.select_related("recipient")

    def compare() -> int:
        told = {pk for each in User.objects.all() for pk in telling(each, rows.filter(recipient=each))}
        assert tellable(rows.all()) == told
        return len(told)

    amounts = [compare()]
    for end in (
        lambda: Connection.objects.filter(pk=Connection.objects.first().pk).update(ended_at=timezone.now()),
        lambda: User.objects.filter(pk=ada.pk).update(shared_since=timezone.now() + timedelta(days=1)),
        lambda: Membership.objects.filter(user__display_name="Person0 Sample").update(left=timezone.now()),
        lambda: named.update(sharing=Membership.Sharing.PRIVATE),
        lambda: Activity.objects.all().delete(),
    ):
        end()
        amounts.append(compare())
    assert amounts == [5, 4, 3, 2, 1, 0]


def test_for_many_at_once_the_answer_is_that_for_each(grace, ada, ben, mallory):
    evening, course = group(by=grace), course_of_lessons().course_key
    people = people_of(evening, 3)
    for each in (ada, ben):
        member(evening, each)
    asked, closed = question(evening, ada), question(evening, ada)
    for topic in (asked, closed):
        for each in people:
            reply(topic, each)
    talk.accept(reply(asked, ben), by=ada)
    reactions.react(ben, kind="helpful", target=asked.opening.uid)
    assignments.assign(evening, course_key=course, by=grace)
    leadership.promote(evening.memberships.get(user=ben), by=grace, role="manager")
    requests.ask_to_join(evening, user=mallory, sharing="private")
    rows = Notification.objects.select_related("recipient")

    def compare() -> int:
        told = {pk for each in User.objects.all() for pk in telling(each, rows.filter(recipient=each))}
        assert tellable(rows.all()) == told
        return len(told)

    amounts = [compare()]
    for end in (
        lambda: Topic.objects.filter(pk=closed.pk).update(removed_at=timezone.now()),
        lambda: Topic.objects.filter(pk=asked.pk).update(accepted=None),
        lambda: Membership.objects.filter(user=people[0]).update(left=timezone.now()),
        lambda: Membership.objects.filter(user=ben).update(role="member"),
        lambda: User.objects.filter(pk=people[1].pk).update(is_active=False),
        lambda: JoinRequest.objects.update(decided_at=timezone.now()),
        lambda: evening.assignments.update(ended_at=timezone.now()),
    ):
        end()
        amounts.append(compare())
    assert amounts == sorted(amounts, reverse=True)
    assert len(set(amounts)) == len(amounts)
