"""The words of xAPI that the house uses, and how a statement is refused. Pure."""

ADL = "http://adlnet.gov/expapi/verbs/"
COMPLETED = ADL + "completed"
PASSED = ADL + "passed"
FAILED = ADL + "failed"
ANSWERED = ADL + "answered"
LAUNCHED = ADL + "launched"
VOIDED = ADL + "voided"
WAIVED = "https://w3id.org/xapi/adl/verbs/waived"

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
CONTEXT_ACTIVITIES = ("parent", "grouping", "category", "other")


class Invalid(ValueError):
    """What the standard refuses; the message names the place in the statement and, last, the section (xAPI 2.0)."""
