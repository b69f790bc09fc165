"""Forty strings, hostile and innocent, in every text a person writes, wherever others read it: whole and inert."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from community.connections import actions as connections
from community.discussions import actions as talk
from community.groups import assignments
from community.models import Group, Notification, Topic, User
from community.notifications import choices, mailing, queries
from courses import readable
from courses.catalog.pages import CoursePage
from tests.factories.catalog import published_course
from tests.factories.feed import read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.search import index_everything
from tests.factories.talk import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]

SEEN = [
    "Ada", "x" * 70, "Donaudampfschifffahrtsgesellschaftskapitänswitwe", "???", "...", "!", "0", "-", "null", "None",
    "{object}", "{person} {0}", "%(name)s %s %d", "%", "{{ name }}", "{% now 'Y' %}", "${x}", "\\", "a\\nb",
    "<b>Bo</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title><h1>x", "&amp; &lt; &", "'\"`",
    "=1+1", "@sum", "+1", "a,b;c", "*a* _b_ `c`", "[x](javascript:alert(1))", "O’Brien-Smith", "Łukasz Żółć", "陳美玲",
    "فاطمة الزهراء", "שרה כהן", "พิมพ์ชนก", "می\u200cخواهم", "👩\u200d🔬 Ann", "Nguyễn Thị Ánh",
]  # fmt: skip
MENDED = {
    "Ada\u202e": "Ada", "\u2067Ada\u2066": "Ada", "A\u200bd\u00ada": "Ada", " Ada \n Nwosu ": "Ada Nwosu",
    "\ufeffAda": "Ada",
    "one\nline\nbreak\na\nword": "one line break a word", "Z" + "\u0337" * 60: "Z" + "\u0337" * 8, "e\u0301": "é",
}  # fmt: skip
UNSEEN = ["\u200b", "\u2060", "\u00ad", "\u3164", "\u202e", "\u200d", "\ufe0f", "\u2800", "\u0301", " \n\t "]
WRITTEN = [*SEEN, *MENDED]


def words(html: bytes | str) -> str:
    """Return what a page says, its title too."""
    text = html.decode() if isinstance(html, bytes) else html
    return " ".join(unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<script.*?</script>", "", text))).split())


def title(html: bytes) -> str:
    return unescape(html.decode().partition("<title>")[2].partition("</title>")[0])


@pytest.fixture
def evening(grace, ada, ben) -> Group:
    made = group(grace, managed=True)
    member(made, ada, sharing="named")
    member(made, ben)
    return made


def failing(check) -> dict[str, str]:
    """Return what went wrong with each string."""
    wrong = {}
    for text in WRITTEN:
        try:
            check(text, MENDED.get(text, text))
        except AssertionError as error:
            wrong[text] = str(error).splitlines()[0]
    return wrong


def test_what_stands_here_is_forty_strings_and_more():
    assert len(SEEN) == 40
    assert [readable.line(text) for text in SEEN] == SEEN
    assert [readable.line(text) for text in UNSEEN] == [""] * len(UNSEEN)


def rename(client, text: str) -> None:
    data = {"display_name": text, "headline": text, "about": text, "language": "en-gb", "time_zone": "UTC"}
    answer = client.post(reverse("people:settings"), data)
    assert answer.status_code == 303, "refused"


def test_a_name_and_a_headline_are_whole_on_every_page_and_in_the_title(client, evening, ada):
    client.force_login(ada)
    pages = [reverse("profiles:person", args=[ada.uid]), reverse("groups:people", args=[evening.uid])]

    def check(text, kept):
        rename(client, text)
        user = User.objects.get(pk=ada.pk)
        assert (user.display_name, user.headline) == (kept, kept)
        profile, people = (client.get(page).content for page in pages)
        assert title(profile).startswith(kept), "not in the title"
        assert words(profile).count(kept) >= 2, "not on the profile"
        assert kept in words(people), "not among the people"
        assert b"<script>alert" not in profile + people
        assert b"onerror=alert" not in (profile + people).replace(b"&lt;img src=x onerror=alert", b"")

    assert failing(check) == {}


def test_what_cannot_be_seen_names_nobody_and_nothing_and_says_nothing(client, evening, ada, grace):
    topics, posts = (reverse(f"discussions:{name}", args=[evening.uid]) for name in ("new", "feed-post"))
    for text in UNSEEN:
        client.force_login(ada)
        named = {"display_name": text, "language": "en-gb", "time_zone": "UTC"}
        assert client.post(reverse("people:settings"), named).status_code == 422
        assert client.post(topics, {"kind": "question", "title": text, "text": "Words"}).status_code == 422
        assert client.post(topics, {"kind": "question", "title": "Words", "text": text}).status_code == 422
        assert client.post(posts, {"text": text}).status_code == 422
        client.force_login(grace)
        about = {"name": text, "purpose": "", "visibility": "private", "time_zone": "UTC"}
        assert client.post(reverse("groups:settings", args=[evening.uid]), about).status_code == 422
        assert client.post(reverse("groups:new"), about).status_code == 422
    assert not Topic.objects.exists()


def test_a_groups_name_and_purpose_are_whole(client, evening, grace):
    client.force_login(grace)

    def check(text, kept):
        about = {"name": text, "purpose": text, "visibility": "private", "managed": "on", "time_zone": "UTC"}
        assert client.post(reverse("groups:settings", args=[evening.uid]), about).status_code == 303, "refused"
        page = client.get(reverse("feed:group", args=[evening.uid])).content
        assert title(page).startswith(kept), "not in the title"
        assert words(page).count(kept) >= 2, "not on the page"
        assert kept in words(client.get(reverse("groups:list")).content), "not in the list"

    assert failing(check) == {}


def test_a_topic_is_whole_on_its_page_in_the_list_the_feed_and_the_search(client, evening, ada):
    client.force_login(ada)
    new = reverse("discussions:new", args=[evening.uid])

    def check(text, kept):
        assert client.post(new, {"kind": "discussion", "title": text, "text": text}).status_code == 303, "refused"
        topic = Topic.objects.latest("pk")
        assert topic.title == kept
        page = client.get(reverse("discussions:topic", args=[topic.uid])).content
        assert title(page).startswith(kept), "not in the title"
        assert kept in words(page)
        assert kept in words(client.get(reverse("discussions:list", args=[evening.uid])).content), "not in the list"
        assert f"You opened {kept}" in words(client.get(reverse("feed:group", args=[evening.uid])).content), "feed"
        index_everything()
        assert client.get(reverse("search:page"), {"q": text}).status_code == 200
        assert client.get(reverse("search:palette"), {"q": text}).status_code == 200
        topic.posts.update(at=timezone.now() - timedelta(minutes=1))  # or the same words would be a second press

    assert failing(check) == {}


def test_what_was_said_is_inert_in_the_feed_and_quoted_whole_in_a_notice_and_a_mail(client, evening, ada, ben):
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    client.force_login(ben)
    posted = talk.post_to_feed(evening.place, author=ben, text="Hello")
    choices.prefer(ben, verb="replied", on_site=True, by_mail=True)

    def check(text, kept):
        User.objects.filter(pk=ada.pk).update(display_name=kept)
        answer = reply(posted, User.objects.get(pk=ada.pk), readable.prose(text))
        card = queries.tray(ben)[0]
        assert words(str(card.text)) == f"{kept} replied to your post"
        plain = readable.shortened(words(answer.html), length=200)
        assert len(plain) > 60 or plain[:30] in card.meta, "not quoted"
        mail.outbox.clear()
        assert mailing.send_due(timezone.now()) == 1
        assert mail.outbox[0].subject == f"{kept} replied to your post"
        assert "\n" not in mail.outbox[0].subject
        page = client.get(reverse("discussions:topic", args=[posted.uid])).content
        assert b"<script>alert" not in page
        assert b'href="javascript' not in page
        Notification.objects.filter(recipient=ben).delete()

    assert failing(check) == {}


def test_who_asks_to_connect_is_named_whole_and_on_one_line(client, evening, ada, ben):
    client.force_login(ben)

    def check(text, kept):
        User.objects.filter(pk=ada.pk).update(display_name=kept)
        asked = connections.ask(User.objects.get(pk=ada.pk), other=ben)
        assert f"{kept} would like to connect" in words(client.get(reverse("notifications:list")).content)
        assert kept in words(client.get(reverse("connections:list")).content)
        connections.remove(asked, by=ada)

    assert failing(check) == {}


def test_a_feed_names_who_finished_what(client, evening, ada, ben):
    read(ada, course_of_lessons())
    client.force_login(ben)

    def check(text, kept):
        User.objects.filter(pk=ada.pk).update(display_name=kept)
        page = words(client.get(reverse("feed:group", args=[evening.uid])).content)
        assert f"{kept.split(' ')[0]}" in page
        assert "finished" in page or "learned in" in page or "earned" in page

    assert failing(check) == {}


def test_a_table_and_a_transcript_are_made_of_any_name(client, evening, ada, grace):
    outline = course_of_lessons()
    assignments.assign(evening, course_key=outline.course_key, by=grace)
    read(ada, outline)

    def check(text, kept):
        User.objects.filter(pk=ada.pk).update(display_name=kept)
        client.force_login(grace)
        answer = client.get(reverse("insights:export", args=[evening.uid]))
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert {len(row) for row in rows} == {len(rows[0])}, "columns"
        assert {row[0] for row in rows} & {kept, f"'{kept}"}, "not in the table"
        assert not any(cell[:1] in "=+-@\t" for row in rows for cell in row if cell and not cell[1:].isdigit()), (
            "formula"
        )
        client.force_login(User.objects.get(pk=ada.pk))
        transcript = client.get(reverse("transcripts:transcript"))
        made = b"".join(transcript) if transcript.streaming else transcript.content
        assert (transcript.status_code, made[:5]) == (200, b"%PDF-"), "no transcript"

    assert failing(check) == {}


def test_a_course_is_called_as_its_author_wrote(client, ada):
    course = published_course()
    client.force_login(ada)

    def check(text, kept):
        page = CoursePage.objects.get(pk=course.pk)
        page.title = kept
        page.save_revision().publish()
        answer = client.get(page.url, follow=True).content
        assert title(answer).startswith(kept), "not in the title"
        assert kept in words(answer)
        assert b"<script>alert" not in answer

    assert failing(check) == {}
