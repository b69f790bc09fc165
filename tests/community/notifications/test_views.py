"""The tray, the page and what is said there; each notice is looked up again when it is shown."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from community.connections import actions as connections
from community.discussions import actions as talk
from community.discussions import reactions
from community.groups import assignments, requests
from community.models import Activity, Award, Notification
from community.notifications import queries
from community.notifications.actions import notify
from community.notifications.kinds import KINDS
from community.notifications.readers import READERS
from community.notifications.standing import STANDING
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.markup import tight
from tests.factories.talk import question, reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
GONE = "This is no longer available"


@pytest.fixture
def evening(grace, ada, ben):
    evening = group(by=grace)
    member(evening, ada)
    member(evening, ben)
    return evening


def url(name: str, *args: object) -> str:
    return reverse(f"notifications:{name}", args=args)


def texts(user) -> list[str]:
    return [str(card.text).replace("<b>", "").replace("</b>", "") for card in queries.tray(user)]


def test_every_kind_is_read_and_settled():
    assert READERS.keys() == STANDING.keys() == KINDS.keys()


def test_what_happened_in_talk_is_said_in_words(evening, ada, ben, grace):
    asked = question(evening, ada, title="Which bars?")
    answer = reply(asked, ben, text="The *tall* ones.")
    reply(asked, grace)
    talk.accept(answer, by=ada)
    reactions.react(grace, kind="helpful", target=answer.uid)

    assert texts(ada) == ["Grace Tanaka and 1 other replied to your question Which bars?"]
    assert set(texts(ben)) == {
        "Grace Tanaka replied in Which bars?",
        "Ada Nwosu accepted your answer to Which bars?",
        "Grace Tanaka found your post in Which bars? helpful",
    }
    assert queries.tray(ada)[0].url == f"/topics/{asked.uid}/#post-{asked.posts.get(author=grace).uid}"


def test_what_happened_between_people_is_said_in_words(evening, ada, ben, grace, mallory):
    asked = connections.ask(ada, other=ben)
    connections.accept(asked, by=ben)
    requests.ask_to_join(evening, user=mallory, sharing="private")
    post = talk.post_to_feed(evening.place, author=ada, text="Hello")
    reactions.react(ben, kind="kudos", target=Activity.objects.get(topic=post).uid)

    assert texts(grace) == ["Mallory Vane would like to join Evening Statistics"]
    assert texts(ben) == ["Ada Nwosu would like to connect"]
    assert set(texts(ada)) == {"Ben Okafor connected with you", "Ben Okafor gave you kudos for A post by Ada Nwosu"}


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Asia/Kolkata", "Europe/London", "Pacific/Honolulu"])
def test_a_due_date_is_the_day_that_was_set_for_every_reader(evening, ada, grace, zone):
    due = datetime(timezone.now().year, 11, 3, 23, 30, tzinfo=UTC)
    assignments.assign(evening, course_key=course_of_lessons().course_key, by=grace, due=due)
    with timezone.override(zone):
        (card,) = queries.tray(ada)
        assert "Due 3 November" in card.meta


def test_what_one_may_no_longer_see_says_nothing_of_it(evening, ada, ben, grace):
    asked = question(evening, ada, title="A secret title")
    reply(asked, ben)
    evening.memberships.filter(user=ada).update(left=timezone.now())
    card = queries.tray(ada)[0]

    assert (card.text, card.url, card.person, card.items) == (GONE, "", None, ())
    assert "Ben" not in card.meta


def test_what_was_removed_is_no_longer_available(evening, ada, ben):
    asked = question(evening, ada)
    answer = reply(asked, ben)
    talk.remove(asked.opening, by=ada)

    assert answer.removed_at is None
    assert texts(ada) == [GONE]


def test_a_connection_that_ended_and_a_badge_taken_back_are_no_longer_available(ada, ben):
    asked = connections.ask(ada, other=ben)
    connections.remove(asked, by=ada)
    notify([ben], verb="earned", actor=None, thread="award:1", data={"award": str(uuid.uuid4())})

    assert not Award.objects.exists()
    assert texts(ben) == [GONE, GONE]


def test_a_managers_notice_is_gone_when_they_manage_no_longer(evening, ada, grace, mallory):
    requests.ask_to_join(evening, user=mallory, sharing="private")
    evening.memberships.filter(user=grace).update(role="member")

    assert texts(grace) == [GONE]


@pytest.mark.parametrize("data", [{}, {"topic": "nonsense"}, {"topic": str(uuid.uuid4()), "post": str(uuid.uuid4())}])
def test_a_notice_about_nothing_is_no_longer_available(ada, ben, data):
    notify([ada], verb="replied", actor=ben, thread="topic:1", data=data)

    assert texts(ada) == [GONE]


def test_the_page_is_by_day_and_goes_on(client, ada, ben):
    for number in range(22):
        notify([ada], verb="replied", actor=ben, thread=f"topic:{number}", data={})
    client.force_login(ada)
    first = client.get(url("list")).context["page"]
    second = client.get(url("list"), {"before": first.after}).context["page"]

    assert [day.name for day in first.days] == ["Today"]
    assert (len(first.days[0].notices), len(second.days[0].notices), second.after) == (20, 2, "")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(client, evening, ada, ben, count, django_assert_num_queries):
    for number in range(count):
        reply(question(evening, ada, title=f"Question {number}"), ben)
    client.force_login(ada)

    with django_assert_num_queries(8):  # session, person, switches, notices, people, posts, places, bell
        client.get(url("list"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_tray_costs_the_same_for_one_and_three(client, evening, ada, ben, count, django_assert_num_queries):
    for number in range(count):
        reply(question(evening, ada, title=f"Question {number}"), ben)
    client.force_login(ada)

    with django_assert_num_queries(7):
        answer = client.get(url("tray")).content.decode()
    assert '<turbo-frame id="tray"' in answer
    assert "Question 0" in answer


def test_reading_is_a_post_of_the_page_and_a_get_changes_nothing(client, evening, ada, ben):
    reply(question(evening, ada), ben)
    row = Notification.objects.get()
    client.force_login(ada)
    for name in ("list", "tray", "count"):
        client.get(url(name))
    client.get(url("reading"), {"thread": row.thread})
    before = queries.unread_count(ada)
    answer = client.post(url("reading"), {"thread": row.thread})

    assert (before, answer.status_code, queries.unread_count(ada)) == (1, 204, 0)


def test_one_notice_is_read_when_it_is_opened(client, evening, ada, ben):
    reply(question(evening, ada), ben)
    client.force_login(ada)
    client.post(url("reading"), {"notice": str(Notification.objects.get().uid)})

    assert queries.unread_count(ada) == 0
    assert client.post(url("reading"), {"notice": "nonsense"}).status_code == 404


def test_clearing_marks_all_read(client, evening, ada, ben):
    for _ in range(2):
        reply(question(evening, ada), ben)
    client.force_login(ada)
    answer = client.post(url("clearing"))

    assert (answer.status_code, answer.url, queries.unread_count(ada)) == (303, url("list"), 0)


def test_the_bells_number_is_answered_alone(client, evening, ada, ben):
    reply(question(evening, ada), ben)
    client.force_login(ada)

    assert "Notifications, 1 new" in client.get(url("count")).content.decode()


def test_what_one_hears_about_is_chosen_and_kept(client, ada):
    client.force_login(ada)
    chosen = {f"site-{verb}": "on" for verb in KINDS if verb != "kudos"} | {"mail-replied": "on", "mail-kudos": "on"}
    answer = client.post(url("preferences"), chosen)
    kept = {choice.kind.verb: (choice.on_site, choice.by_mail) for choice in queries.choices(ada)}

    assert answer.status_code == 303
    assert (kept["replied"], kept["kudos"], kept["assigned"]) == ((True, True), (False, False), (True, False))


def test_muting_from_the_row_and_hearing_all_again(client, evening, ada, ben):
    asked = question(evening, ada)
    reply(asked, ben)
    client.force_login(ada)
    client.post(url("muting", Notification.objects.get().uid))
    reply(asked, ben)
    muted = queries.unread_count(ada)
    assert "You have muted one conversation." in client.get(url("preferences")).content.decode()
    client.post(url("unmuting"))
    reply(asked, ben)

    assert (muted, queries.unread_count(ada)) == (0, 1)


def test_mallory_neither_sees_reads_nor_mutes_the_notices_of_another(client, evening, ada, ben, mallory):
    reply(question(evening, ada, title="A secret title"), ben)
    row = Notification.objects.get()
    client.force_login(mallory)
    client.post(url("reading"), {"thread": row.thread})
    client.post(url("reading"), {"notice": str(row.uid)})
    client.post(url("clearing"))

    assert client.post(url("muting", row.uid)).status_code == 404
    assert "A secret title" not in client.get(url("list")).content.decode()
    assert queries.unread_count(ada) == 1


def test_hostile_titles_and_names_are_inert(client, evening, ada, ben):
    ben.display_name = "<script>alert(1)</script>"
    ben.save()
    reply(question(evening, ada, title="<img src=x onerror=alert(2)>"), ben, text="<script>alert(3)</script>")
    client.force_login(ada)
    shown = client.get(url("list")).content.decode()

    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


def test_under_the_head_of_its_day_a_notice_says_its_time(client, evening, ada, grace):
    now = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    asked = [question(evening, ada, title=f"Number {number}") for number in range(2)]
    for topic in asked:
        reply(topic, grace)
    today, earlier = ada.notifications.order_by("pk")
    Notification.objects.filter(pk=earlier.pk).update(timestamp=now - timedelta(days=3, hours=-6, minutes=-40))
    Notification.objects.filter(pk=today.pk).update(timestamp=timezone.now())
    metas = {day.name: [card.meta.split(" · ")[0] for card in day.notices] for day in queries.page(ada).days}
    assert metas.pop("Today") == ["now"]
    assert list(metas.values()) == [["18:40"]]
    assert "18:40" not in "".join(card.meta for card in queries.tray(ada))


def test_a_removed_reply_takes_its_notice_with_it_and_leaves_that_of_others(evening, ada, ben, grace):
    asked = question(evening, ada, title="Which bars?")
    answer = reply(asked, ben)
    assert queries.unread_count(ada) == 1
    talk.remove(answer, by=ben)
    assert queries.unread_count(ada) == 0
    assert texts(ada) == []

    gone, _ = reply(asked, ben), reply(asked, grace)
    talk.remove(gone, by=ben)
    assert queries.unread_count(ada) == 1
    assert texts(ada) == ["Grace Tanaka replied to your question Which bars?"]


def test_kudos_and_helpful_go_with_who_takes_them_back(evening, ada, ben, grace):
    post = talk.post_to_feed(evening.place, author=ada, text="Hello")
    activity = Activity.objects.get(topic=post).uid
    given = [("kudos", activity), ("helpful", post.opening.uid)]
    for kind, target in given:
        reactions.react(ben, kind=kind, target=target)
        reactions.react(grace, kind=kind, target=target)
    assert queries.unread_count(ada) == 2
    for kind, target in given:
        reactions.unreact(grace, kind=kind, target=target)
    assert set(texts(ada)) == {
        "Ben Okafor gave you kudos for A post by Ada Nwosu",
        "Ben Okafor found your post in A post by Ada Nwosu helpful",
    }
    for kind, target in given:
        reactions.unreact(ben, kind=kind, target=target)
    assert (queries.unread_count(ada), texts(ada)) == (0, [])


def undo_of(page: str) -> str:
    """Return where the toast's Undo leads."""
    return page.partition('class="toast-act" form="act" formaction="')[2].partition('"')[0]


def test_marking_all_read_is_undone_for_those_that_were_not(client, evening, ada, ben):
    for _ in range(3):
        reply(question(evening, ada), ben)
    first = Notification.objects.order_by("pk").first()
    Notification.objects.filter(pk=first.pk).update(unread=False)
    client.force_login(ada)
    page = client.post(url("clearing"), follow=True).content.decode()
    assert queries.unread_count(ada) == 0
    client.post(undo_of(page))
    assert queries.unread_count(ada) == 2
    assert not Notification.objects.get(pk=first.pk).unread
    client.post(f"{url('clearing')}?undo")
    assert queries.unread_count(ada) == 2


def test_undoing_again_says_that_nothing_is_left(client, evening, ada, ben):
    reply(question(evening, ada), ben)
    client.force_login(ada)
    undo = undo_of(client.post(url("clearing"), follow=True).content.decode())
    client.post(url("clearing"))  # in another tab, where nothing is left to mark
    assert "There is nothing left to undo." not in client.post(undo, follow=True).content.decode()
    assert queries.unread_count(ada) == 1
    assert "There is nothing left to undo." in client.post(undo, follow=True).content.decode()


@pytest.mark.parametrize("verb", ["conversation", "kind"])
def test_muting_is_undone(client, evening, ada, ben, verb):
    asked = question(evening, ada)
    tell = {"conversation": lambda: reply(asked, ben), "kind": lambda: connections.ask(ben, other=ada)}[verb]
    tell()
    client.force_login(ada)
    page = client.post(url("muting", Notification.objects.get().uid), follow=True).content.decode()
    answers = [client.post(undo_of(page), follow=True).content.decode() for _ in range(2)]

    assert queries.muted_count(ada) == 0
    assert all(choice.on_site == choice.kind.on_site for choice in queries.choices(ada))
    assert ["You hear of it again" in answer for answer in answers] == [True, False]
    assert ["You hear of it already" in answer for answer in answers] == [False, True]


def test_a_row_says_what_one_can_do_in_words_and_offers_the_one_act_it_asks_for(client, evening, ada, ben):
    reply(question(evening, ada), ben)
    asked = connections.ask(ben, other=ada)
    client.force_login(ada)
    page = tight(client.get(url("list")))

    assert page.count(">Accept<") == 1
    assert "Mute this conversation</button>" in page
    assert "More about: Ben Okafor would like to connect" in page
    assert '<h2 class="day-name">Today</h2>' in page
    client.post(reverse("connections:acceptance", args=[asked.uid]))
    assert ">Accept<" not in tight(client.get(url("list")))


def test_a_manager_lets_in_from_the_row_while_one_person_waits(client, evening, grace, mallory):
    request = requests.ask_to_join(evening, user=mallory, sharing="private")
    (card,) = queries.tray(grace)
    client.force_login(grace)

    assert (card.act_label, card.act_name, card.act_value) == ("Approve", "accept", "yes")
    assert client.post(card.act_url, {card.act_name: card.act_value}).status_code == 303
    request.refresh_from_db()
    assert request.accepted
    assert queries.unread_count(grace) == 0


def test_whoever_waits_on_is_let_in_from_the_row_once_the_other_is_decided_about(client, evening, grace, mallory, ivan):
    waits = requests.ask_to_join(evening, user=mallory, sharing="private")
    requests.decide(requests.ask_to_join(evening, user=ivan, sharing="private"), by=grace, accept=False)
    (card,) = queries.tray(grace)
    client.force_login(grace)

    assert (card.act_label, card.act_name, card.act_value) == ("Approve", "accept", "yes")
    assert client.post(card.act_url, {card.act_name: card.act_value}).status_code == 303
    waits.refresh_from_db()
    assert waits.accepted


def test_where_several_wait_the_row_leads_to_where_each_is_let_in(client, evening, grace, mallory, ivan):
    asked = [requests.ask_to_join(evening, user=user, sharing="private") for user in (mallory, ivan)]
    client.force_login(grace)
    for page in (client.get(url("list")), client.get(url("tray"))):
        door = BeautifulSoup(page.content.decode(), "html.parser").select_one(".notice-act a")
        assert (
            door.get_text().strip() == "See who asks: Ivan Marković and 1 other would like to join Evening Statistics"
        )

    people = client.get(door["href"]).content.decode()
    for request in asked:
        assert reverse("groups:decision", args=[evening.uid, request.uid]) in people
