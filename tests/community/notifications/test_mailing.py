"""Mail for notices: once, to whom it is wanted, saying only what may still be said."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from cohort.models import Capabilities
from community.connections import actions as connections
from community.models import Notification
from community.notifications import actions, choices, mailing
from courses import clock
from tests.factories.groups import group, member
from tests.factories.talk import question, reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def verified(ben):
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)


@pytest.fixture
def evening_question(ben, ada):
    evening = group(ben)
    member(evening, ada)
    return reply(question(evening, ben, title="When and where?"), ada)


def test_who_is_asked_to_connect_gets_one_mail(ada, ben, verified, settings):
    settings.SITE_ORIGIN = "https://cohort.example"
    connections.ask(ada, other=ben)
    row = Notification.objects.get()
    now = timezone.now()

    assert (mailing.send_due(now), mailing.send_due(now + timedelta(hours=1))) == (1, 0)
    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (["ben@example.org"], "Ada Nwosu would like to connect")
    assert sent.extra_headers["Message-ID"].startswith(f"<{row.uid}.")
    assert sent.extra_headers["Message-ID"].endswith("@cohort.example>")
    assert f"https://cohort.example/people/{ada.uid}/" in sent.body
    assert Notification.objects.get().mailed_at == now


def test_a_name_is_written_as_it_is_and_begins_no_line(ada, ben, verified):
    ada.display_name = "Máire O'Neill\nBcc: <all>"
    ada.save()
    connections.ask(ada, other=ben)
    mailing.send_due(timezone.now())

    (sent,) = mail.outbox
    assert sent.subject == "Máire O'Neill Bcc: <all> would like to connect"
    assert "\nMáire O'Neill Bcc: <all> would like to connect.\n" in sent.body


def test_the_clock_sends_it(ada, ben, verified):
    connections.ask(ada, other=ben)

    assert clock.tick(timezone.now())["notices"] == 1


def test_two_processes_take_a_row_once(ada, ben, verified):
    connections.ask(ada, other=ben)
    mine, theirs = Notification.objects.get(), Notification.objects.get()
    now = timezone.now()

    assert mailing._take(mine, now)
    assert not mailing._take(theirs, now)
    assert mailing.send_due(now) == 0
    assert mailing.send_due(now + mailing.LEASE) == 1


@pytest.mark.parametrize("how", ["read", "unverified", "ended", "off", "suspended", "refused"])
def test_nothing_is_mailed_that_is_read_unverified_gone_or_switched_off(ada, ben, verified, how):
    if how == "refused":
        choices.prefer(ben, verb="asked_to_connect", on_site=True, by_mail=False)
    asked = connections.ask(ada, other=ben)
    if how == "read":
        actions.read_all(ben)
    elif how == "unverified":
        EmailAddress.objects.update(verified=False)
    elif how == "ended":
        connections.remove(asked, by=ada)
    elif how == "off":
        Capabilities.objects.update(community=False)
    elif how == "suspended":
        type(ben).objects.filter(pk=ben.pk).update(is_active=False)

    assert mailing.send_due(timezone.now()) == 0
    assert mail.outbox == []


def test_a_mail_server_that_is_away_loses_nothing(ada, ben, verified, settings):
    connections.ask(ada, other=ben)
    now = timezone.now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    first = mailing.send_due(now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert (first, mailing.send_due(now + mailing.LEASE)) == (0, 1)


def test_a_mail_about_a_question_ends_by_one_mark(evening_question, ben, verified):
    now = timezone.now()
    assert mailing.send_due(now) == 1
    assert "Ada Nwosu replied to your question When and where?\n" in mail.outbox[0].body
