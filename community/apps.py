from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """People and what they do together."""

    name = "community"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  (it knows the models, which are ready only now)
