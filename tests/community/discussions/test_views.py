"""Topics and posts through the browser's requests: who may, what they cost, what mallory learns (nothing)."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.discussions import actions
from community.models import Activity, Post, Reaction, Topic
from tests.factories.groups import group, member
from tests.factories.talk import question, reply, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def evening(grace, ada, ben):
    evening = group(by=grace)
    member(evening, ada)
    member(evening, ben)
    return evening


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


def test_posting_to_the_feed_returns_to_it(client, evening, ada):
    client.force_login(ada)
    answer = client.post(url("feed-post", evening.uid), {"text": "Tuesday, then."})

    assert (answer.status_code, answer.url) == (303, reverse("feed:group", args=[evening.uid]))
    assert Topic.objects.get().kind == "post"


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


def test_the_author_edits_and_readers_see_that(client, evening, ada):
    asked = question(evening, ada, text="Old words")
    client.force_login(ada)
    answer = client.post(url("edit", asked.opening.uid), {"text": "New words"})
    shown = client.get(url("topic", asked.uid)).content.decode()

    assert answer.status_code == 303
    assert "New words" in shown
    assert "Old words" not in shown
    assert "edited" in shown


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


def test_who_removed_a_post_undoes_it_and_nobody_else(client, evening, ada, ben, grace):
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
    Post.objects.filter(pk=said.pk).update(removed_at=timezone.now() - timedelta(hours=1), removed_by=grace)
    assert client.post(undo).status_code == 404
