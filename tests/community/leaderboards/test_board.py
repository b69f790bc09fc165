"""A group's board: who stands where, for whom, at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohort import derived
from community.groups import memberships
from community.leaderboards import actions, queries
from community.models import Membership, PointEntry, Standing
from community.people import actions as people
from tests.factories.claims import confirmed, logged
from tests.factories.feed import read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def evening(grace):
    return group(grace)


def scored(evening, name, points, *, sharing="named"):
    seat = member(evening, person(name), sharing=sharing)
    for period in ("all", queries.period_now(evening)):
        Standing.objects.create(membership=seat, group=evening, period=period, points=points, things=points // 10)
    return seat


def board(evening, viewer, period="all"):
    seat = Membership.objects.select_related("user", "group").get(pk=viewer.pk)
    return queries.board(evening, seat, period)


def around(found):
    return [(row.rank, row.person.name.split(" ")[0], row.points, row.me) for row in found.around]


def podium(found):
    return [(place.rank, place.person.name.split(" ")[0]) for place in found.podium]


def test_top_three_and_two_above_and_below_me(evening):
    seats = [scored(evening, f"P{points} Person", points) for points in (100, 90, 80, 70, 60, 50, 40, 30)]
    found = board(evening, seats[5])
    assert podium(found) == [(1, "P100"), (2, "P90"), (3, "P80")]
    assert around(found) == [
        (4, "P70", 70, False),
        (5, "P60", 60, False),
        (6, "P50", 50, True),
        (7, "P40", 40, False),
        (8, "P30", 30, False),
    ]
    assert (found.people, found.mine.rank) == (8, 6)
    assert [row.note for row in found.around if row.me] == ["10 behind rank 5"]


def test_equal_points_share_a_rank(evening):
    seats = [scored(evening, f"{name} Person", points) for name, points in [("A", 50), ("B", 50), ("C", 50), ("D", 20)]]
    found = board(evening, seats[2])
    assert podium(found) == [(1, "A"), (1, "B"), (1, "C")]
    assert [(rank, name) for rank, name, _p, _m in around(found)] == [(1, "A"), (1, "B"), (1, "C"), (4, "D")]


@pytest.mark.parametrize(
    ("points", "ranks", "more"),
    [
        ([50] * 3 + [20], [1, 1, 1], ""),
        ([50] * 4 + [20], [1, 1, 1], "and 1 other"),
        ([50] * 9, [1, 1, 1], "and 6 others"),
        ([90, 50, 50, 50, 20], [1, 2, 2], "and 1 other"),
        ([90, 80, 50, 50], [1, 2, 3], "and 1 other"),
        ([90, 50], [1, 2], ""),
    ],
)
def test_the_podium_says_who_else_shares_its_last_rank(evening, points, ranks, more):
    seats = [scored(evening, f"P{number} Person", each) for number, each in enumerate(points)]
    scored(evening, "Private Person", 50, sharing="private")
    for viewer in (seats[0], seats[-1]):
        found = board(evening, viewer).podium
        assert [place.rank for place in found] == ranks
        assert [place.more for place in found] == [""] * (len(ranks) - 1) + [more]


def test_all_who_are_first_stand_equally_high(client, evening, grace):
    for number in range(4):
        scored(evening, f"P{number} Person", 50)
    client.force_login(grace)
    page = client.get(reverse("leaderboards:board", args=[evening.uid])).content.decode()
    assert (page.count('<li class="first">'), page.count("and 1 other")) == (3, 1)


def test_the_neighbourhood_of_the_first_and_the_last_is_smaller(evening):
    seats = [scored(evening, f"P{points} Person", points) for points in (50, 40, 30, 20)]
    assert [name for _r, name, _p, _m in around(board(evening, seats[0]))] == ["P50", "P40", "P30"]
    assert [name for _r, name, _p, _m in around(board(evening, seats[3]))] == ["P40", "P30", "P20"]


def test_private_means_absent_from_rows_ranks_and_counts(evening):
    first = scored(evening, "First Person", 100)
    second = scored(evening, "Second Person", 50)
    people.private_everywhere(first.user)
    found = board(evening, second)
    assert podium(found) == [(1, "Second")]
    assert (found.people, found.mine.rank) == (1, 1)


def test_a_private_learner_sees_their_own_points_and_no_rank(evening):
    scored(evening, "First Person", 100)
    private = scored(evening, "Private Person", 500, sharing="private")
    found = board(evening, private)
    assert podium(found) == [(1, "First")]
    assert around(found) == []
    assert (found.mine.points, found.mine.rank, found.people) == (500, None, 1)


def test_people_without_points_and_people_who_left_are_not_on_it(evening):
    scored(evening, "First Person", 10)
    zero = member(evening, person("Zero Person"), sharing="named")
    gone = scored(evening, "Gone Person", 90)
    memberships.leave(gone)
    found = board(evening, zero)
    assert podium(found) == [(1, "First")]
    assert (found.people, found.mine.rank, around(found)) == (1, None, [])


def test_this_week_is_a_filter_of_rows(ada, evening):
    seat = member(evening, ada, sharing="named", at=timezone.now() - timedelta(days=40))
    course = course_of_lessons(3)
    read(ada, course, 0, at=timezone.now() - timedelta(days=30))
    read(ada, course, 1)
    assert board(evening, seat).mine.points == 20
    assert board(evening, seat, queries.period_now(evening)).mine.points == 10
    seat.refresh_from_db()
    assert [line.title for line in queries.lines(seat, queries.period_now(evening))] == ["Lesson 2"]


def test_only_what_was_earned_since_joining_counts(ada, evening):
    course = course_of_lessons(3)
    read(ada, course, 0)
    seat = member(evening, ada, sharing="named")
    read(ada, course, 1)
    assert board(evening, seat).mine.points == 10


def test_deriving_a_membership_again_changes_nothing_then_mends(ada, evening):
    seat = member(evening, ada, sharing="named")
    read(ada, course_of_lessons(2))
    assert actions.derive(seat) == 0
    Standing.objects.filter(membership=seat).update(points=999)
    assert actions.derive(seat) == 2
    assert set(Standing.objects.filter(membership=seat).values_list("points", flat=True)) == {10}
    assert PointEntry.objects.count() == 1


def test_stepping_off_the_board_holds_at_once(ada, ben, evening, client):
    member(evening, ada, sharing="named")
    seat = member(evening, ben)
    read(ada, course_of_lessons(2))
    assert podium(board(evening, seat)) == [(1, "Ada")]
    client.force_login(ada)
    page = client.get(reverse("leaderboards:board", args=[evening.uid])).content.decode()
    assert "Leave the leaderboard and feed" in page
    before = Membership.objects.values_list("sharing", "shared_since").get(user=ada)
    door = f"{reverse('groups:sharing', args=[evening.uid])}?board"
    assert f'formaction="{door}"' in page
    response = client.post(door, {"sharing": "private"})
    assert (response.status_code, response.url) == (303, reverse("leaderboards:board", args=[evening.uid]))
    assert podium(board(evening, seat)) == []
    page = client.get(response.url).content.decode()
    assert "You are private here." in page
    assert "Join the board" in page
    undo = page.partition('class="toast-act" form="act" formaction="')[2].partition('"')[0].replace("&amp;", "&")
    response = client.post(undo)
    assert response.url == reverse("leaderboards:board", args=[evening.uid])
    assert Membership.objects.values_list("sharing", "shared_since").get(user=ada) == before
    assert client.post(undo).status_code == 303
    assert podium(board(evening, seat)) == [(1, "Ada")]


@pytest.mark.parametrize("period", ["", "all", "2026-W01", "nonsense"])
def test_an_outsider_finds_no_board(ada, mallory, evening, client, period):
    member(evening, ada, sharing="named")
    read(ada, course_of_lessons(1))
    client.force_login(mallory)
    response = client.get(reverse("leaderboards:board", args=[evening.uid]), {"period": period})
    assert response.status_code == 404
    assert b"Ada" not in response.content


def test_the_formula_is_shown(ada, evening, client):
    member(evening, ada)
    client.force_login(ada)
    page = client.get(reverse("leaderboards:board", args=[evening.uid])).content.decode()
    assert "an assessment passed" in page
    assert "Equal points share a rank." in page


@pytest.mark.parametrize("many", [1, 3])
def test_a_board_costs_the_same_for_any_number_of_people(ada, evening, client, many, django_assert_num_queries):
    for number in range(many):
        scored(evening, f"P{number} Person", 10 * (number + 1))
    member(evening, ada, sharing="named")
    course = course_of_lessons(4)
    for lesson in range(many):
        read(ada, course, lesson)
    client.force_login(ada)
    with django_assert_num_queries(8):
        assert client.get(reverse("leaderboards:board", args=[evening.uid])).status_code == 200


def points_in(circle, user) -> int:
    row = Standing.objects.filter(group=circle, membership__user=user, period="all").first()
    return row.points if row else 0


def test_what_is_confirmed_in_a_group_ranks_there_alone(evening, ada, ben, grace):
    seat = member(evening, ada, sharing="named")
    nowhere = group(ben, "Of Our Own", visibility="hidden")
    member(nowhere, ada, sharing="named")
    for n in range(3):
        confirmed(logged(ada, f"Nothing {n}", group=nowhere), by=ben)
    read(ada, course_of_lessons())
    own = confirmed(logged(ada, "First aid", group=evening), by=grace)

    read_alone = points_in(evening, ada) - 10
    assert points_in(nowhere, ada) == read_alone + 30
    assert board(evening, seat).mine.points == points_in(evening, ada)
    titles = [line.title for line in queries.lines(Membership.objects.select_related("group").get(pk=seat.pk), "all")]
    assert "First aid" in titles
    assert not [title for title in titles if title.startswith("Nothing")]
    assert list(derived.differences()) == []

    later = member(group(grace, "Later"), ada, sharing="named", at=timezone.now() - timedelta(days=1))
    assert points_in(later.group, ada) == read_alone
    before = sorted(Standing.objects.values_list("group", "period", "points", "things"))
    Standing.objects.all().delete()
    derived.derive()
    assert sorted(Standing.objects.values_list("group", "period", "points", "things")) == before
    assert PointEntry.objects.get(record=own.record).place == evening.place


def test_the_gap_is_to_the_next_better_rank_behind_any_number_of_equals(evening):
    points = (100, 90, 80, 70, 60, 50, 50, 50, 50)
    seats = [scored(evening, f"P{n} Person", each) for n, each in enumerate(points)]
    scored(evening, "Hidden Person", 55, sharing="private")

    notes = [next(row.note for row in board(evening, seat).around if row.me) for seat in seats]
    assert notes == ["", *[f"10 behind rank {rank}" for rank in (1, 2, 3, 4)], *["10 behind rank 5"] * 4]
