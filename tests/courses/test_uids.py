import uuid

import pytest

from courses import uids

UID = uuid.UUID("2b6c4f0e-1d3a-4e5b-9c7d-8f6a5b4c3d2e")


def test_a_uid_is_read_from_the_word_that_writes_it():
    assert uids.read(str(UID)) == UID


@pytest.mark.parametrize("word", ["", "ada", "None", str(UID)[:-1], f"{UID}0", "\0", "٢" * 31])
def test_any_other_word_is_no_uid(word):
    assert uids.read(word) is None
