"""Forgive what was typed: a slip of a letter or two, words written together or apart, one word too many.

Asked only where nothing was found as typed. Both engines are then asked for the same words, so they forgive alike.
The words are those of every entry; what is found with them is still only what stands at the reader's places.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Value, Window
from django.db.models.functions import Abs, RowNumber

from .asking import Query, Term, Token, Way, forms
from .models import Entry, Word
from .words import is_spelt

SHORTEST = 4  # letters of a word in which a slip is forgiven
SHORTEST_FOR_TWO = 6
MOST_TERMS = 6  # of a query are looked up
# Words for each are measured letter by letter, in 5 ms. Of 105 000 words, 3 500 (at most 7 400) have the initial and
# the length of a usual slip; 190 (at most 4 900) share a part with it too. They come by how near they are in length,
# then by how many entries have them: in 359 of 360 slips the word that was meant is among the first 500.
MOST_MEASURED = 500
MOST_NEAR = 8  # words for each are searched for
LONGEST_SPLIT = 24
ALL_BUT_ONE = 3  # from so many terms on, one may be missing
BATCH = 500


def forgiving(query: Query) -> Query:
    """Return `query` with the near ways of each of its terms; one query to the database."""
    asked = [term for term in query.terms if is_spelt(term.word)][:MOST_TERMS]
    there = known(asked)
    near = {term.word: _near(term.word, there[term.word], there[""]) for term in asked}
    terms = [_widened(term, near.get(term.word, ())) for term in query.terms]
    for place, (one, other) in enumerate(zip(query.terms, query.terms[1:], strict=False)):
        together = forms(one.word + other.word)
        for side in (place, place + 1):
            terms[side] = replace(terms[side], other=(*terms[side].other, *together))
    return replace(query, terms=tuple(terms), spared=1 if len(terms) >= ALL_BUT_ONE else 0)


def known(terms: Collection[Term]) -> dict[str, set[str]]:
    """Return the words that may be near each of `terms`, at most MOST_MEASURED; under "", those that are a half of one.

    One query, however many words there are.
    """
    halves = {half for term in terms for pair in _halves(term.word) for half in pair}
    near = [_reached(term.word, most) for term in terms if (most := _most(term.word))]
    rows = Word.objects.filter(word__in=halves).annotate(of=Value("")).values_list("of", "word").union(*near)
    found: dict[str, set[str]] = {"": set(), **{term.word: set() for term in terms}}
    for of, word in rows if terms else ():
        found[of].add(word)
    return found


def slips(one: str, other: str, *, most: int) -> int:
    """Return how many letters are wrong, missing, too many or swapped between two words; `most` + 1 for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, sign in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def count(*, added: Iterable[Entry] = (), removed: Iterable[Entry] = ()) -> None:
    """Let the words of `added` entries be known, and forget those that stood in the `removed` ones alone."""
    change = Counter(word for entry in added for word in spelt(entry))
    change.subtract(word for entry in removed for word in spelt(entry))
    _add({word: number for word, number in change.items() if number})


def recount() -> None:
    """Count the words of every entry again."""
    _add(dict(_miscounted()))


def differences() -> Iterator[str]:
    """Yield a sentence for each word that is counted wrongly."""
    wrong = dict(_miscounted())
    counted = dict(Word.objects.filter(word__in=wrong).values_list("word", "entries"))
    for word, number in wrong.items():
        has = counted.get(word, 0)
        yield f"search.Word {word}: {has} entries, not {has + number}"


def _miscounted() -> Iterator[tuple[str, int]]:
    """Yield each word that is counted wrongly, and how many entries are to be added."""
    entries = Entry.objects.only("version", "title_words", "text_words").order_by().iterator(chunk_size=BATCH)
    change = Counter(word for entry in entries for word in spelt(entry))
    change.subtract(dict(Word.objects.values_list("word", "entries")))
    yield from ((word, number) for word, number in sorted(change.items()) if number)


def spelt(entry: Entry) -> set[str]:
    """Return the words of an entry that one may misspell; none of one that migration 0004 promised to derive again."""
    if not entry.version:
        return set()
    return {word for word in f"{entry.title_words} {entry.text_words}".split() if is_spelt(word)}


def _reached(word: str, most: int) -> QuerySet[Word, Any]:
    """Return `word` with each word that may be near it: of `most` + 1 parts of the one, the other has at least one."""
    length, size = len(word), -(-len(word) // (most + 1))
    shared = reduce(or_, (Q(word__contains=word[start : start + size]) for start in range(0, length, size)))
    around = Word.objects.filter(shared, initial__in=set(word[:2]), length__range=(length - most, length + most))
    rank = Window(RowNumber(), order_by=[Abs(F("length") - length), F("entries").desc(), F("word")])
    return around.annotate(of=Value(word), rank=rank).filter(rank__lte=MOST_MEASURED).values_list("of", "word")


def _most(word: str) -> int | None:
    """Return how many slips are forgiven in `word`."""
    if len(word) < SHORTEST:
        return None
    return 2 if len(word) >= SHORTEST_FOR_TWO else 1


def _near(word: str, around: Collection[str], parts: Collection[str]) -> list[tuple[int, Way]]:
    """Return the ways of what `word` may have meant, with how far each is from it."""
    near: list[tuple[int, Way]] = []
    if (most := _most(word)) is not None:
        measured = ((slips(word, other, most=most), other) for other in around)
        best = sorted((distance, other) for distance, other in measured if 0 < distance <= most)[:MOST_NEAR]
        near = [(distance, way) for distance, other in best for way in forms(other)]
    halves = [(one, other) for one, other in _halves(word) if one in parts and other in parts]
    return near + [(1, (Token(one), Token(other))) for one, other in halves]


def _halves(word: str) -> list[tuple[str, str]]:
    """Return every two words that `word` may be, written together."""
    if len(word) > LONGEST_SPLIT:
        return []
    return [(word[:place], word[place:]) for place in range(2, len(word) - 1)]


def _widened(term: Term, near: Collection[tuple[int, Way]]) -> Term:
    """Return `term` found by a near word too; by the nearest first."""
    first = tuple(way for distance, way in near if distance == 1)
    other = tuple(way for distance, way in near if distance > 1)
    return replace(term, first=(*term.ways, *first), other=(*other, *term.parts))


def _add(change: dict[str, int]) -> None:
    """Add to how many entries have each word; a word that none has is forgotten."""
    rows = sorted(change.items())
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            cursor.execute(
                f"""INSERT INTO search_word (word, initial, length, entries)
                VALUES {", ".join(["(%s, %s, %s, %s)"] * len(batch))}
                ON CONFLICT (word) DO UPDATE SET entries = search_word.entries + excluded.entries""",
                [value for word, number in batch for value in (word, word[0], len(word), number)],
            )
    if any(number < 0 for _word, number in rows):
        Word.objects.filter(entries__lte=0).delete()
