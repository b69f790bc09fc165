"""How long ago something was, as people say it in a list."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

WEEK = 7


def ago(at: datetime) -> str:
    """Return "now", "12 min", "4 h", a day of this week, else a date; in the reader's zone."""
    local, now = timezone.localtime(at), timezone.localtime()
    minutes = int((now - local).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    if (now.date() - local.date()).days < WEEK:
        return date_format(local, "D")
    return date_format(local, "j F" if local.year == now.year else "j F Y")
