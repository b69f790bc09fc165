"""Who sees what one just finished, said where one finishes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.connections import actions as connections
from community.groups import memberships
from community.people import actions
from community.profiles.presenting import audience
from tests.factories.groups import group, member

pytestmark = pytest.mark.django_db


def told(user, *, after: timedelta = timedelta()) -> str:
    user.refresh_from_db()
    status = audience.status(user, at=timezone.now() + after)
    return f"{status['title']} {status['text']}".strip()


def test_who_shares_nowhere_reads_that_nobody_sees_it(ada, grace):
    member(group(grace), ada)
    assert told(ada) == "Only you see this."


def test_groups_and_connections_are_named_where_one_shares_by_name(ada, ben, grace):
    member(group(grace, "Birds"), ada, sharing="named")
    member(group(grace, "Quiet"), ada)
    connections.accept(connections.ask(ada, other=ben), by=ben)
    actions.share(ada, sharing="named")
    assert told(ada) == "Seen by the members of Birds and your connections."


def test_what_was_finished_before_one_shared_is_seen_by_nobody(ada, grace):
    mine = member(group(grace), ada, at=timezone.now() - timedelta(days=9))
    memberships.change_sharing(mine, sharing="named")
    assert told(ada, after=timedelta(days=-1)) == "Only you see this."


def test_managers_who_see_progress_are_said_even_to_who_is_private(ada, grace):
    member(group(grace, "Ward 7", managed=True), ada)
    assert told(ada) == "No feed shows this. The managers of Ward 7 see it where the course is assigned."


def test_it_costs_one_query_at_one_group_and_at_three(ada, grace, django_assert_num_queries):
    for names in (["One"], ["Two", "Three"]):
        for name in names:
            member(group(grace, name), ada, sharing="named")
        with django_assert_num_queries(1):
            audience.status(ada, at=timezone.now())
