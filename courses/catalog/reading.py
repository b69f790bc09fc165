"""How long something takes to read: pure, no Django."""

import math
import re
from html import unescape

WORDS_A_MINUTE = 200
MINUTES_A_QUESTION = 1.5

_TAG = re.compile(r"<[^>]*>")


def text_of(html: str) -> str:
    """Return the words of `html` without its tags, in one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def minutes_for(*, words: int, questions: int = 0) -> int:
    """Return the minutes it takes to read `words` and answer `questions`, at least 1."""
    return max(1, math.ceil(words / WORDS_A_MINUTE + questions * MINUTES_A_QUESTION))
