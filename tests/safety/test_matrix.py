"""Every route by every role: who is answered, who is sent to sign in, for whom it does not exist."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from .addresses import ADDRESSES
from .routes import routes
from .test_canaries import FOREIGN, client_of
from .world import rows

pytestmark = pytest.mark.takes(2)

ROLES = ("visitor", "mallory", "ada", "cleo", "grace", "ivan", "hilda", "admin")


def row(*codes: int) -> dict[str, int]:
    """Return the expected status of each role, in the order of ROLES."""
    return dict(zip(ROLES, codes, strict=True))


OPEN = row(*[200] * 8)
OWN = row(302, *[200] * 7)  # one's own page, whoever one is
POST_ONLY = row(302, *[405] * 7)
CIRCLE = row(302, 404, 200, 200, 200, 404, 404, 404)
LED = row(302, 404, 404, 404, 200, 404, 404, 404)
PERSON = row(302, 404, 200, 200, 200, 404, 404, 404)  # of the circle
HIDDEN = row(302, 404, 404, 404, 404, 404, 200, 404)
NOBODY = row(302, *[404] * 7)
FOUND = row(302, 200, 302, 302, 302, 200, 200, 200)  # a private group's door: members go in
COURSE = row(302, 404, 200, 200, 200, 200, 404, 200)
TALK = row(302, 404, 200, 200, 200, 200, 404, 404)  # an admin reads it by a door that is logged
ACT = row(404, 404, 302, 302, 302, 404, 404, 404)  # what a learner posts; looking leads back
MINE = row(302, 404, 200, *[404] * 5)  # ada's own attempt
ENROLLED = row(302, 404, 200, 200, 200, 404, 404, 404)  # by the circle
BEGUN = row(302, 404, 200, 200, *[404] * 4)  # the course that went stays in the record of who began it
SHOWN = row(302, 404, 200, 404, 200, 404, 404, 404)  # ada's, at the circle that grace leads
CLEOS = row(302, 404, 404, 200, 404, 404, 404, 404)  # at no place
MINE_BACK = row(302, 404, 302, *[404] * 5)

# The first address of each route, and where there is a second (a hidden group, a draft) what it answers.
EXPECTED: dict[str, tuple[dict[str, int], ...]] = {
    "healthz": (OPEN,),
    "readyz": (OPEN,),
    "home": (OPEN,),
    "start:name": (POST_ONLY,),
    "start:choice": (POST_ONLY,),
    "wagtail.admin": (row(302, 302, 302, 302, 302, 200, 302, 200),),
    "allauth": (row(200, *[302] * 7),),
    "xapi": (row(*[400] * 8),),  # without the header of a version; with it see below
    "face:styleguide": (OPEN,),
    "search:page": (OPEN,),
    "search:palette": (OPEN,),
    "you": (OWN,),
    "unsubscribing:letters": (OPEN,),
    "people:settings": (OWN,),
    "people:picture_change": (POST_ONLY,),
    "people:picture_end": (POST_ONLY,),
    "people:account": (OWN,),
    "people:privacy": (OWN,),
    "people:sharing": (POST_ONLY,),
    "people:private_everywhere": (OWN,),
    "people:picture": (row(*[404] * 8),),  # nobody here has one
    "profiles:person": (  # in the order of the cast
        *[PERSON] * 4,
        row(302, 404, 404, 404, 404, 200, 404, 404),
        NOBODY,
        HIDDEN,
        HIDDEN,
        NOBODY,
        row(302, 200, 404, 404, 404, 404, 404, 404),
        row(302, 404, 404, 404, 404, 404, 404, 200),
    ),
    "achievements:points": (OWN,),
    "connections:list": (OWN,),
    "connections:sharing": (OWN,),
    "connections:acceptance": (POST_ONLY,),
    "connections:removal": (POST_ONLY,),
    "connections:ask": (POST_ONLY,),
    "discussions:list": (CIRCLE, HIDDEN),
    "discussions:newer": (CIRCLE, HIDDEN),
    "discussions:new": (CIRCLE, HIDDEN),
    "discussions:feed-post": (POST_ONLY, POST_ONLY),
    "discussions:course": (TALK,),
    "discussions:lesson": (TALK,),
    "discussions:topic": (CIRCLE, HIDDEN),
    "discussions:newer-replies": (CIRCLE, HIDDEN),
    "discussions:replies": (POST_ONLY, POST_ONLY),
    "discussions:edit": (NOBODY,),  # ben's own post, and ben is not asked here
    "discussions:removal": (POST_ONLY,),
    "discussions:acceptance": (POST_ONLY,),
    "discussions:acceptance_end": (POST_ONLY,),
    "discussions:helpful": (POST_ONLY,),
    "discussions:kudos": (POST_ONLY,),
    "feed:muting": (POST_ONLY, POST_ONLY),
    "feed:muting_end": (POST_ONLY, POST_ONLY),
    "feed:newer-home": (OWN,),
    "feed:group": (CIRCLE, HIDDEN),
    "feed:newer": (CIRCLE, HIDDEN),
    "groups:list": (OWN,),
    "groups:new": (OWN,),
    "groups:invitation": (row(200, 200, 302, 302, 302, 200, 200, 200),),
    "groups:group": (FOUND, row(302, 404, 404, 404, 404, 404, 302, 404)),
    "groups:membership": (FOUND, row(302, 404, 404, 404, 404, 404, 302, 404)),
    "groups:leaving": (CIRCLE, HIDDEN),
    "groups:request_end": (POST_ONLY, POST_ONLY),
    "groups:sharing": (CIRCLE, HIDDEN),
    "groups:agreement": (POST_ONLY, POST_ONLY),
    "groups:people": (CIRCLE, HIDDEN),
    "groups:manager": (POST_ONLY,),
    "groups:manager_end": (POST_ONLY,),
    "groups:removal": (POST_ONLY,),
    "groups:decision": (POST_ONLY,),
    "groups:invitations": (POST_ONLY, POST_ONLY),
    "groups:revocation": (POST_ONLY,),
    "groups:courses": (CIRCLE, HIDDEN),
    "groups:assignment_end": (POST_ONLY,),
    "groups:settings": (LED, NOBODY),
    "insights:grid": (LED, NOBODY),
    "insights:export": (LED, NOBODY),
    "insights:evidence": (LED,),
    "leaderboards:board": (CIRCLE, HIDDEN),
    "notifications:list": (OWN,),
    "notifications:tray": (OWN,),
    "notifications:count": (OWN,),
    "notifications:reading": (POST_ONLY,),
    "notifications:clearing": (POST_ONLY,),
    "notifications:preferences": (OWN,),
    "notifications:unmuting": (POST_ONLY,),
    "notifications:muting": (POST_ONLY,),
    "offline:worker": (OPEN,),
    "outside:queue": (LED, NOBODY),
    "claims:log": (OWN,),
    "claims:new": (OWN,),
    "claims:shell": (OPEN,),
    "claims:claim": (SHOWN, CLEOS),
    "claims:amend": (MINE, CLEOS),
    "claims:withdrawal": (POST_ONLY,),
    "claims:decision": (POST_ONLY,),
    "claims:evidence": (SHOWN,),
    "claims:places": (OWN,),
    "claims:rubrics": (CIRCLE, HIDDEN),
    "claims:rubric_new": (LED, NOBODY),
    "claims:rubric": (CIRCLE,),
    "claims:rubric_end": (POST_ONLY,),
    "claims:observe": (LED,),
    "claims:observations": (OWN,),
    "claims:observation": (SHOWN,),
    "claims:agreement": (POST_ONLY,),
    "claims:observation_withdrawal": (POST_ONLY,),
    "claims:sheet": (SHOWN,),
    "catalog:list": (OPEN,),
    "catalog:course_short": (row(*[301] * 8), row(*[404] * 8)),
    "catalog:course": (OPEN, row(*[404] * 8)),
    "catalog:file": (row(404, 404, 404, 404, 404, 200, 404, 200),),  # used nowhere yet: its team alone
    "learning:enrol": (row(*[302] * 8),),
    "learning:outline": (row(*[302] * 8),),  # a frame; asked for as a page it is the course
    "learning:finished": (row(*[404] * 8),),  # nobody has finished
    "learning:lesson": (COURSE, NOBODY),  # the second stands in a course that has gone again
    "learning:completion": (ACT,),
    "learning:bookmark": (ACT,),
    "learning:question": (row(404, 404, 302, 302, 302, 200, 404, 200),),
    "links:link": (COURSE,),
    "links:launches": (ACT,),
    "links:completion": (ACT,),
    "transcripts:record": (OWN,),
    "transcripts:statements": (OWN,),
    "transcripts:table": (OWN,),
    "transcripts:transcript": (OWN,),
    "transcripts:bring": (OWN,),
    "transcripts:course": (ENROLLED, BEGUN),
    "assessments:assessment": (COURSE,),
    "assessments:attempts": (ACT,),
    "assessments:attempt": (MINE_BACK,),
    "assessments:question": (MINE,),
    "assessments:summary": (MINE,),
    "assessments:submission": (MINE_BACK,),
}
# Where the outsider's own form may be sent to with success: nobody else's rows are named in it.
OUTSIDERS_OWN = {
    "people:settings", "people:picture_change", "people:picture_end", "people:account", "people:privacy",
    "people:sharing", "people:private_everywhere", "connections:sharing", "groups:new", "groups:membership",
    "claims:new",
    "groups:group", "groups:invitation", "groups:request_end", "notifications:reading", "notifications:clearing",
    "unsubscribing:letters",  # of whoever holds the letter
    "notifications:preferences", "notifications:unmuting", "transcripts:bring", "allauth", "wagtail.admin", "xapi",
}  # fmt: skip


def test_every_route_has_its_row():
    assert {route.name for route in routes()} == set(EXPECTED)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_matrix_says(world, role):
    wrong = []
    client = client_of(world, role)
    for route, expected in EXPECTED.items():
        addresses = ADDRESSES[route](world)[: 1 if route in FOREIGN else None]
        for number, address in enumerate(addresses):
            statuses = expected[min(number, len(expected) - 1)]  # the last row holds for all that follow
            status = client.get(address).status_code
            if status != statuses[role]:
                wrong.append(f"{route} {address}: {status}, expected {statuses[role]}")
    assert wrong == []


@pytest.mark.parametrize("role", ["visitor", "mallory", "ada", "grace", "hilda"])
def test_who_does_not_teach_is_shown_nothing_of_the_editor(world, role):
    client = client_of(world, role)
    statuses = {client.get(address).status_code for address in ADDRESSES["wagtail.admin"](world)}
    assert statuses <= {302, 404}


def test_no_cache_may_keep_what_was_answered_to_a_person(world):
    client = client_of(world, "ada")
    kept = [
        address
        for addresses in ADDRESSES.values()
        for address in addresses(world)
        if not {"private", "no-store"} & set(re.findall(r"[\w-]+", client.get(address).get("Cache-Control", "")))
    ]
    assert kept == []


def test_a_form_without_its_token_is_refused_everywhere(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["ada"], backend="django.contrib.auth.backends.ModelBackend")
    before = rows()
    accepted = [
        f"{route} {address}"
        for route, addresses in ADDRESSES.items()
        if route not in FOREIGN
        for address in addresses(world)
        if client.post(address).status_code not in (403, 405)
    ]
    assert accepted == []
    assert [label for label, now in rows().items() if now != before[label]] == []


@pytest.mark.parametrize("role", ["mallory", "ada", "grace"])
@pytest.mark.parametrize("method", ["head", "options", "trace"])
def test_no_other_way_of_asking_changes_or_tells_more(world, method, role):
    before = rows()
    wrong = []
    client = client_of(world, role)
    for route, addresses in ADDRESSES.items():
        if route in FOREIGN:
            continue
        for address in addresses(world):
            status, asked = getattr(client, method)(address).status_code, client.get(address).status_code
            if status != asked and (method == "head" or status != 405):
                wrong.append(f"{route} {address}: {status}, but {asked}")
    assert wrong == []
    assert [label for label, now in rows().items() if now != before[label]] == []


def test_an_outsider_changes_nothing_by_posting(world):
    client = client_of(world, "mallory")
    before = rows()
    answered = []
    for route, addresses in ADDRESSES.items():
        if route in OUTSIDERS_OWN:
            continue
        for address in addresses(world):
            status = client.post(
                address, {"text": "mine", "title": "mine", "user_id": world.people["ada"].pk}
            ).status_code
            if status not in (403, 404, 405):
                answered.append(f"{route} {address}: {status}")
    assert answered == []
    assert [label for label, now in rows().items() if now != before[label]] == []


@pytest.mark.parametrize("role", ["visitor", "mallory"])
def test_what_is_hidden_is_answered_as_what_never_was(world, role):
    client = client_of(world, role)
    hidden = set()
    for route, addresses in ADDRESSES.items():
        for address in addresses(world):
            if not re.search(r"[0-9a-f]{8}-", address) or EXPECTED[route][0][role] == 200:
                continue
            nonsense = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(uuid.uuid4()), address)
            real, random = client.get(address), client.get(nonsense)
            if real.status_code == 404:
                assert (random.status_code, real.content) == (404, random.content), address
                hidden.add(route)
    assert len(hidden) > 3, "nothing was compared"


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_no_session_opens_the_record_store(world, method):
    before = rows()
    wrong = []
    for role in ROLES:
        client = client_of(world, role)
        for address in ADDRESSES["xapi"](world):
            answer = getattr(client, method)(address, headers={"X-Experience-API-Version": "2.0.0"})
            public = address == reverse("xapi:about") and method in ("get", "head")
            cache.clear()  # nobody is held back for guessing here
            if answer.status_code not in ((200,) if public else (401, 405)):
                wrong.append(f"{method} {address} as {role}: {answer.status_code}")
    assert wrong == []
    assert [label for label, now in rows().items() if now != before[label]] == []
