"""The database of the tests is put back, or the run says what is in its way."""

import sqlite3
from contextlib import closing

import pytest

from tests import keeping


@pytest.fixture
def files(tmp_path):
    """What was kept, and what the tests use."""
    kept, own = tmp_path / "kept.sqlite3", tmp_path / "own.sqlite3"
    for file, word in ((kept, "before"), (own, "after")):
        with closing(sqlite3.connect(file, isolation_level=None)) as made:
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("CREATE TABLE said (word)")
            made.execute("INSERT INTO said VALUES (?)", [word])
    return kept, own


def test_what_was_kept_is_put_back_under_whoever_is_connected(files):
    kept, own = files
    with closing(sqlite3.connect(own)) as connected:
        assert connected.execute("SELECT word FROM said").fetchall() == [("after",)]
        keeping._copy(kept, own)
        assert connected.execute("SELECT word FROM said").fetchall() == [("before",)]


def test_a_transaction_that_nobody_ends_is_named_instead_of_waited_for_for_ever(files, monkeypatch):
    monkeypatch.setattr(keeping, "PATIENCE", 0.1)
    kept, own = files
    with closing(sqlite3.connect(own, isolation_level=None)) as leaking:
        leaking.execute("BEGIN IMMEDIATE")
        with pytest.raises(TimeoutError, match=r"a transaction is open in: own\.sqlite3"):
            keeping._copy(kept, own)
