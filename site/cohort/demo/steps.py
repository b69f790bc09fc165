"""The steps of a timeline: what one person does at one moment, as data. People, groups and lessons go by their keys."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something `by` does at `at`."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrive(Step):
    """Someone signs up and writes a profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Step):
    """An instructor publishes a course."""

    course: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Step):
    """A manager founds a group."""

    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Step):
    """Someone joins a group, with what they share there."""

    group: str
    sharing: str
    manages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToJoin(Step):
    """Someone asks to join a private group and waits."""

    group: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Step):
    """A manager assigns a course to a group."""

    group: str
    course: str
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol(Step):
    """Someone takes an open course on their own."""

    course: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Step):
    """An answer to the question number `question` inside a lesson: the places of the options chosen, or a number."""

    course: str
    lesson: str
    question: int
    response: tuple[int, ...] | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(Step):
    """A lesson is read to its end and confirmed."""

    course: str
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Step):
    """Someone goes where a link leads, and confirms at `at` that it is done."""

    course: str
    link: str
    began: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAt(Step):
    """Someone stops in the middle of a lesson."""

    course: str
    lesson: str
    heading: str
    fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sit(Step):
    """An assessment, begun at `began` and handed in with a response to each question."""

    course: str
    assessment: str
    began: datetime
    responses: tuple[tuple[int, ...] | float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Step):
    """A conversation is opened; `talk` is its number among all of the content."""

    talk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Step):
    """The reply number `reply` of a conversation."""

    talk: int
    reply: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReply(Step):
    """Who asked accepts a reply as the answer."""

    talk: int
    reply: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Like(Step):
    """Kudos for a post to a feed (`reply` is None), or helpful for a reply."""

    talk: int
    reply: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applaud(Step):
    """Kudos for what `whom` finished: a lesson, an assessment, or (`slug` empty) the whole course."""

    whom: str
    course: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToConnect(Step):
    """Someone asks another to connect."""

    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Step):
    """Someone accepts the connection that `asker` asked for."""

    asker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp(Step):
    """Someone reads all their notices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside(Step):
    """Something about what is learned outside the computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log(Outside):
    """Someone logs what they learned, counting days from `midnight`."""

    claim: str
    midnight: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Outside):
    """Who leads a group decides about a claim, as its turn number `turn` says."""

    claim: str
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Outside):
    """Whose claim it is changes it, as its turn number `turn` says."""

    claim: str
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplaudClaim(Outside):
    """Kudos for what was confirmed."""

    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeChecklist(Outside):
    """Who leads a group or teaches a course writes down skills to look at."""

    checklist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observe(Outside):
    """An observer ticks beside a learner: the observation number `observed` of a checklist, in days from `midnight`."""

    checklist: str
    observed: int
    midnight: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Outside):
    """The learner confirms what was seen of them."""

    checklist: str
    observed: int
