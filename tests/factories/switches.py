"""The installation's switches, thrown by their real row."""

from cohort.models import Capabilities

BUILT = ("community", "achievements", "outside", "external_records")


def switch_on(*names: str) -> None:
    """Switch the capabilities `names` on, or every one that is built; the others stay as they are."""
    Capabilities.objects.update_or_create(pk=1, defaults=dict.fromkeys(names or BUILT, True))
