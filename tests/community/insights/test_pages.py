"""What managers see of their members' learning, and what they do not."""

import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.groups import actions as groups
from community.groups import assignments, memberships
from community.insights import policies, queries
from community.people import actions as people
from tests.factories.feed import finish, read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons, keys
from tests.factories.markup import tight
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def course():
    return course_of_lessons(3, title="First Aid at Work")


@pytest.fixture
def ward(grace, course):
    ward = group(grace, "Ward 7", managed=True)
    assignments.assign(ward, course_key=course.course_key, by=grace)
    return ward


@pytest.fixture
def evening(grace, course):
    evening = group(grace)
    assignments.assign(evening, course_key=course.course_key, by=grace)
    return evening


def seen(of, without):
    return {
        person.membership.user.display_name.split(" ")[0]: (person.cells[0].done, person.cells[0].total)
        for person in queries.grid(of).people
        if person.membership.user != without
    }


def address(name, of, *more):
    return reverse(f"insights:{name}", args=[of.uid, *more])


def test_a_managed_group_keeps_a_private_member_and_another_loses_them(ada, grace, course, ward, evening):
    member(ward, ada, sharing="named")
    member(evening, ada, sharing="named")
    read(ada, course)
    assert seen(ward, grace) == {"Ada": (1, 3)}
    assert seen(evening, grace) == {"Ada": (1, 3)}
    people.private_everywhere(ada)
    assert seen(ward, grace) == {"Ada": (1, 3)}
    assert seen(evening, grace) == {}


def test_in_a_group_that_is_not_managed_only_what_is_shared_counts(ada, grace, course, evening):
    seat = member(evening, ada)
    read(ada, course, 0)
    memberships.change_sharing(seat, sharing="named")
    read(ada, course, 1)
    assert seen(evening, grace) == {"Ada": (1, 3)}
    [row] = [row for row in queries.grid(evening).people if row.membership.user == ada]
    assert not row.cells[0].known
    proofs = queries.evidence(row.membership, course.course_key).proofs
    assert [proof.title for proof in proofs] == ["Lesson 2"]


def test_made_managed_later_nobody_is_seen_before_they_agree(ada, grace, course, evening):
    seat = member(evening, ada)
    read(ada, course)
    groups.edit(
        evening, by=grace, name=evening.name, purpose="", visibility="private", managed=True, time_zone="Europe/London"
    )
    evening.refresh_from_db()
    assert seen(evening, grace) == {}
    memberships.agree_to_management(seat)
    assert seen(evening, grace) == {"Ada": (1, 3)}


def test_another_groups_due_date_is_not_told(ada, grace, course, ward, mallory):
    member(ward, ada)
    elsewhere = group(mallory, "Elsewhere")
    assignments.assign(elsewhere, course_key=course.course_key, by=mallory, due=timezone.now() - timedelta(days=3))
    member(elsewhere, ada)
    [row] = [row for row in queries.grid(ward).people if row.membership.user == ada]
    assert row.cells[0].due is None


def test_what_is_late_stands_first(ada, ben, grace, course, ward, client):
    member(ward, ada)
    member(ward, ben)
    assignments.assign(ward, course_key=course.course_key, by=grace, due=timezone.now() + timedelta(days=1))
    finish(ada, course)
    from community.models import Assignment

    ward.memberships.update(joined=timezone.now() - timedelta(days=9))
    Assignment.objects.filter(group=ward).update(due=timezone.now() - timedelta(days=2))
    client.force_login(grace)
    page = client.get(address("grid", ward)).content.decode()
    assert page.index("Needs help") < page.index("People and courses")
    assert page.index("Ben Okafor") < page.index("Ada Nwosu")
    assert "Late since" in page
    late = client.get(address("grid", ward), {"show": "late"}).content.decode()
    table = late[late.index("<tbody>") : late.index("</tbody>")]
    assert "Ben Okafor" in table
    assert "Ada Nwosu" not in table


@pytest.mark.parametrize("who", ["ada", "ben", "mallory", "ivan"])
def test_nobody_but_its_managers_sees_progress(who, ada, ben, mallory, ivan, grace, course, ward, client):
    seat = member(ward, ada, sharing="named")
    member(ward, ben, sharing="named")
    group(mallory, "Elsewhere", managed=True)
    read(ada, course)
    client.force_login({"ada": ada, "ben": ben, "mallory": mallory, "ivan": ivan}[who])
    pages = [
        address("grid", ward),
        address("export", ward),
        address("evidence", ward, seat.uid, course.course_key),
    ]
    answers = [client.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert all(b"First Aid" not in answer.content for answer in answers)


def test_a_manager_elsewhere_may_not_see_progress_here(ada, mallory, grace, ward):
    seat = member(ward, ada)
    group(mallory, "Elsewhere", managed=True)
    assert policies.may_see_progress(grace, seat)
    assert not policies.may_see_progress(mallory, seat)
    memberships.leave(seat)
    seat.refresh_from_db()
    assert not policies.may_see_progress(grace, seat)


def test_evidence_names_the_record_and_stays_inside_what_is_assigned(ada, grace, course, ward, client):
    seat = member(ward, ada)
    other = course_of_lessons(2, title="Private Reading")
    read(ada, course)
    read(ada, other)
    client.force_login(grace)
    page = client.get(address("evidence", ward, seat.uid, course.course_key)).content.decode()
    assert str(ada.records.filter(activity_key=keys(course)[0]).get().uid) in page
    assert page.index("Why is this not complete?") < page.index("Lesson 2") < page.index("Finished, with its proof")
    assert "Not begun." in page
    assert "You have" not in page
    assert client.get(address("evidence", ward, seat.uid, other.course_key)).status_code == 404


def test_evidence_of_a_private_member_of_another_group_is_a_404(ada, grace, course, evening, client):
    seat = member(evening, ada)
    read(ada, course)
    client.force_login(grace)
    assert client.get(address("evidence", evening, seat.uid, course.course_key)).status_code == 404


def test_an_export_is_safe_complete_and_noted(grace, course, ward, client, caplog):
    bad = person("=HYPERLINK(1) Person", email="bad@example.org")
    member(ward, bad)
    read(bad, course)
    client.force_login(grace)
    with caplog.at_level(logging.INFO):
        response = client.get(address("export", ward))
    rows = response.content.decode("utf-8-sig").splitlines()
    assert response["Cache-Control"] == "private, no-store"
    assert rows[1].startswith("'=HYPERLINK(1) Person,First Aid at Work,1,3")
    assert any(record.message == "progress exported" and record.by == str(grace.uid) for record in caplog.records)


def test_the_grid_shows_the_first_fifty_and_then_all(grace, course, ward, client):
    for number in range(52):
        member(ward, person(f"P{number:02} Person"))
    client.force_login(grace)
    first = client.get(address("grid", ward)).content.decode()
    assert first.count('class="who"') == 50
    assert "Show all" in first
    everyone = client.get(address("grid", ward), {"all": "1"}).content.decode()
    assert everyone.count('class="who"') == 53


@pytest.mark.parametrize("many", [1, 3])
def test_a_grid_costs_the_same_for_any_number_of_people(ward, grace, course, client, many, django_assert_num_queries):
    for number in range(many):
        learner = person(f"P{number} Person")
        member(ward, learner)
        read(learner, course)
    client.force_login(grace)
    with django_assert_num_queries(11):
        assert client.get(address("grid", ward)).status_code == 200


def test_nothing_is_said_of_being_on_time_while_nothing_was_due(ada, grace, course, ward, client):
    member(ward, ada)
    client.force_login(grace)
    page = tight(client.get(address("grid", ward)))
    assert "of 2 assigned" in page or "of 1 assigned" in page
    assert "On time" not in page
    assert " due</span>" not in page
    assignments.assign(ward, course_key=course.course_key, by=grace, due=timezone.now() + timedelta(days=1))
    from community.models import Assignment

    ward.memberships.update(joined=timezone.now() - timedelta(days=9))
    Assignment.objects.filter(group=ward).update(due=timezone.now() - timedelta(days=2))
    assert "On time" in client.get(address("grid", ward)).content.decode()
