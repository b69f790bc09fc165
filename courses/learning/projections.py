"""Progress as it stands: advanced with each record, refolded after a voiding, compared and derived again on demand."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from courses.models import Completion, Enrolment, Outline, Progress, Record
from courses.outline import progress
from courses.outline.progress import Fact, State
from courses.records import identity, locks
from courses.records.statements import agent_key
from courses.records.words import COMPLETED

from .facts import fact_of


def advance(enrolment_id: int, record: Record, statement: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Take an enrolment one fact further and say what happened; the caller holds the learner's lock."""
    enrolment = Enrolment.objects.select_related("outline", "progress").get(pk=enrolment_id)
    outline = enrolment.outline or _pin(enrolment)
    if outline is None:
        return []
    standing = getattr(enrolment, "progress", None) or Progress(enrolment=enrolment)
    fact = fact_of(record, statement)
    state, happenings = progress.advance(_state_of(standing), fact, outline.data)
    _write(standing, state, outline.data)
    return [{"kind": happening.kind, "activities": happening.activities} for happening in happenings]


def refold(enrolment_id: int) -> None:
    """Derive an enrolment's progress from the records that still stand; the caller holds the learner's lock."""
    enrolment = Enrolment.objects.select_related("outline", "progress").get(pk=enrolment_id)
    if enrolment.outline is None:
        return
    standing = getattr(enrolment, "progress", None) or Progress(enrolment=enrolment)
    state, _ = progress.fold(_facts(enrolment_id), enrolment.outline.data)
    _write(standing, state, enrolment.outline.data)


def differences(learner_ids: Iterable[int] | None = None) -> Iterator[str]:
    """Yield, learner by learner, where progress and completions differ from what the records say."""
    for enrolment in _enrolments(learner_ids):
        yield from _progress_differences(enrolment)
        yield from _completion_differences(enrolment)


def rebuild(learner_ids: Iterable[int] | None = None) -> int:
    """Derive progress again, write only the differences, and return how many rows that were."""
    written = 0
    for enrolment in _enrolments(learner_ids):
        if any(_progress_differences(enrolment)):
            with transaction.atomic():
                locks.hold([enrolment.learner_id])
                if Record.objects.filter(enrolment=enrolment).exists():
                    refold(enrolment.pk)
                else:
                    Progress.objects.filter(enrolment=enrolment).delete()
            written += 1
    return written


def _enrolments(learner_ids: Iterable[int] | None) -> Iterator[Enrolment]:
    rows = Enrolment.objects.select_related("outline", "progress").order_by("learner_id", "pk")
    if learner_ids is not None:
        rows = rows.filter(learner_id__in=list(learner_ids))
    return rows.iterator(chunk_size=200)


def _progress_differences(enrolment: Enrolment) -> Iterator[str]:
    standing = getattr(enrolment, "progress", None)
    records = list(Record.objects.filter(enrolment=enrolment).order_by("seq"))
    if not records or enrolment.outline is None:
        if standing:
            yield f"progress {enrolment.uid}: stands, but no record is there"
        return
    if standing is None:
        yield f"progress {enrolment.uid}: is missing"
        return
    facts = [fact_of(record) for record in records if record.voided_by_id is None]
    state, _ = progress.fold(facts, enrolment.outline.data)
    for name, follows in _values(state, enrolment.outline.data).items():
        stands = getattr(standing, name)
        if stands != follows:
            yield f"progress {enrolment.uid}: {name} is {stands}, {follows} follows"


def _completion_differences(enrolment: Enrolment) -> Iterator[str]:
    """Each completion has its record, each native record of one its completion, both voided or neither."""
    completions = {
        identity.statement_id(completion.uid, COMPLETED): completion
        for completion in Completion.objects.filter(enrolment=enrolment)
    }
    records = {
        record.uid: record
        for record in Record.objects.filter(
            enrolment=enrolment, verb=COMPLETED, authority=agent_key(identity.installation())
        ).only("uid", "voided_by_id")
    }
    for uid in completions.keys() - records.keys():
        yield f"completion {completions[uid].uid}: has no record"
    for uid in records.keys() - completions.keys():
        yield f"record {uid}: has no completion"
    for uid in completions.keys() & records.keys():
        if (completions[uid].voided_at is None) != (records[uid].voided_by_id is None):
            yield f"completion {completions[uid].uid}: is voided on one side only"


def _facts(enrolment_id: int) -> list[Fact]:
    standing = Record.objects.filter(enrolment_id=enrolment_id, voided_by=None).order_by("seq")
    return [fact_of(record) for record in standing]


def _pin(enrolment: Enrolment) -> Outline | None:
    """The first record pins the outline that is current now, or the last there was."""
    outlines = Outline.objects.filter(course_key=enrolment.course_key)
    enrolment.outline = outlines.current().first() or outlines.order_by("-number").first()
    enrolment.save(update_fields=["outline"])
    return enrolment.outline


def _state_of(standing: Progress) -> State:
    """Return the state a row stores; of the last and the deciding fact only that they were is needed to go on."""
    met = _marker(standing.completed_record_id, standing.completed_at)
    return State(
        done=standing.state.get("done", {}),
        waived=standing.state.get("waived", {}),
        last=_marker(standing.last_record_id, standing.last_at),
        met=met,
    )


def _marker(record_id: int | None, at: Any) -> Fact | None:
    return Fact(record=record_id, uid="", seq=0, verb="", activity=None, at=at) if record_id else None


def _values(state: State, outline: Mapping[str, Any]) -> dict[str, Any]:
    done, required = progress.counted(state, outline)
    return {
        "state": progress.as_json(state),
        "done": done,
        "required": required,
        "last_record_id": state.last.record if state.last else None,
        "last_at": state.last.at if state.last else None,
        "completed_record_id": state.met.record if state.met else None,
        "completed_at": state.met.at if state.met else None,
    }


def _write(standing: Progress, state: State, outline: Mapping[str, Any]) -> None:
    for name, value in _values(state, outline).items():
        setattr(standing, name, value)
    standing.save()
