"""When something was, as people say it: a day, or how long ago."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

WEEK = 7


def day(at: datetime) -> str:
    """Return the day of `at` in the reader's zone: "3 November", with the year where it is another."""
    local = timezone.localtime(at)
    return date_format(local, "j F" if local.year == timezone.localtime().year else "j F Y")


def on_its_day(at: datetime) -> str:
    """Return what stands under the head of a day: how long ago it was today, else the time of day."""
    local = timezone.localtime(at)
    return ago(at) if local.date() == timezone.localdate() else f"{local:%H:%M}"


def ago(at: datetime) -> str:
    """Return "now", "12 min", "4 h", a day of this week, else a date; in the reader's zone."""
    local, now = timezone.localtime(at), timezone.localtime()
    # By UTC: between two times of one zone Python subtracts what the clocks said, whatever was changed in between.
    minutes = int((now.astimezone(UTC) - local.astimezone(UTC)).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    if (now.date() - local.date()).days < WEEK:
        return date_format(local, "D")
    return day(at)
