"""Whose pages look again, and who is told, when somebody finishes something."""

import pytest

from community.connections import actions as connections
from community.feed import queries
from community.groups import actions as groups
from community.groups import leadership
from community.live import policies as live
from community.models import Activity
from community.people import actions as people
from tests.factories.feed import finish
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def test_pages_look_again_where_something_is_seen_or_counted(ada, ben, grace, mallory):
    named, private = group(grace, "Named"), group(grace, "Private")
    managed = group(grace, "Managed", managed=True)
    member(named, ada, sharing="named")
    member(private, ada)
    member(managed, ada)
    connections.accept(connections.ask(ada, other=ben), by=ben)
    connections.ask(ada, other=mallory)
    own, leading = f"person:{ada.uid}", f"lead:{managed.place}"
    assert set(queries.topics_showing(ada.pk)) == {named.place, leading, own}
    people.share(ada, sharing="named")
    assert set(queries.topics_showing(ada.pk)) == {named.place, leading, own, f"person:{ben.uid}"}
    people.private_everywhere(ada)
    assert set(queries.topics_showing(ada.pk)) == {leading, own}
    groups.edit(
        managed, by=grace, name="Managed", purpose="", visibility="private", managed=False, time_zone="Europe/London"
    )
    assert set(queries.topics_showing(ada.pk)) == {own}


def test_what_a_private_member_finishes_is_told_to_no_member(ada, ben, grace, mallory):
    managed = group(grace, "Managed", managed=True)
    member(managed, ada)
    member(managed, ben)
    leading = f"lead:{managed.place}"
    everyone = {managed.place, leading, f"person:{ada.uid}"}
    heard = {
        user: live.permitted(user, everyone) & set(queries.topics_showing(ada.pk)) for user in (ben, grace, mallory)
    }
    assert heard == {ben: set(), grace: {leading}, mallory: set()}
    leadership.promote(queries.groups.membership(managed, ben), by=grace, role="manager")
    assert live.permitted(ben, [leading, "lead:group:nonsense", f"lead:person:{ada.uid}"]) == {leading}


def test_a_finished_course_is_told_to_members_and_connections_who_see_it(ada, ben, grace, ivan, mallory):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(group(ivan, "Where ada is private"), ada)
    connections.accept(connections.ask(ada, other=ben), by=ben)
    finish(ada, course_of_lessons(1))
    course = Activity.objects.get(kind="course")
    assert set(queries.audience(course.pk, about=ada)) == {grace}
    people.share(ada, sharing="named")
    assert set(queries.audience(course.pk, about=ada)) == {grace, ben}
