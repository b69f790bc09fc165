"""Two pages of the same: what one changed is not written over by the other, which reads both."""

import re
from html import unescape

import pytest
from django.urls import reverse

from community.models import Group
from courses.claims.checklists import actions as checklists
from tests.factories.groups import group
from tests.factories.talk import question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
WORDS = "It changed meanwhile. By now it says: "


@pytest.fixture
def evening(grace):
    return group(by=grace)


def shown(client, url: str) -> dict[str, str]:
    """Return what a page sends along unseen."""
    page = client.get(url).content.decode()
    return {"shown": unescape(re.search(r'name="shown" value="([^"]*)"', page)[1])}


def settings(evening, **changes):
    fields = {name: getattr(evening, name) for name in ("name", "purpose", "visibility", "time_zone")}
    return fields | changes


def test_a_purpose_saved_from_an_older_page_leaves_managed_on(client, evening, grace):
    url = reverse("groups:settings", args=[evening.uid])
    client.force_login(grace)
    first, second = shown(client, url), shown(client, url)
    assert client.post(url, settings(evening, managed="on") | first).status_code == 303
    assert client.post(url, settings(evening, purpose="To count.") | second).status_code == 303

    found = Group.objects.get(pk=evening.pk)
    assert (found.managed_since is not None, found.purpose) == (True, "To count.")


def test_what_two_changed_is_shown_to_the_second_who_then_decides(client, evening, grace):
    url = reverse("groups:settings", args=[evening.uid])
    client.force_login(grace)
    first, second = shown(client, url), shown(client, url)
    client.post(url, settings(evening, purpose="To count.") | first)
    refused = client.post(url, settings(evening, purpose="To measure.") | second)
    page = refused.content.decode()
    assert (refused.status_code, f"{WORDS}To count." in page, "To measure." in page) == (422, True, True)
    assert Group.objects.get(pk=evening.pk).purpose == "To count."

    again = {"shown": unescape(re.search(r'name="shown" value="([^"]*)"', page)[1])}
    assert client.post(url, settings(evening, purpose="To measure.") | again).status_code == 303
    assert Group.objects.get(pk=evening.pk).purpose == "To measure."


@pytest.mark.parametrize("sent", ["", "nonsense", "[]", "{}"])
def test_a_form_that_says_nothing_of_its_page_is_taken_as_it_is(client, evening, grace, sent):
    url = reverse("groups:settings", args=[evening.uid])
    client.force_login(grace)
    assert client.post(url, settings(evening, purpose="To count.") | {"shown": sent}).status_code == 303
    assert Group.objects.get(pk=evening.pk).purpose == "To count."


def test_a_checklist_changed_on_two_pages_keeps_both_changes(client, evening, grace):
    rubric = checklists.make_rubric(
        evening.place, title="First aid", skills=["Asks first"], levels=["Not yet", "Alone"], by=grace
    )
    url = reverse("claims:rubric", args=[rubric.uid])
    fields = {"title": "First aid", "skills": "Asks first", "levels": "Not yet\r\nAlone"}
    client.force_login(grace)
    first, second = shown(client, url), shown(client, url)
    client.post(url, fields | {"skills": "Asks first\r\nWashes"} | first)
    assert client.post(url, fields | {"title": "Aid"} | second).status_code == 303
    rubric.refresh_from_db()
    assert (rubric.title, rubric.skills) == ("Aid", ["Asks first", "Washes"])

    refused = client.post(url, fields | {"title": "Help", "skills": "Else"} | second)
    assert (refused.status_code, f"{WORDS}Asks first · Washes" in refused.content.decode()) == (422, True)


def test_a_post_edited_in_two_windows_says_so(client, evening, grace):
    post = question(evening, grace, text="One").opening
    url = reverse("discussions:edit", args=[post.uid])
    client.force_login(grace)
    first, second = shown(client, url), shown(client, url)
    assert client.post(url, {"text": "Two"} | first).status_code == 303
    refused = client.post(url, {"text": "Three"} | second)
    assert (refused.status_code, f"{WORDS}Two" in refused.content.decode()) == (422, True)
    post.refresh_from_db()
    assert post.text == "Two"
    assert client.post(url, {"text": "Two"} | second).status_code == 303
