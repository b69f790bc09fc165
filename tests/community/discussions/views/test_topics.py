"""The pages of discussions: what they show, page by page, and what they cost."""

import pytest
from django.urls import reverse

from community.discussions import actions
from tests.factories.talk import question, reply, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def url(name: str, *args: object) -> str:
    return reverse(f"discussions:{name}", args=args)


def test_a_member_reads_the_list_and_the_topic(client, evening, ada, ben):
    asked = question(evening, ada, title="Which bars first?")
    reply(asked, ben, text="The *tallest*.")
    client.force_login(ben)

    listed = client.get(url("list", evening.uid)).content.decode()
    shown = client.get(url("topic", asked.uid)).content.decode()

    assert "Which bars first?" in listed
    assert "<em>tallest</em>" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, evening, ada, ben, count, django_assert_num_queries):
    for number in range(count):
        reply(question(evening, ada, title=f"Question {number}"), ben)
    client.force_login(ben)
    client.get(url("list", evening.uid))

    with django_assert_num_queries(6):  # session, person, switches, frame, topics, bell
        client.get(url("list", evening.uid))


@pytest.mark.parametrize("count", [1, 3])
def test_a_topic_costs_the_same_for_one_and_three_replies(client, evening, ada, ben, count, django_assert_num_queries):
    asked = question(evening, ada)
    for _ in range(count):
        reply(asked, ben)
    client.force_login(ben)
    client.get(url("topic", asked.uid))

    with django_assert_num_queries(10):
        client.get(url("topic", asked.uid))


def test_further_replies_come_by_pages_and_newer_ones_are_counted(client, evening, ada, ben):
    asked = question(evening, ada)
    for number in range(22):
        reply(asked, ben, text=f"Reply number {number}.")
    client.force_login(ada)

    first = client.get(url("topic", asked.uid))
    page = first.context["page"]
    second = client.get(url("topic", asked.uid), {"after": page.after}).content.decode()
    newer = client.get(url("newer-replies", asked.uid), {"after": page.after}).json()

    assert len(page.posts) == 20
    assert "Reply number 21." in second
    assert "Reply number 19." not in second
    assert newer == {"count": 2}


def test_topics_come_by_pages_the_last_spoken_in_first(client, evening, ada, ben):
    made = [topic(evening, ada, title=f"Topic {number}") for number in range(22)]
    reply(made[0], ben)
    client.force_login(ada)

    page = client.get(url("list", evening.uid)).context["page"]
    following = client.get(url("list", evening.uid), {"before": page.after}).context["page"]

    assert page.lines[0].title == "Topic 0"
    assert [line.title for line in following.lines] == ["Topic 2", "Topic 1"]
    assert client.get(url("newer", evening.uid), {"after": page.newest}).json() == {"count": 0}


def test_a_removed_post_says_so_and_shows_nothing_of_it(client, evening, ada, ben, grace):
    asked = question(evening, ada)
    said = reply(asked, ben, text="Something unkind")
    client.force_login(grace)
    client.post(url("removal", said.uid))
    shown = client.get(url("topic", asked.uid)).content.decode()

    assert "This post was removed." in shown
    assert "Something unkind" not in shown


def test_a_topic_whose_beginning_was_removed_keeps_its_replies_but_not_its_title(client, evening, ada, ben):
    asked = question(evening, ada, title="A title to forget")
    reply(asked, ben, text="Still here")
    actions.remove(asked.opening, by=ada)
    client.force_login(ben)
    shown = client.get(url("topic", asked.uid)).content.decode()

    assert "Still here" in shown
    assert "A title to forget" not in shown
    assert "A title to forget" not in client.get(url("list", evening.uid)).content.decode()
    assert client.post(url("replies", asked.uid), {"text": "More"}).status_code == 404


def test_hostile_words_are_inert_wherever_they_are_shown(client, evening, ada, ben):
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)> [click](javascript:alert(3))"
    asked = question(evening, ada, title=bad[:160], text=bad)
    reply(asked, ben, text=bad)
    client.force_login(ben)

    for address in (url("list", evening.uid), url("topic", asked.uid)):
        shown = client.get(address).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert 'href="javascript' not in shown
