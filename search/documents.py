"""What the cluster indexes: one document for each thing, with its words, its kind and all the places it stands at.

The words are those of the database's entry, cut by `search.words`: the cluster cuts them at spaces and changes nothing.
A document's id follows from kind and uid, so that telling the cluster twice does no harm.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from elasticsearch.dsl import Document, Keyword, M, Text, mapped_field

from .models import Entry

FORM = 2  # of the document; an index of another form is left for a new one


class Thing(Document):
    """One findable thing: matched by its words, filtered by `places` and `kind`; shown from the database."""

    thing: M[str] = mapped_field(Keyword())
    kind: M[str] = mapped_field(Keyword())
    uid: M[str] = mapped_field(Keyword(index=False))
    places: M[list[str]] = mapped_field(Keyword(multi=True))
    title: M[str] = mapped_field(Text(analyzer="whitespace", copy_to="words"))
    text: M[str] = mapped_field(Text(analyzer="whitespace", copy_to="words"))
    words: M[str | None] = mapped_field(Text(analyzer="whitespace", norms=False), default=None)  # filled by the cluster

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
            title=first.title_words,
            text=first.text_words,
        )
        yield {"_id": name, "_source": document.to_dict()}


def thing(entry: Entry) -> str:
    """Return the id of an entry's document, which follows from kind and uid."""
    return f"{entry.kind}:{entry.uid}"
