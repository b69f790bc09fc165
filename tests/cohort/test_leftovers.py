"""Files that no row names are gone a day later, whatever folder they are in; all others stay."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.documents import get_document_model

from cohort import leftovers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, tmp_path, ada):
    """A picture and a document with their rows, and in each folder a file that a failed request left."""
    settings.MEDIA_ROOT = tmp_path
    ada.picture.save("ada.webp", ContentFile(b"ada"))
    document = get_document_model().objects.create(title="A list", file=ContentFile(b"list", name="list.txt"))
    for name in ("pictures/gone.webp", "documents/gone.txt", "evidence/2026/11/gone.txt"):
        default_storage.save(name, ContentFile(b"gone"))
    return {ada.picture.name, document.file.name}


def written(tmp_path):
    return {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}


def swept():
    now = timezone.now()
    return sum(leftovers.sweep(now + timedelta(minutes=minute)) for minute in range(9))


def test_what_no_row_names_is_swept_a_day_later(kept, tmp_path):
    assert swept() == 0
    for path in tmp_path.rglob("*"):
        os.utime(path, (0, 0))
    assert swept() == 3
    assert written(tmp_path) == kept
    assert swept() == 0


def test_a_file_that_cannot_be_written_to_its_end_is_not_there(tmp_path):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"the beginning"
            raise OSError("no room")

    before = written(tmp_path)
    with pytest.raises(OSError, match="no room"):
        default_storage.save("evidence/half.txt", Broken(b""))
    assert written(tmp_path) == before
