from django.apps import AppConfig

from courses import clock


class CommunityConfig(AppConfig):
    """People and what they do together."""

    name = "community"

    def ready(self) -> None:
        from . import (
            palette,
            places,
            receivers,  # noqa: F401  (it knows the models, which are ready only now)
        )
        from .achievements import slots as achievements_slots
        from .discussions import search as talk_search
        from .discussions import slots as talk_slots
        from .groups import policies as groups_policies
        from .groups import search as groups_search
        from .notifications import mailing
        from .outside import authority
        from .outside import slots as outside_slots
        from .people import addresses
        from .people import search as people_search
        from .profiles.presenting import audience, learners

        places.register(groups_policies)
        self._bring_together()
        self._tell()
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

    def _bring_together(self) -> None:
        from .connections import queries as connections  # these know the models, which are ready only now
        from .feed import actions as feed
        from .groups import consequences
        from .groups import queries as groups
        from .leaderboards import actions as leaderboards
        from .people import queries as people

        people.register(groups.people_sharing_group)
        people.register(connections.connected_ids)
        consequences.register(leaderboards.derive, by_week=True)
        consequences.register(feed.derive_membership)

    def _tell(self) -> None:
        from .achievements import notices as achievements  # these know the models, which are ready only now
        from .connections import notices as connections
        from .discussions import notices as discussions
        from .groups import notices as groups
        from .outside import notices as outside

        for notices in (achievements, connections, discussions, groups, outside):
            notices.register()
