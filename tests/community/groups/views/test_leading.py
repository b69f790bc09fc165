"""A member is taken out of a group by its manager, who may undo that for a moment."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.groups import invitations, leadership, memberships, queries
from community.models import Membership
from tests.factories.groups import group, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def url(name, circle, *more):
    return reverse(name, args=[circle.uid, *more])


@pytest.fixture
def circle(grace, ada):
    made = group(grace)
    member(made, ada)
    return made


def undo_of(page: str) -> str:
    """Return where the toast's Undo leads, "" where there is none."""
    return page.partition('class="toast-act" form="act" formaction="')[2].partition('"')[0]


def test_a_removal_is_undone_by_the_manager_who_removed_and_a_second_press_says_so(client, circle, ada, grace):
    seat = queries.membership(circle, ada)
    client.force_login(grace)
    pages = [client.post(url("groups:removal", circle, seat.uid), follow=True).content.decode() for _ in range(2)]
    undo = f"{url('groups:removal', circle, seat.uid)}?undo"
    assert ["Ada Nwosu is no longer a member" in page for page in pages] == [True, True]
    assert [undo_of(page) for page in pages] == [undo, undo]  # pressed twice, as where the first answer was lost
    assert queries.membership(circle, ada) is None

    assert "Ada Nwosu is a member again" in client.post(undo, follow=True).content.decode()
    assert queries.membership(circle, ada) == seat
    again = client.post(undo, follow=True).content.decode()
    assert ("There is nothing left to undo." in again, "is a member again" in again) == (True, False)
    assert queries.members(circle).count() == 2


def test_nobody_else_undoes_a_removal_and_not_for_long(client, circle, ada, ben, grace, mallory):
    leadership.promote(member(circle, ben), by=grace, role=Membership.Role.MANAGER)
    seat = queries.membership(circle, ada)
    memberships.remove(seat, by=grace)
    undo = f"{url('groups:removal', circle, seat.uid)}?undo"
    for user in (ada, mallory):
        client.force_login(user)
        assert client.post(undo).status_code == 404
    client.force_login(ben)
    assert "There is nothing left to undo." in client.post(undo, follow=True).content.decode()
    Membership.objects.filter(pk=seat.pk).update(left=timezone.now() - timedelta(minutes=11))
    client.force_login(grace)
    assert "There is nothing left to undo." in client.post(undo, follow=True).content.decode()
    assert client.post(url("groups:removal", circle, seat.uid)).status_code == 404
    leadership.promote(queries.membership(circle, grace), by=ben, role=Membership.Role.MEMBER)
    assert client.post(undo).status_code == 404
    assert queries.membership(circle, ada) is None


def test_whoever_came_back_meanwhile_is_not_put_back_besides(client, circle, ada, grace):
    seat = queries.membership(circle, ada)
    client.force_login(grace)
    client.post(url("groups:removal", circle, seat.uid))
    back = memberships.join(circle, user=ada, invitation=invitations.invite(circle, by=grace))
    undo = f"{url('groups:removal', circle, seat.uid)}?undo"
    assert "There is nothing left to undo." in client.post(undo, follow=True).content.decode()
    assert client.post(url("groups:removal", circle, seat.uid)).status_code == 404
    assert queries.membership(circle, ada) == back
