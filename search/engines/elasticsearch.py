"""The engine beside the database: how an Elasticsearch or OpenSearch cluster is told and asked.

The index is read through an alias; a rebuild fills a new one and moves the alias. What it holds is in
`search/documents.py`.
"""

import uuid
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils import timezone
from elasticsearch.dsl import Q
from elasticsearch.helpers import streaming_bulk

from search import cursors, words
from search.documents import Thing, documents, thing
from search.models import Entry

from . import Found, Match, Unreachable
from .connection import BULK_PATIENCE, PROBE_PATIENCE, alias, breaker, client, reaching


def search(
    query: words.Query,
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
    name = f"{alias()}-{timezone.now():%Y%m%d%H%M%S%f}"
    patient = client().options(request_timeout=BULK_PATIENCE)
    with reaching():
        index = Thing._index.clone(name=name)
        index.create(using=patient)
        count = 0
        for count, _answer in enumerate(streaming_bulk(patient, documents(entries), index=name), start=1):
            if count % 1000 == 0:
                beat()
        patient.indices.refresh(index=name)
        old = [old for old in patient.indices.get(index=f"{alias()}-*") if old != name]
        patient.indices.update_aliases(
            actions=[
                {"add": {"index": name, "alias": alias()}},
                *({"remove_index": {"index": old}} for old in old),
            ]
        )
    return count


def refresh() -> None:
    """Make what was told to the cluster findable now; it does so by itself every second."""
    with reaching():
        client().options(request_timeout=BULK_PATIENCE).indices.refresh(index=alias())


def _asked(query: words.Query, places: Collection[str], kinds: Collection[str]) -> Any:
    """Return the search both pages share: permission is a part of the query, typos and beginnings are forgiven."""
    text = " ".join(term.word for term in query.terms)
    better = [
        Q("match", title={"query": text, "boost": 4}),
        Q("match", **{"title.beginning": {"query": text, "boost": 2}}),
    ]
    condition = Q(
        "bool",
        filter=[Q("terms", places=sorted(places)), Q("terms", kind=sorted(kinds))],
        must=[_found(term) for term in query.terms],
        should=better,
    )
    asked = Thing.search(using=client(), index=alias()).query(condition).source(["kind", "uid"])
    asked.aggs.bucket("kinds", "terms", field="kind", size=len(kinds))
    return asked.extra(timeout="700ms").params(allow_partial_search_results=False)


def _found(term: words.Term) -> Any:
    """Return the ways in which a thing may hold `term`: a form of it, a misspelling, a word that begins so."""
    misspelt = {"query": term.word, "fuzziness": "AUTO", "prefix_length": 1, "max_expansions": 20}
    found = Q("match", words=term.word) | Q("match", **{"words.plain": misspelt})
    return found | Q("prefix", **{"words.plain": term.word}) if term.prefix else found


# Only for the words that were taken for one of the query's: what is shown is marked from the database's text.
_HIGHLIGHT = {
    "pre_tags": [words.OPEN],
    "post_tags": [words.CLOSE],
    "require_field_match": False,
    "fields": {"title.plain": {"number_of_fragments": 0}, "text.plain": {"number_of_fragments": 2}},
}


def _best(query: words.Query, places: Collection[str], kinds: Collection[str], limit: int) -> Found:
    asked = _asked(query, places, kinds).extra(
        size=len(kinds),
        collapse={
            "field": "kind",
            "inner_hits": {
                "name": "best",
                "size": limit,
                "_source": ["kind", "uid"],
                "sort": ["_score", "thing"],
                "highlight": _HIGHLIGHT,
            },
        },
    )
    answer = asked.execute().to_dict()
    inner = [hit["inner_hits"]["best"]["hits"]["hits"] for hit in answer["hits"]["hits"]]
    return Found([_match(hit) for hits in inner for hit in hits], _counts(answer))


def _page(
    query: words.Query, places: Collection[str], kinds: Collection[str], only: str, limit: int, after: str
) -> Found:
    asked = _asked(query, places, kinds).post_filter("term", kind=only).sort("_score", "thing")
    asked = asked.extra(size=limit + 1, highlight=_HIGHLIGHT, track_scores=True)
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
    shown = " ".join(part for parts in hit.get("highlight", {}).values() for part in parts)
    taken = (part.partition(words.CLOSE)[0] for part in shown.split(words.OPEN)[1:])
    return Match(hit["_source"]["kind"], uuid.UUID(hit["_source"]["uid"]), frozenset(taken))
