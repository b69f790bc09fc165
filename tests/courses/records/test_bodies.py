"""Statements with attachments: both or neither, and nothing stays of what was refused or never finished."""

import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from courses.models import AttachmentBody, Record, RecordAttachment
from courses.records import bodies
from courses.records.clients import actions as clients
from courses.records.identity import activity_iri
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import account, admitted, attached, foreign, sent, swept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("external_records_on")]


@pytest.fixture
def files(tmp_path, settings):
    """A store of its own; the paths of what lies there."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}


def lay(octets: bytes, *, days: int) -> tuple[str, str]:
    """Lay a file into its drawer as if it were so many days old; return its path and hash."""
    _, part = attached(octets)
    path = default_storage.save(f"records/{part.sha2[:2]}/{part.sha2}", ContentFile(octets))
    moment = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(Path(settings.MEDIA_ROOT) / path, (moment, moment))
    return path, part.sha2


def test_a_body_comes_with_its_statement_and_is_kept_once(files):
    _, known = admitted("statements/write", "statements/read")
    said, part = attached(b"photo")
    for batch in ([said, {**said, "id": str(uuid.uuid4())}], [said]):
        assert sent(known, batch, part).status_code == 200
    assert (Record.objects.count(), RecordAttachment.objects.count(), AttachmentBody.objects.count()) == (2, 2, 1)
    assert files() == {f"records/{part.sha2[:2]}/{part.sha2}"}


def test_who_may_not_say_it_leaves_nothing(files, ada, ben):
    course = course_of_lessons(1)
    key = keys(course)[0]
    _, secret = clients.launch(enrolled(ada, course), activity_key=key)
    said, part = attached(b"photo", actor=account(ben), object={"id": activity_iri(key)})

    assert sent(f"Bearer {secret}", said, part).status_code == 403
    assert files() == set()
    assert not Record.objects.exists()
    assert not AttachmentBody.objects.exists()


def test_another_statement_of_the_same_id_leaves_nothing(files):
    _, known = admitted("statements/write")
    first = foreign()
    assert sent(known, first).status_code == 200
    said, part = attached(b"photo", id=first["id"])

    assert sent(known, said, part).status_code == 409
    assert files() == set()
    assert not AttachmentBody.objects.exists()


def test_a_content_type_over_255_characters_is_refused(files):
    _, known = admitted("statements/write")
    for length, status in ((255, 200), (256, 400)):
        kind = 'text/plain; name="' + "a" * (length - 19) + '"'
        said, part = attached(b"photo", kind=kind)
        assert sent(known, said, part).status_code == status
    assert RecordAttachment.objects.get().content_type == 'text/plain; name="' + "a" * 236 + '"'


def test_tick_sweeps_what_a_crash_left_a_day_later_and_nothing_else(files):
    _, known = admitted("statements/write")
    said, part = attached(b"kept")
    sent(known, said, part)
    kept = AttachmentBody.objects.get().file.name
    os.utime(Path(settings.MEDIA_ROOT) / kept, (0, 0))
    young, _ = lay(b"young", days=0)
    lay(b"left over", days=2)
    path, sha2 = lay(b"of a record that is gone", days=2)
    AttachmentBody.objects.create(sha2=sha2, file=path, length=1)

    assert swept() == 2
    assert files() == {kept, young}
    assert AttachmentBody.objects.get().file.name == kept
    assert swept() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_sweeping_a_drawer_costs_the_same_however_much_lies_in_it(files, count, django_assert_num_queries):
    for number in range(count):
        os.utime(Path(settings.MEDIA_ROOT) / default_storage.save(f"records/00/{number}", ContentFile(b"")), (0, 0))
    with django_assert_num_queries(2):
        assert bodies.sweep(datetime.fromtimestamp(bodies.DRAWERS * 60 * 100_000, tz=UTC)) == count
