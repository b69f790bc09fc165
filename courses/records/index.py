"""What a statement is found by: its agents, its activities, and the statements it refers to."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from courses.models import Record, RecordActivity, RecordAgent, RecordReference

from .statements import Statement

Told = tuple[Record, Statement, str]


def write(told: Sequence[Told]) -> None:
    """Write the rows by which these new records, each with its statement and authority, are found."""
    RecordAgent.objects.bulk_create(
        RecordAgent(record=record, agent_key=key, main=main, stored=record.stored)
        for record, statement, authority in told
        for key, main in _agents(statement, authority)
    )
    RecordActivity.objects.bulk_create(
        RecordActivity(record=record, iri=iri, stored=record.stored)
        for record, statement, _ in told
        for iri in sorted(statement.activities())
    )
    _refer({record: target for record, statement, _ in told if (target := statement.refers_to)})


def _agents(statement: Statement, authority: str) -> list[tuple[str, bool]]:
    main = statement.main_agents()
    return sorted((key, key in main) for key in statement.agents() | {authority} if key)


def _refer(targets: Mapping[Record, uuid.UUID]) -> None:
    """Let each record refer to its target and all that this refers to, and whoever refers to the record do so too."""
    if not targets:
        return
    further: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    known = RecordReference.objects.filter(record__uid__in=targets.values())
    for uid, target in known.values_list("record__uid", "target"):
        further[uid].add(target)
    reached = {record: {first, *further[first]} - {record.uid} for record, first in targets.items()}
    by_uid = {record.uid: found for record, found in reached.items()}
    referring = RecordReference.objects.filter(target__in=by_uid).values_list("record_id", "target")
    rows = [(record.pk, target) for record, found in reached.items() for target in found]
    rows += [(record_id, target) for record_id, uid in referring for target in by_uid[uid]]
    RecordReference.objects.bulk_create(
        (RecordReference(record_id=record_id, target=target) for record_id, target in rows), ignore_conflicts=True
    )
