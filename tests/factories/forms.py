"""Every form there is, for tests of what holds for each."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from django import forms

import community
import courses

OURS = ("community", "courses", "cohort")


def forms_of_ours() -> list[type[forms.BaseForm]]:
    """Return every form that is defined in a module of ours."""
    for package in (community, courses):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    for name in ("cohort.start.forms", "cohort.models"):
        import_module(name)
    found = {each for each in _below(forms.BaseForm) if each.__module__.split(".")[0] in OURS}
    found -= {each for each in found if ".samples" in each.__module__}  # of the style guide
    return sorted(found, key=lambda form: (form.__module__, form.__qualname__))


def _below(above: type) -> Iterator[type]:
    for each in above.__subclasses__():
        yield each
        yield from _below(each)
