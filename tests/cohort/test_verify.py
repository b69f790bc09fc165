"""`verify` names whatever does not follow, and `rebuild` mends it by writing only the difference."""

import io
import re
import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from community.models import Activity, Award, FeedEntry, Notification, PointEntry, Standing
from courses.catalog.activities import LessonPage
from courses.models import Outline, Progress
from search import indexing
from search.models import Entry
from tests.factories import catalog
from tests.factories.feed import finish, read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons, enrolled
from tests.factories.talk import topic

pytestmark = pytest.mark.django_db

TABLES = [Progress, PointEntry, Award, Standing, Activity, FeedEntry]
EXTRA = {
    PointEntry: lambda row: {"uid": uuid.uuid4()},
    Award: lambda row: {"uid": uuid.uuid4()},
    Standing: lambda row: {"period": "1999-W01"},
    Activity: lambda row: {"uid": uuid.uuid4()},
    FeedEntry: lambda row: {"place": f"group:{uuid.uuid4()}"},
}
CHANGED = {
    Progress: {"done": F("done") + 1},
    PointEntry: {"points": F("points") + 5},
    Award: {"title": "Another"},
    Standing: {"points": F("points") + 10},
    Activity: {"at": F("at") - timedelta(hours=1)},
    FeedEntry: {"at": F("at") - timedelta(hours=1)},
}


@pytest.fixture
def community(ada, ben, grace):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    course = course_of_lessons(2)
    finish(ada, course)
    read(ben, course, 0)
    topic(evening, ben)
    indexing.drain()
    return evening


def verify(*arguments):
    out = io.StringIO()
    try:
        call_command("verify", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def mended():
    out = io.StringIO()
    call_command("rebuild", stdout=out)
    return int(out.getvalue().split()[0])


def test_after_the_real_road_nothing_differs(community):
    assert verify() == ("pending: 0\n0 differences\n", 0)


def test_rebuild_writes_nothing_where_nothing_differs(community):
    assert mended() == 0


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_missing_row_is_named_and_mended(community, table):
    before = set(table.objects.values_list("pk", flat=True)) if table is not FeedEntry else None
    table.objects.filter(pk=table.objects.first().pk).delete()
    assert_named_then_mended("is missing|differ|follows")
    if before and table in (PointEntry, Award, Activity):
        assert set(table.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("table", TABLES[1:], ids=lambda table: table.__name__)
def test_an_extra_row_is_named_and_mended(community, table):
    row = table.objects.first()
    count = table.objects.count()
    values = {field.attname: getattr(row, field.attname) for field in table._meta.concrete_fields}
    if table._meta.pk.name != "uid":
        del values["id"]
    if table is Activity:
        values["topic_id"] = None
    table.objects.create(**values | EXTRA[table](row))
    assert_named_then_mended("nothing is behind it")
    assert table.objects.count() == count


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_changed_value_is_named_with_both_values_and_mended(community, table):
    row = table.objects.order_by("pk").first()
    table.objects.filter(pk=row.pk).update(**CHANGED[table])
    column = next(iter(CHANGED[table]))
    assert_named_then_mended(rf"{column} is .+, .+ follows")
    row_again = table.objects.get(pk=row.pk)
    assert getattr(row_again, column) == getattr(row, column)


def test_progress_without_a_record_is_named_and_mended(community, mallory):
    Progress.objects.create(enrolment=enrolled(mallory, course_of_lessons(1)), done=1, required=1)
    assert_named_then_mended("progress")
    assert not Progress.objects.filter(enrolment__learner=mallory).exists()


def test_a_topic_missing_from_the_feed_is_named_and_mended(community):
    Activity.objects.filter(kind="topic").delete()
    assert_named_then_mended("is missing")


def test_a_topic_entry_at_another_place_is_named_and_mended(community):
    FeedEntry.objects.filter(activity__kind="topic").update(place=f"group:{uuid.uuid4()}")
    assert_named_then_mended("nothing is behind it")


def test_a_row_about_somebody_else_is_named_and_mended(community, mallory):
    FeedEntry.objects.filter(activity__kind="course").update(about=mallory)
    assert_named_then_mended("about_id is")


@pytest.mark.parametrize("damage", ["missing", "extra", "changed"])
def test_search_entries_are_compared_too(community, damage):
    entry = Entry.objects.first()
    if damage == "missing":
        entry.delete()
    elif damage == "extra":
        entry.pk, entry.uid = None, uuid.uuid4()
        entry.save()
    else:
        Entry.objects.filter(pk=entry.pk).update(title="Something else")
    assert_named_then_mended("search.Entry")


def test_rebuild_notifies_nobody(community):
    before = Notification.objects.count()
    for table in (PointEntry, Award, Standing, Activity):
        table.objects.all().delete()
    mended()
    assert verify()[1] == 0
    assert Notification.objects.count() == before


def test_what_waits_is_pending_and_no_difference(community, ada):
    read(ada, course_of_lessons(1), drained=False)
    assert verify() == ("pending: 1\n0 differences\n", 0)


def test_one_learner_alone_can_be_verified(community, ada, ben):
    PointEntry.objects.filter(learner=ben).delete()
    assert verify("--learner", str(ada.uid))[1] == 0
    assert verify("--learner", str(ben.uid))[1] == 1


def test_a_person_who_does_not_exist_is_an_error(community):
    with pytest.raises(CommandError, match="nobody has the uid"):
        call_command("verify", "--learner", str(uuid.uuid4()))


def assert_named_then_mended(words):
    said, code = verify()
    lines = said.splitlines()
    assert code == 1
    assert any(re.search(words, line) for line in lines), said
    assert re.fullmatch(r"[1-9]\d* differences", lines[-1])
    assert mended() > 0
    assert verify() == ("pending: 0\n0 differences\n", 0)


def test_a_course_whose_outline_is_not_that_of_its_pages_is_named_and_mended():
    course = catalog.published_course(lessons=1)
    indexing.drain()
    assert verify()[1] == 0
    LessonPage.objects.update(title="Renamed behind its back")
    output, code = verify()
    assert (f"courses.Outline {course.translation_key}: differs from its pages" in output, code) == (True, 1)
    call_command("rebuild", stdout=io.StringIO())
    assert "Renamed behind its back" in str(Outline.objects.current().get().data)
    indexing.drain()
    assert verify()[1] == 0
