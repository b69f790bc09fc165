"""What people do about a post, through the browser's requests."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.discussions import actions
from community.models import Activity, Post, Reaction
from tests.factories.talk import question, reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def url(name: str, *args: object) -> str:
    return reverse(f"discussions:{name}", args=args)


def test_the_asker_accepts_an_answer(client, evening, ada, ben):
    asked = question(evening, ada)
    answer = reply(asked, ben)
    client.force_login(ada)
    client.post(url("acceptance", answer.uid))

    asked.refresh_from_db()
    assert asked.accepted == answer
    assert "Accepted by Ada" in client.get(url("topic", asked.uid)).content.decode()


def test_the_asker_takes_the_acceptance_back_and_its_notice_goes(client, evening, ada, ben, mallory):
    asked = question(evening, ada)
    answer = reply(asked, ben)
    client.force_login(ada)
    client.post(url("acceptance", answer.uid))
    door = url("acceptance_end", answer.uid)
    assert door in client.get(url("topic", asked.uid)).content.decode()
    client.force_login(ben)
    assert "accepted your answer" in client.get("/notifications/").content.decode()
    for outsider in (ben, mallory):
        client.force_login(outsider)
        assert client.post(door).status_code == 404
    client.force_login(ada)
    assert client.post(door).status_code == 303

    asked.refresh_from_db()
    assert asked.accepted is None
    assert "Accepted by" not in client.get(url("topic", asked.uid)).content.decode()
    client.force_login(ben)
    assert "accepted your answer" not in client.get("/notifications/").content.decode()


STATES = ("true", "true", "false", "false")  # each sent twice, as where the first answer was lost


def test_helpful_and_kudos_are_given_and_taken_back_by_the_same_button(client, evening, ada, ben):
    said = reply(question(evening, ada), ben)
    post = Activity.objects.get(topic=actions.post_to_feed(evening.place, author=ada, text="Hello"))
    client.force_login(ada)

    def pressed(address: str) -> list[int]:
        return [client.post(address, {"pressed": state}) and Reaction.objects.count() for state in STATES]

    assert pressed(url("helpful", said.uid)) == [1, 1, 0, 0]
    client.force_login(ben)
    assert pressed(url("kudos", post.uid)) == [1, 1, 0, 0]


def test_a_button_returns_to_its_page_and_never_to_another_site(client, evening, ada, ben):
    said = reply(question(evening, ada), ben)
    client.force_login(ada)
    target = url("helpful", said.uid)

    assert client.post(target, headers={"referer": "http://testserver/groups/"}).url == "http://testserver/groups/"
    for hostile in ("//evil.example/", "http://evil.example/", "javascript:alert(1)"):
        assert "evil" not in client.post(target, headers={"referer": hostile}).url
        assert "javascript" not in client.post(target, headers={"referer": hostile}).url


def test_who_removed_a_post_undoes_it_and_nobody_else(client, evening, ada, ben, grace, mallory):
    asked = question(evening, ada)
    said = reply(asked, ben, text="Something said in haste")
    client.force_login(grace)
    page = client.post(url("removal", said.uid), follow=True).content.decode()
    undo = f"{url('removal', said.uid)}?undo"
    assert f'formaction="{undo}"' in page

    for other in (ben, ada):
        client.force_login(other)
        assert client.post(undo).status_code == 404
    client.force_login(grace)
    assert client.post(undo).status_code == 303
    assert "Something said in haste" in client.get(url("topic", asked.uid)).content.decode()
    again = client.post(undo, follow=True).content.decode()
    assert "The post is back already" in again
    assert "The post is back<" not in again
    for other in (ada, mallory):
        client.force_login(other)
        assert client.post(undo).status_code == 404
    client.force_login(grace)
    Post.objects.filter(pk=said.pk).update(removed_at=timezone.now() - timedelta(hours=1), removed_by=grace)
    assert client.post(undo).status_code == 404
