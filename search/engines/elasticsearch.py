"""The engine beside the database: how an Elasticsearch or OpenSearch cluster is told and asked.

The index is read through an alias; a rebuild fills a new one and moves the alias. What it holds is in
`search/documents.py`.
"""

import re
import uuid
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils import timezone
from elasticsearch.dsl import Q
from elasticsearch.helpers import streaming_bulk

from search import cursors
from search.asking import All, Either, Expression, Query, Token
from search.documents import Thing, documents, thing
from search.models import Entry

from . import Found, Late, Match, Unreachable
from .connection import BULK_PATIENCE, PROBE_PATIENCE, alias, breaker, client, name, reaching

MOST_WEIGHED = 200  # tokens; a cluster refuses a query of more than a thousand parts


def search(
    query: Query,
    *,
    places: Collection[str],
    kinds: Collection[str],
    only: str = "",
    limit: int = 20,
    after: str = "",
) -> Found:
    """Find things of `kinds` at `places`: the best `limit` of each kind, or a page of `only` one, `after` a cursor.

    Raises `Unreachable`, at once while the breaker is open.
    """
    if not query or not places or not kinds:
        return Found()
    if not breaker().allows():
        raise Unreachable("left alone after a failure")
    try:
        with reaching():
            found = _page(query, places, kinds, only, limit, after) if only else _best(query, places, kinds, limit)
    except Late:
        breaker().late()
        raise
    except Unreachable:
        breaker().failed()
        raise
    breaker().succeeded()
    return found


def has_index() -> bool:
    """Say whether the alias stands."""
    with reaching():
        return bool(client().options(request_timeout=PROBE_PATIENCE).indices.exists_alias(name=alias()))


def update(things: set[tuple[str, uuid.UUID]], entries: Iterable[Entry]) -> None:
    """Let the cluster know these things as their `entries` have them; without entries a thing is taken out."""
    told = list(documents(sorted(entries, key=thing)))
    gone = {f"{kind}:{uid}" for kind, uid in things} - {document["_id"] for document in told}
    removals = [{"_op_type": "delete", "_id": name} for name in sorted(gone)]
    with reaching():
        answers = list(
            streaming_bulk(
                client().options(request_timeout=BULK_PATIENCE),
                [*told, *removals],
                index=alias(),
                raise_on_error=False,
            )
        )
    refused = [answer for done, answer in answers if not done and next(iter(answer.values()))["status"] != 404]
    if refused:
        raise Unreachable(f"{len(refused)} documents refused, first {str(refused[0])[:300]}")


def rebuild(entries: Iterable[Entry], *, beat: Callable[[], None] = lambda: None) -> int:
    """Fill a new index from `entries`, ordered by kind and uid, move the alias to it and drop the old ones.

    `beat` is called along the way. Returns how many things it holds.
    """
    new = f"{alias()}-{timezone.now():%Y%m%d%H%M%S%f}"
    patient = client().options(request_timeout=BULK_PATIENCE)
    with reaching():
        index = Thing._index.clone(name=new)
        index.create(using=patient)
        count = 0
        for count, _answer in enumerate(streaming_bulk(patient, documents(entries), index=new), start=1):
            if count % 1000 == 0:
                beat()
        patient.indices.refresh(index=new)
        old = [old for old in patient.indices.get(index=f"{name()}-*") if _is_ours(old) and old != new]
        patient.indices.update_aliases(
            actions=[
                {"add": {"index": new, "alias": alias()}},
                *({"remove_index": {"index": old}} for old in old),
            ]
        )
    return count


def _is_ours(index: str) -> bool:
    """Say whether `index` was made by us under this name, of whatever form."""
    return bool(re.fullmatch(rf"{re.escape(name())}-(\d+-)?\d{{20}}", index))


def refresh() -> None:
    """Make what was told to the cluster findable now; it does so by itself every second."""
    with reaching():
        client().options(request_timeout=BULK_PATIENCE).indices.refresh(index=alias())


def _asked(query: Query, places: Collection[str], kinds: Collection[str]) -> Any:
    """Return the search both pages share: permission is a part of the query; the very words stand first."""
    condition = Q(
        "bool",
        filter=[Q("terms", places=sorted(places)), Q("terms", kind=sorted(kinds)), _expression(query.wanted)],
        should=[
            Q("constant_score", filter=_expression(query.wanted_first), boost=1000),
            *(_token(token, field, boost) for token in _weighed(query) for field, boost in (("title", 8), ("text", 1))),
        ],
        minimum_should_match=0,
    )
    asked = Thing.search(using=client(), index=alias()).query(condition).source(["kind", "uid"])
    asked.aggs.bucket("kinds", "terms", field="kind", size=len(kinds))
    return asked.extra(timeout="700ms").params(allow_partial_search_results=False)


def _expression(wanted: Expression) -> Any:
    match wanted:
        case Token():
            return _token(wanted, "words")
        case All(of):
            return Q("bool", filter=[_expression(part) for part in of])
        case Either(of):
            return Q("bool", should=[_expression(part) for part in of], minimum_should_match=1)


def _token(token: Token, field: str, boost: float = 1) -> Any:
    return Q("prefix" if token.prefix else "term", **{field: {"value": token.text, "boost": boost}})


def _weighed(query: Query) -> list[Token]:
    """Return the tokens by which what is found is put in order."""
    return list(dict.fromkeys(query.tokens()))[:MOST_WEIGHED]


def _best(query: Query, places: Collection[str], kinds: Collection[str], limit: int) -> Found:
    asked = _asked(query, places, kinds).extra(
        size=len(kinds),
        collapse={
            "field": "kind",
            "inner_hits": {
                "name": "best",
                "size": limit,
                "_source": ["kind", "uid"],
                "sort": ["_score", "thing"],
            },
        },
    )
    answer = asked.execute().to_dict()
    inner = [hit["inner_hits"]["best"]["hits"]["hits"] for hit in answer["hits"]["hits"]]
    return Found([_match(hit) for hits in inner for hit in hits], _counts(answer))


def _page(query: Query, places: Collection[str], kinds: Collection[str], only: str, limit: int, after: str) -> Found:
    asked = _asked(query, places, kinds).post_filter("term", kind=only).sort("_score", "thing")
    asked = asked.extra(size=limit + 1, track_scores=True)
    match cursors.read(after):
        case [int() | float(), str()] as position:
            asked = asked.extra(search_after=position)
    answer = asked.execute().to_dict()
    hits = answer["hits"]["hits"]
    more = cursors.write(*hits[limit - 1]["sort"]) if len(hits) > limit else ""
    return Found([_match(hit) for hit in hits[:limit]], _counts(answer), more)


def _counts(answer: dict[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["kinds"]["buckets"]}


def _match(hit: dict[str, Any]) -> Match:
    return Match(hit["_source"]["kind"], uuid.UUID(hit["_source"]["uid"]))
