from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """People and what they do together."""

    name = "community"
