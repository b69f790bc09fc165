"""Every address that takes a form, by everybody: what it is refused with is a page, and no word of theirs is lost."""

import re
import uuid
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from .addresses import ADDRESSES
from .test_canaries import FOREIGN, client_of
from .world import World, rows

pytestmark = pytest.mark.takes(2)

WORDS = "Every word of <this> & that"
FORM = {"text": WORDS, "title": WORDS, "note": WORDS, "place": "group:none"}
ALLAUTH = (
    "account_login", "account_signup", "account_logout", "account_email", "account_change_password",
    "account_reset_password", "account_request_login_code", "account_reauthenticate", "mfa_activate_totp",
)  # fmt: skip


def forms(world: World) -> Iterator[tuple[str, str]]:
    """Return every address of ours there is, whatever it takes, and those where one signs in and up."""
    for route, addresses in ADDRESSES.items():
        if route not in FOREIGN:
            yield from ((route, address) for address in addresses(world))
    yield from ((name, reverse(name)) for name in ALLAUTH)


def page_of(answer: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.content.decode(), "html.parser")


def lacks(answer: HttpResponse, *, words: bool = True) -> str:
    """Return what a refusal lacks to be a page of the site with the words that were sent; "" where nothing."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return answer.get("Content-Type", "no type")
    page = page_of(answer)
    parts = {"title": page.title, "main": page.main, "heading": page.h1, "style": page.find("link", rel="stylesheet")}
    given = [each.text.strip() for each in page.find_all("textarea")]
    if words and WORDS not in given:
        return "the words"
    return ", ".join(name for name, part in parts.items() if part is None)


@pytest.mark.parametrize("role", ["mallory", "ada", "grace"])
def test_whoever_is_refused_reads_a_page_with_their_words(world, role):
    client = client_of(world, role)
    client.raise_request_exception = False
    wrong, refused = [], 0
    for route, address in forms(world):
        answer = client.post(address, FORM)
        assert answer.status_code < 500, address
        if answer.status_code in (400, 403, 404, 405, 409, 413, 429):
            refused += 1
            if missing := lacks(answer, words=answer.status_code != 404):  # what is not there is one page for all
                wrong.append(f"{route} {address}: {answer.status_code} without {missing}")
        if route == "account_logout":
            client = client_of(world, role)
    assert wrong == []
    assert refused > 20, "nothing was refused"


@pytest.mark.parametrize("cookies", [True, False])
def test_an_old_token_and_no_cookies_lose_no_word_anywhere(world, cookies):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["ada"], backend="django.contrib.auth.backends.ModelBackend")
    before, wrong = rows(), []
    for route, address in forms(world):
        client.cookies.pop(settings.CSRF_COOKIE_NAME, None)
        if cookies:
            client.get(reverse("account_email"))
        answer = client.post(address, {**FORM, "csrfmiddlewaretoken": "o" * 32})
        token = page_of(answer).find("input", {"name": "csrfmiddlewaretoken"})
        missing = lacks(answer) or ("" if token else "a token")
        if answer.status_code != 403 or missing:
            wrong.append(f"{route} {address}: {answer.status_code} without {missing}")
    assert wrong == []
    assert [label for label, now in rows().items() if now != before[label]] == []


def test_whoever_was_signed_out_meanwhile_comes_back_to_where_they_were_with_their_words(world):
    wrong, kept = [], 0
    stood = reverse("people:account")
    for route, address in forms(world):
        client = client_of(world, "ada")
        client.get(stood)
        del client.cookies[settings.SESSION_COOKIE_NAME]
        answer = client.post(address, FORM, headers={"Referer": f"http://testserver{stood}"})
        if answer.status_code != 303 or "login" not in answer["Location"]:
            continue
        kept += 1
        client.force_login(world.people["ada"], backend="django.contrib.auth.backends.ModelBackend")
        back = client.get(stood)
        stands = [each.text.strip() for each in page_of(back).find_all("textarea")]
        if not answer["Location"].endswith(f"next={stood}") or WORDS not in stands:
            wrong.append(f"{route} {address}: led to {answer['Location']}, with {stands}")
    assert wrong == []
    assert kept > 20, "nobody was sent to sign in"


def test_what_is_gone_or_hidden_is_answered_to_a_form_as_what_never_was(world):
    client, hidden = client_of(world, "mallory"), set()
    for route, address in forms(world):
        if not re.search(r"[0-9a-f]{8}-", address):
            continue
        nonsense = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(uuid.uuid4()), address)
        real, random = client.post(address, FORM), client.post(nonsense, FORM)
        if real.status_code == 404:
            assert (random.status_code, real.content) == (404, random.content), address
            hidden.add(route)
    assert len(hidden) > 20, "nothing was compared"


@pytest.mark.parametrize("sent_by", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_what_another_site_sends_is_given_back_to_nobody(world, sent_by):
    """Or one press on our own page would send it: the form of a stranger with our token in it."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(world.people["ada"], backend="django.contrib.auth.backends.ModelBackend")
    given = []
    for route, address in forms(world):
        page = strict.post(address, FORM, headers=sent_by).content.decode()
        if WORDS in page or "Every word of" in page or "csrfmiddlewaretoken" in page:
            given.append(f"{route} {address}")
    assert given == []
