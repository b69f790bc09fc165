"""What an author is told about an address that may not be opened."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import destinations

_SAID = {
    destinations.UNREADABLE: _("This is no address a browser can open. Copy it once more from the browser's own line."),
    destinations.OTHER: _("An address begins with https://. Nothing else is opened from here."),
    destinations.PLAIN: _("Begin with https://. What is sent by http:// can be read and changed on its way."),
    destinations.NAMED: _("Take the name before the @ out of the address: everyone who learns this would be given it."),
}


def openable(address: str) -> None:
    """Raise ValidationError, saying why, where `address` may not be opened from a course."""
    if code := destinations.flaw(address, loopback=settings.LINKS_TO_THIS_MACHINE):
        raise ValidationError(_SAID[code], code=code)
