"""An admin's door into groups: for a reason, written down, and for nobody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.models import Group
from tests.factories import catalog
from tests.factories.groups import group, member
from tests.factories.talk import topic

pytestmark = pytest.mark.django_db
WHY = {"reason": "A complaint of 3 May, number 12"}


@pytest.fixture
def mine(grace, ada):
    made = group(grace, "Kestrels of the mine", visibility=Group.Visibility.HIDDEN)
    member(made, ada)
    topic(made, ada, title="A kestrel by day", text="Only for us")
    return made


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def door(of: Group) -> str:
    return reverse("look_into_group", args=[of.uid])


def looks() -> list[tuple[str, str]]:
    return [
        (entry.user.display_name, entry.data["reason"])
        for entry in ModelLogEntry.objects.filter(action="community.look")
    ]


def test_an_admin_finds_every_group_and_nothing_of_what_is_in_them(admin, mine):
    page = client_of(admin).get(reverse("all_groups")).content.decode()
    assert "Kestrels of the mine" in page
    assert "Ada Nwosu" not in page


def test_without_a_reason_nothing_is_shown_and_with_one_it_is_written_down_first(admin, mine):
    client = client_of(admin)
    for answer in (client.get(door(mine)), client.post(door(mine)), client.post(door(mine), {"reason": "hm"})):
        assert "Only for us" not in answer.content.decode()
        assert "Ada Nwosu" not in answer.content.decode()
    assert looks() == []
    page = client.post(door(mine), WHY).content.decode()
    assert "Only for us" in page
    assert "Ada Nwosu" in page
    assert looks() == [("Admin Person", WHY["reason"])]
    assert WHY["reason"] in client.get("/admin/reports/site-history/").content.decode()


def test_each_look_is_written_down_again(admin, mine):
    client = client_of(admin)
    client.post(door(mine), WHY)
    assert "Only for us" not in client.get(door(mine)).content.decode()
    client.post(door(mine), WHY)
    assert len(looks()) == 2


def test_neither_members_instructors_nor_mallory_look(mine, ada, grace, ivan, mallory):
    catalog.teach(ivan)
    for user in (ada, grace, ivan, mallory):
        client = client_of(user)
        for answer in (client.get(reverse("all_groups")), client.get(door(mine)), client.post(door(mine), WHY)):
            assert answer.status_code in (302, 403, 404)
            assert b"Kestrel" not in answer.content
    assert Client().post(door(mine), WHY).status_code == 302
    assert looks() == []


def test_the_history_of_an_instructor_says_nothing_of_it(admin, mine, ivan):
    client_of(admin).post(door(mine), WHY)
    teacher = client_of(catalog.teach(ivan))
    for path in ("/admin/", "/admin/reports/site-history/"):
        assert "Kestrels" not in teacher.get(path).content.decode()


def test_a_look_costs_the_same_at_one_conversation_and_three(admin, grace):
    client, costs = client_of(admin), []
    for count in (1, 3):
        made = group(grace)
        for number in range(count):
            topic(made, grace, title=f"Number {number}")
        client.post(door(made), WHY)
        with CaptureQueriesContext(connection) as queries:
            page = client.post(door(made), WHY).content.decode()
        assert page.count("Number ") == count
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_group_that_never_was_is_not_there(admin):
    assert client_of(admin).post("/admin/reports/groups/00000000-0000-4000-8000-000000000000/", WHY).status_code == 404
