"""What a person may not see turns up in nothing they fetch, and looking changes nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from community.connections import actions as connections
from community.discussions import actions as discussions
from community.notifications import choices, mailing
from community.notifications.kinds import KINDS

from .addresses import ADDRESSES
from .routes import routes
from .world import World, rows

pytestmark = pytest.mark.takes(2.5)

ROLES = ("visitor", "ada", "ben", "cleo", "grace", "ivan", "ivo", "hilda", "hugo", "rolf", "mallory", "admin")
FOREIGN = {"wagtail.admin", "allauth", "xapi"}
EDITORS = {"ivan", "ivo", "admin", "mallory"}


def client_of(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if world.people[role]:
        client.force_login(world.people[role], backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", errors="replace") + str(dict(response.headers))


def test_every_route_has_an_address():
    assert {route.name for route in routes()} == set(ADDRESSES)


@pytest.mark.parametrize("role", ROLES)
def test_canaries_turn_up_only_where_they_may_and_where_they_must(world, role):
    before = rows()
    leaked, found, broken = [], set(), []
    client = client_of(world, role)
    for route, addresses in ADDRESSES.items():
        if route == "wagtail.admin" and role not in EDITORS:
            continue
        for address in addresses(world):
            response = client.get(address)
            if response.status_code >= 500:
                broken.append(f"{address} {response.status_code}")
            text = read(response)
            if response.status_code == 302 and route not in FOREIGN:  # what is a page's frame leads to the page
                text += read(client.get(address, headers={"Turbo-Frame": "frame"}))
            for name, canary in world.canaries.items():
                if canary.text in address:  # who asks by it knows it already
                    continue
                if canary.text in text or canary.text.replace(" ", "-") in text:
                    found.add(name)
                    if role not in canary.may:
                        leaked.append(f"{name} at {route} {address}")
    assert broken == []
    assert leaked == []
    assert {name for name, canary in world.canaries.items() if role in canary.must} - found == set()
    changed = {label for label, now in rows().items() if now != before[label]}
    assert changed == set()  # renditions are made when first shown, and say nothing of anybody


def test_each_canary_must_be_found_by_somebody_who_looks(world):
    unseen = {"launch_secret", "launch_auth"}  # a key that nobody is shown
    assert {name for name, canary in world.canaries.items() if not canary.must & set(ROLES)} == unseen


def test_mail_tells_nobody_what_they_may_not_see(world):
    who = world.people
    for verb in KINDS:
        for user in filter(None, who.values()):
            choices.prefer(user, verb=verb, on_site=True, by_mail=True)
    discussions.reply(world.things["topic"], author=who["grace"], text=world.plant("last_reply", may="ada ben grace"))
    discussions.reply(world.things["hidden_topic"], author=who["hilda"], text=world.plant("hush", may="hugo hilda"))
    connections.ask(who["grace"], other=who["ada"])
    mailing.send_due(timezone.now() + timedelta(days=2))

    told = {_role_of(world, message.to) for message in mail.outbox}
    assert {"ada", "ben", "hugo"} <= told
    leaked = [
        f"{name} to {message.to}"
        for message in mail.outbox
        for name, canary in world.canaries.items()
        if name != "mail" and canary.text in f"{message.subject} {message.body}"
        if _role_of(world, message.to) not in canary.may
    ]
    assert leaked == []
    assert any(world.canaries["topic_title"].text in message.subject for message in mail.outbox)


def _role_of(world: World, to: list[str]) -> str:
    (address,) = to
    return next(role for role, user in world.people.items() if user and user.email == address)
