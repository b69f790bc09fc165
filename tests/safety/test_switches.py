"""What is switched off does not exist for anybody: the answer of nonsense, and nothing kept or forgotten by asking."""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cohort import derived
from cohort.models import Capabilities
from courses.access import queries as access
from courses.models import ActivityAlias
from courses.records import identity
from courses.records.clients import actions as clients
from courses.records.editor.urls import elsewhere
from courses.records.exchange import forwarding, importing
from tests.factories.records import VERSION, account, admitted, basic, foreign
from tests.factories.switches import switch_on

from .addresses import ADDRESSES
from .test_canaries import client_of
from .test_matrix import ROLES
from .world import World, rows

pytestmark = pytest.mark.takes(1)

STORE = {"name": "The region", "endpoint": "https://region.example/xapi", "key": "us", "secret": "between-us"}
METHODS = ("get", "head", "post", "put", "delete", "options")
NOWHERE = "/nowhere/at/all/"
NOWHERE_IN_THE_EDITOR = "/admin/nowhere/at/all/"


@dataclass(frozen=True, slots=True)
class Partners:
    """Who was let in while external records were on: the headers of each, and their pages in the editor."""

    headers: list[dict[str, str]]
    pages: list[str]


@pytest.fixture
def partners(world: World) -> Partners:
    """A client, a launch of ada's, another name, a store we send to and one we take over; then switched off."""
    lesson = world.things["lesson"].translation_key
    program, known = admitted("statements/write", "statements/read", "state", "profile", "progress")
    enrolment = access.enrolment(world.people["ada"], world.things["course"].translation_key)
    _, secret = clients.launch(enrolment, activity_key=lesson)
    ActivityAlias.objects.create(iri="https://tablets.example/1", activity_key=lesson)
    standing = {
        "record_client": program.uid,
        "destination": forwarding.begin(**STORE).uid,
        "record_import": importing.begin(**STORE).uid,
    }
    Capabilities.objects.update(external_records=False)
    return Partners(
        headers=[{**VERSION, "Authorization": one} for one in (known, basic("launch", secret), f"Bearer {secret}")],
        pages=[_address(door, standing) for door in elsewhere],
    )


def _address(door: Any, standing: dict[str, Any]) -> str:
    things = (
        [thing for kind, thing in standing.items() if door.name.startswith(kind)] if door.pattern.converters else []
    )
    return reverse(door.name, args=things)


def _answer(client: Client, method: str, address: str, **sent: Any) -> tuple[Any, ...]:
    """Return what an answer says, but for what differs from one asking to the next."""
    answer = getattr(client, method)(address, **sent)
    body = re.sub(rb'(csrf\w*"?[^>]{0,40}?value=|csrfToken&quot;: &quot;|"csrfToken": ")["\w-]+', b"", answer.content)
    return answer.status_code, body.replace(address.encode(), b""), answer.get("Location", "").replace(address, "")


def test_without_external_records_no_door_to_other_programs_is_there_for_anybody(world, partners):
    before, wrong = rows(), []
    doors = [*ADDRESSES["xapi"](world), *ADDRESSES["transcripts:bring"](world)]
    for role in ROLES:
        client = client_of(world, role)
        for method in METHODS:
            nonsense = _answer(client, method, NOWHERE)
            wrong += [f"{method} {door} as {role}" for door in doors if _answer(client, method, door) != nonsense]
            assert nonsense[0] == 404
    assert wrong == []
    assert [label for label, now in rows().items() if now != before[label]] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_external_records_the_editor_has_no_page_of_other_programs(world, partners, method):
    before, wrong = rows(), []
    for role in ROLES:
        client = client_of(world, role)
        nonsense = _answer(client, method, NOWHERE_IN_THE_EDITOR)
        assert nonsense[0] == (404 if role in ("ivan", "admin") else 302)
        wrong += [f"{door} as {role}" for door in partners.pages if _answer(client, method, door) != nonsense]
    assert wrong == []
    assert [label for label, now in rows().items() if now != before[label]] == []


def test_without_external_records_no_client_and_no_launch_is_known(world, partners):
    before = rows()
    said = foreign(
        actor=account(world.people["ada"]),
        object={"id": identity.activity_iri(world.things["lesson"].translation_key)},
    )
    nonsense = Client().get(NOWHERE)
    for headers in partners.headers:
        for door in ADDRESSES["xapi"](world):
            for method in METHODS:
                body = (
                    {"data": json.dumps(said), "content_type": "application/json"} if method in ("post", "put") else {}
                )
                answer = getattr(Client(enforce_csrf_checks=True), method)(door, headers=headers, **body)
                assert answer.status_code == 404, (method, door)
                assert answer.content in (nonsense.content, b""), (method, door)
                assert "X-Experience-API-Version" not in answer
    assert [label for label, now in rows().items() if now != before[label]] == []


def test_without_external_records_nobody_brings_any(world, partners):
    ada = world.people["ada"]
    client = client_of(world, "ada")
    brought = json.dumps([foreign(actor=account(ada))]).encode()
    before = rows()
    answer = client.post(reverse("transcripts:bring"), {"file": SimpleUploadedFile("statements.json", brought)})
    assert answer.status_code == 404
    assert reverse("transcripts:bring") not in client.get(reverse("transcripts:record")).content.decode()
    assert [label for label, now in rows().items() if now != before[label]] == []


def test_without_external_records_the_sites_own_stay_to_be_read_taken_along_and_derived(world, partners):
    ada, admin = client_of(world, "ada"), client_of(world, "admin")
    told = world.canaries["own_record"].text
    assert told in ada.get(reverse("transcripts:record")).content.decode()
    for name in ("statements", "table"):
        assert told in b"".join(ada.get(reverse(f"transcripts:{name}")).streaming_content).decode()
    assert ada.get(reverse("transcripts:transcript")).status_code == 200
    assert ada.get(reverse("claims:log")).status_code == 200
    assert admin.get(reverse("record_statements")).status_code == 200
    assert list(derived.differences()) == []


def test_the_editors_menu_names_other_programs_only_with_external_records(world, partners):
    admin = client_of(world, "admin")
    named = {"record_clients", "activity_aliases", "destinations", "record_imports"}

    def shown() -> set[str]:
        page = admin.get(reverse("wagtailadmin_home")).content.decode()
        return {name for name in named | {"record_statements"} if f'"{reverse(name)}"' in page.replace("&quot;", '"')}

    assert shown() == {"record_statements"}
    switch_on("external_records")
    assert shown() == {"record_statements", *named}


def test_with_external_records_on_again_all_is_there(world, partners):
    switch_on("external_records")
    admin, ada = client_of(world, "admin"), client_of(world, "ada")
    assert {admin.get(page).status_code for page in partners.pages} <= {200, 302, 405}
    assert reverse("transcripts:bring") in ada.get(reverse("transcripts:record")).content.decode()
    assert ada.get(reverse("transcripts:bring")).status_code == 200
    said = foreign(
        actor=account(world.people["ada"]),
        object={"id": identity.activity_iri(world.things["lesson"].translation_key)},
    )
    statements = reverse("xapi:statements")
    for headers in partners.headers:
        answer = Client().post(statements, said | {"id": foreign()["id"]}, "application/json", headers=headers)
        assert answer.status_code == 200, answer.content
