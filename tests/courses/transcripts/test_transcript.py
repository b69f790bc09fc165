"""The transcript: what it says, and in which letters."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.claims import iris
from courses.claims.checklists import actions as checklists
from courses.models import Record
from courses.records import actions as records
from courses.records.words import COMPLETED
from courses.transcripts import printing, queries, standing
from courses.transcripts.presenting import lines
from tests.factories.claims import confirmed, logged
from tests.factories.feed import finish, read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def pages(paper: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", paper))


def faces(paper: bytes) -> set[str]:
    """Return the names of the fonts that are embedded."""
    return {name.decode().partition("+")[2] for name in re.findall(rb"/BaseFont /([\w+-]+)", paper)}


def test_the_totals_say_what_they_are_of(ada):
    finish(ada, course_of_lessons(2))
    read(ada, course_of_lessons(3, title="Fire Safety"))
    assert printing.totals(standing.marks(ada), 0) == [
        "1 of 2 courses begun are completed.",
        "3 of the 5 activities these courses require are done.",
    ]


def test_a_transcript_names_its_learner_and_embeds_its_letters(ada, client):
    ada.display_name = "Ivan Marković <b>陳美玲</b> さくら 김민수"
    ada.save()
    finish(ada, course_of_lessons(2, title="A & B <i>"))
    client.force_login(ada)
    response = client.get(reverse("transcripts:transcript"))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert faces(response.content) == {"NotoSans", "NotoSansCJKJP"}
    assert pages(response.content) == 1


def test_many_courses_flow_over_pages(ada):
    for number in range(25):
        read(ada, course_of_lessons(1, title=f"Course {number} " + "with a long name " * 12))
    paper = printing.transcript(ada, standing.marks(ada), [], as_of=timezone.now())
    assert pages(paper) > 1


@pytest.mark.parametrize("name", ["فاطمة الزهراء", "דנה כהן", "प्रिया शर्मा", "𠮷野家", "Ada 🎓", "100% Ada", "Ada 𓀀"])
def test_a_transcript_is_made_for_every_name(ada, client, name):
    ada.display_name = name
    ada.save()
    client.force_login(ada)
    paper = client.get(reverse("transcripts:transcript")).content
    assert pages(paper) == 1
    page = client.get(reverse("transcripts:record")).content.decode()
    assert ("cannot be drawn on paper" in page) == ("𓀀" in name)


def texts(story: list) -> list[str]:
    """Return the lines of a transcript's pieces."""
    return [piece.text for block in story for piece in block]


def test_what_was_learned_outside_and_confirmed_stands_on_it_as_of_its_day(ada, grace, client):
    start = timezone.now() - timedelta(days=5)
    circle = group(grace)
    member(circle, ada)
    confirmed(logged(ada, "First aid", group=circle, at=start, happened_on=start.date()), by=grace, at=start)
    later = confirmed(logged(ada, "Bandages", group=circle), by=grace)
    logged(ada, "Nobody saw this", group=circle)
    rubric = checklists.make_rubric(circle.place, title="Hands", skills=["Washes"], levels=["No", "Yes"], by=grace)
    seen = {"seen": [("Washes", "Yes")], "observed_on": timezone.localdate()}
    checklists.agree(checklists.observe(rubric, learner=ada, by=grace, **seen), by=ada)
    now, then = queries.confirmed(ada), queries.confirmed(ada, until=start + timedelta(days=1))
    assert [thing.title for thing in lines.outside(now)] == ["First aid", "Bandages", "Hands"]
    assert [thing.title for thing in lines.outside(then)] == ["First aid"]
    assert lines.outside(then)[0].note.endswith(" · 1 h 30 · Confirmed by Grace Tanaka")

    client.force_login(ada)
    assert pages(client.get(reverse("transcripts:transcript")).content) == 1
    said = texts(printing.story(ada, [], now, as_of=timezone.now()))
    assert "3 activities learned elsewhere are confirmed, each by the person named." in said
    section = said[said.index("Learned elsewhere, confirmed") :]
    assert section[1::2][:1] == ["First aid"]
    assert section[-3:] == ["Hands", lines.outside(now)[2].note, "Seen: Washes: Yes"]

    records.void(Record.objects.get(activity_iri=iris.activity(later.claim.uid), verb=COMPLETED), by=grace)
    assert [thing.title for thing in lines.outside(queries.confirmed(ada))] == ["First aid", "Hands"]


def test_an_empty_transcript_is_a_page(ada):
    assert pages(printing.transcript(ada, [], [], as_of=timezone.now() - timedelta(days=3))) == 1
