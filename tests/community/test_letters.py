"""Mail: one voice, as text and as HTML, whoever sends it; every address in it is this place's own."""

import re
from html import unescape
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from cohort.models import Capabilities
from community.connections import actions as connections
from community.letters import letter
from community.notifications import mailing
from tests.factories.people import person

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-evening-walk"
ALLAUTH = Path(allauth.__file__).parent / "templates"
LETTERS = sorted(
    str(path.relative_to(ALLAUTH)).removesuffix("_message.txt")
    for app in ("account", "mfa")
    for path in ALLAUTH.glob(f"{app}/email/*_message.txt")
    if not path.name.startswith("base_")
)
WORDS = {
    "activate_url": "https://cohort.example/x/",
    "password_reset_url": "https://cohort.example/x/",
    "signup_url": "https://cohort.example/x/",
    "code": "K7Q2MX",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "gone@example.org",
    "timestamp": timezone.now(),
    "ip": "203.0.113.7",
    "user_agent": "Firefox <b>on</b> Linux",
    "account_url": "https://cohort.example/settings/account/",
    "account_label": "See to your account",
}


def html_of(sent) -> str:
    (alternative,) = sent.alternatives
    assert alternative.mimetype == "text/html"
    return alternative.content


def links_of(sent) -> set[str]:
    return set(re.findall(r"https?://[^\s\"<>]+", sent.body + html_of(sent)))


@pytest.mark.parametrize("name", LETTERS)
def test_each_letter_of_allauth_is_written_here_as_text_and_as_html(name):
    sent = letter(f"{name}.html", to="ada@example.org", context=WORDS)
    html = html_of(sent)

    assert 5 < len(sent.subject) < 60
    for text in (sent.subject, sent.body, strip_tags(html)):
        assert "Hello from" not in text
        assert "{%" not in text
    assert "<b>on</b>" not in html
    assert not re.search(r"<(?!https?:)[a-z/]+[ >]", sent.body.replace("<b>on</b>", ""))
    assert sent.body.rstrip().count("\n\n\n") == 0
    said = " ".join(unescape(strip_tags(re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))).split())
    for paragraph in sent.body.partition("\n-- ")[0].split("\n\n"):
        first = " ".join(paragraph.split("\n")[0].split()).rstrip(":")
        assert first in said, "the text says what the HTML does not"


def test_a_letter_is_read_on_light_and_on_dark_and_fetches_nothing():
    html = html_of(letter("account/email/login_code.html", to="ada@example.org", context=WORDS))
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert not re.search(r"<(img|link|script|iframe)|url\(|@import", html)


@pytest.mark.parametrize(
    "ground, inks", [("#f9f7f2", ("#251e18", "#6b645b", "#1d54a8")), ("#15120f", ("#ebe7e0", "#a49d94", "#9fc1f3"))]
)
def test_what_a_letter_says_stands_out_from_its_ground(ground, inks):
    sheet = (Path(__file__).parents[2] / "templates/mail/letter.css").read_text()
    for ink in inks:
        assert ink in sheet
        assert contrast(ink, ground) >= 4.5
    assert contrast("#fdfcf9", "#1d54a8") >= 4.5
    assert contrast("#0c1526", "#9fc1f3") >= 4.5


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_letter_carries_the_name_an_admin_gave_the_place():
    Capabilities.objects.create(name="Night School <Leeds>")
    sent = letter("account/email/login_code.html", to="ada@example.org", context=WORDS)
    assert "Night School <Leeds>" in sent.body
    assert "Night School &lt;Leeds&gt;" in html_of(sent)


@pytest.fixture
def elsewhere(settings):
    settings.SITE_ORIGIN = "https://cohort.example"
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    return Client(headers={"host": "other.example"})


def test_signing_up_resetting_and_asking_for_a_code_write_from_here_alone(elsewhere, ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    signing_up = {"display_name": "New", "password1": PASSWORD}
    elsewhere.post(reverse("account_signup"), {**signing_up, "email": "new@example.org"})
    Client(headers={"host": "other.example"}).post(reverse("account_signup"), {**signing_up, "email": ada.email})
    elsewhere.post(reverse("account_reset_password"), {"email": ada.email})
    elsewhere.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    elsewhere.post(reverse("account_request_login_code"), {"email": ada.email})

    assert [sent.subject for sent in mail.outbox] == [
        "Confirm your address",
        "You have an account already",
        "Choose a new password",
        "No account has this address",
        "Your code to sign in",
    ]
    for sent in mail.outbox:
        assert links_of(sent)
        assert all(link.startswith("https://cohort.example/") for link in links_of(sent)), links_of(sent)


def test_a_changed_password_is_told_by_a_letter_with_where_it_came_from(elsewhere, ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    elsewhere.force_login(ada)
    new = {"oldpassword": "secret-enough", "password1": PASSWORD, "password2": PASSWORD}
    elsewhere.post(reverse("account_change_password"), new, headers={"user-agent": "Evening Browser"})

    (sent,) = mail.outbox
    assert sent.subject == "Your password was changed"
    assert "By: Evening Browser" in sent.body
    assert "https://cohort.example/settings/account/" in links_of(sent)


def test_a_notice_is_a_letter_too(ada, ben, switches_on, elsewhere):
    ada.display_name = "Ada <b>Nwosu</b>"
    ada.save()
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    connections.ask(ada, other=ben)
    mailing.send_due(timezone.now())

    (sent,) = mail.outbox
    assert "Ada &lt;b&gt;Nwosu&lt;/b&gt; would like to connect" in html_of(sent)
    assert "Ada <b>Nwosu</b> would like to connect." in sent.body
    assert all(link.startswith("https://cohort.example/") for link in links_of(sent))


def test_no_name_begins_a_line_of_a_letters_head(ben, switches_on):
    eve = person("Eve\r\nBcc: all@example.org", email="eve@example.org")
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    connections.ask(eve, other=ben)
    mailing.send_due(timezone.now())
    assert mail.outbox[0].subject == "Eve Bcc: all@example.org would like to connect"
    assert b"\nBcc:" not in mail.outbox[0].message().as_bytes().partition(b"\n\n")[0]
