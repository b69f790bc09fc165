"""Keep the promises: each Effect happens once, in the learner's order, and is deleted in the same transaction."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from courses import events
from courses.models import Effect
from courses.records.words import VOIDED

from . import consequences, locks, sources

LEASE = timedelta(seconds=60)
TRIES = 10
BACKOFF = timedelta(seconds=15)  # doubled with each try, at most an hour

log = logging.getLogger(__name__)


def drain(learner_id: int, *, now: datetime | None = None) -> int:
    """Drain the learner's effects in order until none is due; return how many were kept.

    What a receiver raises is kept with its effect; a database that is away is the caller's to hear of.
    """
    kept = 0
    while (effect := _next(learner_id, now or timezone.now())) and _keep(effect):
        kept += 1
    return kept


def drain_all(now: datetime) -> int:
    """Drain every learner who has an effect due; safe to run twice or together."""
    due = Effect.objects.filter(parked_at=None, due__lte=now).values_list("learner_id", flat=True).distinct()
    return sum(drain(learner_id, now=now) for learner_id in list(due.order_by("learner_id")))


def pending(learner_ids: list[int] | None = None) -> int:
    """Return how many effects are not yet drained, parked ones among them."""
    effects = Effect.objects.all()
    return (effects if learner_ids is None else effects.filter(learner_id__in=learner_ids)).count()


def first_pending(learner_id: int) -> int | None:
    """Return the seq of the learner's first effect not yet drained."""
    return Effect.objects.filter(learner_id=learner_id).aggregate(first=Min("seq"))["first"]


def retry(effect: Effect) -> int:
    """Give a parked effect its tries back and drain its learner."""
    Effect.objects.filter(pk=effect.pk).update(parked_at=None, tries=0, leased_until=None, due=timezone.now())
    return drain(effect.learner_id)


def _next(learner_id: int, now: datetime) -> Effect | None:
    """Lease the learner's first effect, or nothing where it is parked, not due or leased to another.

    The lease counts the try before it is made, so that one which kills its process is parked as well.
    """
    first = Effect.objects.filter(learner_id=learner_id).order_by("seq").first()
    if first is None or first.parked_at or first.due > now or (first.leased_until and first.leased_until > now):
        return None
    if first.tries >= TRIES:
        Effect.objects.filter(pk=first.pk).update(parked_at=now, error=first.error or "did not finish")
        return None
    mine = Effect.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), pk=first.pk, tries=first.tries)
    if not mine.update(leased_until=now + LEASE, tries=F("tries") + 1):
        return None
    first.tries += 1
    return first


def _keep(effect: Effect) -> bool:
    """Keep one promise, or note why it failed and when to try again."""
    try:
        return _drain_one(effect.pk, effect.learner_id)
    except Exception as error:  # whatever a receiver raises is kept with the effect and shown to the admin
        log.exception("effect %s failed", effect.uid)
        now = timezone.now()
        parked = effect.tries >= TRIES
        Effect.objects.filter(pk=effect.pk).update(
            error=f"{type(error).__name__}: {error}"[:2000],
            due=now + min(BACKOFF * 2 ** (effect.tries - 1), timedelta(hours=1)),
            leased_until=None,
            parked_at=now if parked else None,
        )
        return False


def _drain_one(effect_id: int, learner_id: int) -> bool:
    """Hand up what happened and delete the effect, under the learner's lock; False where another was faster."""
    with transaction.atomic():
        locks.hold([learner_id])
        effect = (
            Effect.objects.select_related("record__enrolment__outline").filter(pk=effect_id, parked_at=None).first()
        )
        if effect is None:
            return False
        happened = tuple(consequences.events_of_effect(effect))
        # Deleted first, so that whoever derives from the drained records sees this one among them.
        effect.delete()
        if effect.record.verb == VOIDED:
            sources.follow(learner_id)
            events.reversed_for.send(Effect, learner_id=learner_id)
        for event in happened:
            events.happened.send(Effect, event=event)
        transaction.on_commit(
            partial(events.drained.send_robust, Effect, learner_id=learner_id, events=happened), robust=True
        )
    return True
