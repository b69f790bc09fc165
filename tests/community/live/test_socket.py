"""The socket, by a real server and a real client: who may open it, what is said, how fast one is put out."""

import os
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from cohort.models import Capabilities
from community.live.consumers import TOO_MANY
from community.live.topics import sign
from community.live.watch import MOST_OF_ONE
from community.models import Membership
from tests.factories.groups import group, member
from tests.factories.people import person
from tests.factories.servers import served, session_of
from tests.factories.talk import topic

from .conftest import reply_by_request

pytestmark = [pytest.mark.takes(1.5), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    Capabilities.objects.update_or_create(pk=1, defaults={"community": True, "achievements": True})
    return {name: person(f"{name.title()} Person") for name in ("ada", "ben", "grace", "mallory")}


@pytest.fixture
def evening(people):
    evening = group(by=people["grace"])
    member(evening, people["ada"])
    member(evening, people["ben"])
    return evening


@pytest.fixture(scope="module")
def server(django_db_setup):
    """A server of these tests' own, which hears from nobody but itself."""
    with served(REDIS_URL="") as running:
        yield running


def test_only_pages_of_this_site_and_people_signed_in_open_it(server, people, refused):
    session = session_of(people["ada"])

    assert refused(server, session=session) == 101
    for origin in ("http://evil.example", "null", None, f"http://p1.content.localhost:{server.host.split(':')[1]}"):
        assert refused(server, session=session, origin=origin) == 403
    assert refused(server) == 403
    assert refused(server, session="forged") == 403
    assert refused(server, session=session, path="/elsewhere/") == 403


def test_with_the_community_off_nobody_opens_it(server, people, refused):
    Capabilities.objects.update(community=False)

    assert refused(server, session=session_of(people["ada"])) == 403


def test_a_reply_says_look_again_and_nothing_else(server, people, evening, open_socket):
    talk = topic(evening, people["ada"])
    ada, ben, mallory = (people[name] for name in ("ada", "ben", "mallory"))
    hers = open_socket(server, session=session_of(ada))
    assert hers.subscribe(sign(ada, f"topic:{talk.uid}")) == 1
    theirs = open_socket(server, session=session_of(mallory))
    assert theirs.subscribe(sign(ada, f"topic:{talk.uid}"), sign(mallory, f"topic:{talk.uid}"), "forged") == 0
    reply_by_request(server, session_of(ben), talk.uid, request_id="from-ben")

    assert hers.hear() == {"refresh": f"topic:{talk.uid}", "spread": 0, "by": "from-ben"}
    assert theirs.hear(within=1) is None


@pytest.mark.parametrize(
    "message", ["[]", "{}", "nonsense", '{"subscribe": "x"}', '{"other": []}', "[" * 9000, "x" * 40_000]
)
def test_a_message_that_is_none_closes_the_socket(server, people, open_socket, message):
    socket = open_socket(server, session=session_of(people["ada"]))
    socket.connection.send(message)

    assert socket.closed(within=3) == 4400


def test_too_many_messages_close_the_socket(server, people, open_socket):
    socket = open_socket(server, session=session_of(people["ada"]))
    for _ in range(31):
        socket.send(subscribe=[])

    assert socket.closed(within=3) == 4429


def test_who_is_removed_hears_nothing_within_five_seconds_though_no_word_reaches_the_server(
    server, people, evening, open_socket
):
    """The row changes behind the server's back: its layer gets no message to unsubscribe."""
    talk = topic(evening, people["ada"])
    ada, ben = people["ada"], people["ben"]
    socket = open_socket(server, session=session_of(ada))
    assert socket.subscribe(sign(ada, f"topic:{talk.uid}", f"person:{ada.uid}")) == 2
    reply_by_request(server, session_of(ben), talk.uid)
    assert socket.hear() is not None
    Membership.objects.filter(user=ada).update(left=timezone.now())
    assert socket.listens_to(1, within=5)
    socket.silence()
    reply_by_request(server, session_of(ben), talk.uid)

    assert socket.hear(within=1) is None


@pytest.mark.parametrize("how", ["signed out", "suspended", "switched off"])
def test_who_is_signed_out_or_suspended_is_put_out_within_five_seconds(server, people, evening, open_socket, how):
    ada = people["ada"]
    session = session_of(ada)
    socket = open_socket(server, session=session)
    assert socket.subscribe(sign(ada, evening.place)) == 1
    if how == "signed out":
        Session.objects.filter(session_key=session).delete()
    elif how == "suspended":
        ada.is_active = False
        ada.save()
    else:
        Capabilities.objects.update(community=False)

    assert socket.closed(within=5) == 4401


def test_a_session_that_runs_out_ends_its_socket(server, people, open_socket):
    session = session_of(people["ada"])
    socket = open_socket(server, session=session)
    Session.objects.filter(session_key=session).update(expire_date=timezone.now() - timedelta(seconds=1))

    assert socket.closed(within=5) == 4401


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="REDIS_URL names no Redis")
def test_with_redis_a_word_of_another_process_arrives(people, evening, open_socket):
    from community.live import actions  # the layer of this process is Redis too

    talk = topic(evening, people["ada"])
    ada = people["ada"]
    with served() as server:
        socket = open_socket(server, session=session_of(ada))
        assert socket.subscribe(sign(ada, f"topic:{talk.uid}", evening.place)) == 2
        actions.refresh(f"topic:{talk.uid}")
        assert socket.hear() == {"refresh": f"topic:{talk.uid}", "spread": 0, "by": ""}
        actions.refresh(evening.place)
        assert socket.hear() == {"refresh": evening.place, "spread": 3 * actions.SPREAD_EACH, "by": ""}

        Membership.objects.filter(user=ada).update(left=timezone.now())
        actions.unsubscribe(ada.pk)
        assert socket.listens_to(0, within=2)
        actions.refresh(evening.place)
        assert socket.hear(within=1) is None


def test_of_one_persons_sockets_the_oldest_gives_way_and_nobody_elses(server, people, evening, open_socket):
    ada, ben = people["ada"], people["ben"]
    other = open_socket(server, session=session_of(ben))
    assert other.subscribe(sign(ben, evening.place)) == 1
    session = session_of(ada)
    sockets = [open_socket(server, session=session) for _ in range(MOST_OF_ONE + 3)]

    assert [each.closed() for each in sockets[:3]] == [TOO_MANY] * 3
    assert all(each.subscribe(sign(ada, evening.place)) == 1 for each in sockets[3:])
    assert other.subscribe(sign(ben, evening.place)) == 1
