"""`kill -9` and many at once while statements are stored with attachments: both stand or neither, each body once."""

import os
import signal
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage

from courses.models import AttachmentBody, Record, RecordAttachment
from courses.records import bodies
from courses.records.actions import Entry
from courses.records.statements import Statement
from tests.factories.records import attached, foreign, swept

from .test_kill import Strike, after_writing, around_commit, in_child
from .test_together import together

POINTS: dict[str, tuple[Callable[[Strike], None], bool]] = {
    "between the record and its body": (after_writing(Record), False),
    "after the body": (after_writing(AttachmentBody), False),
    "after it is attached": (after_writing(RecordAttachment), False),
    "before COMMIT": (around_commit(1, after=False), False),
    "after COMMIT": (around_commit(1, after=True), True),
}


@pytest.mark.parametrize("point", POINTS)
def test_a_statement_and_its_body_stand_together_or_not_at_all(db, tmp_path, settings, point):
    settings.MEDIA_ROOT = tmp_path
    arm, stored = POINTS[point]
    said, part = attached(point.encode())
    entry = Entry(statement=Statement.read(said), provenance=Record.Provenance.CLIENT)

    def work(acknowledge: Callable[[str], None]) -> None:
        arm(lambda: os.kill(os.getpid(), signal.SIGKILL))
        acknowledge(str(bodies.record_with([entry], [part])))

    assert in_child(work) == ([], signal.SIGKILL)
    assert Record.objects.count() == AttachmentBody.objects.count() == RecordAttachment.objects.count() == stored

    for path in tmp_path.rglob("*"):
        os.utime(path, (0, 0))
    swept()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == stored

    bodies.record_with([entry], [part])  # the client tries again
    kept = RecordAttachment.objects.get()
    assert str(kept.record.uid) == said["id"]
    with kept.body.file.open("rb") as file:
        assert file.read() == part.octets


def test_eight_who_attach_the_same_in_any_order_keep_it_once(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    parts, said = [], []
    for octets in (b"before", b"after"):
        statement, part = attached(octets)
        parts.append(part)
        said += statement["attachments"]

    def store(number: int) -> Callable[[], list[Record]]:
        statement = Statement.read(foreign(attachments=said))
        entry = Entry(statement=statement, provenance=Record.Provenance.CLIENT)
        return lambda: bodies.record_with([entry], parts[:: 1 if number % 2 else -1])

    stored = together(*[store(number) for number in range(8)])

    assert {type(one) for one in stored} == {list}, stored
    assert (Record.objects.count(), AttachmentBody.objects.count(), RecordAttachment.objects.count()) == (8, 2, 16)
    for path in tmp_path.rglob("*"):
        os.utime(path, (0, 0))
    swept()
    assert {path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == {b"before", b"after"}
    assert all(default_storage.exists(body.file.name) for body in AttachmentBody.objects.all())
