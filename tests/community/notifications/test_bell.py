"""The bell counts what leads somewhere: what is gone for its reader is counted no more."""

from types import SimpleNamespace as House

import pytest
from django.utils import timezone

from community.connections import actions as connections
from community.discussions import actions as talk
from community.discussions import reactions
from community.groups import assignments, invitations, leadership, memberships, requests
from community.models import Activity, User
from community.notifications.choices import prefer
from community.notifications.queries import tray, unread_count
from community.people import actions as people
from courses.claims import actions as claims
from courses.claims.checklists import actions as checklists
from courses.records import actions as records
from courses.records import effects
from tests.factories.catalog import published_course
from tests.factories.claims import confirmed, logged
from tests.factories.feed import finish, take_back
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.talk import question, reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def house(grace, ada, ben, mallory, ivan):
    evening = group(by=grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    return House(evening=evening, grace=grace, ada=ada, ben=ben, mallory=mallory, ivan=ivan)


def topic(house):
    asked = question(house.evening, house.ada)
    reply(asked, house.ben)
    yield house.ada
    talk.remove(asked.opening, by=house.ada)
    yield
    talk.put_back(asked.opening, by=house.ada)


def acceptance(house):
    answer = reply(question(house.evening, house.ada), house.ben)
    talk.accept(answer, by=house.ada)
    yield house.ben
    talk.withdraw_acceptance(answer, by=house.ada)


def removed_answer(house):
    answer = reply(question(house.evening, house.ada), house.ben)
    talk.accept(answer, by=house.ada)
    yield house.ben
    talk.remove(answer, by=house.ben)
    yield
    talk.put_back(answer, by=house.ben)


def kudos(house):
    post = talk.post_to_feed(house.evening.place, author=house.ada, text="Hello")
    about = {"kind": "kudos", "target": Activity.objects.get(topic=post).uid}
    reactions.react(house.ben, **about)
    yield house.ada
    reactions.unreact(house.ben, **about)
    yield
    reactions.react(house.ben, **about)


def connection(house):
    asked = connections.ask(house.ada, other=house.ben)
    yield house.ben
    connections.remove(asked, by=house.ada)
    yield
    connections.ask(house.ada, other=house.ben)


def connection_with_a_closed_account(house):
    connections.ask(house.ada, other=house.ben)
    yield house.ben
    close(house.ada)
    yield
    open_again(house.ada)


def leaving(house):
    reply(question(house.evening, house.ben), house.grace)
    yield house.ben
    memberships.leave(house.evening.memberships.get(user=house.ben))


def demotion(house):
    ben = house.evening.memberships.get(user=house.ben)
    leadership.promote(ben, by=house.grace, role="manager")
    requests.ask_to_join(house.evening, user=house.mallory, sharing="private")
    yield house.ben
    leadership.promote(ben, by=house.grace, role="member")


def request(house):
    asked = requests.ask_to_join(house.evening, user=house.mallory, sharing="private")
    yield house.grace
    requests.take_back_request(asked)
    yield
    requests.ask_to_join(house.evening, user=house.mallory, sharing="private")


def request_of_one_who_follows_a_link(house):
    requests.ask_to_join(house.evening, user=house.mallory, sharing="private")
    yield house.grace
    link = invitations.invite(house.evening, by=house.grace)
    memberships.join(house.evening, user=house.mallory, invitation=link)


def request_from_a_closed_account(house):
    requests.ask_to_join(house.evening, user=house.mallory, sharing="private")
    yield house.grace
    close(house.mallory)
    yield
    open_again(house.mallory)


def assignment(house):
    key = course_of_lessons().course_key
    assignments.assign(house.evening, course_key=key, by=house.grace)
    yield house.ben
    assignments.end(house.evening, course_key=key, by=house.grace)


def unpublished_course(house):
    course = published_course(by=house.ivan)
    assignments.assign(house.evening, course_key=course.translation_key, by=house.grace)
    yield house.ben
    course.unpublish()
    yield
    course.save_revision().publish()


def talk_of_a_course(house):
    key = course_of_lessons().course_key
    prefer(house.ben, verb="assigned", on_site=False, by_mail=False)
    assignments.assign(house.evening, course_key=key, by=house.grace)
    reply(question(house.evening, house.ben, place=f"course:{key}"), house.ada)
    yield house.ben
    assignments.end(house.evening, course_key=key, by=house.grace)


def claim(house):
    said = logged(house.ada, group=house.evening)
    yield house.grace
    claims.withdraw(said)


def claim_at_another_place(house):
    said = logged(house.ada, group=house.evening)
    other = group(by=house.mallory, name="Ward 7")
    member(other, house.ada)
    yield house.grace
    claims.amend(said, place=other.place)
    assert unread_count(house.mallory) == 1


def claim_of_one_who_left(house):
    logged(house.ada, group=house.evening)
    yield house.grace
    memberships.leave(house.evening.memberships.get(user=house.ada))
    yield
    member(house.evening, house.ada)


def claim_from_a_closed_account(house):
    logged(house.ada, group=house.evening)
    yield house.grace
    close(house.ada)
    yield
    open_again(house.ada)


def decision(house):
    made = confirmed(logged(house.ada, group=house.evening), by=house.grace)
    yield house.ada
    records.void(made.record)
    effects.drain(house.ada.pk)


def observation(house):
    seen = observed(house)
    yield house.ada
    checklists.take_back(seen, by=house.grace)


def observation_of_one_who_left(house):
    checklists.refuse(observed(house), by=house.ada, reason="I was not there.")
    yield house.grace
    memberships.leave(house.evening.memberships.get(user=house.ada))


def observation_that_is_voided(house):
    agreed = checklists.agree(observed(house), by=house.ada)
    effects.drain(house.ada.pk)
    yield house.grace
    records.void(agreed.record)
    effects.drain(house.ada.pk)


def finished(house):
    prefer(house.ben, verb="finished", on_site=True, by_mail=False)
    finish(house.ada, course_of_lessons())
    yield house.ben
    take_back(house.ada)


def finished_by_one_who_left(house):
    prefer(house.ben, verb="finished", on_site=True, by_mail=False)
    finish(house.ada, course_of_lessons())
    yield house.ben
    memberships.leave(house.evening.memberships.get(user=house.ada))


def finished_by_a_former_connection(house):
    prefer(house.mallory, verb="finished", on_site=True, by_mail=False)
    prefer(house.mallory, verb="connected", on_site=False, by_mail=False)
    people.share(house.ada, sharing=User.Sharing.NAMED)
    connected = connections.accept(connections.ask(house.mallory, other=house.ada), by=house.ada)
    finish(house.ada, course_of_lessons())
    yield house.mallory
    connections.remove(connected, by=house.ada)


GONE = [
    topic, acceptance, removed_answer, kudos, connection, connection_with_a_closed_account, leaving, demotion, request,
    request_of_one_who_follows_a_link, request_from_a_closed_account, assignment, unpublished_course, talk_of_a_course,
    claim, claim_at_another_place, claim_of_one_who_left, claim_from_a_closed_account, decision, observation,
    observation_of_one_who_left, observation_that_is_voided, finished, finished_by_one_who_left,
    finished_by_a_former_connection,
]  # fmt: skip
BACK = [
    topic, removed_answer, kudos, connection, connection_with_a_closed_account, request, request_from_a_closed_account,
    unpublished_course, claim_of_one_who_left, claim_from_a_closed_account,
]  # fmt: skip


@pytest.mark.parametrize("story", GONE)
def test_the_bell_never_counts_what_can_no_longer_be_told(house, story):
    steps = story(house)
    reader = next(steps)
    assert unread_count(reader) == 1
    next(steps, None)
    assert unread_count(reader) == 0


@pytest.mark.parametrize("story", BACK)
def test_what_is_there_again_is_counted_again_unless_it_had_been_read(house, story):
    steps = story(house)
    reader = next(steps)
    shown = [card.text for card in tray(reader)]
    next(steps)
    next(steps, None)
    assert unread_count(reader) == 1
    assert [card.text for card in tray(reader)] == shown


def observed(house):
    rubric = checklists.make_rubric(
        house.evening.place, title="First aid", skills=["Asks first"], levels=["Not yet", "Alone"], by=house.grace
    )
    seen = [("Asks first", "Alone")]
    return checklists.observe(rubric, learner=house.ada, seen=seen, observed_on=timezone.localdate(), by=house.grace)


def close(user):
    user.is_active = False
    user.save()
    people.find_anew(user)


def open_again(user):
    user.is_active = True
    user.save()
    people.find_anew(user)
