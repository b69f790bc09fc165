"""Which statements a filter finds: what it means and nothing else, page by page, each exactly once."""

import uuid
from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import AttachmentBody, Record, RecordAttachment
from courses.records import identity, queries
from courses.records.actions import Entry, record_batch
from courses.records.queries import Filter
from courses.records.statements import Statement, agent_key
from courses.records.words import VOIDED
from tests.factories.records import foreign

pytestmark = pytest.mark.django_db

PEOPLE = ["ada", "ben", "grace", "ivan"]
VERBS = [f"https://a.example/{name}" for name in ("read", "done")]
ACTIVITIES = [f"https://a.example/activities/{number}" for number in range(3)]
REGISTRATIONS = [uuid.UUID(int=number, version=4) for number in range(2)]
AUTHORITIES = [identity.account(name) for name in ("client:a", "client:b")]
NOBODY = agent_key(identity.account("nobody"))


@dataclass(frozen=True)
class Said:
    """One statement as it was made up, and what it is to be found by."""

    uid: uuid.UUID
    entry: Entry
    main: frozenset[str]
    named: frozenset[str]
    activity: str
    activities: frozenset[str]
    target: uuid.UUID | None


def mbox(name):
    return {"mbox": f"mailto:{name}@elsewhere.example"}


def key(name):
    return agent_key(mbox(name))


def said(random, earlier):
    """Make up a statement that names people and activities here and there, or refers to one of the `earlier`."""
    uid = uuid.UUID(int=random.getrandbits(128), version=4)
    actor, beside, instructor, parent = random.choice(PEOPLE), random.choice(PEOPLE), None, None
    group = random.random() < 0.3
    context = {}
    if random.random() < 0.5:
        instructor = random.choice(PEOPLE)
        context["instructor"] = mbox(instructor)
    if random.random() < 0.5:
        parent = random.choice(ACTIVITIES)
        context["contextActivities"] = {"parent": [{"id": parent}]}
    if random.random() < 0.5:
        context["registration"] = str(random.choice(REGISTRATIONS))
    kind = random.choice(["activity", "activity", "agent", "reference"]) if earlier else "activity"
    activity, target, verb, authority = "", None, random.choice(VERBS), random.choice(AUTHORITIES)
    main = {key(actor), *([key(beside)] if group else [])}
    if kind == "activity":
        activity = random.choice(ACTIVITIES)
        thing = {"id": activity}
    elif kind == "agent":
        thing = {"objectType": "Agent", **mbox(random.choice(PEOPLE))}
        main.add(agent_key(thing))
    else:
        aim = random.choice(earlier)
        target = aim.uid
        thing = {"objectType": "StatementRef", "id": str(target)}
        if random.random() < 0.3 and aim.entry.statement.verb != VOIDED:
            verb, authority = VOIDED, aim.entry.authority  # only its writer may take it back
    member = {"objectType": "Group", "member": [mbox(actor), mbox(beside)]}
    data = foreign(
        id=str(uid), actor=member if group else mbox(actor), verb={"id": verb}, object=thing, context=context
    )
    return Said(
        uid=uid,
        entry=Entry(statement=Statement.read(data), provenance="client", authority=authority),
        main=frozenset(main),
        named=frozenset(main | {agent_key(authority)} | ({key(instructor)} if instructor else set())),
        activity=activity,
        activities=frozenset(iri for iri in (activity, parent) if iri),
        target=target,
    )


@pytest.fixture
def world(db):
    """Store some eighty statements in batches, which share their moment, and return them as they were made up."""
    random = Random(7)
    all_said: list[Said] = []
    while len(all_said) < 80:
        batch = [said(random, all_said) for _ in range(random.randrange(1, 6))]
        record_batch([one.entry for one in batch])
        all_said += batch
    return all_said


def meant(one, asked):
    """Say whether the filter means this statement itself, by what the standard says of each parameter (4.1.6.1)."""
    statement = one.entry.statement
    return (
        (not asked.agent_key or asked.agent_key in (one.named if asked.related_agents else one.main))
        and (not asked.verb or statement.verb == asked.verb)
        and (not asked.activity or asked.activity in (one.activities if asked.related_activities else {one.activity}))
        and (not asked.registration or statement.registration == asked.registration)
        and (not asked.authority or agent_key(one.entry.authority) == asked.authority)
    )


def expected(world, asked):
    """Return the ids a filter finds, told from the statements alone."""
    by_uid = {one.uid: one for one in world}
    voided = {one.target for one in world if one.entry.statement.verb == VOIDED}

    def found(one):
        while one:
            if meant(one, asked):
                return True
            one = by_uid.get(one.target) if asked.names_something else None
        return False

    order = Record.objects.order_by("stored", "pk").values_list("uid", "stored")
    uids = [
        uid
        for uid, stored in order
        if uid not in voided
        and (not asked.since or stored > asked.since)
        and (not asked.until or stored <= asked.until)
        and (not asked.authority or agent_key(by_uid[uid].entry.authority) == asked.authority)
        and found(by_uid[uid])
    ]
    return uids if asked.ascending else uids[::-1]


def paged(asked, limit):
    """Return the ids on all pages of a filter, page after page."""
    found, after = [], None
    while True:
        page, after = queries.page(replace(asked, after=after), limit=limit)
        found += [one.pk for one in page]
        assert len(page) == limit or after is None
        if after is None:
            uids = Record.objects.in_bulk(found)
            return [uids[pk].uid for pk in found]


filters = st.builds(
    Filter,
    agent_key=st.sampled_from(["", "", NOBODY, *map(key, PEOPLE), *map(agent_key, AUTHORITIES)]),
    related_agents=st.booleans(),
    verb=st.sampled_from(["", *VERBS, VOIDED]),
    activity=st.sampled_from(["", *ACTIVITIES]),
    related_activities=st.booleans(),
    registration=st.sampled_from([None, *REGISTRATIONS]),
    ascending=st.booleans(),
    authority=st.sampled_from(["", "", *map(agent_key, AUTHORITIES)]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=filters,
    limit=st.integers(1, 9),
    since=st.integers(-1, 79),
    until=st.integers(-1, 79),
    few=st.sampled_from([0, 5, queries.FEW]),  # nothing that is meant is rare, some is, all is
)
def test_pages_hold_what_the_filter_means_each_once_and_nothing_else(world, asked, limit, since, until, few):
    stored = list(Record.objects.order_by("stored", "pk").values_list("stored", flat=True))
    asked = replace(
        asked,
        related_activities=asked.related_activities and bool(asked.activity),
        since=stored[since] if since >= 0 else None,
        until=stored[until] if until >= 0 else None,
    )
    with pytest.MonkeyPatch.context() as replaced:
        replaced.setattr(queries, "FEW", few)
        assert paged(asked, limit) == expected(world, asked)


def test_who_only_teaches_or_vouches_is_found_with_related_agents_alone():
    named = foreign(context={"instructor": mbox("ivan")})
    record_batch([Entry(statement=Statement.read(named), provenance="client", authority=AUTHORITIES[0])])
    for agent in (key("ivan"), agent_key(AUTHORITIES[0])):
        assert queries.page(Filter(agent_key=agent)) == ([], None)
        assert len(queries.page(Filter(agent_key=agent, related_agents=True))[0]) == 1


def test_a_page_of_a_group_is_full_and_goes_on():
    for _ in range(5):
        crowd = {"objectType": "Group", "member": [mbox(name) for name in PEOPLE]}
        record_batch([Entry(statement=Statement.read(foreign(actor=crowd)), provenance="client")])
    found, more = queries.page(Filter(agent_key=key("ada")), limit=3)
    assert (len(found), more is not None) == (3, True)


def heavy(octets):
    # Two octets each, so that letters are no measure.
    return foreign(context={"extensions": {"https://a.example/x": "é" * (octets // 2)}})


def test_a_page_ends_where_it_grows_heavy_and_one_statement_always_fits():
    megabytes = [1, 2, 2, 5, 1]
    for size in megabytes:
        record_batch([Entry(statement=Statement.read(heavy(size * 1024 * 1024)), provenance="client")])
    sizes, after = [], None
    for _ in range(9):
        page, after = queries.page(Filter(ascending=True, after=after))
        sizes.append([len(one.text.encode()) // (1024 * 1024) for one in page])
        if after is None:
            break
    assert sizes == [[1, 2], [2], [5], [1]]


def test_a_page_with_what_is_attached_is_weighed_with_it():
    [first, second] = record_batch(
        [Entry(statement=Statement.read(foreign()), provenance="client") for _ in range(2)],
    )
    for number, record in enumerate([first, second]):
        body = AttachmentBody.objects.create(sha2=f"{number}" * 64, length=3 * 1024 * 1024)
        RecordAttachment.objects.create(record=record, body=body, content_type="image/png")
    assert len(queries.page(Filter())[0]) == 2
    assert len(queries.page(Filter(), attached=True)[0]) == 1


def test_what_names_something_is_told_without_what_refers_to_it():
    target = foreign()
    comment = foreign(object={"objectType": "StatementRef", "id": target["id"]})
    record_batch([Entry(statement=Statement.read(one), provenance="client") for one in (target, comment)])
    asked = Filter(activity=target["object"]["id"], related_activities=True)
    assert [target["id"] in text for text in queries.naming(asked, most=9)] == [True]
    assert len(queries.page(asked)[0]) == 2


def test_what_refers_to_many_that_are_meant_stands_once_on_pages_that_leave_nothing_out():
    chain = [foreign(verb={"id": VERBS[0]})]
    for _ in range(6):
        chain.append(foreign(verb={"id": VERBS[0]}, object={"objectType": "StatementRef", "id": chain[-1]["id"]}))
    others = [
        foreign(verb={"id": VERBS[1]}, object={"objectType": "StatementRef", "id": one["id"]}) for one in chain * 3
    ]
    record_batch([Entry(statement=Statement.read(one), provenance="client") for one in [*chain, *others]])
    for ascending in (False, True):
        asked, seen = Filter(verb=VERBS[0], ascending=ascending), []
        while asked:
            found, more = queries.page(asked, limit=2)
            seen += [one.pk for one in found]
            asked = replace(asked, after=more) if more else None
        pks = list(Record.objects.order_by("pk").values_list("pk", flat=True))
        assert seen == (pks if ascending else pks[::-1])
