"""What people say, through the browser's requests."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from community.models import Post, Topic
from tests.factories.talk import question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def url(name: str, *args: object) -> str:
    return reverse(f"discussions:{name}", args=args)


def test_a_new_topic_leads_to_its_page(client, evening, ada):
    client.force_login(ada)
    answer = client.post(url("new", evening.uid), {"kind": "question", "title": "Why?", "text": "Because."})

    made = Topic.objects.get()
    assert (answer.status_code, answer.url) == (303, url("topic", made.uid))
    assert (made.kind, made.title, made.author) == ("question", "Why?", ada)


def test_an_invalid_topic_keeps_what_was_written(client, evening, ada):
    client.force_login(ada)
    answer = client.post(url("new", evening.uid), {"kind": "question", "title": "", "text": "Do not lose me."})

    assert answer.status_code == 422
    assert "Do not lose me." in answer.content.decode()


def test_a_reply_leads_to_where_it_stands(client, evening, ada, ben):
    asked = question(evening, ada)
    client.force_login(ben)
    answer = client.post(url("replies", asked.uid), {"text": "Start left."})

    said = Post.objects.get(text="Start left.")
    assert (answer.status_code, answer.url) == (303, f"{url('topic', asked.uid)}#post-{said.uid}")


def test_a_reply_that_is_too_long_is_kept_and_says_how_long_it_is(client, evening, ada):
    asked = question(evening, ada)
    client.force_login(ada)
    answer = client.post(url("replies", asked.uid), {"text": "x" * 10_001})

    assert answer.status_code == 422
    assert "10001 characters" in answer.content.decode()
    assert "x" * 10_001 in answer.content.decode()


@pytest.mark.parametrize("text", ["&nbsp;", "---", "[](https://example.org)", ">", "-", "#", "*", "``` ```"])
def test_marks_that_would_draw_nothing_are_shown_as_they_were_written(client, evening, ada, text):
    asked = question(evening, ada)
    client.force_login(ada)
    answer = client.post(url("replies", asked.uid), {"text": text})

    assert answer.status_code == 303
    page = client.get(url("topic", asked.uid)).content
    assert text in BeautifulSoup(page, "html.parser").get_text()


def test_what_cannot_be_seen_says_nothing(client, evening, ada):
    asked = question(evening, ada)
    client.force_login(ada)
    answer = client.post(url("replies", asked.uid), {"text": "\u200b"})

    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()
    assert asked.posts.count() == 1


def test_posting_to_the_feed_returns_to_it(client, evening, ada):
    client.force_login(ada)
    answer = client.post(url("feed-post", evening.uid), {"text": "Tuesday, then."})

    assert (answer.status_code, answer.url) == (303, reverse("feed:group", args=[evening.uid]))
    assert Topic.objects.get().kind == "post"


def test_the_author_edits_and_readers_see_that(client, evening, ada):
    asked = question(evening, ada, text="Old words")
    client.force_login(ada)
    answer = client.post(url("edit", asked.opening.uid), {"text": "New words"})
    shown = client.get(url("topic", asked.uid)).content.decode()

    assert answer.status_code == 303
    assert "New words" in shown
    assert "Old words" not in shown
    assert "edited" in shown
