"""A letter is the last of its kind by one press in a mail program (RFC 8058), or by a page with one button."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from cohort.models import Capabilities
from community.connections import actions as connections
from community.groups import invitations, queries
from community.models import Invitation, Notification, NotificationPreference, Unsubscription
from community.notifications import choices, mailing
from tests.factories.groups import group
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ADDRESS = "jo@example.org"


@pytest.fixture
def circle(grace):
    return group(grace)


def program() -> Client:
    """Return a mail program, which has no session and no token."""
    return Client(enforce_csrf_checks=True)


def end_of(sent) -> str:
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (address,) = re.findall(r"^<(https?://[^<>\s]+)>$", sent.extra_headers["List-Unsubscribe"])
    return urlsplit(address).path


@pytest.fixture
def notice(ada, ben) -> str:
    """Where notices like the one that was mailed to ben are ended."""
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    connections.ask(ada, other=ben)
    assert mailing.send_due(timezone.now()) == 1
    return end_of(mail.outbox.pop())


def invite(circle, grace, *addresses: str) -> list[str]:
    invitations.invite_by_mail(circle, by=grace, addresses=addresses or [ADDRESS])
    sent, mail.outbox[:] = list(mail.outbox), []
    return [end_of(each) for each in sent]


def mailed_about_connecting(ben) -> int:
    connections.ask(person("Somebody Else"), other=ben)
    return mailing.send_due(timezone.now() + timedelta(hours=1))


def test_one_press_in_a_mail_program_ends_notices_of_that_kind_alone(notice, ben):
    answer = program().post(notice, ONE_CLICK)

    assert (answer.status_code, answer.content) == (200, b"")
    assert mailed_about_connecting(ben) == 0
    assert Notification.objects.filter(recipient=ben).count() == 2, "they are told here as before"
    (kept,) = NotificationPreference.objects.values_list("user", "kind", "on_site", "by_mail")
    assert kept == (ben.pk, "asked_to_connect", True, False)


def test_what_is_on_its_way_is_not_mailed_either(notice, ben):
    connections.ask(person("Somebody Else"), other=ben)
    program().post(notice, ONE_CLICK)
    assert mailing.send_due(timezone.now() + timedelta(hours=1)) == 0


def test_whoever_chose_not_to_be_told_here_is_not_told_from_now_on(notice, ben):
    choices.prefer(ben, verb="asked_to_connect", on_site=False, by_mail=False)
    program().post(notice, ONE_CLICK)
    assert NotificationPreference.objects.get().on_site is False


def test_a_repeat_changes_nothing(notice, circle, grace):
    (invitation,) = invite(circle, grace)
    for address in (notice, invitation):
        answers = [program().post(address, ONE_CLICK) for _ in range(2)]
        assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"")] * 2
    assert (NotificationPreference.objects.count(), Unsubscription.objects.count()) == (1, 1)


def test_a_get_changes_nothing_and_shows_one_button_and_nobody(notice, ben, circle, grace):
    (invitation,) = invite(circle, grace)
    for address in (notice, invitation):
        answer = Client().get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert page.count("<button") == 1
        for told in (ben.display_name, ben.email, ADDRESS, str(ben.uid), circle.name, grace.display_name):
            assert told not in page
    assert not NotificationPreference.objects.exists()
    assert not Unsubscription.objects.exists()


def test_the_button_ends_them_and_says_so(notice, ben):
    answer = Client().post(notice, follow=True)
    assert answer.redirect_chain[0][1] == 303
    assert "No more of these letters" in answer.content.decode()
    assert mailed_about_connecting(ben) == 0


def test_what_was_ended_by_the_button_is_undone_by_the_next(notice, ben, circle, grace):
    (invitations,) = invite(circle, grace)
    for address, what in ((notice, "Someone asks to connect"), (invitations, "Invitations to groups")):
        ended = Client().post(address, follow=True)
        page = ended.content.decode()
        assert what in page
        assert 'name="undo"' in page
        undone = Client().post(address, {"undo": "1"}, follow=True)
        assert undone.redirect_chain == [(address, 303)]
        assert "End these letters?" in undone.content.decode()
        assert "There is nothing left to undo." not in undone.content.decode()
        assert "There is nothing left to undo." in Client().post(address, {"undo": "1"}, follow=True).content.decode()
    assert len(invite(circle, grace)) == 1
    assert mailed_about_connecting(ben) == 1


def test_what_had_ended_before_is_not_offered_to_be_undone(notice, circle, grace):
    (invitations,) = invite(circle, grace)
    for address in (notice, invitations):
        program().post(address, ONE_CLICK)
        page = Client().post(address, follow=True).content.decode()
        assert "No more of these letters" in page
        assert 'name="undo"' not in page


def test_a_way_leads_to_all_choices_where_there_are_any(notice, circle, grace):
    way = 'href="/notifications/preferences/"'
    assert way in Client().get(notice).content.decode()
    assert way not in Client().get(invite(circle, grace)[0]).content.decode()
    Capabilities.objects.update(community=False)
    assert way not in Client().get(notice).content.decode()


def test_the_button_needs_its_token_as_any_other(notice):
    assert program().post(notice).status_code == 403
    assert not NotificationPreference.objects.exists()


@pytest.mark.parametrize("change", ["x", "", "community"])
def test_an_address_that_is_not_ours_does_not_exist(notice, change):
    other = f"{notice[:-2]}{change}/" if change != "community" else "/unsubscription/community/"
    assert program().post(other, ONE_CLICK).status_code == 404
    assert Client().get(other).status_code == 404


def test_it_works_whatever_is_switched_off_and_whoever_is_gone(notice, ben):
    Capabilities.objects.update(community=False)
    type(ben).objects.filter(pk=ben.pk).update(is_active=False)
    assert program().post(notice, ONE_CLICK).status_code == 200


def test_an_address_gets_no_invitation_any_more_from_anybody_and_nobody_is_told(circle, grace, ivan):
    (address,) = invite(circle, grace)
    program().post(address, ONE_CLICK)

    assert invitations.invite_by_mail(group(ivan), by=ivan, addresses=["JO@example.org", "kim@example.org"]) == []
    assert [sent.to for sent in mail.outbox] == [["kim@example.org"]]
    assert Invitation.objects.latest("pk").mailed == 2
    assert queries.letters_of(ivan, since=timezone.now() - timedelta(days=1)) == 2


def test_each_letter_ends_those_to_its_own_address(circle, grace):
    first, second = invite(circle, grace, ADDRESS, "kim@example.org")
    assert first != second
    program().post(first, ONE_CLICK)
    assert len(invite(circle, grace, ADDRESS, "kim@example.org")) == 1


def test_the_address_itself_is_not_kept(circle, grace):
    (address,) = invite(circle, grace)
    program().post(address, ONE_CLICK)
    assert ADDRESS not in str(Unsubscription.objects.values())


def test_the_line_in_the_head_is_one_address_as_it_is_sent(circle, grace):
    invitations.invite_by_mail(circle, by=grace, addresses=[ADDRESS])
    head = mail.outbox[0].message().as_bytes().split(b"\n\n")[0].decode()
    assert re.search(
        r"^List-Unsubscribe:\s+" + re.escape(mail.outbox[0].extra_headers["List-Unsubscribe"]) + "$", head, re.M
    )
