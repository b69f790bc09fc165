"""The admin's view of statements: found by filters, shown so that none does harm, taken back once confirmed."""

import hashlib
import json
import logging
import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.access.actions import grant
from courses.learning import actions as learning
from courses.models import Progress, Record
from courses.records import actions as records
from courses.records import literals
from courses.records.editor import statements as viewer
from courses.records.statements import iri_key
from tests.factories import catalog
from tests.factories.catalog import teach
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import foreign

pytestmark = pytest.mark.django_db
LIST, ONE = 8, 9  # queries of the pages
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def say(**fields):
    return records.record(foreign(**fields), provenance="client")


def listed(desk, **asked):
    page = desk.get(reverse("record_statements"), asked).content.decode()
    return re.findall(r"/admin/records/statements/([0-9a-f-]{36})/", page)


def shown(desk, record):
    return desk.get(reverse("record_statement", args=[record.uid]))


def test_statements_are_found_by_person_verb_activity_and_time(desk, ada):
    course = course_of_lessons(1)
    learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])
    native = Record.objects.get()
    by_mail = say(actor={"mbox": "mailto:zoe@elsewhere.example"})
    about = say(object={"id": "https://elsewhere.example/film"})
    every = [str(one.uid) for one in (about, by_mail, native)]

    assert listed(desk) == every
    assert listed(desk, person=str(ada.uid)) == [str(native.uid)]
    assert listed(desk, person=ada.email) == [str(native.uid)]
    for written in ("zoe@elsewhere.example", "Zoe@Elsewhere.example"):
        assert listed(desk, person=written) == [str(by_mail.uid)]
    assert listed(desk, person=by_mail.agent_key) == [str(by_mail.uid)]
    assert listed(desk, verb="completed") == [str(native.uid)]
    assert listed(desk, verb=about.verb) == [str(about.uid), str(by_mail.uid)]
    assert listed(desk, activity="https://elsewhere.example/film") == [str(about.uid)]
    assert listed(desk, since=(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d")) == []
    assert listed(desk, person="nobody") == []
    assert listed(desk, verb="completed", person="zoe@elsewhere.example") == []


def test_a_statement_is_listed_by_name_and_title_and_its_page_has_the_uids(desk, ada):
    lesson = catalog.lessons_of(catalog.published_course("Bread and numbers", lessons=1, assessment=False))[0]
    begun = grant(ada, lesson.get_parent().get_parent().translation_key, source="open")
    learning.complete_lesson(begun, activity_key=lesson.translation_key)
    native = Record.objects.get()
    foreign_one = say(object={"id": "https://elsewhere.example/film"}, actor={"mbox": "mailto:zoe@elsewhere.example"})

    page = desk.get(reverse("record_statements")).content.decode()
    rows = re.search(r"<tbody>.*?</tbody>", page, re.DOTALL).group(0)
    assert "<bdi>Ada Nwosu</bdi>" in rows
    assert f"<bdi>{lesson.title}</bdi>" in rows
    assert str(ada.uid) not in rows
    assert "https://elsewhere.example/film" in rows
    assert str(ada.uid) in shown(desk, native).content.decode()
    assert str(lesson.translation_key) in shown(desk, native).content.decode()
    assert "zoe@elsewhere.example" in shown(desk, foreign_one).content.decode()


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"cursor": "x"}, {"person": "x" * 400}, {"verb": "\0"}])
def test_nonsense_is_answered_with_nothing(desk, asked):
    say()
    assert desk.get(reverse("record_statements"), asked).status_code == 200
    assert listed(desk, **asked) == []


def test_pages_follow_each_other_without_a_gap(desk, monkeypatch):
    monkeypatch.setattr(viewer, "PAGE", 2)
    said = [str(say().uid) for _ in range(5)]
    found, query = [], ""
    for _ in range(3):
        page = desk.get(reverse("record_statements") + query).content.decode()
        found += re.findall(r"/admin/records/statements/([0-9a-f-]{36})/", page)
        older = re.search(r'href="(\?[^"]*cursor=[^"]*)"', page)
        query = older.group(1).replace("&amp;", "&") if older else ""
    assert found == said[::-1]
    assert query == ""


def test_one_is_shown_as_it_is_stored(desk):
    text = json.dumps(foreign(result={"score": {"raw": 0}})).replace('"raw": 0', '"raw": 1.50e2')
    record = records.record(literals.loads(text), provenance="client")
    page = shown(desk, record).content.decode()
    assert "1.50e2" in page
    assert f"{len(record.statement)} characters" in page


HOSTILE = {
    "a script in the verb": {"verb": {"id": "https://elsewhere.example/v", "display": {"en": SCRIPT}}},
    "a script in a name": {"actor": {"mbox": "mailto:a@elsewhere.example", "name": SCRIPT}},
    "a script in the activity": {
        "object": {"id": "https://elsewhere.example/a", "definition": {"name": {"en": SCRIPT}}}
    },
    "a program as IRI": {"object": {"id": "javascript:alert(1)"}},
    "data as IRI": {"object": {"id": "data:text/html,alert(1)"}},
    "an attribute in an IRI": {"object": {"id": "https://elsewhere.example/'onmouseover='alert(1)"}},
    "a template": {"result": {"response": "{{ settings.SECRET_KEY }}{% load x %}"}},
    "a closing tag": {"result": {"response": "</code></pre></script><script>alert(1)</script>"}},
}


@pytest.mark.parametrize("fields", HOSTILE.values(), ids=HOSTILE)
def test_hostile_statements_are_inert(desk, fields):
    record = say(**fields)
    for answer in (shown(desk, record), desk.get(reverse("record_statements"))):
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "</code></pre></script>" not in page
        assert "'onmouseover='" not in page
        hrefs = re.findall(r'href="([^"]*)"', page)
        assert [href for href in hrefs if href.lower().startswith(("javascript:", "data:", "https://elsewhere"))] == []


def test_marks_that_turn_text_around_are_seen(desk):
    turned = "invoice\u202egnp.exe\u200b\u2066\x85"
    page = shown(desk, say(result={"response": turned})).content.decode()
    assert "invoice\\u202egnp.exe\\u200b\\u2066\\u0085" in page
    assert not set("\u202e\u200b\u2066\x85") & set(page)


def test_what_is_endless_is_cut_with_its_size(desk):
    long = say(result={"response": "x" * 1_000_000})
    answer = shown(desk, long)
    assert len(answer.content) < 100_000
    assert "1000000 characters in all" in answer.content.decode()
    wide = say(context={"extensions": {"https://elsewhere.example/e": list(range(50_000))}})
    assert "49900 more" in shown(desk, wide).content.decode()
    many = say(context={"extensions": {"https://elsewhere.example/e": [[[0] * 90] * 90] * 90}})
    assert len(shown(desk, many).content) < 300_000


def test_two_long_names_that_begin_alike_are_both_shown(desk):
    long = "https://elsewhere.example/" + "a" * 2000
    page = shown(desk, say(context={"extensions": {f"{long}1": "first", f"{long}2": "second"}})).content.decode()
    assert "&quot;first&quot;" in page
    assert "&quot;second&quot;" in page


def test_deep_nesting_is_shown(desk):
    deep: list = []
    for _ in range(59):
        deep = [deep]
    answer = shown(desk, say(context={"extensions": {"https://elsewhere.example/e": deep}}))
    assert answer.status_code == 200
    assert answer.content.decode().count("[") > 55


def test_an_iri_longer_than_a_column_is_found_and_shown(desk):
    iri = "https://elsewhere.example/" + "a" * 1500
    record = say(object={"id": iri})
    assert record.activity_iri == iri_key(iri) != iri
    assert listed(desk, activity=iri) == [str(record.uid)]
    assert shown(desk, record).status_code == 200


def test_attachments_are_named(desk):
    record = say(
        attachments=[
            {
                "usageType": "https://elsewhere.example/evidence",
                "display": {"en": f"Photo {SCRIPT}"},
                "contentType": "image/png",
                "length": 2048,
                "sha2": hashlib.sha256(b"x").hexdigest(),
                "fileUrl": "javascript:alert(1)",
            }
        ]
    )
    page = shown(desk, record).content.decode()
    assert "Photo &lt;script&gt;" in page
    assert "image/png" in page
    assert "2.0\xa0KB" in page
    assert "kept elsewhere" in page


def test_the_policy_for_scripts_is_that_of_every_other_page(desk):
    plain = desk.get("/admin/").headers
    answer = shown(desk, say(verb={"id": "https://elsewhere.example/v", "display": {"en": SCRIPT}}))
    names = ("Content-Security-Policy", "X-Content-Type-Options")

    def policy(headers, name):
        return re.sub(r"nonce-[^']*", "nonce", headers.get(name, ""))

    assert [policy(answer.headers, name) for name in names] == [policy(plain, name) for name in names]


def test_one_is_voided_once_it_is_confirmed(desk, admin, ada):
    course = course_of_lessons(1)
    learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])
    record = Record.objects.get()
    door = reverse("record_statement_voiding", args=[record.uid])

    assert "Void this statement?" in desk.get(door).content.decode()
    assert Progress.objects.get().done == 1
    assert desk.post(door).status_code == 302
    record.refresh_from_db()
    assert record.voided_by.agent_key.endswith(str(admin.uid))
    assert Progress.objects.get().done == 0
    assert ModelLogEntry.objects.get(action=viewer.VOIDED_BY_HAND).label == str(record.uid)

    page = shown(desk, record).content.decode()
    assert "Void since" in page
    assert str(record.voided_by.uid) in page
    assert door not in page
    assert desk.post(door).status_code == 404
    assert desk.post(reverse("record_statement_voiding", args=[record.voided_by.uid])).status_code == 404


def test_nobody_voids_what_is_about_themselves(desk, admin):
    course = course_of_lessons(1)
    learning.complete_lesson(enrolled(admin, course), activity_key=keys(course)[0])
    record = Record.objects.get()
    door = reverse("record_statement_voiding", args=[record.uid])
    assert door not in shown(desk, record).content.decode()
    assert desk.post(door).status_code != 200
    record.refresh_from_db()
    assert record.voided_by is None


def test_of_an_erased_one_only_that_it_was_is_shown(desk):
    record = say()
    Record.objects.update(statement="", erased_at=timezone.now())
    page = shown(desk, record).content.decode()
    assert "was erased on" in page
    assert "As it is stored" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_much_for_one_statement_as_for_three(desk, count, django_assert_num_queries):
    said = [say() for _ in range(count)]
    shown(desk, said[0])
    with django_assert_num_queries(LIST):
        assert len(listed(desk)) == count
    with django_assert_num_queries(ONE):
        shown(desk, said[0])


def test_who_read_which_statement_is_noted(desk, admin, caplog):
    first, second = (say().uid for _time in range(2))
    with caplog.at_level(logging.INFO):
        listed(desk)
        desk.get(reverse("record_statement", args=[first]))

    read = [record for record in caplog.records if record.message == "statements read"]
    assert [(record.by, record.statements) for record in read] == [
        (str(admin.uid), [str(second), str(first)]),
        (str(admin.uid), [str(first)]),
    ]


def test_nobody_else_reads_or_voids(client, mallory, ada, ivan):
    course = course_of_lessons(1)
    learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])
    record = Record.objects.get()
    for user in (None, mallory, ada, teach(ivan)):
        if user:
            client.force_login(user)
        for name in ("record_statement", "record_statement_voiding"):
            answer = client.get(reverse(name, args=[record.uid]))
            nonsense = client.get(reverse(name, args=[uuid.uuid4()]))
            assert (answer.status_code, answer.content) == (nonsense.status_code, nonsense.content)
            assert answer.status_code == 302
        assert client.get(reverse("record_statements")).status_code == 302
        client.post(reverse("record_statement_voiding", args=[record.uid]))
    record.refresh_from_db()
    assert record.voided_by is None
