from django.apps import AppConfig


class CohortConfig(AppConfig):
    """The composition: which rooms the house has and which are open."""

    name = "cohort"

    def ready(self) -> None:
        from courses import capabilities  # the registry of the lower floors

        from . import (
            checks,  # noqa: F401  (registers system checks)
            english,
        )
        from .capabilities import current

        capabilities.provide(current)
        english.fold("en-gb")
