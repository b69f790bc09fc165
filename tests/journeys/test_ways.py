"""The ways people go most, with every press and field counted: invited to a first accomplishment, asked to answered."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from community.discussions import actions as discussions
from community.models import Topic
from community.notifications import mailing
from courses.records import effects

from .hand import Hand

pytestmark = pytest.mark.browser


def link_of(message: mail.EmailMessage, part: str) -> str:
    """Return the path of the link with `part` in a letter, as whoever reads it as text presses it."""
    return re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", message.body).group(1)


def key_of(email: str) -> str:
    """Return what the letter to `email` confirms it by; the server sent it, in a process of its own."""
    return EmailConfirmationHMAC(EmailAddress.objects.get(email=email)).key


def test_from_an_invitation_to_the_first_accomplishment_in_nine(evening, browser_page):
    page = browser_page(phone=True)
    page.goto(evening.invitation_url)
    hand = Hand(page)
    hand.press("Create an account and join", role="link")
    hand.fill("Name", "Nuria Costa")
    hand.fill("E-mail", "Nuria@Example.org")
    hand.fill("Password", "a-long-evening-walk")
    hand.press("Create the account")
    expect(page.get_by_role("heading", name="Look at your mail")).to_be_visible()
    page.goto(reverse("account_confirm_email", args=[key_of("nuria@example.org")]))  # as her mail says
    hand.press("Yes, confirm it")
    hand.press("Join privately")
    hand.press("Start", role="link")
    hand.press("Finish and go on")

    said = page.get_by_role("status").filter(has_text="Finished: Lesson 1. 1 of 3. Your first badge: A first lesson.")
    expect(said).to_be_visible()
    assert hand.did <= 9


def test_who_asks_below_a_lesson_is_mailed_the_answer(later, browser_page):
    ada, ben = (later.evening.people[name] for name in ("ada", "ben"))
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    page = browser_page(ada, phone=True)
    page.goto(later.evening.lesson_url)
    talk = page.locator("#lesson-talk")
    talk.locator("textarea").fill("Why is the mean so far out?")
    talk.locator(".composer button").click()
    expect(talk.get_by_text("Why is the mean so far out?")).to_be_visible()

    topic = Topic.objects.latest("pk")
    discussions.reply(topic, author=ben, text="Because it weighs every number.")
    effects.drain_all(timezone.now())
    assert mailing.send_due(timezone.now() + timedelta(days=1)) >= 1
    letter = next(each for each in mail.outbox if each.to == [ada.email] and "replied" in each.subject)
    page.goto(link_of(letter, "topics"))
    expect(page.get_by_text("Because it weighs every number.")).to_be_in_viewport()
