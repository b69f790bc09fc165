import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from search import indexing, queries, sources
from search.models import Entry, Outbox

pytestmark = pytest.mark.usefixtures("database")


def entries() -> set[tuple[str, str]]:
    return set(Entry.objects.values_list("title", "place"))


def test_a_promise_is_kept_by_drain(lessons):
    lessons.put("Foxes", "public", "group:1")
    assert (entries(), indexing.pending()) == (set(), 1)
    assert indexing.drain() == 1
    assert (entries(), indexing.pending(), Outbox.objects.count()) == (
        {("Foxes", "public"), ("Foxes", "group:1")},
        0,
        0,
    )


@pytest.mark.django_db(transaction=True)
def test_a_promise_is_kept_after_commit(lessons):
    with transaction.atomic():
        lessons.put("Foxes")
        assert entries() == set()
    assert entries() == {("Foxes", "public")}


@pytest.mark.django_db(transaction=True)
def test_a_promise_rolled_back_is_none(lessons):
    with transaction.atomic():
        lessons.put("Foxes")
        transaction.set_rollback(True)
    assert indexing.pending() == 0


def test_the_alarm_sounds_once_a_transaction(lessons, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as alarms:
        for title in ("Foxes", "Badgers", "Otters"):
            lessons.put(title)
    assert len(alarms) == 1


@pytest.mark.django_db(transaction=True)
def test_the_alarm_survives_a_savepoint_that_rolled_back(lessons):
    with transaction.atomic():
        with transaction.atomic():
            lessons.put("Foxes")
            transaction.set_rollback(True)
        lessons.put("Badgers")
    assert entries() == {("Badgers", "public")}


@pytest.mark.django_db(transaction=True)
def test_a_replay_leaves_its_promises_to_one_drain(lessons):
    with indexing.without_alarm():
        lessons.put("Foxes")
        lessons.put("Badgers")
    assert (entries(), indexing.pending()) == (set(), 2)
    indexing.drain()
    assert entries() == {("Foxes", "public"), ("Badgers", "public")}


def test_many_promises_of_one_thing_are_one_entry(lessons):
    uid = lessons.put("Foxes")
    for number in range(5):
        lessons.change(uid, title=f"Foxes {number}")
    indexing.drain()
    assert entries() == {("Foxes 4", "public")}


def test_a_thing_that_left_a_place_is_taken_from_there(lessons):
    uid = lessons.put("Foxes", "public", "group:1")
    indexing.drain()
    lessons.change(uid, places=("group:1", "group:2"))
    indexing.drain()
    assert entries() == {("Foxes", "group:1"), ("Foxes", "group:2")}


def test_an_unchanged_entry_keeps_its_row(lessons):
    uid = lessons.put("Foxes", "public", "group:1")
    indexing.drain()
    before = set(Entry.objects.values_list("pk", flat=True))
    lessons.change(uid, text="more")
    indexing.drain()
    assert set(Entry.objects.values_list("pk", flat=True)) == before


def test_a_source_that_fails_holds_back_its_own_kind_only(lessons, people):
    def broken(uids):
        raise RuntimeError("the shelf fell over")

    lessons.put("Foxes")
    people.put("Fox Mulder")
    sources.register(sources.Source(kind="lesson", label="", rows=broken))
    indexing.drain()
    assert entries() == {("Fox Mulder", "public")}
    indexing.drain()  # too soon: the failed promise rests a minute
    assert list(Outbox.objects.values_list("kind", "tries", "error")) == [("lesson", 1, "the shelf fell over")]

    sources.register(sources.Source(kind="lesson", label="", rows=lessons.rows))
    Outbox.objects.update(not_before=timezone.now())
    assert indexing.drain() == 1
    assert entries() == {("Fox Mulder", "public"), ("Foxes", "public")}


def test_a_promise_of_an_unknown_kind_is_kept_as_nothing(registry, db):
    indexing.touch("gone", uuid.uuid4())
    assert indexing.drain() == 1
    assert Outbox.objects.count() == 0


def test_differences_name_what_is_missing_extra_and_changed(lessons):
    missing, changed, fine = (lessons.put(title) for title in ("Foxes", "Badgers", "Otters"))
    indexing.drain()
    assert list(indexing.differences()) == []

    Entry.objects.filter(uid=missing).delete()
    Entry.objects.filter(uid=changed).update(title="Bears", url="/bears/")
    extra = Entry.objects.get(uid=fine)
    extra.pk, extra.uid = None, uuid.uuid4()
    extra.save(force_insert=True)
    assert set(indexing.differences()) == {
        f"search.Entry lesson {missing} at public: missing",
        f"search.Entry lesson {changed} at public: title, url differ",
        f"search.Entry lesson {extra.uid} at public: extra",
        "search.Word foxes: 1 entries, not 0",
        "search.Word otters: 1 entries, not 2",
    }

    untouched = Entry.objects.get(uid=fine).pk
    assert indexing.rebuild() == 3
    assert list(indexing.differences()) == []
    assert Entry.objects.get(uid=fine).pk == untouched
    assert indexing.rebuild() == 0


def test_entries_of_a_kind_that_nobody_registers_are_extra(lessons):
    uid = lessons.put("Foxes")
    indexing.drain()
    sources._sources.clear()
    assert list(indexing.differences()) == [f"search.Entry lesson {uid} at public: extra"]


def test_a_promise_not_yet_kept_is_pending_and_no_difference(lessons):
    lessons.put("Foxes")
    assert (list(indexing.differences()), indexing.pending()) == ([], 1)


def test_text_that_a_database_refuses_is_cleaned(lessons, ada):
    lessons.put("Fo\x00xes \ud800" + "x" * 400, text="\ue000mark\ue001")
    indexing.drain()
    assert list(indexing.differences()) == []
    assert queries.find("foxes", user=ada).total == 1


@pytest.mark.parametrize("things", [1, 3])
def test_drain_asks_the_same_number_of_queries_for_one_and_three(lessons, django_assert_num_queries, things):
    indexing.drain()
    for number in range(things):
        lessons.put(f"Foxes {number}", "public", "group:1")
    with django_assert_num_queries(16):
        indexing.drain()
    assert Entry.objects.count() == things * 2
