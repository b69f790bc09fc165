"""Plays what happens outside the computer, through the actions of claims and checklists."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import singledispatchmethod

from django.core.files.base import ContentFile

from cohort.demo import pictures, steps
from cohort.demo.publishing import Published
from community.discussions import reactions
from community.models import Activity, Group, Reaction, User
from courses.claims import actions as claims
from courses.claims import evidence
from courses.claims.checklists import actions as checklists
from courses.models import Claim, Observation, Rubric
from courses.records import effects

from . import written

NAMES = uuid.UUID("6f0c1d7e-6a55-4c0f-9d0b-6c3a1b7f0e21")  # of what the demo logs
DECISIONS = {
    written.CONFIRMS: claims.confirm,
    written.ASKS_BACK: claims.ask_back,
    written.DECLINES: claims.decline,
}


@dataclass
class Outside:
    """What stands so far of it, by the keys of the content; people, groups and courses are the stage's."""

    people: Mapping[str, User]
    groups: Mapping[str, Group]
    courses: Mapping[str, Published]
    claims: dict[str, Claim] = field(default_factory=dict)
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    observations: dict[tuple[str, int], Observation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._claims = {claim.key: claim for claim in written.claims()}
        self._checklists = {checklist.key: checklist for checklist in written.checklists()}

    @singledispatchmethod
    def play(self, step: steps.Outside) -> None:
        """Do what `step` says; an unknown kind of step is a TypeError."""
        raise TypeError(f"Nobody knows how to play {type(step).__name__}")

    @play.register
    def _(self, step: steps.Log) -> None:
        said, learner = self._claims[step.claim], self.people[step.by]
        self.claims[step.claim] = claims.log(
            learner,
            client_uid=uuid.uuid5(NAMES, said.key),
            kind=said.kind,
            title=said.title,
            happened_on=step.midnight.date() + timedelta(days=said.on),
            learned=said.learned,
            minutes=said.minutes,
            place=self.groups[said.group].place if said.group else "",
            pieces=_pieces(said.links, said.picture),
            at=step.at,
        )
        effects.drain(learner.pk)

    @play.register
    def _(self, step: steps.Decide) -> None:
        turn, claim = self._claims[step.claim].turns[step.turn], self.claims[step.claim]
        DECISIONS[turn.does](claim, by=self.people[step.by], revision=claim.revision, reason=turn.text, at=step.at)
        effects.drain(claim.learner_id)

    @play.register
    def _(self, step: steps.Amend) -> None:
        turn, claim = self._claims[step.claim].turns[step.turn], self.claims[step.claim]
        pieces = _pieces(turn.links, "")
        self.claims[step.claim] = claims.amend(claim, note=turn.text, learned=turn.learned, pieces=pieces, at=step.at)
        effects.drain(claim.learner_id)

    @play.register
    def _(self, step: steps.ApplaudClaim) -> None:
        told = Activity.objects.get(subject__claim=str(self.claims[step.claim].uid))
        reactions.react(self.people[step.by], kind=Reaction.Kind.KUDOS, target=told.pk, at=step.at)

    @play.register
    def _(self, step: steps.MakeChecklist) -> None:
        said = self._checklists[step.checklist]
        self.rubrics[step.checklist] = checklists.make_rubric(
            self._place(said),
            title=said.title,
            skills=said.skills,
            levels=said.levels,
            by=self.people[step.by],
            at=step.at,
        )

    @play.register
    def _(self, step: steps.Observe) -> None:
        said = self._checklists[step.checklist]
        seen = said.observed[step.observed]
        self.observations[step.checklist, step.observed] = checklists.observe(
            self.rubrics[step.checklist],
            learner=self.people[seen.of],
            seen=[(skill, level) for skill, level in zip(said.skills, seen.seen, strict=True) if level],
            observed_on=step.midnight.date() + timedelta(days=seen.on),
            note=seen.note,
            by=self.people[step.by],
            at=step.at,
        )

    @play.register
    def _(self, step: steps.Agree) -> None:
        learner = self.people[step.by]
        checklists.agree(self.observations[step.checklist, step.observed], by=learner, at=step.at)
        effects.drain(learner.pk)

    def _place(self, said: written.Checklist) -> str:
        if said.group:
            return self.groups[said.group].place
        return f"course:{self.courses[said.course].page.translation_key}"


def _pieces(links: Iterable[str], picture: str) -> list[evidence.Piece]:
    shown = [evidence.photo(ContentFile(pictures.draw(picture), name=f"{picture}.png"))] if picture else []
    return [*shown, *map(evidence.link, links)]
