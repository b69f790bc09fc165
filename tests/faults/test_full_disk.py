"""A disk that is really full: every door says so in its own form, nothing is half there, and reading goes on."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from courses.models import Claim, Client, Evidence, Record
from tests.courses.claims.test_views import said
from tests.factories.records import admitted, attached, sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("switches_on")]

KILOBYTES = 256
LEFT = 2  # blocks, enough for a word or two


@pytest.fixture
def full(tmp_path, settings) -> Iterator[Path]:
    """A file that fills the disk on which everything that is uploaded is kept, until it is removed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={KILOBYTES}k", "tmpfs", str(disk)]
    mounted = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    settings.MEDIA_ROOT = disk / "media"
    settings.MEDIA_ROOT.mkdir()
    filling = disk / "filling"
    with filling.open("wb", buffering=0) as file:
        room = os.statvfs(disk)
        file.write(bytes((room.f_bfree - LEFT) * room.f_bsize))
    yield filling
    subprocess.run(["umount", str(disk)], check=True)


def test_evidence_that_finds_no_room_is_answered_with_the_words_and_sent_again(full, ada):
    browser = Browser(raise_request_exception=False)
    browser.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    documents = [SimpleUploadedFile("list.txt", b"list"), SimpleUploadedFile("notes.txt", b"notes " * 2000)]
    words = said(title="A walk along the tails", documents=documents)

    answer = browser.post(reverse("claims:new"), words)
    assert answer.status_code == 507
    assert "A walk along the tails" in answer.content.decode()
    assert (Claim.objects.count(), Evidence.objects.count()) == (0, 0)
    assert [path for path in full.parent.rglob("*") if path.is_file()] == [full]
    assert browser.get(reverse("claims:log")).status_code == 200

    full.unlink()
    for document in documents:
        document.seek(0)
    assert browser.post(reverse("claims:new"), words).status_code == 303
    assert (Claim.objects.count(), Evidence.objects.count()) == (1, 2)


@pytest.mark.usefixtures("external_records_on")
def test_an_attachment_that_finds_no_room_is_refused_in_json_and_sent_again(full):
    _client, authorization = admitted(Client.Scope.WRITE, Client.Scope.READ)
    statement, part = attached(b"an attachment" * 1000)

    answer = sent(authorization, statement, part)
    assert answer.status_code == 507
    assert json.loads(answer.content)["error"]
    assert not Record.objects.exists()
    assert [path for path in full.parent.rglob("*") if path.is_file()] == [full]

    full.unlink()
    assert sent(authorization, statement, part).status_code == 200
    assert Record.objects.count() == 1
