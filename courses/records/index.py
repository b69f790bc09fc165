"""What a statement is found by: its agents, its activities, and the statements it refers to."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count

from courses.models import Record, RecordActivity, RecordAgent, RecordReference

from .statements import Statement

Told = tuple[Record, Statement, str]
DEEPEST = 20  # steps from a statement to those it refers to; what lies deeper is not found by it


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
    here = {record.uid: target for record, target in targets.items()}
    known: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    standing = RecordReference.objects.filter(record__uid__in=here.values()).order_by("pk")
    for uid, target in standing.values_list("record__uid", "target"):
        known[uid].append(target)
    chains = {uid: _chain(uid, here, known) for uid in here}
    rows = [(record.pk, record.stored, target) for record in targets for target in chains[record.uid]]
    waiting = RecordReference.objects.filter(target__in=here).annotate(held=Count("record__references"))
    for record_id, uid, stored, target, held in waiting.values_list(
        "record_id", "record__uid", "stored", "target", "held"
    ):
        further = [each for each in chains[target][: max(0, DEEPEST - held)] if each != uid]
        rows += [(record_id, stored, each) for each in further]
    RecordReference.objects.bulk_create(
        (RecordReference(record_id=record_id, stored=stored, target=target) for record_id, stored, target in rows),
        ignore_conflicts=True,
    )


def _chain(
    uid: uuid.UUID, here: Mapping[uuid.UUID, uuid.UUID], known: Mapping[uuid.UUID, Sequence[uuid.UUID]]
) -> list[uuid.UUID]:
    """Return what a record refers to, step by step: to those stored with it (`here`), and onward from those `known`.

    It ends where it would begin again, and after `DEEPEST` steps.
    """
    chain: dict[uuid.UUID, None] = {}
    last = uid
    while onward := [here[last]] if last in here else known.get(last, []):
        for target in onward:
            if target == uid or target in chain or len(chain) == DEEPEST:
                return list(chain)
            chain[target] = None
        last = onward[-1]
    return list(chain)
