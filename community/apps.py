from django.apps import AppConfig

from courses import clock


class CommunityConfig(AppConfig):
    """People and what they do together."""

    name = "community"

    def ready(self) -> None:
        from . import (
            palette,
            receivers,  # noqa: F401  (it knows the models, which are ready only now)
        )
        from .achievements import slots as achievements_slots
        from .discussions import search as talk_search
        from .discussions import slots as talk_slots
        from .groups import search as groups_search
        from .notifications import mailing
        from .outside import authority
        from .outside import slots as outside_slots
        from .people import addresses, audience, learners
        from .people import search as people_search

        achievements_slots.register()
        addresses.register()
        audience.register()
        authority.register()
        outside_slots.register()
        learners.register()
        talk_slots.register()
        talk_search.register()
        groups_search.register()
        people_search.register()
        palette.register()
        clock.register("notices", mailing.send_due)
