"""The cluster gone, silent, behind or refusing: saves never wait, search goes on, nothing is lost."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import engines, indexing, pushing, queries
from search.engines.breaker import Breaker
from search.models import Entry, Lease, Outbox
from tests.factories.search import index_everything

ANYONE = AnonymousUser()


def total(text: str = "foxes") -> int:
    results = queries.find(text, user=ANYONE)
    assert not results.degraded
    return results.total


@pytest.mark.parametrize("fault", ["silent_cluster", "gone_cluster"])
def test_search_goes_on_through_the_database_and_says_so(lessons, fault, request):
    lessons.put("Foxes")
    indexing.derive()
    request.getfixturevalue(fault)
    results = queries.find("foxes", user=ANYONE)
    assert (results.total, results.degraded) == (1, True)


def test_of_many_readers_two_wait_for_a_silent_cluster(lessons, silent_cluster):
    lessons.put("Foxes")
    indexing.derive()
    assert [queries.find("foxes", user=ANYONE).total for _reader in range(5)] == [1] * 5
    assert len(silent_cluster.asked) == 2


@pytest.mark.django_db(transaction=True)
def test_a_save_never_asks_the_cluster(lessons, silent_cluster):
    lessons.put("Foxes")
    assert silent_cluster.asked == []
    assert Entry.objects.get().title == "Foxes"
    assert (indexing.pending(), Outbox.objects.count()) == (0, 1)


def test_what_the_cluster_has_not_heard_stays_in_the_outbox(lessons, gone_cluster):
    lessons.put("Foxes")
    assert indexing.drain() == 1
    assert (indexing.pending(), Outbox.objects.count()) == (0, 1)
    assert pushing.push() == 0
    assert Outbox.objects.count() == 1


def test_a_tick_asks_a_silent_cluster_once(lessons, silent_cluster):
    lessons.put("Foxes")
    indexing.drain()
    assert len(silent_cluster.asked) == 1
    assert Outbox.objects.count() == 1


def test_the_outbox_drains_when_the_cluster_is_back(lessons, cluster, settings):
    there = settings.SEARCH
    lessons.put("Foxes")
    settings.SEARCH = {**there, "url": "http://127.0.0.1:1/gone"}
    indexing.drain()
    assert Outbox.objects.count() == 1
    settings.SEARCH = there
    index_everything()
    assert (Outbox.objects.count(), total()) == (0, 1)


def test_a_cluster_that_lost_its_index_is_filled_again(lessons, cluster):
    from search.engines.connection import alias, client  # its client takes a second to import

    lessons.put("Foxes")
    index_everything()
    patient = client().options(request_timeout=20)
    for index in patient.indices.get(index=f"{alias()}-*"):
        patient.indices.delete(index=index)
    index_everything()
    assert total() == 1


def test_a_rebuild_moves_the_alias_and_drops_the_old_index(lessons, cluster):
    from search.engines.connection import alias, client  # its client takes a second to import

    lessons.put("Foxes")
    index_everything()
    Entry.objects.update(title="Badgers", title_words="badgers ≈badger")
    assert total("badgers") == 0
    patient = client().options(request_timeout=20)
    (before,) = patient.indices.get(index=f"{alias()}-*")

    assert pushing.rebuild() == 1
    (after,) = patient.indices.get(index=f"{alias()}-*")
    assert before != after
    assert total("badgers") == 1


def test_changes_derived_during_a_rebuild_are_pushed_after_it(lessons, cluster):
    lessons.put("Foxes")
    index_everything()
    lessons.put("More foxes")
    indexing.derive()
    pushing.rebuild()
    lessons.put("Foxes again")
    index_everything()
    assert (total(), Outbox.objects.count()) == (3, 0)


def test_one_process_at_a_time_tells_the_cluster(lessons, cluster):
    lessons.put("Foxes")
    indexing.derive()
    Lease.objects.update_or_create(name=pushing.PUSH, defaults={"until": pushing._lease_end()})
    assert pushing.push() == 0
    with pytest.raises(pushing.Busy):
        pushing.rebuild()
    assert Outbox.objects.count() == 1


def test_telling_the_cluster_twice_does_no_harm(lessons, cluster):
    uid = lessons.put("Foxes")
    index_everything()
    gone = {("lesson", uid), ("lesson", uuid.uuid4())}
    for _time in range(2):
        engines.cluster().update(gone, Entry.objects.all())
    index_everything()
    assert total() == 1


def test_the_command_rebuilds_both(lessons, cluster, capsys):
    lessons.put("Foxes")
    call_command("search", "rebuild")
    assert capsys.readouterr().out.splitlines() == [
        "entries: 1 things differed",
        "cluster: 1 things in a new index",
    ]
    engines.cluster().refresh()
    assert total() == 1


def test_the_command_says_that_the_cluster_is_gone(lessons, gone_cluster):
    with pytest.raises(CommandError, match="ConnectionError"):
        call_command("search", "rebuild")


def test_the_breaker_lets_one_trial_through_after_a_rest():
    now = [0.0]
    breaker = Breaker(rest=10, clock=lambda: now[0])
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    now[0] = 10.0
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.succeeded()
    assert breaker.allows()


def test_one_late_answer_does_not_open_the_breaker_and_several_in_a_row_do():
    now = [0.0]
    breaker = Breaker(rest=10, patience=2, clock=lambda: now[0])
    for _time in range(3):
        breaker.late()
        assert breaker.allows()
        breaker.succeeded()
    breaker.late()
    breaker.late()
    assert not breaker.allows()
    now[0] = 10.0
    assert breaker.allows()
    breaker.late()
    assert not breaker.allows()  # the trial was late as well


def test_one_late_answer_leaves_the_cluster_to_the_next_reader(lessons, cluster, monkeypatch):
    from search.engines import connection  # its client takes a second to import

    lessons.put("Foxes")
    index_everything()
    patient = connection.client()
    monkeypatch.setattr(connection, "client", lambda: patient.options(request_timeout=1e-6))
    monkeypatch.setattr(engines.cluster(), "client", connection.client)
    assert queries.find("foxes", user=ANYONE).degraded
    monkeypatch.setattr(engines.cluster(), "client", lambda: patient)
    assert total() == 1


def test_an_index_of_another_form_is_left_for_a_new_one(lessons, cluster):
    from search.engines.connection import client, name  # its client takes a second to import

    lessons.put("Foxes")
    indexing.derive()
    patient = client().options(request_timeout=20)
    older = f"{name()}-{timezone.now():%Y%m%d%H%M%S%f}"
    patient.indices.create(index=older, aliases={name(): {}})
    assert queries.find("foxes", user=ANYONE).degraded
    engines.cluster().breaker().succeeded()
    index_everything()
    assert total() == 1
    assert older not in patient.indices.get(index=f"{name()}-*")


@pytest.mark.django_db
def test_who_lost_the_lease_neither_keeps_nor_ends_that_of_the_one_who_has_it():
    slow = pushing._take_lease()
    Lease.objects.update(until=timezone.now())  # it ran out
    fast = pushing._take_lease()
    until = Lease.objects.get(name=pushing.PUSH).until
    with pytest.raises(pushing.Lost):
        pushing._renew_lease(slow)
    pushing._release_lease(slow)
    assert Lease.objects.values_list("holder", "until").get(name=pushing.PUSH) == (fast, until)
    assert pushing._take_lease() is None
    pushing._release_lease(fast)
    assert pushing._take_lease() is not None
