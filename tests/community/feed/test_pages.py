"""Home and group feeds: who sees what, now, and at what cost."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.connections import actions as connections
from community.discussions import reactions
from community.feed import policies, queries
from community.groups import memberships
from community.models import Activity, FeedEntry
from community.people import actions as people
from courses.claims.checklists import actions as checklists
from tests.factories.feed import finish, read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.talk import question, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def evening(ada, ben, grace):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    return evening


def entries(page):
    return [entry for day in page.days for entry in day.entries]


def told(page):
    """What a page tells, whether folded or not: (name, object)."""
    found = set()
    for entry in entries(page):
        if entry.folded:
            found |= {(each.person.name, entry.object) for each in entry.members}
        else:
            found.add((entry.person.name, entry.object))
    return found


def connected(a, b):
    connections.accept(connections.ask(a, other=b), by=b)


def test_a_group_feed_shows_what_named_members_finish_and_what_anyone_writes(ada, ben, grace, evening):
    course = course_of_lessons(2)
    read(ada, course)
    read(ben, course)
    topic(evening, ben)
    assert told(queries.of_group(grace, evening)) == {
        ("Ada Nwosu", "Lesson 1"),
        ("Ada Nwosu", "A first lesson"),
        ("Ben Okafor", "Reading a histogram"),
    }


def test_private_everywhere_holds_on_the_next_request(ada, ben, evening, client):
    connected(ada, ben)
    people.share(ada, sharing="named")
    finish(ada, course_of_lessons(1, title="Weather for Sailors"))
    client.force_login(ben)
    page = reverse("feed:group", args=[evening.uid])
    assert "Weather for Sailors" in client.get(page).content.decode()
    assert told(queries.home(ben))
    people.private_everywhere(ada)
    assert "Weather for Sailors" not in client.get(page).content.decode()
    assert told(queries.home(ben)) == set()
    assert (
        queries.newer_count(ben, after=queries.cursors.write(queries.Cursor(timezone.now() - timedelta(1), ada.uid)))
        == 0
    )


def test_what_was_stored_before_one_shared_stays_unseen(ada, ben, evening):
    seat = ada.memberships.get()
    memberships.change_sharing(seat, sharing="private")
    course = course_of_lessons(3)
    read(ada, course, 0)
    memberships.change_sharing(seat, sharing="named")
    read(ada, course, 1)
    assert told(queries.of_group(ben, evening)) == {("Ada Nwosu", "Lesson 2")}


def test_by_choice_sharing_goes_back_to_joining(ada, ben, evening):
    seat = ada.memberships.get()
    memberships.change_sharing(seat, sharing="private")
    read(ada, course_of_lessons(1))
    memberships.change_sharing(seat, sharing="named", from_joining=True)
    assert ("Ada Nwosu", "Lesson 1") in told(queries.of_group(ben, evening))


def test_who_left_is_gone_and_their_words_stay(ada, ben, evening):
    read(ada, course_of_lessons(1))
    topic(evening, ada)
    memberships.leave(ada.memberships.get())
    assert told(queries.of_group(ben, evening)) == {("Ada Nwosu", "Reading a histogram")}


def test_a_removed_topic_leaves_the_feed(ada, ben, evening):
    from community.discussions import actions

    said = topic(evening, ada)
    actions.remove(said.opening, by=ada)
    assert told(queries.of_group(ben, evening)) == set()


def test_an_outsider_finds_no_trace(ada, mallory, evening, client):
    finish(ada, course_of_lessons(1))
    topic(evening, ada)
    client.force_login(mallory)
    assert client.get(reverse("feed:group", args=[evening.uid])).status_code == 404
    assert client.get(reverse("feed:newer", args=[evening.uid])).status_code == 404
    assert told(queries.home(mallory)) == set()
    assert told(queries.home(mallory, group=evening)) == set()
    assert policies.visible_among(mallory, list(Activity.objects.values_list("pk", flat=True))) == set()


def test_a_visitor_is_asked_to_sign_in(evening, client):
    response = client.get(reverse("feed:group", args=[evening.uid]))
    assert response.status_code == 302


def test_home_reads_connections_who_chose_to_share(ada, mallory):
    course = course_of_lessons(3)
    connected(ada, mallory)
    read(ada, course, 0)
    assert told(queries.home(mallory)) == set()
    people.share(ada, sharing="named")
    read(ada, course, 1)
    assert told(queries.home(mallory)) == {("Ada Nwosu", "Lesson 2")}
    connections.remove(connections_of(ada, mallory), by=ada)
    assert told(queries.home(mallory)) == set()


def test_a_connection_only_asked_for_shows_nothing(ada, mallory):
    people.share(ada, sharing="named")
    connections.ask(mallory, other=ada)
    read(ada, course_of_lessons(1))
    assert told(queries.home(mallory)) == set()


def test_one_thing_in_two_places_shows_once(ada, ben, evening):
    other = group(ben, "Night Readers")
    member(other, ada, sharing="named")
    connected(ada, ben)
    people.share(ada, sharing="named")
    read(ada, course_of_lessons(2))
    read(ada, course_of_lessons(2), 1)
    names = [entry.object for entry in entries(queries.home(ben))]
    assert sorted(names) == ["A first lesson", "Lesson 1", "Lesson 2"]
    assert FeedEntry.objects.filter(activity__kind="lesson").count() == 6


def test_home_can_be_of_one_group(ada, ben, grace, evening):
    other = group(ben, "Night Readers")
    topic(other, ben, title="Only at night")
    topic(evening, ben, title="Only in the evening")
    assert told(queries.home(ben, group=evening)) == {("Ben Okafor", "Only in the evening")}


def test_pages_follow_each_other_without_gap_or_repeat(ben, grace, evening):
    start = timezone.now() - timedelta(hours=1)
    for number in range(45):
        topic(evening, ben, title=f"Topic {number}", at=start + timedelta(seconds=number // 2))
    for read_page in (
        lambda cursor: queries.home(grace, before=cursor),
        lambda cursor: queries.of_group(grace, evening, before=cursor),
    ):
        seen, sizes, cursor = [], [], None
        while True:
            page = read_page(cursor)
            sizes.append(len(entries(page)))
            seen += [entry.object for entry in entries(page)]
            cursor = page.next
            if not cursor:
                break
        assert sizes == [20, 20, 5]
        assert sorted(seen) == sorted(f"Topic {number}" for number in range(45))


@pytest.mark.parametrize("word", ["", "x", "ÿ", "AAAA", "__________________________8=", "../../etc", "%00"])
def test_a_cursor_that_is_none_of_ours_shows_the_first_page(ben, evening, client, word):
    topic(evening, ben)
    client.force_login(ben)
    response = client.get(reverse("feed:group", args=[evening.uid]), {"before": word})
    assert response.status_code == 200
    assert "Reading a histogram" in response.content.decode()


def test_newer_counts_what_came_since_and_only_what_one_may_see(ada, ben, grace, evening, client):
    topic(evening, grace)
    newest = queries.of_group(ben, evening).newest
    finish(ada, course_of_lessons(1))
    memberships.change_sharing(ada.memberships.get(), sharing="private")
    topic(evening, grace, title="Another")
    client.force_login(ben)
    address = reverse("feed:newer", args=[evening.uid])
    assert json.loads(client.get(address, {"after": newest}).content) == {"count": 1}
    assert json.loads(client.get(reverse("feed:newer-home"), {"after": newest}).content) == {"count": 1}
    assert json.loads(client.get(address, {"after": "nonsense"}).content) == {"count": 0}


def test_kudos_are_counted_of_people_one_knows(ada, ben, grace, mallory, evening):

    elsewhere = group(mallory, "Hidden Circle", visibility="hidden")
    member(elsewhere, ada, sharing="named")
    read(ada, course_of_lessons(1))
    activity = Activity.objects.get(kind="lesson")
    reactions.react(mallory, kind="kudos", target=activity.pk)
    reactions.react(grace, kind="kudos", target=activity.pk)
    for page in (queries.home(ben), queries.of_group(ben, evening)):
        item = next(entry for entry in entries(page) if entry.key == str(activity.pk))
        assert (item.kudos, item.kudos_given) == (1, False)
    item = next(entry for entry in entries(queries.home(grace)) if entry.key == str(activity.pk))
    assert (item.kudos, item.kudos_given) == (1, True)


def test_every_item_says_why_it_is_seen(ada, ben, evening):
    read(ada, course_of_lessons(1))
    topic(evening, ben)
    why = {entry.object: str(entry.why) for entry in entries(queries.of_group(ben, evening))}
    assert "Ada shares by name there" in why["Lesson 1"]
    assert "Evening Statistics" in why["Lesson 1"]
    assert "its members see what is written there" in why["Reading a histogram"]


def test_a_name_cannot_carry_markup_into_the_sentence(ben, evening, client):
    bad = "<script>alert(1)</script>"
    evening.name = bad
    evening.save()
    topic(evening, ben, title=bad, text=bad)
    client.force_login(ben)
    assert bad not in client.get(reverse("feed:group", args=[evening.uid])).content.decode()


def test_a_question_is_told_with_its_lesson_and_its_words(ben, grace, evening):
    question(evening, ben, lesson_title="What a p-value does not tell you", title="", text="Is it 4 %?")
    [item] = entries(queries.of_group(grace, evening))
    assert (item.object, item.quote) == ("What a p-value does not tell you", "Is it 4 %?")


@pytest.mark.parametrize("many", [1, 3])
def test_a_group_feed_costs_the_same_for_any_number_of_items(
    ada, ben, grace, evening, client, many, django_assert_num_queries
):
    for number in range(many):
        said = {"title": f"List {number}", "skills": ["Asks"], "levels": ["No", "Yes"]}
        checklists.make_rubric(evening.place, by=grace, **said)
        topic(evening, ben, title=f"Topic {number}")
        finish(ada, course_of_lessons(2, title=f"Course {number}"))
    client.force_login(ben)
    with django_assert_num_queries(9):
        assert client.get(reverse("feed:group", args=[evening.uid])).status_code == 200


@pytest.mark.parametrize("many", [1, 3])
def test_home_costs_four_queries_for_any_number_of_items_and_places(ada, ben, evening, many, django_assert_num_queries):
    for number in range(many):
        member(group(ben, f"Group {number}"), ada, sharing="named")
        finish(ada, course_of_lessons(2, title=f"Course {number}"))
    with django_assert_num_queries(4):
        assert entries(queries.home(ben))


def connections_of(a, b):
    from community.connections.queries import between

    return between(a, b)
