"""`kill -9` while a statement is stored with its attachment: both stand or neither, and the file left over goes."""

import os
import signal
from collections.abc import Callable

import pytest

from courses.models import AttachmentBody, Record, RecordAttachment
from courses.records import bodies
from courses.records.actions import Entry
from courses.records.statements import Statement
from tests.factories.records import attached, swept

from .test_kill import Strike, after_writing, around_commit, in_child

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
