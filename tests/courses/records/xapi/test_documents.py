"""Documents over the wire: kept as they were sent, and given out so that no browser takes them for a page of ours."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser

from courses.models import Document
from tests.factories.records import admitted, asked

pytestmark = pytest.mark.django_db

NAMED = {"activityId": "https://elsewhere.example/book", "agent": json.dumps({"mbox": "mailto:ada@elsewhere.example"})}
STATE = f"activities/state?{urlencode({**NAMED, 'stateId': 'place'})}"
PAGE = "<form action=https://elsewhere.example><input name=password>"
ALONE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
}


@pytest.fixture
def known():
    return admitted("state", "profile", "statements/read")[1]


def by_form(method, **fields):
    """Return the answer to the alternate syntax, as a page elsewhere makes a browser send it."""
    form = urlencode({"X-Experience-API-Version": "1.0.3", **NAMED, **fields})
    kind = "application/x-www-form-urlencoded"
    return Browser(enforce_csrf_checks=True).post(f"/xapi/activities/state?method={method}", form, content_type=kind)


def test_a_page_kept_as_a_state_is_no_page_of_ours_however_it_is_asked_for(known):
    sent = {"Authorization": known, "stateId": "place"}
    assert by_form("PUT", **sent, **{"Content-Type": "text/html", "content": PAGE}).status_code == 204

    for answer in (by_form("GET", **sent), asked(known, "GET", STATE)):
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/html")
        assert answer.content.decode() == PAGE
        assert {name: answer[name] for name in ALONE} == ALONE


@pytest.mark.parametrize(("path", "status"), [("about", 200), ("statements", 200), ("activities/state", 400)])
def test_whatever_the_store_answers_is_no_page_of_ours(known, path, status):
    answer = asked(known, "GET", path)
    assert answer.status_code == status
    assert {name: answer[name] for name in ALONE} == ALONE


@pytest.mark.parametrize(
    "kind", ["text/plain\r\nSet-Cookie: a=b", "text/plain;\r\n a=b", "page", f"text/plain;name={'a' * 255}"]
)
def test_a_document_of_no_media_type_is_refused_and_not_kept(known, kind):
    sent = {"Authorization": known, "stateId": "place", "Content-Type": kind, "content": "{}"}
    for method in ("PUT", "POST"):
        answer = by_form(method, **sent)
        assert answer.status_code == 400
        assert answer.json()["error"].startswith("Content-Type: ")
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("resource", "named"), [("activities/state", NAMED), ("activities/profile", {"activityId": NAMED["activityId"]})]
)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_a_name_over_500_characters_is_refused(known, resource, named, method):
    parameter = "stateId" if "state" in resource else "profileId"
    for length, refused in ((500, False), (501, True)):
        path = f"{resource}?{urlencode({**named, parameter: 'é' * length})}"
        answer = asked(known, method, path, None if method in ("GET", "DELETE") else {})
        assert (answer.status_code == 400) == refused
    assert answer.json()["error"].startswith(f"parameter {parameter}: ")
