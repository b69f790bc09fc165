"""The transcript: what it says, and in which letters."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.transcripts import printing, standing
from tests.factories.feed import finish, read
from tests.factories.learning import course_of_lessons

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def pages(paper: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", paper))


def test_the_totals_say_what_they_are_of(ada):
    finish(ada, course_of_lessons(2))
    read(ada, course_of_lessons(3, title="Fire Safety"))
    assert printing.totals(standing.marks(ada)) == [
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
    assert b"/FontFile2" in response.content
    assert {b"STSong-Light", b"HeiseiKakuGo-W5", b"HYGothic-Medium"} <= set(
        re.findall(rb"/BaseFont /([\w-]+)", response.content)
    )
    assert pages(response.content) == 1


def test_many_courses_flow_over_pages(ada):
    for number in range(25):
        read(ada, course_of_lessons(1, title=f"Course {number} " + "with a long name " * 12))
    paper = printing.transcript(ada, standing.marks(ada), as_of=timezone.now())
    assert pages(paper) > 1


def test_an_empty_transcript_is_a_page(ada):
    assert pages(printing.transcript(ada, [], as_of=timezone.now() - timedelta(days=3))) == 1
