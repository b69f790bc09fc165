"""What a crash leaves behind is real: rows are committed, other processes meet them, and are removed afterwards."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, connections, transaction

# In the order in which they may be removed.
ROWS = (
    "community.FeedEntry",
    "community.Activity",
    "community.Award",
    "community.PointEntry",
    "community.Standing",
    "community.Notification",
    "courses.Effect",
    "courses.Progress",
    "courses.RecordAttachment",
    "courses.AttachmentBody",
    "courses.RecordAgent",
    "courses.RecordActivity",
    "courses.Record",
    "courses.Completion",
    "courses.Bookmark",
    "courses.Answer",
    "courses.Attempt",
    "courses.Sequence",
    "courses.Grant",
    "courses.Enrolment",
    "courses.Outline",
    "community.User",
)


@pytest.fixture
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Here `db` commits for real; the test's rows are gone afterwards, those of migrations stay."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE fault_sink (record bigint NOT NULL, kind varchar(40) NOT NULL)")
        try:
            yield
        finally:
            connections.close_all()
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE fault_sink")
            with transaction.atomic():
                apps.get_model("courses.Record").objects.update(voided_by=None)
                for name in ROWS:
                    apps.get_model(name)._base_manager.all().delete()
            connections.close_all()
