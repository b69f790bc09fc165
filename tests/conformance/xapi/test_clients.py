"""Clients made by others record and read back over the wire, and a course is completed by one."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from tincan import Activity, Agent, RemoteLRS, StateDocument, Statement, Verb

from courses.models import Client, Progress, Record
from courses.records import identity
from courses.records.clients import actions as clients
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.people import person

from .conftest import authorization

Scope = Client.Scope
EVERYTHING = [Scope.WRITE, Scope.READ, Scope.STATE, Scope.PROFILE, Scope.PROGRESS]
PROGRAM = Path(__file__).with_name("client.mjs")


@pytest.mark.parametrize("version", ["1.0.1", "1.0.0"])
def test_tincan_of_python_records_and_reads_back(site, version):
    client, secret = clients.admit("Player", scopes=EVERYTHING)
    store = RemoteLRS(version=version, endpoint=f"{site.origin}/xapi/", username=client.key, password=secret)
    said = Statement(
        actor=Agent(mbox="mailto:ada@example.org"),
        verb=Verb(id="http://adlnet.gov/expapi/verbs/experienced"),
        object=Activity(id="https://elsewhere.example/book"),
    )

    saved = store.save_statement(said)
    assert saved.success, saved.data
    assert store.retrieve_statement(saved.content.id).content.object.id == "https://elsewhere.example/book"
    found = store.query_statements({"verb": said.verb, "limit": 10})
    assert [str(one.id) for one in found.content.statements] == [str(saved.content.id)]
    place = {"id": "place", "activity": said.object, "agent": said.actor}
    state = StateDocument(**place, content=bytearray(b'{"page":1}'), content_type="application/json")
    kept = store.save_state(state)
    assert kept.success, kept.data
    assert bytes(store.retrieve_state(said.object, said.actor, "place").content.content) == b'{"page":1}'


def test_a_course_is_completed_by_a_client_that_may_report_progress(site):
    ada = person("Ada Nwosu")
    course = course_of_lessons(2)
    enrolment = enrolled(ada, course)
    client, secret = clients.admit("Player", scopes=EVERYTHING)
    store = RemoteLRS(version="1.0.1", endpoint=f"{site.origin}/xapi/", username=client.key, password=secret)

    for key in keys(course):
        saved = store.save_statement(
            Statement(
                actor=Agent(account={"home_page": settings.IRI_BASE, "name": str(ada.uid)}),
                verb=Verb(id="http://adlnet.gov/expapi/verbs/completed"),
                object=Activity(id=identity.activity_iri(key)),
            )
        )
        assert saved.success, saved.data

    progress = Progress.objects.get(enrolment=enrolment)
    assert (progress.done, progress.required) == (2, 2)
    assert progress.completed_at
    assert {record.provenance for record in Record.objects.all()} == {Record.Provenance.CLIENT}


@pytest.mark.parametrize("version", ["2.0.0", "1.0.3"])
def test_xapi_of_javascript_records_reads_keeps_states_and_voids(site, version):
    node = shutil.which("node") or shutil.which("node", path=str(settings.BASE_DIR / ".venv" / "bin"))
    if node is None:
        pytest.skip("node is not installed")
    client, secret = clients.admit("Player", scopes=EVERYTHING)
    done = subprocess.run(
        [node, str(PROGRAM)],
        env=os.environ
        | {"ENDPOINT": f"{site.origin}/xapi/", "AUTH": authorization(client.key, secret), "VERSION": version},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    assert said == {
        "id": said["id"],
        "one": "https://elsewhere.example/workshop",
        "many": 1,
        "state": {"page": 3},
        "voided": said["id"],
    }
    assert Record.objects.get(uid=said["id"]).voided_by is not None
