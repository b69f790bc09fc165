"""Every refusal ends by the place in the standard, and the answer says in which standard."""

import ast
import re

import pytest
from django.conf import settings

from courses.records import literals
from courses.records.words import Invalid
from tests.factories.records import admitted, asked, foreign

FOLDER = settings.BASE_DIR / "courses" / "records"
PLACE = re.compile(r"\((4\.[1-9][\d.]*|RFC \d+(, [\d.]+)?)\)$")
SECTIONS = {
    *("4.1.2", "4.1.3", "4.1.5", "4.1.6", "4.1.6.1", "4.1.6.2", "4.1.7", "4.1.8"),
    *("4.2.1", "4.2.2", "4.2.2.1", "4.2.2.2", "4.2.2.3", "4.2.2.4", "4.2.2.5", "4.2.2.6", "4.2.4.1", "4.2.4.2"),
    *("4.2.5", "4.2.6", "4.2.7"),
}


def refusals():
    """Yield where each refusal is worded, and its last words."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in ("Invalid", "NotVoidable", "NotTheirs", "kind") and isinstance(node, ast.Call):
                words = node.args[-1]
                last = words.values[-1] if isinstance(words, ast.JoinedStr) else words
                yield f"{path.relative_to(FOLDER)}:{node.lineno}", getattr(last, "value", None)


def test_every_refusal_ends_by_a_place_that_there_is():
    found = dict(refusals())
    assert len(found) > 60
    wrong = {
        where: last
        for where, last in found.items()
        if not where.startswith("shapes.py:")  # which words refusals for a section it is given
        and not ((place := PLACE.search(str(last))) and (place[1].startswith("RFC") or place[1] in SECTIONS))
    }
    assert wrong == {}


@pytest.mark.parametrize("text", ["{", "NaN", "1e999", '{"a":1,"a":1}', '"\\u0000"', '"\\ud800"', "[" * 70 + "]" * 70])
def test_json_that_is_refused_says_where_the_standard_does(text):
    with pytest.raises(Invalid, match=PLACE):
        literals.loads(text)


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["2.0.0", "1.0.3"])
def test_the_answer_names_the_standard_that_the_place_is_in(version, external_records_on):
    _, known = admitted("statements/write")
    sent = foreign(actor={"name": "Nobody"})
    answer = asked(known, "POST", "statements", sent, **{"X-Experience-API-Version": version})
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "statement.actor: exactly one of mbox, mbox_sha1sum, openid, account (4.2.2.1)",
        "standard": "IEEE 9274.1.1",
    }
