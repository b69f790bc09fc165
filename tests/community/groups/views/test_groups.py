"""The pages of groups: what each person finds behind them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from community.groups import assignments, invitations, leadership, memberships, policies, queries, requests
from community.models import Group, Invitation, JoinRequest, Membership
from courses.access.policies import may_learn
from tests.factories import catalog
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
NAMED, PRIVATE = Membership.Sharing.NAMED, Membership.Sharing.PRIVATE
MEMBERS_ONLY = ["groups:people", "groups:courses", "groups:sharing", "groups:leaving"]
MANAGERS_ONLY = ["groups:settings"]


def url(name, circle, *more):
    return reverse(name, args=[circle.uid, *more])


@pytest.fixture
def circle(grace, ada):
    made = group(grace)
    member(made, ada)
    return made


@pytest.mark.parametrize("name", ["groups:group", "groups:membership", *MEMBERS_ONLY, *MANAGERS_ONLY])
def test_hidden_group_answers_like_one_that_never_was(client, grace, mallory, name):
    hidden = group(grace, "Canary of the mine", visibility=Group.Visibility.HIDDEN)
    client.force_login(mallory)
    there, nowhere = client.get(url(name, hidden)), client.get(reverse(name, args=[uuid4()]))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert b"Canary" not in there.content


@pytest.mark.parametrize("name", ["groups:group", "groups:membership", *MEMBERS_ONLY])
def test_visitor_is_asked_to_sign_in_whatever_the_address(client, grace, name):
    hidden = group(grace, visibility=Group.Visibility.HIDDEN)
    for uid in (hidden.uid, uuid4()):
        response = client.get(reverse(name, args=[uid]))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", MEMBERS_ONLY)
def test_inner_pages_are_for_members(client, circle, ada, mallory, name):
    client.force_login(ada)
    assert client.get(url(name, circle)).status_code == 200
    client.force_login(mallory)
    assert client.get(url(name, circle)).status_code == 404


@pytest.mark.parametrize("name", MANAGERS_ONLY)
def test_settings_are_for_managers(client, circle, ada, grace, name):
    client.force_login(ada)
    assert client.get(url(name, circle)).status_code == 404
    client.force_login(grace)
    assert client.get(url(name, circle)).status_code == 200


def test_acts_of_managers_are_refused_to_members_and_outsiders(client, circle, ada, ben, mallory, grace):
    request = requests.ask_to_join(circle, user=ben, sharing=PRIVATE)
    invitation = invitations.invite(circle, by=grace)
    ada_there = queries.membership(circle, ada)
    course = course_of_lessons(open=True).course_key
    acts = [
        (url("groups:invitations", circle), {}),
        (url("groups:revocation", circle, invitation.uid), {}),
        (url("groups:decision", circle, request.uid), {"accept": "yes"}),
        (url("groups:manager", circle, ada_there.uid), {}),
        (url("groups:removal", circle, ada_there.uid), {}),
        (url("groups:courses", circle), {"course": str(course)}),
        (url("groups:assignment_end", circle, course), {}),
        (url("groups:settings", circle), {"name": "Taken"}),
    ]
    for person in (ada, mallory):
        client.force_login(person)
        assert {client.post(address, data).status_code for address, data in acts} == {404}
    assert Invitation.objects.filter(revoked_at=None).count() == 1
    assert not JoinRequest.objects.exclude(decided_at=None).exists()
    assert not may_learn(ada, course)
    assert set(queries.managers(circle)) == {grace}
    assert queries.members(circle).count() == 2


def test_acts_on_another_group_do_not_reach_through(client, circle, ada, ben, mallory):
    own = group(mallory, "Own")
    request = requests.ask_to_join(circle, user=ben, sharing=PRIVATE)
    client.force_login(mallory)
    for address in (
        url("groups:decision", own, request.uid),
        url("groups:removal", own, queries.membership(circle, ada).uid),
        url("groups:manager", own, queries.membership(circle, ada).uid),
    ):
        assert client.post(address, {"accept": "yes"}).status_code == 404
    assert queries.membership(circle, ben) is None
    assert queries.membership(circle, ada) is not None


def test_gets_change_nothing_where_a_post_is_meant(client, circle, grace):
    client.force_login(grace)
    assert client.get(url("groups:invitations", circle)).status_code == 405
    assert not Invitation.objects.exists()


def test_founding_a_group_leads_to_inviting_people(client, ada):
    client.force_login(ada)
    data = {"name": "Map Room", "purpose": "Maps.", "visibility": "public", "time_zone": "Europe/Prague"}
    response = client.post(reverse("groups:new"), data)
    made = Group.objects.get()
    assert (response.status_code, response["Location"]) == (303, url("groups:people", made))
    assert (made.name, made.visibility, made.managed_since) == ("Map Room", "public", None)


def test_joining_a_public_group_asks_first_and_private_is_preselected(client, grace, mallory):
    public = group(grace, visibility=Group.Visibility.PUBLIC)
    client.force_login(mallory)
    page = client.get(url("groups:membership", public)).content.decode()
    assert 'value="private" checked' in page
    assert 'value="named">' in page
    assert "pseudonym" not in page.split('<form class="shell')[1].replace("when-pseudonymous", "")
    assert "managed" not in page
    response = client.post(url("groups:membership", public), {"sharing": "named"})
    assert response["Location"] == reverse("feed:group", args=[public.uid])
    assert queries.membership(public, mallory).sharing == NAMED


def test_joining_without_a_choice_joins_nobody(client, grace, mallory):
    public = group(grace, visibility=Group.Visibility.PUBLIC)
    client.force_login(mallory)
    for data in ({}, {"sharing": "pseudonymous"}, {"sharing": "everyone"}):
        assert client.post(url("groups:membership", public), data).status_code == 422
    assert queries.membership(public, mallory) is None


def test_managed_notice_stands_in_the_choice(client, grace, mallory):
    managed = group(grace, visibility=Group.Visibility.PUBLIC, managed=True)
    client.force_login(mallory)
    page = client.get(url("groups:membership", managed)).content.decode()
    assert "This group is managed." in page
    assert "Grace Tanaka sees which assigned lessons you finished" in page


def test_private_group_is_asked_and_a_manager_decides(client, circle, ben, grace):
    client.force_login(ben)
    client.post(url("groups:membership", circle), {"sharing": "named", "note": "Hello"})
    assert queries.membership(circle, ben) is None
    assert "You asked to join." in client.get(url("groups:group", circle)).content.decode()
    request = JoinRequest.objects.get()
    client.force_login(grace)
    assert "Hello" in client.get(url("groups:people", circle)).content.decode()
    client.post(url("groups:decision", circle, request.uid), {"accept": "yes"})
    assert queries.membership(circle, ben).sharing == NAMED


def test_who_asked_may_take_it_back(client, circle, ben):
    requests.ask_to_join(circle, user=ben, sharing=PRIVATE)
    client.force_login(ben)
    client.post(url("groups:request_end", circle))
    assert queries.open_request(circle, ben) is None


def test_invitation_followed_signed_out_leads_back_to_it_after_signing_in(client, grace):
    hidden = group(grace, "Ward 7", visibility=Group.Visibility.HIDDEN)
    address = reverse("groups:invitation", args=[invitations.invite(hidden, by=grace).uid])
    page = client.get(address).content.decode()
    assert "Grace Tanaka invites you to" in page
    assert "Ward 7" in page
    assert f"/accounts/login/?next={address}" in page
    assert f"/accounts/signup/?next={address}" in page


def test_invitation_lets_an_outsider_into_a_hidden_group(client, grace, mallory):
    hidden = group(grace, visibility=Group.Visibility.HIDDEN)
    address = reverse("groups:invitation", args=[invitations.invite(hidden, by=grace).uid])
    client.force_login(mallory)
    assert queries.membership(hidden, mallory) is None
    assert client.get(address).status_code == 200
    client.post(address, {"sharing": "private"})
    assert queries.membership(hidden, mallory).sharing == PRIVATE
    assert policies.may_read(mallory, hidden.place)


def test_ended_invitations_answer_like_one_that_never_was(client, grace, mallory):
    circle = group(grace)
    revoked, expired = invitations.invite(circle, by=grace), invitations.invite(circle, by=grace)
    invitations.revoke_invitation(revoked)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    bodies = set()
    client.force_login(mallory)
    for uid in (revoked.uid, expired.uid, uuid4()):
        address = reverse("groups:invitation", args=[uid])
        response = client.post(address, {"sharing": "named"})
        assert response.status_code == 404
        bodies.add(client.get(address).content.split(b"<main")[1].split(b"</main>")[0])
    assert len(bodies) == 1
    assert queries.membership(circle, mallory) is None


def test_changing_what_one_shares_holds_on_the_next_page(client, circle, ada):
    client.force_login(ada)
    client.post(url("groups:sharing", circle), {"sharing": "named", "since": "joining"})
    mine = queries.membership(circle, ada)
    assert (mine.sharing, mine.shared_since) == (NAMED, mine.joined)
    assert "You share by name here." in client.get(url("groups:people", circle)).content.decode()
    client.post(url("groups:sharing", circle), {"sharing": "private"})
    assert "You are private here." in client.get(url("groups:people", circle)).content.decode()


def test_group_becoming_managed_asks_each_member_on_its_pages(client, circle, ada, grace):
    client.force_login(grace)
    data = {"name": "X", "purpose": "", "visibility": "private", "managed": "on", "time_zone": "Europe/London"}
    client.post(url("groups:settings", circle), data)
    client.force_login(ada)
    assert "This group is managed now." in client.get(url("groups:people", circle)).content.decode()
    client.post(url("groups:agreement", circle))
    assert "This group is managed now." not in client.get(url("groups:people", circle)).content.decode()
    assert policies.agreed_to_management(queries.membership(circle, ada))


def test_last_manager_is_told_why_they_stay(client, circle, grace):
    client.force_login(grace)
    client.post(url("groups:leaving", circle))
    assert queries.membership(circle, grace) is not None
    assert "Someone has to lead this group" in client.get(url("groups:people", circle)).content.decode()


def test_manager_assigns_only_open_courses_and_sees_the_due_day(client, circle, ada, grace, mallory):
    opened, closed = catalog.published_course("Open"), catalog.published_course("Closed", open_enrolment=False)
    courses, due = url("groups:courses", circle), timezone.localdate() + timedelta(days=9)
    wanted = {"course": str(opened.translation_key), "due": due.isoformat()}
    client.force_login(mallory)
    assert client.post(courses, wanted).status_code == 404
    client.force_login(grace)
    assert client.post(courses, {**wanted, "course": str(closed.translation_key)}).status_code == 422
    assert client.post(courses, {**wanted, "due": "2020-01-01"}).status_code == 422
    assert not may_learn(ada, opened.translation_key)
    assert client.post(courses, wanted).status_code == 303
    assert may_learn(ada, opened.translation_key)
    assert not may_learn(ada, closed.translation_key)
    assert f"due {date_format(due, 'j F')}" in client.get(courses).content.decode()


def test_community_switched_off_closes_every_door(client, circle, ada):
    from cohort.models import Capabilities  # the composition's row

    Capabilities.objects.update(community=False)
    client.force_login(ada)
    assert client.get(reverse("groups:list")).status_code == 404
    assert client.get(url("groups:people", circle)).status_code == 404
    assert queries.membership(circle, ada) is not None


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_groups_costs_the_same(client, ada, grace, django_assert_num_queries, count):
    for number in range(count):
        member(group(grace, f"Mine {number}"), ada)
        group(grace, f"Other {number}", visibility=Group.Visibility.PUBLIC)
    client.force_login(ada)
    with django_assert_num_queries(6):
        page = client.get(reverse("groups:list")).content.decode()
    assert page.count("Mine ") == count
    assert page.count("Other ") == count


@pytest.mark.parametrize("count", [1, 3])
def test_people_of_a_group_cost_the_same(client, ada, grace, django_assert_num_queries, person_named, count):
    circle = group(grace)
    for number in range(count):
        member(circle, person_named(number))
    client.force_login(grace)
    with django_assert_num_queries(8):
        page = client.get(url("groups:people", circle)).content.decode()
    assert page.count("Someone ") >= count


@pytest.mark.parametrize("count", [1, 3])
def test_courses_of_a_group_cost_the_same(client, circle, ada, grace, django_assert_num_queries, count):
    for number in range(count):
        course = course_of_lessons(title=f"Course {number}").course_key
        assignments.assign(circle, course_key=course, by=grace)
    client.force_login(ada)
    with django_assert_num_queries(6):
        page = client.get(url("groups:courses", circle)).content.decode()
    assert page.count("Not started") == count


def test_a_link_that_ended_leads_a_member_into_the_group(client, circle, ada, grace, mallory):
    revoked, expired = invitations.invite(circle, by=grace), invitations.invite(circle, by=grace)
    invitations.revoke_invitation(revoked)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    for link in (revoked, expired):
        address = reverse("groups:invitation", args=[link.uid])
        client.force_login(ada)
        assert client.get(address)["Location"] == url("feed:group", circle)
        client.force_login(mallory)
        assert client.get(address).status_code == 404


def test_the_link_of_a_removed_manager_answers_like_one_that_never_was(client, ben, grace, mallory):
    circle = group(grace, visibility=Group.Visibility.HIDDEN)
    leadership.promote(member(circle, ben), by=grace, role=Membership.Role.MANAGER)
    made = invitations.invite(circle, by=ben)
    memberships.remove(queries.membership(circle, ben), by=grace)
    for user in (ben, mallory):
        client.force_login(user)
        bodies = set()
        for uid in (made.uid, uuid4()):
            address = reverse("groups:invitation", args=[uid])
            assert client.post(address, {"sharing": "named"}).status_code == 404
            bodies.add(client.get(address).content.split(b"<main")[1].split(b"</main>")[0])
        assert len(bodies) == 1
        assert queries.membership(circle, user) is None


def test_the_choice_says_that_points_count_from_joining_before_it_is_made(client, circle, ada):
    client.force_login(ada)
    page = client.get(url("groups:sharing", circle)).content.decode()
    assert "your points there count from the day you joined, those you earned while private among them" in page


def test_undo_of_a_changed_sharing_is_one_for_each_group(client, grace, ada):
    first, second = group(grace, "First"), group(grace, "Second")
    for each in (first, second):
        member(each, ada)
    client.force_login(ada)
    for each in (first, second):
        client.post(url("groups:sharing", each), {"sharing": NAMED})
    answers = [client.post(f"{url('groups:sharing', each)}?undo", follow=True) for each in (first, second)]

    assert [queries.membership(each, ada).sharing for each in (first, second)] == [PRIVATE, PRIVATE]
    for each, answer in zip((first, second), answers, strict=True):
        assert f"You are private in {each.name} now" in answer.content.decode()
    client.post(url("groups:sharing", first), {"sharing": NAMED})
    client.post(f"{url('groups:sharing', second)}?undo")
    assert queries.membership(first, ada).sharing == NAMED


def test_undo_of_a_changed_sharing_says_a_second_time_that_nothing_is_left(client, circle, ada):
    client.force_login(ada)
    client.post(url("groups:sharing", circle), {"sharing": NAMED})
    undo = f"{url('groups:sharing', circle)}?undo"
    assert "There is nothing left to undo." not in client.post(undo, follow=True).content.decode()
    again = client.post(undo, follow=True).content.decode()

    assert "There is nothing left to undo." in again
    assert "You are private in" not in again
    assert queries.membership(circle, ada).sharing == PRIVATE
