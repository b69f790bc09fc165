"""What every Undo keeps to: for how long it is open, and what is said where it comes too late or a second time."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

UNDO = timedelta(minutes=10)  # for which whoever took something away may put it back
NOTHING_LEFT = _("There is nothing left to undo.")
