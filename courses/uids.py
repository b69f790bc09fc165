"""The uid that a word from outside names. Imports no Django."""

import uuid

NOTHING = uuid.UUID(int=0)  # the uid that nothing has


def read(word: str) -> uuid.UUID | None:
    """Return the uid that `word` writes, None where it writes none."""
    try:
        return uuid.UUID(word)
    except ValueError:
        return None
