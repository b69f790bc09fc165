"""Every refusal of a form is a page with the words in it, and every other door is refused in its own form."""

import errno
import json
import re
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client
from django.urls import path

from cohort import urls as site
from courses.outages import outage

WORDS = "The tails, <and> often the point."
FULL = OSError(errno.ENOSPC, "No space left on device")
RAISED = {
    403: PermissionDenied(), 404: Http404(), 500: ValueError("a bug"),
    503: OperationalError("the connection is closed"), 507: FULL,
}  # fmt: skip


def refusing(request: HttpRequest, status: int) -> HttpResponse:
    """Answer a form as a view, a package or a broken engine does."""
    if status == 405:
        return HttpResponseNotAllowed(["POST"])
    if status in RAISED and request.GET.get("by") == "raising":
        raise RAISED[status]
    return HttpResponse(status=status)


urlpatterns = [
    path("refusing/<int:status>/", refusing),
    path("xapi/refusing/<int:status>/", refusing),  # before the store answers for what is below it
    *site.urlpatterns,
]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def browser(ada) -> Client:
    """A browser that ada is signed in with; what breaks is answered and not raised."""
    client = Client(raise_request_exception=False)
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(answer: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.content.decode(), "html.parser")


@pytest.mark.parametrize("by", ["raising", "answering"])
@pytest.mark.parametrize("status", [403, 405, 409, 410, 413, 429, 500, 502, 503, 507])
def test_a_refused_form_is_a_page_with_its_words(browser, status, by):
    answer = browser.post(f"/refusing/{status}/?by={by}", {"text": WORDS, "place": "group:1"})
    page = page_of(answer)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
    assert "no-store" in answer["Cache-Control"]
    assert page.find("textarea", {"name": "text"}).text.strip() == WORDS
    assert page.title
    assert page.h1
    assert page.find("link", rel="stylesheet")


@pytest.mark.parametrize("status", [409, 413, 429, 500, 502, 503, 507])
def test_what_may_be_taken_later_is_sent_again_as_it_was(browser, status):
    form = page_of(browser.post(f"/refusing/{status}/", {"text": WORDS, "place": "group:1"})).form
    fields = {each["name"]: each.get("value") or each.text.strip() for each in form.select("[name]")}
    assert form["action"] == f"/refusing/{status}/"
    assert fields.pop("csrfmiddlewaretoken")
    assert fields == {"text": WORDS, "place": "group:1"}


def test_sent_again_it_is_taken(ada, browser, switches_on):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    strict.get("/settings/")
    old = {"display_name": "Ada Lovelace", "about": WORDS, "language": "en-gb", "time_zone": "Europe/London"}
    refused = strict.post("/settings/", {**old, "csrfmiddlewaretoken": "o" * 32})
    assert refused.status_code == 403
    form = page_of(refused).form
    again = {each["name"]: each.get("value") or each.text.removeprefix("\n") for each in form.select("[name]")}
    assert strict.post(form["action"], again).status_code == 303
    ada.refresh_from_db()
    assert (ada.display_name, ada.about) == ("Ada Lovelace", WORDS)


@pytest.mark.parametrize("cookies, said", [(False, "Your browser sent no cookies"), (True, "Not sent yet")])
def test_no_cookies_and_an_old_page_are_told_apart(ada, cookies, said):
    client = Client(enforce_csrf_checks=True)
    if cookies:
        client.get("/accounts/login/")
    answer = client.post("/refusing/200/", {"text": WORDS, "csrfmiddlewaretoken": "o" * 32})
    assert (answer.status_code, page_of(answer).h1.text) == (403, said)
    assert client.cookies["csrftoken"].value
    again = {**{each["name"]: each.get("value") or each.text for each in page_of(answer).select("form [name]")}}
    assert client.post("/refusing/200/", again).status_code == 200 + 222  # a page to a form stands for its errors


def test_what_can_be_sent_again_says_in_whose_name(ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    main = page_of(client.post(f"/topics/{uuid.uuid4()}/replies/", {"text": WORDS})).select_one("main")
    assert "You are signed in as Ada Nwosu." in main.text
    assert "You are signed in" not in page_of(Client(enforce_csrf_checks=True).post("/", {"text": WORDS})).text


def test_what_is_not_there_is_the_same_bytes_to_a_form_too(browser):
    sent = [browser.post(f"/topics/{uuid.uuid4()}/replies/", {"text": WORDS}).content for _each in range(2)]
    elsewhere = browser.post("/refusing/404/?by=raising", {"text": WORDS}).content
    assert sent[0] == sent[1] == elsewhere
    assert [word for word in (b"csrf", b"nonce", b"topics") if word in sent[0]] == []
    assert browser.post("/nonsense/", {"kind": "1"}).content == browser.get("/nonsense/").content


def test_a_secret_is_never_given_back(browser):
    answer = browser.post("/refusing/429/", {"login": "ada@example.org", "password": "kept to myself"})
    assert b"kept to myself" not in answer.content
    assert page_of(answer).find("a", string="Back to the form")["href"] == "/refusing/429/"


def test_a_limit_says_how_long_to_wait(browser):
    answer = browser.post("/refusing/429/", {"text": WORDS})
    assert answer["Retry-After"] == "60"
    assert "Wait 1 minute," in page_of(answer).get_text()


@pytest.mark.parametrize("status", [503, 507])
def test_the_record_store_and_programs_are_refused_in_json(browser, status):
    for answer in (
        browser.post(f"/xapi/refusing/{status}/?by=raising", "{}", content_type="application/json"),
        browser.post(f"/refusing/{status}/?by=raising", {"text": WORDS}, headers={"Accept": "application/json"}),
    ):
        assert answer.status_code == status
        assert json.loads(answer.content)["error"]
    assert (answer.get("Retry-After") == "5") is (status == 503)


@pytest.mark.parametrize("address", ["/refusing/405/", "/notifications/reading/"])
def test_looking_where_only_forms_go_is_a_page(browser, switches_on, address):
    answer = browser.get(address)
    assert (answer.status_code, page_of(answer).h1.text) == (405, "This cannot be done from here")
    assert "POST" in answer["Allow"]


def test_a_form_too_large_to_read_is_told_so(browser, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = browser.post("/settings/", {"about": "long " * 1000})
    assert (answer.status_code, page_of(answer).h1.text) == (413, "This is too large")
    assert "Go back in your browser" in page_of(answer).get_text()  # nobody here has read what was written
    assert page_of(answer).find("button") is None


@pytest.mark.parametrize(
    "error, status",
    [
        (FULL, 507),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 507),
        (OperationalError("database or disk is full"), 507),
        (OperationalError('could not extend file "base/1": No space left on device'), 507),
        (OperationalError("server closed the connection unexpectedly"), 503),
        (InterfaceError("connection already closed"), 503),
        (OperationalError("database is locked"), 503),
        (OperationalError("no such table: community_user"), None),
        (OSError(errno.EACCES, "Permission denied"), None),
        (ValueError("a bug"), None),
    ],
)
def test_only_what_is_out_is_called_so(error, status):
    found = outage(error)
    assert (found and found.status) == status
    try:
        raise RuntimeError("in the middle of something") from error
    except RuntimeError as around:
        found = outage(around)
        assert (found and found.status) == status


def test_nobody_reads_of_another_site_where_the_words_go(browser):
    assert not re.search(
        r'(?:href|src|action)="(?:https?:)?//', browser.post("/refusing/500/", {"text": WORDS}).content.decode()
    )
