"""What one leaves out of Home: it stays where it is, for oneself alone, until one shows it again."""

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community.connections import actions as connections
from community.connections.queries import between
from community.feed import actions, mutings, queries
from community.groups import memberships
from community.models import Muting
from community.people import actions as people
from tests.community.feed.test_pages import entries, told
from tests.factories.feed import read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.markup import tight
from tests.factories.talk import topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def evening(ada, ben, grace):
    evening = group(grace)
    member(evening, ada)
    member(evening, ben)
    topic(evening, ben, title="Said in the evening")
    return evening


@pytest.fixture
def night(ada, ben, grace):
    night = group(grace, "Night Readers")
    member(night, ada)
    member(night, ben)
    topic(night, ben, title="Said at night")
    return night


EVENING, NIGHT = ("Ben Okafor", "Said in the evening"), ("Ben Okafor", "Said at night")


def door(place, end: bool = False) -> str:
    return reverse("feed:muting_end" if end else "feed:muting", args=[place.uid])


def sharing_connection(ada, ben):
    connections.accept(connections.ask(ada, other=ben), by=ben)
    people.share(ben, sharing="named")
    read(ben, course_of_lessons(3))


def test_a_muted_group_is_left_out_of_home_and_its_own_page_stays_whole(client, ada, evening, night):
    client.force_login(ada)
    assert told(queries.home(ada)) == {EVENING, NIGHT}
    assert client.post(door(evening)).url == "/"
    assert told(queries.home(ada)) == {NIGHT}
    home = client.get("/").content.decode()
    assert "Said at night" in home
    assert "Said in the evening" not in home
    assert told(queries.of_group(ada, evening)) == {EVENING}
    assert "Said in the evening" in client.get(reverse("feed:group", args=[evening.uid])).content.decode()


def test_who_asks_home_for_a_muted_group_reads_it_and_may_show_it_again(client, ada, evening, night):
    actions.mute(ada, place=evening)
    client.force_login(ada)
    page = client.get("/", {"group": str(evening.uid)}).content.decode()
    assert "Said in the evening" in page
    assert door(evening, end=True) in page
    assert "Show Evening Statistics on Home again" in page


def test_muting_is_for_oneself_alone(ada, ben, evening):
    actions.mute(ada, place=evening)
    assert told(queries.home(ben)) == {EVENING}


def test_what_a_connection_shares_is_left_out_but_not_what_they_do_in_a_group(ada, ben, evening):
    sharing_connection(ada, ben)
    assert ("Ben Okafor", "Lesson 1") in told(queries.home(ada))
    actions.mute(ada, place=ben)
    assert told(queries.home(ada)) == {EVENING}


def test_what_stands_in_a_muted_group_and_in_another_is_shown_at_the_other(ada, ben, evening, night):
    for seat in ben.memberships.all():
        memberships.change_sharing(seat, sharing="named")
    read(ben, course_of_lessons(3))
    actions.mute(ada, place=evening)
    assert {entry.place for entry in entries(queries.home(ada))} == {"Night Readers"}
    assert ("Ben Okafor", "Lesson 1") in told(queries.home(ada))


def test_what_is_new_in_a_muted_group_is_not_counted_on_home(ada, ben, grace, evening, night):
    newest = queries.home(ada).newest
    actions.mute(ada, place=evening)
    topic(evening, ben, title="Later in the evening")
    assert queries.newer_count(ada, after=newest) == 0
    assert queries.newer_count(ada, after=newest, group=evening) == 1
    topic(night, ben, title="Later at night")
    assert queries.newer_count(ada, after=newest) == 1


def test_every_item_of_home_offers_one_way_to_mute_and_a_groups_page_none(client, ada, ben, evening):
    sharing_connection(ada, ben)
    offered = {(entry.mute_url, entry.mute_label) for entry in entries(queries.home(ada))}
    assert offered == {
        (door(evening), "Leave Evening Statistics out of Home"),
        (door(ben), "Leave what Ben Okafor shares out of Home"),
    }
    assert {entry.mute_url for entry in entries(queries.of_group(ada, evening))} == {""}
    client.force_login(ada)
    assert f'form="act" formaction="{door(evening)}"' in client.get("/").content.decode()


def test_several_folded_offer_it_too(client, ada, ben, evening):
    memberships.change_sharing(ben.memberships.get(), sharing="named")
    outline = course_of_lessons(5)
    for lesson in range(3):
        read(ben, outline, lesson)
    [folded] = [entry for entry in entries(queries.home(ada)) if entry.folded]
    assert folded.mute_url == door(evening)
    client.force_login(ada)
    page = client.get("/").content.decode()
    assert page.count("Leave Evening Statistics out of Home") == len(entries(queries.home(ada)))


def test_undo_is_offered_and_does_so(client, ada, evening):
    client.force_login(ada)
    page = tight(client.post(door(evening), follow=True))
    assert "Evening Statistics is left out of Home" in page
    assert f'formaction="{door(evening, end=True)}">Undo</button>' in page
    answer = client.post(door(evening, end=True))
    assert answer.url == "/"
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Evening Statistics is on Home again"]
    assert told(queries.home(ada)) == {EVENING}
    again = client.post(door(evening, end=True), follow=True).content.decode()
    assert "Evening Statistics is on Home already" in again


def test_doing_it_twice_is_once(client, ada, evening):
    client.force_login(ada)
    for end in (False, False):
        assert client.post(door(evening, end)).status_code == 303
    assert Muting.objects.count() == 1
    for end in (True, True):
        assert client.post(door(evening, end)).status_code == 303
    assert Muting.objects.count() == 0


def test_a_muting_is_of_one_place(ada, ben, evening):
    for places in ({}, {"group": evening, "person": ben}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Muting.objects.create(user=ada, at=timezone.now(), **places)


def test_an_outsider_mutes_nothing_that_is_not_theirs(client, ada, ben, evening, mallory):
    connections.ask(mallory, other=ada)
    client.force_login(mallory)
    for place in (evening, ada, ben):
        assert client.post(door(place)).status_code == 404
        assert client.post(door(place, end=True)).status_code == 404
    assert not Muting.objects.exists()


def test_an_outsider_ends_nobody_elses_muting(client, ada, evening, night, mallory):
    actions.mute(ada, place=evening)
    client.force_login(mallory)
    client.post(door(evening, end=True))
    assert told(queries.home(ada)) == {NIGHT}


def test_the_list_names_what_is_left_out_and_shows_it_again(client, ada, ben, evening):
    sharing_connection(ada, ben)
    page = reverse("notifications:preferences")
    client.force_login(ada)
    assert "Left out of Home" not in client.get(page).content.decode()
    actions.mute(ada, place=evening)
    actions.mute(ada, place=ben)
    listed = client.get(page).content.decode()
    assert {place.name for place in mutings.left_out_by(ada)} == {"Evening Statistics", "Ben Okafor"}
    assert door(evening, end=True) in listed
    assert door(ben, end=True) in listed
    assert client.post(door(ben, end=True), {"listed": "yes"}).url == page
    assert [place.name for place in mutings.left_out_by(ada)] == ["Evening Statistics"]


def test_the_list_says_nothing_of_where_one_no_longer_belongs(ada, ben, evening):
    sharing_connection(ada, ben)
    actions.mute(ada, place=evening)
    actions.mute(ada, place=ben)
    memberships.leave(ada.memberships.get())
    connections.remove(between(ada, ben), by=ben)
    evening.name = "A name of later"
    evening.save()
    assert mutings.left_out_by(ada) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_one_query_for_any_number(ada, grace, many, django_assert_num_queries):
    for number in range(many):
        made = group(grace, f"Group {number}")
        member(made, ada)
        actions.mute(ada, place=made)
    with django_assert_num_queries(1):
        assert len(mutings.left_out_by(ada)) == many


@pytest.mark.parametrize("many", [1, 3])
def test_home_costs_the_same_for_any_number_of_items_and_muted_groups(
    client, ada, ben, grace, evening, many, django_assert_num_queries
):
    for number in range(many):
        made = group(grace, f"Group {number}")
        member(made, ada)
        topic(evening, ben, title=f"Topic {number}")
        actions.mute(ada, place=made)
    with django_assert_num_queries(4):
        assert entries(queries.home(ada))
    client.force_login(ada)
    client.get("/")
    # Nothing to continue here, so the courses one could begin are asked for: one more than on others' Home.
    # Another asks what one teaches.
    with django_assert_num_queries(13):
        assert client.get("/").status_code == 200
