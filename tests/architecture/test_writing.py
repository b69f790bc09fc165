"""Every field in which a person writes is one of `courses.writing`, so that each bound counts and each name is seen."""

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms

import cohort
import community
import courses
from courses.writing import Line, Prose

# What is compared sign by sign, what is only looked for, and what is never shown (accounts have no user name).
EXACT = {
    ("AliasForm", "iri"),
    ("BookmarkForm", "heading"),
    ("CredentialsForm", "key"),
    ("DestinationForm", "activity"),
    ("DestinationForm", "key"),
    ("DestinationForm", "verb"),
    ("FilterForm", "activity"),
    ("FilterForm", "person"),
    ("FilterForm", "verb"),
    ("ImportForm", "key"),
    ("InvitingForm", "addresses"),
    ("PartnerForm", "key"),
    ("SignUpForm", "username"),
}


def test_every_field_people_write_in_is_a_line_or_prose():
    bare = {
        (form.__name__, name)
        for form in _forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, Line | Prose) and _takes_words(field)
    }

    assert sorted(bare) == sorted(EXACT)


def _takes_words(field: forms.CharField) -> bool:
    others = (forms.EmailField, forms.URLField, forms.SlugField, forms.UUIDField)
    return not isinstance(field, others) and not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)


def _forms() -> Iterator[type[forms.BaseForm]]:
    for package in (community, courses, cohort):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(part in module.name for part in (".migrations", ".settings", ".asgi", ".wsgi", ".samples")):
                importlib.import_module(module.name)
    found = [forms.BaseForm]
    for form in found:
        found += form.__subclasses__()
    ours = (each for each in found if each.__module__.split(".")[0] in ("community", "courses", "cohort"))
    return (each for each in ours if ".samples" not in each.__module__)
