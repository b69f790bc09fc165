"""One's own settings, and what private everywhere takes away."""

import pytest
from django.urls import reverse

from community.connections import actions as connections
from community.groups import queries as groups
from community.models import Membership, User
from community.people import actions
from search import indexing
from search.models import Entry
from tests.factories.groups import group, member
from tests.factories.search import index_everything
from tests.factories.talk import topic

pytestmark = pytest.mark.django_db
PAGES = ["people:settings", "people:account", "people:privacy", "people:private_everywhere"]


@pytest.mark.parametrize("name", PAGES)
def test_settings_are_open_whatever_is_switched_on_but_signed_in(client, ada, name):
    assert client.get(reverse(name))["Location"].startswith("/accounts/login/")
    client.force_login(ada)
    assert client.get(reverse(name)).status_code == 200


def test_nothing_but_the_form_s_fields_is_taken(client, ada):
    client.force_login(ada)
    data = {
        "display_name": "Ada N",
        "headline": "Learning",
        "about": "",
        "language": "en-gb",
        "time_zone": "Asia/Tokyo",
        "is_staff": "on",
        "email": "taken@example.org",
        "sharing": "named",
    }
    assert client.post(reverse("people:settings"), data).status_code == 303
    ada.refresh_from_db()
    assert (ada.display_name, ada.time_zone) == ("Ada N", "Asia/Tokyo")
    assert (ada.is_staff, ada.email, ada.sharing) == (False, "ada@example.org", "private")


def test_talk_is_found_under_the_new_name(client, ada, grace, switches_on):
    topic(group(grace), grace, title="Kestrels")
    index_everything()
    client.force_login(grace)
    client.post(reverse("people:settings"), {"display_name": "Grace T.", "language": "en-gb", "time_zone": "UTC"})
    index_everything()
    assert Entry.objects.get(kind="topic").facets["note"] == "Grace T."
    assert list(indexing.differences()) == []


def test_unknown_zone_or_language_is_refused(client, ada):
    client.force_login(ada)
    data = {"display_name": "Ada", "language": "xx", "time_zone": "Mars/Base"}
    response = client.post(reverse("people:settings"), data)
    assert response.status_code == 422
    ada.refresh_from_db()
    assert (ada.language, ada.time_zone) == ("en-gb", "Europe/London")


@pytest.fixture
def sharing_ada(ada, ben, grace) -> User:
    """Ada, who shares by name in one group and with connections, and is private in another."""
    member(group(grace, "Named"), ada, sharing="named")
    member(group(grace, "Quiet", managed=True), ada)
    connections.accept(connections.ask(ada, other=ben), by=ben)
    actions.share(ada, sharing="named")
    return ada


def test_private_everywhere_says_first_what_goes_and_what_stays(client, sharing_ada, switches_on):
    client.force_login(sharing_ada)
    page = client.get(reverse("people:private_everywhere")).content.decode()
    goes, stays = page.split("Stays")
    assert "<b>Named</b>" in goes
    assert "Quiet" not in goes
    assert "Home of your connection" in goes
    assert "<b>Quiet</b>" in stays
    sharing_ada.refresh_from_db()
    assert sharing_ada.sharing == "named"


def test_private_everywhere_is_one_act(client, sharing_ada, ben, switches_on):
    client.force_login(sharing_ada)
    assert client.post(reverse("people:private_everywhere")).status_code == 303
    sharing_ada.refresh_from_db()
    assert (sharing_ada.sharing, sharing_ada.shared_since) == ("private", None)
    mine = groups.groups_of(sharing_ada)
    assert set(mine.values_list("sharing", "shared_since")) == {(Membership.Sharing.PRIVATE, None)}
    assert mine.count() == 2
    assert not groups.groups_of(ben).exists()


def test_private_everywhere_touches_nobody_else(sharing_ada, ben, grace):
    theirs = member(group(grace, "Other"), ben, sharing="named")
    actions.private_everywhere(sharing_ada)
    theirs.refresh_from_db()
    assert theirs.sharing == "named"


@pytest.mark.parametrize("count", [1, 3])
def test_privacy_costs_the_same(client, ada, grace, switches_on, django_assert_num_queries, count):
    for number in range(count):
        member(group(grace, f"Group {number}"), ada)
    client.force_login(ada)
    with django_assert_num_queries(6):
        page = client.get(reverse("people:privacy")).content.decode()
    assert page.count("Group ") == count
