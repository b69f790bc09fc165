"""What authors write, what readers get of it, and what the editor refuses."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from courses.catalog import embeds, queries, reading, rendering
from courses.catalog.activities import AssessmentPage
from courses.catalog.blocks import LessonBody
from tests.factories import catalog, media

pytestmark = pytest.mark.django_db


def block(kind: str, value) -> dict:
    return {"type": kind, "value": value}


def html_of(*blocks) -> str:
    module = catalog.add_module(catalog.published_course(lessons=0, assessment=False))
    lesson = catalog.add_lesson(module, body=list(blocks))
    return "".join(piece.html for piece in rendering.segments(queries.lesson_page(lesson.translation_key)))


def cleaned(*blocks):
    body = LessonBody()
    return body.clean(body.to_python(list(blocks)))


def errors_of(*blocks) -> str:
    with pytest.raises(ValidationError) as refused:
        cleaned(*blocks)
    return " ".join(_messages(refused.value))


def _messages(error) -> list[str]:
    if isinstance(error, str):
        return [error]
    by_name = getattr(error, "block_errors", {})
    nested = [*(by_name.values() if isinstance(by_name, dict) else by_name), *getattr(error, "non_block_errors", ())]
    messages = nested or error.messages
    return [message for each in messages if each for message in _messages(each)]


def test_each_block_is_drawn():
    html = html_of(
        block("heading", "Three things"),
        block("text", "<p>A <b>number</b>.</p>"),
        block("code", {"language": "Python", "text": "    mean < median"}),
        block("callout", {"kind": "care", "title": "Careful", "text": "<p>Read it twice.</p>"}),
        block("quote", {"text": "Tea first.", "source": "Muriel Bristol"}),
        block(
            "table", {"data": [["a", "b"], ["1", "<2>"]], "first_row_is_table_header": True, "table_caption": "Cups"}
        ),
        block("video", {"title": "Tasting", "url": "https://youtu.be/dQw4w9WgXcQ", "file": None, "captions": None}),
    )

    assert '<h2 id="three-things" data-heading>Three things</h2>' in html
    assert "<p>A <b>number</b>.</p>" in html
    assert "<code>    mean &lt; median</code>" in html
    assert 'class="callout warning"' in html
    assert "<footer>Muriel Bristol</footer>" in html
    assert "<caption>Cups</caption>" in html
    assert '<th scope="col">a</th>' in html
    assert "<td>&lt;2&gt;</td>" in html
    assert "youtube-nocookie.com/embed/dQw4w9WgXcQ" in html
    assert "<iframe" not in html


def test_a_picture_has_its_words_its_sizes_and_its_caption():
    course = catalog.published_course(lessons=0, assessment=False)
    image = media.picture(course)
    value = {"image": image.pk, "alt": "Eight cups", "caption": "<p>Cups</p>"}
    lesson = catalog.add_lesson(catalog.add_module(course), body=[block("image", value)])

    html = rendering.segments(lesson)[0].html

    assert f'src="/files/{image.uid}/wide/"' in html
    assert 'alt="Eight cups"' in html
    assert 'width="1280" height="640"' in html
    assert "<figcaption><p>Cups</p></figcaption>" in html
    assert html.count("<img") == 1
    assert 'class="photo"' in html


def test_an_author_says_how_a_picture_is_shown_in_the_dark():
    course = catalog.published_course(lessons=0, assessment=False)
    image, night = media.picture(course), media.picture(course, title="By night")
    drawn = {"image": image.pk, "alt": "A curve", "caption": "", "shows": "drawing"}
    blocks = [block("image", drawn), block("image", {**drawn, "dark_image": night.pk})]
    lesson = catalog.add_lesson(catalog.add_module(course), body=blocks)

    alone, both = BeautifulSoup(rendering.segments(lesson)[0].html, "html.parser").find_all("figure")

    assert [shown["class"] for shown in alone.find_all("img")] == [["drawing"]]
    assert [shown["src"] for shown in both.find_all("img")] == [
        f"/files/{image.uid}/wide/", f"/files/{night.uid}/wide/",
    ]  # fmt: skip
    assert both.find_all("img")[1]["class"] == ["for-dark"]
    assert {shown["alt"] for shown in both.find_all("img")} == {"A curve"}


def test_reading_a_lesson_costs_one_query_and_no_rendition(django_assert_num_queries):
    course = catalog.published_course(lessons=0, assessment=False)
    figure = block("image", {"image": media.picture(course).pk, "alt": "Cups", "caption": ""})
    lesson = catalog.add_lesson(catalog.add_module(course), body=[figure, catalog.single(), catalog.text()])

    with django_assert_num_queries(1):
        pieces = rendering.segments(queries.lesson_page(lesson.translation_key))

    assert [piece.kind for piece in pieces] == ["html", "question", "html"]


def test_a_question_keeps_its_id_and_what_may_be_shown_of_it_has_no_key():
    course = catalog.published_course(lessons=1)
    lesson = catalog.lessons_of(course)[0]
    first = rendering.segments(lesson)[1]
    catalog.publish(lesson)

    again = rendering.segments(queries.lesson_page(lesson.translation_key))[1]

    assert again.id == first.id
    assert again.data["options"][0]["correct"] is True
    asked = rendering.asked_of(again.data)
    assert set(asked) == {"id", "type", "question", "options"}
    assert asked["options"] == ["Answer 0", "Answer 1", "Answer 2"]


def test_questions_have_one_shape_whatever_their_kind():
    course = catalog.published_course(lessons=0)
    page = queries.activity_page(AssessmentPage, catalog.assessment_of(course).translation_key)

    asked = queries.questions(page)

    assert [question["type"] for question in asked] == ["single", "multiple", "true_false", "numeric"]
    assert len({question["id"] for question in asked}) == 4
    assert [option["correct"] for option in asked[2]["options"]] == [True, False]
    assert (asked[3]["answer"], asked[3]["tolerance"]) == (4, 0)


def test_minutes_are_estimated_from_words_and_questions_unless_given():
    module = catalog.add_module(catalog.published_course(lessons=0, assessment=False))
    long = catalog.text(f"<p>{'word ' * 601}</p>")

    assert catalog.add_lesson(module, body=[long]).minutes == 4
    assert catalog.add_lesson(module, body=[long, catalog.numeric()]).minutes == 5
    assert catalog.add_lesson(module, body=[long], minutes_given=9).minutes == 9
    assert reading.minutes_for(words=0) == 1


def test_a_draft_leaves_what_readers_get():
    course = catalog.published_course(lessons=1)
    lesson = catalog.lessons_of(course)[0]

    lesson.body = [("heading", "Kestrelcanary")]
    lesson.save_revision()

    assert "Kestrelcanary" not in str(rendering.segments(queries.lesson_page(lesson.translation_key)))
    lesson.latest_revision.publish()
    assert "Kestrelcanary" in str(rendering.segments(queries.lesson_page(lesson.translation_key)))


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (catalog.single(right=9), "Mark the one answer that is right."),
        (catalog.multiple(right=()), "at least one must be"),
        (catalog.single(options=1), "minimum number of items"),
        (block("image", {"image": None, "alt": "", "caption": ""}), "This is still empty. Write or choose something."),
        (block("video", {"title": "A", "url": "", "file": None, "captions": None}), "one of the two"),
        (
            block("video", {"title": "A", "url": "https://example.org/x", "file": None, "captions": None}),
            "YouTube and Vimeo only",
        ),
        (
            block("true_false", {"question": "It moves.", "answer": ""}),
            "This is still empty. Write or choose something.",
        ),
        (block("numeric", {"question": "How many?", "answer": 4, "tolerance": -1}), "Choose 0 or more"),
    ],
)
def test_the_editor_says_what_is_wrong(question, message):
    assert message in errors_of(question)


def test_a_film_of_our_own_needs_captions():
    course = catalog.published_course(lessons=0, assessment=False)
    film, notes = media.document(course, name="cups.mp4"), media.document(course, name="notes.txt")
    captions = media.document(course, name="cups.vtt")

    def film_with(words):
        return block("video", {"title": "Cups", "file": film.pk, "captions": words, "url": ""})

    assert "needs captions" in errors_of(film_with(None))
    assert "ends in .vtt" in errors_of(film_with(notes.pk))
    assert cleaned(film_with(captions.pk))
    assert "no MP4 or WebM" in errors_of(
        block("video", {"title": "A", "file": notes.pk, "captions": captions.pk, "url": ""})
    )
    html = html_of(film_with(captions.pk))
    assert f'<source src="{film.url}" type="video/mp4">' in html
    assert f'<track kind="captions" src="{captions.url}" default>' in html


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),
        ("https://www.youtube.com/watch?list=1&v=dQw4w9WgXcQ&t=4", "YouTube"),
        ("https://youtu.be/dQw4w9WgXcQ?t=3", "YouTube"),
        ("https://vimeo.com/76979871", "Vimeo"),
        ("https://player.vimeo.com/video/76979871?h=1", "Vimeo"),
        ("https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ", None),
        ('https://youtu.be/dQw4w9WgXcQ"><script>', None),
        ("javascript:alert(1)", None),
        ("http://127.0.0.1/watch?v=dQw4w9WgXcQ", None),
    ],
)
def test_films_come_from_known_hosts_by_their_address(address, host):
    found = embeds.film(address)

    assert (found.host if found else None) == host
