"""Who can sign in to the demo, and with what."""

from dataclasses import dataclass

PASSWORD = "evening-statistics"


@dataclass(frozen=True, slots=True)
class Account:
    """Someone to sign in as, and what for."""

    role: str
    email: str
    what: str


ACCOUNTS = (
    Account("learner", "ada@example.org", "in the middle of a course, in three groups"),
    Account("instructor", "ivan@example.org", "teaches Statistics for Curious People"),
    Account("manager", "grace@example.org", "leads Ward 7 and Evening Statistics"),
    Account("admin", "rosa@example.org", "runs the installation"),
)
