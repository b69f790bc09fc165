"""Whoever was signed out meanwhile finds what they wrote where it stood, and nobody else does."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.discussions import actions
from community.models import Post, User
from courses import clock
from tests.factories.groups import group, member
from tests.factories.talk import question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
WORDS = 'The tails, and "often" <the> point.\r\nA second line & more'


@pytest.fixture
def topic(grace, ada, ben):
    evening = group(by=grace)
    for user in (ada, ben):
        member(evening, user)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return question(evening, grace)


@pytest.fixture
def at(topic) -> str:
    return reverse("discussions:topic", args=[topic.uid])


@pytest.fixture
def replies(topic) -> str:
    return reverse("discussions:replies", args=[topic.uid])


def send(client: Client, to: str, at: str = "", **fields: str) -> HttpResponse:
    return client.post(to, fields, headers={"Referer": f"http://testserver{at}"} if at else {})


def sign_in(client: Client, user: User, door: str) -> HttpResponse:
    return client.post(door, {"login": user.email, "password": "secret-enough"})


def sign_out(client: Client) -> None:
    client.post(reverse("account_logout"))


def left(user: User, at: str) -> Client:
    """Return a browser in which `user` looked at a page and was signed out meanwhile."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get(at)
    del client.cookies["sessionid"]
    return client


def of(answer: HttpResponse, name: str) -> list[str]:
    """Return what stands in the fields called `name` of a page."""
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    fields = page.select(f"main [name={name}]")
    return [each.text.removeprefix("\n") if each.name == "textarea" else each.get("value", "") for each in fields]


def test_a_reply_is_there_to_be_sent_where_it_was_written(topic, at, replies, ada):
    client = left(ada, at)
    sent = send(client, replies, at, text=WORDS)
    assert sent.status_code == 303
    assert "tails" not in sent["Location"]
    assert "You were signed out before this was sent" in client.get(sent["Location"]).content.decode()

    assert sign_in(client, ada, sent["Location"])["Location"] == at
    shown = client.get(at)
    assert of(shown, "text") == [WORDS]
    assert "You were signed out before this was sent" in shown.content.decode()
    assert not topic.posts.filter(author=ada).exists()

    assert send(client, replies, at, text=WORDS).status_code == 303
    assert topic.posts.filter(author=ada).count() == 1
    assert of(client.get(at), "text") == [""]


def test_a_browser_that_names_no_page_is_led_to_the_one_above(at, replies, ada):
    client = left(ada, at)
    door = send(client, replies, text=WORDS)["Location"]
    answer = client.get(sign_in(client, ada, door)["Location"])
    assert (answer.status_code, answer["Location"]) == (302, at)
    assert of(client.get(at), "text") == [WORDS]


def test_every_field_of_a_new_discussion_is_kept(topic, ada):
    at = reverse("discussions:new", args=[topic.place.removeprefix("group:")])
    client = left(ada, at)
    door = send(client, at, at, title="Why bars?", text=WORDS, kind="question")["Location"]
    shown = client.get(sign_in(client, ada, door)["Location"])
    assert (of(shown, "title"), of(shown, "text")) == (["Why bars?"], [WORDS])
    chosen = BeautifulSoup(shown.content.decode(), "html.parser").select("[name=kind][checked]")
    assert [each["value"] for each in chosen] == ["question"]


def test_what_one_wrote_is_never_shown_to_the_next_person_of_a_browser(at, replies, ada, ben):
    client = Client()
    sign_in(client, ada, reverse("account_login"))
    client.get(at)
    sign_out(client)
    door = send(client, replies, at, text=WORDS)["Location"]
    sign_in(client, ben, door)
    assert "tails" not in client.get(at).content.decode()
    sign_out(client)
    sign_in(client, ada, door)
    assert of(client.get(at), "text") == [""]


def test_where_its_form_is_gone_it_stands_above_the_page(topic, at, replies, ada, grace):
    client = left(ada, at)
    door = send(client, replies, at, text=WORDS)["Location"]
    actions.remove(topic.opening, by=grace)
    sign_in(client, ada, door)
    assert of(client.get(at), "text") == [WORDS]


def test_a_button_without_words_leads_back_to_where_it_stood(topic, at, ada):
    client, post = left(ada, at), topic.posts.first()
    door = send(client, reverse("discussions:helpful", args=[post.uid]), at)["Location"]
    assert sign_in(client, ada, door)["Location"] == at
    assert client.get(at).status_code == 200


def test_a_program_in_the_background_keeps_nothing(ada, replies, at):
    client = left(ada, at)
    client.post(replies, {"text": WORDS}, headers={"Accept": "application/json"})
    assert "unsent" not in client.session


def test_secrets_are_never_kept(ada):
    client = left(ada, "/")
    client.post(reverse("account_change_password"), {"oldpassword": "a b c", "password1": "d e f", "note": "x y"})
    assert client.session["unsent"]["fields"] == [["note", "x y"]]


def test_more_than_anybody_writes_is_not_kept(ada, at, replies):
    client = left(ada, at)
    client.post(replies, {"text": "a b " * 40_000})
    assert "unsent" not in client.session


@pytest.mark.parametrize("came_from", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_away_by_what_a_browser_names(client, replies, came_from):
    door = client.post(replies, {"text": WORDS}, headers={"Referer": came_from})["Location"]
    assert [word for word in ("evil", "javascript") if word in door] == []


def test_a_day_later_it_is_forgotten(at, replies, ada):
    client = left(ada, at)
    door = send(client, replies, at, text=WORDS)["Location"]
    session = client.session
    session["unsent"] = {**session["unsent"], "when": session["unsent"]["when"] - 86_401}
    session.save()
    sign_in(client, ada, door)
    assert of(client.get(at), "text") == [""]
    assert Post.objects.filter(text=WORDS).count() == 0


@pytest.mark.parametrize("last", ["", "x" * 24, "x" * 24 + ":forged"])
def test_a_browser_in_which_nobody_was_signed_in_fills_no_table(replies, last):
    client = Client()
    client.cookies["last"] = last
    assert send(client, replies, text=WORDS).status_code == 303
    assert Session.objects.count() == 0


def test_another_sites_form_is_not_kept_for_anybody(ada, at, replies):
    client = left(ada, at)
    answer = client.post(replies, {"text": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 303
    assert "unsent" not in client.session


def test_what_waits_no_longer_goes_with_its_session(ada, at, replies):
    client = left(ada, at)
    send(client, replies, at, text=WORDS)
    before = Session.objects.count()
    Session.objects.filter(pk=client.session.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    clock.tick(timezone.now())
    assert Session.objects.count() == before - 1


def test_what_was_chosen_is_chosen_again(ada, grace):
    evening = group(by=grace)
    member(evening, ada, sharing="named")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    at = reverse("groups:sharing", args=[evening.uid])
    client = left(ada, at)
    door = send(client, at, at, sharing="private")["Location"]
    assert "You were signed out before this was done" in client.get(door).content.decode()
    sign_in(client, ada, door)
    shown = client.get(at)
    assert "You were signed out before this was sent" in shown.content.decode()
    chosen = BeautifulSoup(shown.content.decode(), "html.parser").select("[name=sharing][checked]")
    assert [each["value"] for each in chosen] == ["private"]


def test_a_form_that_is_nowhere_for_visitors_leads_whoever_was_in_to_sign_in(ada):
    somewhere = reverse("learning:completion", args=[uuid.uuid4()])
    assert send(Client(), somewhere, "/").status_code == 404
    client = left(ada, "/")
    door = send(client, somewhere, "/")["Location"]
    assert door == f"{reverse('account_login')}?next=/"
    assert "You were signed out before this was done" in client.get(door).content.decode()
