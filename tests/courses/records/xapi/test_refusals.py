"""Whatever the interface refuses, it says where the standard does."""

import re

import pytest
from django.test import Client as Browser

from tests.factories.records import admitted, asked, foreign

pytestmark = pytest.mark.django_db

PLACE = re.compile(r"\((1\.0\.3, Communication )?[1-9](\.\d+)*\)$")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def known():
    return admitted("statements/write")[1]


@pytest.mark.parametrize(
    ("path", "form", "kind"),
    [
        ("statements?method=GET&limit=1", "limit=1", FORM),
        ("statements?method=GET", "{}", "application/json"),
        ("statements?method=GET", "&&", FORM),
        ("statements?method=GET", "limit=1&limit=2", FORM),
        ("statements?method=PUT", "statementId=1", FORM),
        ("statements?method=GET", "X-Experience-API-Version=2.0.0", FORM),
    ],
)
def test_the_alternate_syntax(path, form, kind):
    answer = Browser().post(f"/xapi/{path}", form, content_type=kind)
    assert answer.status_code == 400
    assert PLACE.search(answer.json()["error"])


@pytest.mark.parametrize(
    ("status", "method", "path", "body"),
    [
        (400, "GET", "statements?limit=1&limit=2", None),
        (400, "POST", "statements", [{}] * 1001),
        (403, "GET", "statements", None),
        (405, "DELETE", "statements", None),
        (413, "POST", "statements", "y" * 6_000_000),
    ],
)
def test_a_request(known, status, method, path, body):
    answer = asked(known, method, path, body)
    assert answer.status_code == status
    assert PLACE.search(answer.json()["error"])


def test_another_statement_of_the_same_id(known):
    said = foreign()
    asked(known, "POST", "statements", said)
    answer = asked(known, "POST", "statements", {**said, "object": {"id": "https://elsewhere.example/other"}})
    assert answer.status_code == 409
    assert PLACE.search(answer.json()["error"])
