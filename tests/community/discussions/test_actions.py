"""Saying something: what is stored, who is told, what stays when it is removed."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from community.discussions import actions, queries, reactions
from community.models import Activity, FeedEntry, Notification, Post, Reaction, Topic
from community.notifications.actions import read_all, read_thread
from community.notifications.queries import unread_count
from tests.factories.talk import question, reply, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def told(verb: str) -> dict[str, int]:
    return {row.recipient.get_short_name(): row.count for row in Notification.objects.filter(verb=verb)}


def test_opening_a_topic_stores_words_and_html_and_tells_the_feed(evening, ada):
    opened = topic(evening, ada, text="*Where* do I start?")

    assert (opened.place, opened.author, opened.replies) == (evening.place, ada, 0)
    assert opened.opening.html == "<p><em>Where</em> do I start?</p>"
    assert list(FeedEntry.objects.filter(activity__topic=opened).values_list("place", flat=True)) == [evening.place]


def test_a_post_to_the_feed_has_no_title(evening, ada):
    post = actions.post_to_feed(evening.place, author=ada, text="Tuesday, then.")

    assert (post.kind, post.title) == (Topic.Kind.POST, "")


def test_reply_notifies_those_who_take_part_but_not_its_author(evening, ada, ben, grace, mallory):
    asked = question(evening, ada)
    reply(asked, ben)
    reply(asked, grace)

    assert (told("answered"), told("replied")) == ({"Ada": 2}, {"Ben": 1})
    assert Topic.objects.get().replies == 2


def test_reply_does_not_notify_who_left_the_group(evening, ada, ben):
    asked = question(evening, ada)
    evening.memberships.filter(user=ada).update(left=asked.at)
    reply(asked, ben)

    assert told("answered") == {}


def test_editing_keeps_one_row_and_says_when(evening, ada):
    opened = topic(evening, ada)
    edited = actions.edit(opened.opening, by=ada, text="**Better**")

    assert edited.html == "<p><strong>Better</strong></p>"
    assert edited.edited_at is not None


def test_removing_a_reply_keeps_the_row_and_says_who(evening, ada, ben, grace):
    asked = question(evening, ada)
    answer = reply(asked, ben)
    actions.accept(answer, by=ada)
    actions.remove(answer, by=grace)

    answer.refresh_from_db()
    asked.refresh_from_db()
    assert (answer.removed_by, answer.text) == (grace, "Start with the bars.")
    assert (asked.replies, asked.accepted, asked.removed_at) == (0, None, None)


def test_removing_twice_counts_once(evening, ada, ben):
    asked = question(evening, ada)
    answer = reply(asked, ben)
    reply(asked, ben)
    actions.remove(answer, by=ben)
    actions.remove(answer, by=ben)

    asked.refresh_from_db()
    assert asked.replies == 1


def test_removing_the_opening_takes_the_topic_out_of_the_feed_and_keeps_its_replies(evening, ada, ben):
    asked = question(evening, ada)
    answer = reply(asked, ben)
    actions.remove(asked.opening, by=ada)

    asked.refresh_from_db()
    answer.refresh_from_db()
    assert asked.removed_at is not None
    assert answer.removed_at is None
    assert not Activity.objects.filter(topic=asked).exists()


def test_accepting_tells_the_one_who_answered_and_a_second_takes_its_place(evening, ada, ben, grace):
    asked = question(evening, ada)
    first, second = reply(asked, ben), reply(asked, grace)
    actions.accept(first, by=ada)
    actions.accept(first, by=ada)
    actions.accept(second, by=ada)

    asked.refresh_from_db()
    assert asked.accepted == second
    assert told("accepted") == {"Ben": 1, "Grace": 1}


def test_a_button_pressed_twice_says_it_once_and_later_it_may_be_said_again(evening, ada, ben):
    asked = question(evening, ada, title="Which mean?", once=True)
    assert question(evening, ada, title="Which mean?", once=True) == asked
    assert question(evening, ben, title="Which mean?", once=True) != asked
    first = reply(asked, ben, text="The second one", once=True)
    assert reply(asked, ben, text="The second one", once=True) == first
    assert reply(asked, ada, text="The second one", once=True) != first
    assert reply(asked, ben, text="The second one", once=True, at=timezone.now() + timedelta(minutes=1)) != first
    asked.refresh_from_db()
    assert asked.replies == 3
    assert told("answered")["Ada"] == 2


def test_an_acceptance_is_withdrawn_but_never_anothers(evening, ada, ben, grace):
    asked = question(evening, ada)
    first, second = reply(asked, ben), reply(asked, grace)
    actions.accept(first, by=ada)
    actions.withdraw_acceptance(second, by=ada)
    asked.refresh_from_db()
    assert asked.accepted == first

    first.refresh_from_db()
    actions.withdraw_acceptance(first, by=ada)
    asked.refresh_from_db()
    assert (asked.accepted, asked.accepted_by, asked.accepted_at) == (None, None, None)


def test_accepting_ones_own_answer_tells_nobody(evening, ada):
    asked = question(evening, ada)
    actions.accept(reply(asked, ada), by=ada)

    assert told("accepted") == {}


def test_a_reaction_counts_once_and_folds_into_one_notice(evening, ada, ben, grace):
    answer = reply(question(evening, ada), ben)
    for user in (ada, ada, grace):
        reactions.react(user, kind="helpful", target=answer.uid)

    assert Reaction.objects.filter(target=answer.uid).count() == 2
    assert told("helpful") == {"Ben": 2}


def test_kudos_tell_who_did_it_and_can_be_taken_back(evening, ada, ben):
    post = actions.post_to_feed(evening.place, author=ada, text="Tuesday, then.")
    activity = Activity.objects.get(topic=post)
    reactions.react(ben, kind="kudos", target=activity.uid)

    assert told("kudos") == {"Ada": 1}
    assert reactions.unreact(ben, kind="kudos", target=activity.uid)
    assert not reactions.unreact(ben, kind="kudos", target=activity.uid)


def test_a_reaction_to_nothing_tells_nobody(ben):
    reactions.react(ben, kind="helpful", target=uuid.uuid4())

    assert not Notification.objects.exists()


def test_a_press_that_is_sent_twice_counts_once(evening, ada, ben):
    answer = reply(question(evening, ada), ben)
    for given, count in ((True, 1), (True, 1), (False, 0), (False, 0)):
        reactions.settle(ada, kind="helpful", target=answer.uid, given=given)
        assert Reaction.objects.count() == count


def test_giving_taking_and_giving_again_is_told_once(evening, ada, ben, grace):
    answer = reply(question(evening, ada), ben)
    for given in (True, False, True):
        reactions.settle(ada, kind="helpful", target=answer.uid, given=given)
    assert told("helpful") == {"Ben": 1}
    Notification.objects.update(unread=False)
    for given in (False, True):
        reactions.settle(ada, kind="helpful", target=answer.uid, given=given)
    assert not Notification.objects.filter(verb="helpful", unread=True).exists()
    reactions.react(grace, kind="helpful", target=answer.uid)
    assert Notification.objects.filter(verb="helpful", unread=True).count() == 1


def test_what_was_removed_meanwhile_is_neither_edited_nor_accepted_nor_replied_to(evening, ada, ben, grace):
    """Each acts on rows as they were read before another removed them."""
    asked = question(evening, ada)
    answer, same = reply(asked, ben), Post.objects.select_related("topic").get(topic=asked, author=ben)
    actions.remove(answer, by=grace)
    with pytest.raises(actions.Removed):
        actions.edit(same, by=ben, text="Other words")
    with pytest.raises(actions.Removed):
        actions.accept(same, by=ada)
    later, open_still = reply(asked, ben, text="Later"), Topic.objects.get(pk=asked.pk)
    actions.remove(Post.objects.get(opens=asked), by=ada)
    with pytest.raises(actions.Removed):
        actions.accept(later, by=ada)
    with pytest.raises(actions.Removed):
        actions.reply(open_still, author=ben, text="Too late")
    asked.refresh_from_db()
    answer.refresh_from_db()
    assert (asked.accepted, asked.replies, answer.text) == (None, 1, "Start with the bars.")


def test_removing_the_last_reply_puts_its_topic_back_to_where_the_last_standing_word_was_said(evening, ada, ben):
    now = timezone.now()
    old = question(evening, ada, at=now - timedelta(days=9))
    first = reply(old, ben, at=now - timedelta(days=5))
    last = reply(old, ben, at=now)
    question(evening, ada, title="Newer", at=now - timedelta(days=1))

    def stands():
        old.refresh_from_db()
        return (now - old.last_at).days, next(line.title for line in queries.topics(evening.place).lines)

    assert stands() == (0, old.title)
    actions.remove(last, by=ben)
    assert stands() == (5, "Newer")
    actions.remove(first, by=ben)
    assert stands() == (9, "Newer")


def test_only_the_asker_of_a_question_and_who_answered_rightly_are_mailed_unasked(evening, ada, ben, grace):
    asked, begun = question(evening, ada), topic(evening, ada)
    answer = reply(asked, ben)
    reply(begun, ben)
    reply(asked, grace)
    actions.accept(answer, by=ada)

    mailed = Notification.objects.exclude(mail_due_at=None).values_list("recipient", "verb")
    assert set(mailed) == {(ada.pk, "answered"), (ben.pk, "accepted")}


def stands(asked, *people) -> tuple[object, ...]:
    asked.refresh_from_db()
    notices = Notification.objects.filter(count__gt=0).order_by("recipient", "thread")
    seen = notices.values_list("recipient", "thread", "unread", "count", "actor_object_id", "mail_due_at", "timestamp")
    return (asked.accepted, asked.accepted_by, asked.accepted_at, *seen, *[unread_count(user) for user in people])


@pytest.mark.parametrize("what", ["answer", "opening"])
@pytest.mark.parametrize("read", [False, True])
def test_undo_leaves_everything_as_it_was(evening, ada, ben, grace, what, read):
    asked = question(evening, ada)
    answer = reply(asked, ben)
    actions.accept(answer, by=ada)
    reactions.react(grace, kind="helpful", target=answer.uid)
    if read:
        read_thread(ada, thread=f"topic:{asked.uid}")
        read_thread(ben, thread=f"topic:{asked.uid}:accepted")
    before = stands(asked, ada, ben)
    post = answer if what == "answer" else asked.opening
    actions.remove(post, by=post.author)
    assert (unread_count(ada), unread_count(ben)) == (0, 0)

    actions.put_back(post, by=post.author)
    assert stands(asked, ada, ben) == before


def test_an_answer_put_back_does_not_take_the_place_of_another_accepted_meanwhile(evening, ada, ben, grace):
    asked = question(evening, ada)
    first, second = reply(asked, ben), reply(asked, grace)
    actions.accept(first, by=ada)
    actions.remove(first, by=ben)
    actions.accept(second, by=ada)
    actions.put_back(first, by=ben)
    asked.refresh_from_db()
    assert asked.accepted == second

    actions.withdraw_acceptance(second, by=ada)
    actions.remove(first, by=ben)
    actions.put_back(first, by=ben)
    asked.refresh_from_db()
    assert asked.accepted is None  # it was none as it was removed again


def test_who_had_not_read_of_kudos_hears_of_them_when_they_are_given_again(evening, ada, ben, grace):
    answer = reply(question(evening, ada), ben)
    for given in (True, False, True):
        reactions.settle(ada, kind="helpful", target=answer.uid, given=given)
    reactions.react(grace, kind="helpful", target=answer.uid)
    assert (unread_count(ben), told("helpful")) == (1, {"Ben": 2})
    reactions.unreact(ada, kind="helpful", target=answer.uid)
    read_all(ben)  # it named grace alone
    reactions.react(ada, kind="helpful", target=answer.uid)
    assert (unread_count(ben), told("helpful")) == (1, {"Ben": 1})


def test_a_removal_is_undone_by_who_removed_and_nobody_is_told_again(evening, ada, ben, grace):
    asked = question(evening, ada)
    answer = reply(asked, ben)
    actions.remove(answer, by=ben)
    Notification.objects.all().delete()
    assert actions.put_back(answer, by=grace).removed_at is not None
    assert actions.put_back(answer, by=ben).removed_at is None
    asked.refresh_from_db()
    assert (asked.replies, asked.last_at) == (1, answer.at)
    assert not Notification.objects.exists()

    actions.remove(asked.opening, by=ada)
    actions.put_back(asked.opening, by=ada)
    asked.refresh_from_db()
    assert asked.removed_at is None
    assert FeedEntry.objects.filter(activity__topic=asked).count() == 1
