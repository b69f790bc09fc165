"""What Elasticsearch indexes: one document for each thing, with its words, its kind and all the places it stands at.

A document's id follows from kind and uid, so that telling the cluster twice does no harm.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from elasticsearch.dsl import Document, Keyword, Long, M, Text, analyzer, char_filter, mapped_field, token_filter

from .models import Entry

_fold = ["lowercase", "asciifolding"]
# Words end where they end for the database engine too.
_cut = char_filter("words_end", "mapping", mappings=[f"{sign} => \\u0020" for sign in "'’_.:"])
plain = analyzer("plain", char_filter=[_cut], tokenizer="standard", filter=_fold)
english = analyzer(
    "folded_english",
    char_filter=[_cut],
    tokenizer="standard",
    filter=[*_fold, token_filter("stems", "stemmer", language="english")],
)
beginnings = analyzer(
    "beginnings",
    char_filter=[_cut],
    tokenizer="standard",
    filter=[*_fold, token_filter("each_beginning", "edge_ngram", min_gram=1, max_gram=20)],
)


class Thing(Document):
    """One findable thing: matched by `words`, filtered by `places` and `kind`; shown from the database."""

    thing: M[str] = mapped_field(Keyword())
    kind: M[str] = mapped_field(Keyword())
    uid: M[str] = mapped_field(Keyword(index=False))
    places: M[list[str]] = mapped_field(Keyword(multi=True))
    subject: M[int | None] = mapped_field(Long())
    title: M[str] = mapped_field(
        Text(
            analyzer=english,
            copy_to="words",
            fields={"plain": Text(analyzer=plain), "beginning": Text(analyzer=beginnings, search_analyzer=plain)},
        )
    )
    text: M[str] = mapped_field(Text(analyzer=english, copy_to="words", fields={"plain": Text(analyzer=plain)}))
    # Filled by the cluster from title and text.
    words: M[str | None] = mapped_field(Text(analyzer=english, fields={"plain": Text(analyzer=plain)}), default=None)

    class Index:
        settings = {"number_of_shards": 1, "number_of_replicas": 0, "auto_expand_replicas": "0-1"}


def documents(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Yield, for the bulk interface, the document of each thing in `entries`, ordered by kind and uid."""
    for name, group in groupby(entries, key=thing):
        same = list(group)
        first = same[0]
        document = Thing(
            thing=name,
            kind=first.kind,
            uid=str(first.uid),
            places=[entry.place for entry in same],
            subject=first.subject,
            title=first.title,
            text=first.text,
        )
        yield {"_id": name, "_source": document.to_dict()}


def thing(entry: Entry) -> str:
    """Return the id of an entry's document, which follows from kind and uid."""
    return f"{entry.kind}:{entry.uid}"
