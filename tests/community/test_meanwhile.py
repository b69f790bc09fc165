"""Two pages of the same: what one changed is not written over by the other, which reads both."""

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cohort.models import Capabilities
from community.models import Group, NotificationPreference
from community.notifications import choices
from courses.claims.checklists import actions as checklists
from courses.meanwhile import Meanwhile
from courses.records.clients import actions as clients
from tests.factories.claims import logged
from tests.factories.forms import forms_of_ours
from tests.factories.groups import group
from tests.factories.people import person
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


def page_of(client, url: str) -> dict[str, object]:
    """Return what a browser would send of the form on a page, as it came."""
    page = BeautifulSoup(client.get(url).content.decode(), "html.parser")
    form = next(each for each in page.select("form") if each.select_one("[name=shown]"))
    said: dict[str, object] = {}
    for each in form.select("input[name], textarea[name], select[name]"):
        if each.get("type") in ("checkbox", "radio") and not each.has_attr("checked"):
            continue
        value = each.get("value", "on" if each.get("type") == "checkbox" else "")
        if each.name == "textarea":
            value = each.text.removeprefix("\n")
        if each.name == "select":
            value = (each.select_one("option[selected]") or {"value": ""})["value"]
        if each.get("type") != "file":
            said.setdefault(each["name"], []).append(value)
    return said


def test_a_claim_amended_in_two_windows_keeps_both_changes_and_asks_about_one(client, ada, evening):
    claim = logged(ada, happened_on=None, minutes=90)
    url = reverse("claims:amend", args=[claim.uid])
    client.force_login(ada)
    first, second = page_of(client, url), page_of(client, url)
    assert client.post(url, first | {"learned": "To count.", "hours": "2", "minutes": "0"}).status_code == 303
    assert client.post(url, second | {"title": "First aid in town"}).status_code == 303
    claim.refresh_from_db()
    assert (claim.title, claim.learned, claim.minutes) == ("First aid in town", "To count.", 120)

    refused = client.post(url, second | {"title": "Aid", "learned": "To wait.", "hours": "3"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert [f"{WORDS}{now}" in page for now in ("First aid in town", "To count.", "2 h")] == [True, True, True]
    again = {"shown": unescape(re.search(r'name="shown" value="([^"]*)"', page)[1])}
    assert client.post(url, second | {"title": "Aid", "learned": "To wait."} | again).status_code == 303
    claim.refresh_from_db()
    assert (claim.title, claim.learned) == ("Aid", "To wait.")


def test_a_profile_changed_in_two_windows_keeps_both_changes(client, ada):
    url = reverse("people:settings")
    client.force_login(ada)
    first, second = page_of(client, url), page_of(client, url)
    assert client.post(url, first | {"about": "I count."}).status_code == 303
    assert client.post(url, second | {"headline": "Nurse"}).status_code == 303
    ada.refresh_from_db()
    assert (ada.about, ada.headline) == ("I count.", "Nurse")
    refused = client.post(url, second | {"about": "I measure."})
    assert (refused.status_code, f"{WORDS}I count." in refused.content.decode()) == (422, True)


def test_what_one_wants_to_hear_is_not_put_back_by_an_older_page(client, ada):
    url = reverse("notifications:preferences")
    client.force_login(ada)
    older = page_of(client, url)
    choices.mail_no_more(ada, verb="answered")
    assert client.post(url, older | {"site-kudos": []}).status_code == 303
    kept = NotificationPreference.objects.order_by("kind").values_list("kind", "on_site", "by_mail")
    assert list(kept) == [("answered", True, False), ("kudos", False, False)]


def test_a_client_changed_by_two_admins_keeps_both_changes(client):
    tablets, _secret = clients.admit("Tablets", scopes=["progress", "email"], per_minute=60)
    url = reverse("record_client", args=[tablets.uid])
    client.force_login(person("Rosa Quispe", is_superuser=True))
    first, second = page_of(client, url), page_of(client, url)
    assert client.post(url, first | {"scopes": ["progress", "grades"]}).status_code == 302
    assert client.post(url, second | {"name": "Phones"}).status_code == 302
    tablets.refresh_from_db()
    assert (tablets.name, set(tablets.scopes), tablets.per_minute) == ("Phones", {"progress", "grades"}, 60)

    refused = client.post(url, second | {"name": "Phones", "scopes": ["state", "email"]})
    page = BeautifulSoup(refused.content.decode(), "html.parser")
    assert f"{WORDS}Move progress" in page.text
    assert {each["value"] for each in page.select("[name=scopes][checked]")} == {"state", "email"}


def test_switches_thrown_by_two_admins_both_hold(client):
    client.force_login(person("Rosa Quispe", is_superuser=True))
    url = client.get("/admin/settings/cohort/capabilities/", follow=True).redirect_chain[-1][0]
    first, second = page_of(client, url), page_of(client, url)
    off = {name: said for name, said in first.items() if name != "outside"}
    assert client.post(url, off | {"name": "Night School"}).status_code == 302
    assert client.post(url, {name: said for name, said in second.items() if name != "community"}).status_code == 302
    now = Capabilities.objects.get()
    assert (now.name, now.outside, now.community, now.achievements) == ("Night School", False, False, True)

    refused = client.post(url, second | {"name": "Day School"})
    assert f"{WORDS}Night School" in refused.content.decode()
    assert Capabilities.objects.get().name == "Night School"


# Forms of something that stands which say one thing only, ask themselves, or are Wagtail's.
ONE_THING = {
    "AssignmentForm", "ChangeSharingForm", "ConnectionSharingForm", "CourseContentForm",
    "CredentialsForm", "DocumentForm", "ImageForm", "NameForm", "PersonForm", "PictureForm",
}  # fmt: skip
CHANGES = {
    "AmendForm", "CapabilitiesForm", "ChangeClientForm", "ChangeRubricForm", "ChangeWordsForm", "GroupSettingsForm",
    "PreferencesForm", "ProfileForm",
}  # fmt: skip


def test_a_form_that_changes_what_stands_writes_over_nothing():
    ours = forms_of_ours()
    assert {each.__name__ for each in ours if issubclass(each, Meanwhile) and each is not Meanwhile} == CHANGES
    assert {each.__name__ for each in ours} >= ONE_THING
