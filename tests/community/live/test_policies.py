"""What a socket may be told about, and what it costs to look again at everyone's."""

import uuid

import pytest
from django.utils import timezone

from cohort.models import Capabilities
from community.live.policies import Watcher, permitted, standing
from tests.factories.groups import group, member
from tests.factories.servers import session_of
from tests.factories.talk import topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def evening(grace, ada):
    evening = group(by=grace)
    member(evening, ada)
    return evening


def watcher(user, *topics: str) -> Watcher:
    return Watcher(user.pk, session_of(user), user.password, frozenset(topics))


def test_members_may_listen_to_their_group_and_its_talk_and_mallory_to_nothing(evening, ada, mallory):
    talk = topic(evening, ada)
    topics = {evening.place, f"talk:{evening.place}", f"topic:{talk.uid}"}

    assert permitted(ada, topics) == topics
    assert permitted(mallory, topics) == set()


def test_a_persons_own_bell_is_theirs_alone(ada, mallory):
    assert permitted(ada, [f"person:{ada.uid}"]) == {f"person:{ada.uid}"}
    assert permitted(mallory, [f"person:{ada.uid}"]) == set()


@pytest.mark.parametrize(
    "nonsense",
    ["", "group", "group:", "group:x", "topic:x", "x" * 500, "user:1", "talk:person:1", f"topic:{uuid.UUID(int=7)}"],
)
def test_nobody_may_listen_to_what_is_no_topic(ada, nonsense):
    assert permitted(ada, [nonsense]) == set()


def test_looking_again_takes_away_what_was_lost(evening, ada, grace):
    watchers = {"a": watcher(ada, evening.place, f"person:{ada.uid}"), "g": watcher(grace, evening.place)}
    evening.memberships.filter(user=ada).update(left=timezone.now())

    assert standing(watchers) == {"a": frozenset([f"person:{ada.uid}"]), "g": frozenset([evening.place])}


def test_who_is_signed_out_suspended_or_has_a_new_password_hears_nothing(evening, ada, ben, grace, mallory):
    watchers = {user.display_name: watcher(user, f"person:{user.uid}") for user in (ada, ben, grace, mallory)}
    watchers[ada.display_name] = Watcher(ada.pk, "gone", ada.password, frozenset())
    ben.is_active = False
    ben.save()
    grace.set_password("another-secret")
    grace.save()

    assert {name for name, allowed in standing(watchers).items() if allowed is not None} == {mallory.display_name}


def test_with_the_community_off_nobody_hears_anything(evening, ada):
    Capabilities.objects.update(community=False)

    assert standing({"a": watcher(ada, evening.place)}) == {"a": None}


@pytest.mark.parametrize("count", [1, 3])
def test_looking_again_costs_the_same_for_one_and_three_sockets(
    evening, ada, ben, grace, count, django_assert_num_queries
):
    member(evening, ben)
    talk = topic(evening, ada)
    people = [ada, ben, grace][:count]
    watchers = {
        user.display_name: watcher(user, evening.place, f"topic:{talk.uid}", f"person:{user.uid}") for user in people
    }

    with django_assert_num_queries(5):  # switches, sessions, people, conversations, members
        allowed = standing(watchers)
    assert [len(topics) for topics in allowed.values()] == [3] * count
