"""What a statement is found by: the same rows in whatever order and batches it came with those it refers to."""

import uuid
from itertools import permutations

import pytest

from courses.models import RecordReference
from courses.records import index
from courses.records.actions import Entry, record_batch
from courses.records.statements import Statement
from tests.factories.records import foreign

pytestmark = pytest.mark.django_db


def chain(length):
    """Return a statement, one that refers to it, one that refers to that, and so on."""
    statements = [foreign()]
    while len(statements) < length:
        statements.append(foreign(object={"objectType": "StatementRef", "id": statements[-1]["id"]}))
    return statements


def keep(*statements):
    record_batch([Entry(statement=Statement.read(one), provenance="client") for one in statements])


def references(statements):
    """Return which of the statements each one refers to, by their numbers."""
    number = {uuid.UUID(one["id"]): place for place, one in enumerate(statements)}
    rows = RecordReference.objects.filter(record__uid__in=number).values_list("record__uid", "target")
    found: dict[int, set[int]] = {place: set() for place in number.values()}
    for uid, target in rows:
        found[number[uid]].add(number[target])
    return found


ALL = {0: set(), 1: {0}, 2: {0, 1}, 3: {0, 1, 2}}


@pytest.mark.parametrize("cut", range(4), ids=lambda cut: f"cut at {cut}")
def test_whatever_the_order_and_the_batches_each_refers_to_all_below_it(cut):
    for order in permutations(range(4)):
        statements = chain(4)
        placed = [statements[place] for place in order]
        for batch in (placed[:cut], placed[cut:]):
            keep(*batch)
        assert references(statements) == ALL, order


def test_one_by_one_it_is_the_same():
    for order in permutations(range(4)):
        statements = chain(4)
        for place in order:
            keep(statements[place])
        assert references(statements) == ALL, order


def test_those_that_refer_to_each_other_end_where_they_began():
    here, there = str(uuid.uuid4()), str(uuid.uuid4())
    pair = [
        foreign(id=one, object={"objectType": "StatementRef", "id": other})
        for one, other in ((here, there), (there, here))
    ]
    keep(*pair)
    assert references(pair) == {0: {1}, 1: {0}}


@pytest.mark.parametrize("size", [1, 60])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_long_chain_writes_a_bounded_number_of_rows(size, backwards):
    statements = chain(60)
    placed = statements[::-1] if backwards else statements
    for begin in range(0, 60, size):
        keep(*placed[begin : begin + size])
    expected = {place: set(range(max(0, place - index.DEEPEST), place)) for place in range(60)}
    assert references(statements) == expected
