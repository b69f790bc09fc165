"""Who is let in: what mallory learns is nothing."""

import uuid

import pytest
from django.urls import reverse

from community.models import Activity, Post, Reaction, Topic
from tests.factories.talk import question, reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def url(name: str, *args: object) -> str:
    return reverse(f"discussions:{name}", args=args)


def doors(evening, asked, said, activity) -> list[tuple[str, str, dict]]:
    words = {"text": "x", "title": "x", "kind": "question", "place": evening.place}
    return [
        ("get", url("list", evening.uid), {}),
        ("get", url("newer", evening.uid), {}),
        ("get", url("new", evening.uid), {}),
        ("post", url("new", evening.uid), words),
        ("post", url("feed-post", evening.uid), words),
        ("get", url("topic", asked.uid), {}),
        ("get", url("newer-replies", asked.uid), {}),
        ("post", url("replies", asked.uid), words),
        ("get", url("edit", said.uid), {}),
        ("post", url("edit", said.uid), words),
        ("post", url("removal", said.uid), {}),
        ("post", url("acceptance", said.uid), {}),
        ("post", url("helpful", said.uid), {}),
        ("post", url("kudos", activity.uid), {}),
    ]


def test_mallory_gets_the_same_404_as_for_nonsense_and_changes_nothing(client, evening, ada, ben, mallory):
    asked = question(evening, ada)
    said = reply(asked, ben)
    activity = Activity.objects.get(topic=asked)
    client.force_login(mallory)
    nonsense = client.get(url("topic", uuid.uuid4())).content
    before = (Topic.objects.count(), Post.objects.count(), said.text)

    for method, address, data in doors(evening, asked, said, activity):
        answer = getattr(client, method)(address, data)
        assert (answer.status_code, answer.content) == (404, nonsense), address

    said.refresh_from_db()
    assert (Topic.objects.count(), Post.objects.count(), said.text) == before
    assert said.removed_at is None
    assert not Reaction.objects.exists()


def test_a_classmate_cannot_edit_remove_or_accept_what_is_not_theirs(client, evening, ada, ben):
    asked = question(evening, ada)
    said = reply(asked, ada)
    client.force_login(ben)

    assert client.post(url("edit", said.uid), {"text": "Mine now"}).status_code == 404
    assert client.post(url("removal", said.uid)).status_code == 404
    assert client.post(url("acceptance", said.uid)).status_code == 404


def test_who_left_can_neither_read_nor_edit_what_they_wrote(client, evening, ada):
    asked = question(evening, ada)
    evening.memberships.filter(user=ada).update(left=asked.at)
    client.force_login(ada)

    assert client.get(url("topic", asked.uid)).status_code == 404
    assert client.post(url("edit", asked.opening.uid), {"text": "Later"}).status_code == 404


def test_a_visitor_is_asked_to_sign_in_whether_or_not_it_exists(client, evening, ada):
    asked = question(evening, ada)

    for uid in (asked.uid, uuid.uuid4()):
        assert client.get(url("topic", uid)).status_code == 302


def test_reading_changes_nothing(client, evening, ada, ben):
    asked = question(evening, ada)
    client.force_login(ben)
    for name in ("removal", "acceptance", "acceptance_end", "helpful"):
        assert client.get(url(name, asked.opening.uid)).status_code == 405
    assert client.get(url("kudos", Activity.objects.get().uid)).status_code == 405
