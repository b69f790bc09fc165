"""Two at once in one conversation."""

import pytest

from community.discussions import actions, reactions
from community.models import Notification, Reaction
from tests.factories.groups import group, member
from tests.factories.people import person
from tests.factories.races import at_once, meanwhile
from tests.factories.talk import question, reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("switches_on"), pytest.mark.postgres]


@pytest.fixture
def ada():
    return person("Ada Nwosu")


@pytest.fixture
def answer(ada):
    evening = group(person("Grace Tanaka"))
    ben = person("Ben Okafor")
    for one in (ada, ben):
        member(evening, one)
    return reply(question(evening, ada), ben)


def test_an_answer_removed_while_it_is_accepted_is_accepted_no_more(ada, answer):
    with meanwhile(lambda: actions.remove(answer, by=answer.author)):
        actions.accept(type(answer).objects.get(pk=answer.pk), by=ada)
    answer.topic.refresh_from_db()
    assert answer.topic.accepted is None


def test_helpful_given_twice_at_once_is_one_and_told_once(ada, answer):
    with meanwhile(lambda: reactions.react(ada, kind="helpful", target=answer.uid)):
        reactions.react(ada, kind="helpful", target=answer.uid)
    assert at_once(lambda: reactions.react(ada, kind="helpful", target=answer.uid)) == [None]
    assert Reaction.objects.count() == 1
    assert Notification.objects.get(verb="helpful").count == 1
