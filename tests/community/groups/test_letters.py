"""Inviting by mail: to any address alike, in the inviter's words, so many a day."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.groups import invitations, queries
from community.models import Invitation, Membership
from tests.factories.groups import group, member
from tests.factories.letterbox import letterbox
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]

ADDRESSES = [f"{name}@example.org" for name in ("one", "two", "three", "four")]


@pytest.fixture
def circle(grace):
    return group(grace)


@pytest.fixture
def desk(grace) -> Client:
    client = Client()
    client.force_login(grace)
    return client


def post(client: Client, circle, addresses: str, note: str = "", **more):
    return client.post(reverse("groups:people", args=[circle.uid]), {"addresses": addresses, "note": note}, **more)


def link_in(text: str) -> str:
    (found,) = set(re.findall(r"/groups/invitations/[0-9a-f-]+/", text))
    return found


def test_a_letter_says_who_invites_to_what_in_the_inviters_words(desk, grace, circle, settings):
    settings.SITE_ORIGIN = "https://cohort.example"
    note = "We meet on Mondays.\n<b>Do come</b>"
    assert post(desk, circle, "jo@example.org", note, headers={"host": "localhost"}).status_code == 303

    (sent,) = mail.outbox
    html = sent.alternatives[0].content
    assert (sent.to, sent.subject) == (["jo@example.org"], f"{grace.display_name} invites you to Evening Statistics")
    for text in (sent.body, html):
        assert "What Evening Statistics is for." in text
        assert "We meet on Mondays." in text
        assert all(link.startswith("https://cohort.example/") for link in re.findall(r"https?://[^\s\"<]+", text))
    assert "&lt;b&gt;Do come&lt;/b&gt;" in html
    assert Client().get(link_in(sent.body)).status_code == 200


def test_each_address_gets_one_letter_of_its_own_in_whatever_letters_it_is_written(desk, circle):
    post(desk, circle, "Jo <Jo@Example.org>, kim@example.org\n JO@example.org;lee@example.org")
    assert [sent.to for sent in mail.outbox] == [["jo@example.org"], ["kim@example.org"], ["lee@example.org"]]
    assert len({link_in(sent.body) for sent in mail.outbox}) == 1
    assert Invitation.objects.get().mailed == 3


def test_the_answer_and_the_letter_are_the_same_for_known_and_unknown_addresses(desk, circle, ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    member(circle, person("Ben Okafor"))
    answers = [post(desk, circle, address, follow=True) for address in (ada.email, "ben@example.org", "no@example.org")]
    said = {tuple(str(one) for one in answer.context["messages"]) for answer in answers}
    assert said == {("Invitation mailed",)}
    bodies = {re.sub(r"\S+@\S+|[0-9a-f-]{36}|/unsubscription/\S+", "", sent.body) for sent in mail.outbox}
    assert len(bodies) == 1


def test_whoever_got_a_letter_joins_by_it(desk, circle, mallory):
    post(desk, circle, mallory.email)
    client = Client()
    client.force_login(mallory)
    client.post(link_in(mail.outbox[0].body), {"sharing": "private"})
    assert Membership.objects.filter(group=circle, user=mallory, left=None).exists()


@pytest.mark.parametrize("who", ["ada", "mallory"])
def test_only_who_leads_the_group_invites_by_mail(who, request, circle, ada):
    member(circle, ada)
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert post(client, circle, "jo@example.org").status_code == 404
    assert mail.outbox == []


@pytest.mark.parametrize(
    "addresses, word",
    [
        ("jo", "“jo” is no address"),
        ("jo@example.org, kim at example.org", "is no address"),
        (" , ;", "Write at least one address"),
        (" ".join(f"p{n}@example.org" for n in range(21)), "Up to 20 addresses at once; these are 21"),
        ("<script>@example.org", "is no address"),
    ],
)
def test_what_cannot_be_mailed_stays_in_the_field_with_why(desk, circle, addresses, word):
    answer = post(desk, circle, addresses, "A word")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert word in text
    assert "A word</textarea>" in text
    assert mail.outbox == []
    assert not Invitation.objects.exists()


def test_one_person_invites_so_many_a_day_in_all_their_groups(desk, grace, circle):
    now = timezone.now()
    other = group(grace, "Map Club")
    for hours, count in ((30, 20), (2, 20), (1, 20)):
        mailed = [f"p{hours}-{n}@example.org" for n in range(count)]
        invitations.invite_by_mail(other, by=grace, addresses=mailed, at=now - timedelta(hours=hours))
    assert queries.letters_of(grace, since=now - timedelta(days=1)) == 40

    answer = post(desk, circle, " ".join(f"q{n}@example.org" for n in range(11)))
    assert answer.status_code == 422
    assert "You can mail 50 invitations a day, and 10 are left" in answer.content.decode()
    assert post(desk, circle, " ".join(f"q{n}@example.org" for n in range(10))).status_code == 303
    assert len(mail.outbox) == 70


def test_a_mail_server_that_is_away_leaves_the_link_spends_nothing_and_says_so(desk, grace, circle, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = post(desk, circle, " ".join(ADDRESSES), follow=True).content.decode()
    assert "no invitation was mailed" in page
    assert str(Invitation.objects.get().uid) in page
    assert "times" not in page
    assert Invitation.objects.get().mailed == 0
    assert queries.letters_of(grace, since=timezone.now() - timedelta(days=1)) == 0


@pytest.fixture
def spoken(settings):
    """Mail goes to a server that listens."""

    @contextmanager
    def listen(**answers):
        with letterbox(**answers) as box:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
            yield box
        assert box.hung_up == 1, "every conversation ends, and there was one"

    return listen


def test_a_server_that_goes_after_two_letters_has_taken_two(desk, circle, spoken):
    with spoken(at_data=lambda number, to: "250 Taken" if number < 3 else "") as box:
        page = post(desk, circle, " ".join(ADDRESSES), follow=True).content.decode()
    assert box.taken == ADDRESSES[:2]
    assert "2 of 4 invitations were mailed. Send the link yourself to: three@example.org, four@example.org" in page
    assert Invitation.objects.get().mailed == 2


def test_a_letter_that_is_not_taken_keeps_no_other_back(desk, circle, spoken):
    with spoken(at_data=lambda number, to: "452 No room" if number == 3 else "250 Taken") as box:
        page = post(desk, circle, " ".join(ADDRESSES), follow=True).content.decode()
    assert box.taken == [*ADDRESSES[:2], ADDRESSES[3]]
    assert "3 of 4 invitations were mailed. Send the link yourself to: three@example.org" in page
    assert Invitation.objects.get().mailed == 3


def test_one_of_two_is_said_in_the_singular(desk, circle, spoken):
    with spoken(at_data=lambda number, to: "452 No room" if number == 2 else "250 Taken"):
        page = post(desk, circle, " ".join(ADDRESSES[:2]), follow=True).content.decode()
    assert "1 of 2 invitations was mailed. Send the link yourself to: two@example.org" in page


def test_what_the_server_says_about_an_address_is_not_told(desk, circle, spoken):
    with spoken(at_address=lambda number, to: "550 Nobody" if to.startswith("two") else "250 Fine") as box:
        page = post(desk, circle, " ".join(ADDRESSES), follow=True).content.decode()
    assert box.taken == [ADDRESSES[0], *ADDRESSES[2:]]
    assert "4 invitations mailed" in page


def test_a_link_that_is_shown_is_this_places_own(desk, grace, circle, settings):
    settings.SITE_ORIGIN, settings.ALLOWED_HOSTS = "https://cohort.example", ["other.example"]
    invitation = invitations.invite(circle, by=grace)
    page = desk.get(reverse("groups:people", args=[circle.uid]), headers={"host": "other.example"}).content.decode()
    assert f"https://cohort.example/groups/invitations/{invitation.uid}/" in page
    assert "other.example" not in page
