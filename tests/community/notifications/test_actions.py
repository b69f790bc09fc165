"""Telling people: who hears, what a repeat does, what reading does, and what it costs."""

import pytest
from notifications.signals import notify as library_signal

from cohort.models import Capabilities
from community.models import Notification, NotificationPreference
from community.notifications import actions, choices
from community.notifications.actions import notify
from tests.factories.groups import group, member
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def tell(recipients, actor, **how) -> int:
    how = {"verb": "replied", "thread": "topic:1", "data": {"topic": "1", "post": "2"}, **how}
    return notify(recipients, actor=actor, **how)


def heard() -> dict[str, int]:
    return {row.recipient.get_short_name(): row.count for row in Notification.objects.select_related("recipient")}


def test_everyone_is_told_but_who_did_it(ada, ben, grace):
    assert tell([ada, ben, grace, ada], grace) == 2
    assert heard() == {"Ada": 1, "Ben": 1}


def test_a_repeat_raises_the_row_names_the_latest_and_makes_it_unread_again(ada, ben, grace):
    tell([ada], ben)
    tell([ada], grace)
    row = Notification.objects.get()

    assert (row.count, row.actor, row.data["actors"], row.unread) == (2, grace, [grace.pk, ben.pk], True)


def test_after_reading_the_count_begins_anew(ada, ben, grace):
    tell([ada], ben)
    tell([ada], grace)
    actions.read_thread(ada, thread="topic:1")
    tell([ada], ben)
    row = Notification.objects.get()

    assert (row.count, row.data["actors"], row.unread) == (1, [ben.pk], True)


def test_only_who_may_read_the_place_is_told(ada, ben, grace, mallory):
    evening = group(by=grace)
    member(evening, ada)
    ben.is_active = False
    ben.save()
    member(evening, ben)
    tell([ada, ben, mallory], grace, place=evening.place)

    assert heard() == {"Ada": 1}


def test_who_muted_the_thread_or_refused_the_kind_is_not_told(ada, ben, grace, mallory):
    tell([ada], grace)
    choices.mute(Notification.objects.get())
    choices.prefer(ben, verb="replied", on_site=False, by_mail=True)
    tell([ada, ben, mallory], grace)
    tell([ada], grace, thread="topic:2")

    assert {(row.recipient, row.thread, row.unread) for row in Notification.objects.all()} == {
        (ada, "topic:1", False),
        (ada, "topic:2", True),
        (mallory, "topic:1", True),
    }
    assert NotificationPreference.objects.get().by_mail is False


def test_with_the_community_off_it_is_written_already_read_and_never_mailed(ada, ben):
    Capabilities.objects.update(community=False)
    tell([ada], ben, verb="asked_to_connect", thread="connection:1", data={"connection": "1"})
    row = Notification.objects.get()
    Capabilities.objects.update(community=True)

    assert (row.unread, row.mail_due_at) == (False, None)


def test_with_achievements_off_a_badge_is_written_already_read(ada):
    Capabilities.objects.update(achievements=False)
    tell([ada], None, verb="earned", thread="award:1", data={"award": "1"})

    assert Notification.objects.get().unread is False


def test_mail_is_due_where_the_kind_or_the_person_says_so_and_never_for_a_replay(ada, ben, grace):
    choices.prefer(ben, verb="replied", on_site=True, by_mail=True)
    tell([ada, ben], grace)
    tell([ada], grace, verb="asked_to_connect", thread="connection:1", data={"connection": "1"})
    tell([ben], grace, thread="topic:2", at=Notification.objects.first().timestamp)

    due = Notification.objects.exclude(mail_due_at=None)
    assert {(row.recipient, row.thread) for row in due} == {(ben, "topic:1"), (ada, "connection:1")}


def test_reading_marks_the_thread_and_those_below_it_of_one_person(ada, ben, grace):
    for thread in ("topic:1", "topic:1:helpful:2", "topic:11"):
        tell([ada, ben], grace, thread=thread)
    actions.read_thread(ada, thread="topic:1")

    unread = Notification.objects.filter(unread=True)
    assert {(row.recipient, row.thread) for row in unread if row.recipient == ada} == {(ada, "topic:11")}
    assert unread.filter(recipient=ben).count() == 3
    assert len(actions.read_all(ben)) == 3


def test_an_unknown_kind_is_an_error_of_ours(ada, ben):
    with pytest.raises(KeyError):
        tell([ada], ben, verb="waved")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_telling_costs_the_same_for_any_number(ada, grace, count, django_assert_num_queries):
    evening = group(by=grace)
    people = [person(f"Person{number} Sample") for number in range(count + 1)]
    for one in people:
        member(evening, one)
    tell(people[:1], grace, place=evening.place)  # one row stands already
    tell([ada], grace)  # the content type is known

    with django_assert_num_queries(11):
        tell(people, grace, place=evening.place)
    assert Notification.objects.filter(recipient__in=people).count() == count + 1


def test_the_librarys_signal_takes_our_path(ada, ben, grace):
    library_signal.send(grace, recipient=[ada, ben], verb="replied", thread="topic:7", data={"topic": "7"})
    library_signal.send(grace, recipient=ada, verb="replied", thread="topic:7", data={"topic": "7"})

    assert heard() == {"Ada": 2, "Ben": 1}
    assert list(ada.notifications.unread()) == list(Notification.objects.filter(recipient=ada))
