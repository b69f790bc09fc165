"""The engine of every installation: the full-text index of PostgreSQL or SQLite, made by migrations 0002 and 0004.

Both compare words that `search.words` has cut, folded and stemmed, and cut nothing themselves, so they find the same
things. What has every very word stands before what is found otherwise.
"""

import uuid
from collections.abc import Collection, Iterable

from django.db import connection

from search import cursors
from search.asking import All, Either, Expression, Query, Token

from . import Found, Match

# Each yields id, kind, uid and score (the lower the better) of the entries that match.
_MATCHED = {
    "postgresql": """
        SELECT id, kind, uid,
               -ts_rank('{{0, 0, 0.1, 1}}', words, q)::float8 - 1000 * (words @@ %s::tsquery)::int AS score
        FROM search_entry, CAST(%s AS tsquery) AS q
        WHERE words @@ q AND place IN ({places}) AND kind IN ({kinds})
    """,
    "sqlite": """
        SELECT e.id, e.kind, e.uid, bm25(search_entry_words, 8.0, 1.0) - 1000 * (
            e.id IN (SELECT rowid FROM search_entry_words WHERE search_entry_words MATCH %s)) AS score
        FROM search_entry_words JOIN search_entry e ON e.id = search_entry_words.rowid
        WHERE search_entry_words MATCH %s AND e.place IN ({places}) AND e.kind IN ({kinds})
    """,
}
# A thing may stand at several of the viewer's places; it is one match.
_THINGS = """
    WITH matched AS MATERIALIZED ({matched}),
    things AS (SELECT kind, uid, MIN(id) AS id, MIN(score) AS score FROM matched GROUP BY kind, uid)
"""
_BEST_OF_EACH = """
    SELECT kind, uid, score, id, total FROM (
        SELECT things.*, COUNT(*) OVER (PARTITION BY kind) AS total,
               ROW_NUMBER() OVER (PARTITION BY kind ORDER BY score, id) AS position
        FROM things
    ) AS ranked WHERE position <= %s ORDER BY score, id
"""
_COUNTS = "SELECT kind, COUNT(*) FROM things GROUP BY kind"
_PAGE = """
    SELECT kind, uid, score, id FROM things
    WHERE kind = %s AND (score > %s OR (score = %s AND id > %s)) ORDER BY score, id LIMIT %s
"""


def search(
    query: Query,
    *,
    places: Collection[str],
    kinds: Collection[str],
    only: str = "",
    limit: int = 20,
    after: str = "",
) -> Found:
    """Find things of `kinds` at `places`: the best `limit` of each kind, or a page of `only` one, `after` a cursor."""
    if not query or not places or not kinds:
        return Found()
    matched = _MATCHED[connection.vendor].format(places=_marks(places), kinds=_marks(kinds))
    things = _THINGS.format(matched=matched)
    parameters = [_expression(query.wanted_first), _expression(query.wanted), *places, *kinds]
    with connection.cursor() as cursor:
        if not only:
            cursor.execute(things + _BEST_OF_EACH, [*parameters, limit])
            rows = cursor.fetchall()
            return Found([_match(row) for row in rows], {row[0]: row[4] for row in rows})
        cursor.execute(things + _COUNTS, parameters)
        counts = dict(cursor.fetchall())
        score, key = _position(after)
        cursor.execute(things + _PAGE, [*parameters, only, score, score, key, limit + 1])
        rows = cursor.fetchall()
    last = rows[limit - 1] if len(rows) > limit else None
    return Found([_match(row) for row in rows[:limit]], counts, cursors.write(last[2], last[3]) if last else "")


def _marks(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _match(row: tuple) -> Match:
    return Match(row[0], uuid.UUID(str(row[1])))


def _position(after: str) -> tuple[float, int]:
    match cursors.read(after):
        case [int() | float() as score, int(key)]:
            return score, key
    return float("-1e308"), 0


def _expression(wanted: Expression) -> str:
    """Return what is wanted in the database's own language; words stand between quotes and hold none."""
    postgresql = connection.vendor == "postgresql"
    match wanted:
        case Token(text, prefix) if postgresql:
            return f"'{text}'{':*' if prefix else ''}"
        case Token(text, prefix):
            return f'"{text}"{"*" if prefix else ""}'
        case All(of):
            return _group(of, " & " if postgresql else " AND ")
        case Either(of):
            return _group(of, " | " if postgresql else " OR ")


def _group(parts: Iterable[Expression], joint: str) -> str:
    written = list(dict.fromkeys(map(_expression, parts)))
    return f"({joint.join(written)})" if len(written) > 1 else written[0]
