from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One flat entry per findable thing, two engines, one query language."""

    name = "search"
