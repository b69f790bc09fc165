"""Make django-notifications-hq 1.8.3 load on today's Django and Python; its swapped model is ours.

It declares `index_together` (gone since Django 5.1) and imports `distutils` (gone since Python 3.12).
"""

import sys
from types import ModuleType

from django.db.models import options
from notifications.apps import Config


class NotificationsConfig(Config):
    """The library's own app; listed before `community`, whose Notification extends its abstract model."""

    name = "notifications"
    default_auto_field = "django.db.models.AutoField"

    def import_models(self) -> None:
        names = options.DEFAULT_NAMES
        options.DEFAULT_NAMES = (*names, "index_together")
        _stand_in_for_distutils()
        try:
            from notifications.base import models as base  # must load while the names are widened
        finally:
            options.DEFAULT_NAMES = names
        meta = base.AbstractNotification.Meta
        if hasattr(meta, "index_together"):
            del meta.index_together
        super().import_models()

    def ready(self) -> None:
        super().ready()  # connects the library's handler of its signal
        from . import signals  # models are ready only now

        signals.connect()


def _stand_in_for_distutils() -> None:
    try:
        import distutils.version  # noqa: F401  (present until Python 3.12)
    except ImportError:
        version = ModuleType("distutils.version")
        version.StrictVersion = str  # type: ignore[attr-defined]
        package = ModuleType("distutils")
        package.version = version  # type: ignore[attr-defined]
        sys.modules.setdefault("distutils", package)
        sys.modules.setdefault("distutils.version", version)
