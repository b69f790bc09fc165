"""No field of ours refuses in a sentence of Django's."""

from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import trans_real

from cohort.refusals import fields
from tests.factories.forms import forms_of_ours

# What nobody would write, or could write in a form of theirs.
WRITTEN = ["", "x", "x" * 100_000, "\x00", "-9999999999999", "9999999999999", ["none of these"], "http://"]
SENT = [None, SimpleUploadedFile("empty.txt", b""), SimpleUploadedFile(f"{'x' * 300}.txt", b"x"), "x"]


@pytest.fixture(scope="module")
def ours() -> list[type[forms.BaseForm]]:
    return forms_of_ours()


@pytest.fixture(scope="module")
def djangos() -> set[str]:
    """The first words of what Django's forms, models and validators say, in the words of its source."""
    german = trans_real.DjangoTranslation("de")._catalog
    keys = {key[0] if isinstance(key, tuple) else key for catalogue in german._catalogs for key in catalogue}
    begin = ("This field ", "Select a valid", "Ensure th", "Enter a", "Enter only", "No file was", "The submitted")
    begin += ("Upload a valid", "Please either", "Value ", "Null characters")
    return {key.split("%")[0] for key in keys if key.startswith(begin)}


def refusals(field: forms.Field) -> Iterator[str]:
    for value in SENT if isinstance(field, forms.FileField) else WRITTEN:
        try:
            field.clean(value)
        except ValidationError as refused:
            yield from refused.messages
        except (TypeError, AttributeError):  # which no browser sends to such a field
            continue


@pytest.mark.django_db
def test_no_field_of_ours_refuses_in_a_sentence_of_djangos(ours, djangos):
    assert len(ours) > 40
    assert len(djangos) > 30
    heard = {
        (form.__name__, name, said)
        for form in ours
        for name, field in form.base_fields.items()
        for said in refusals(field)
    }
    assert len(heard) > 100
    assert {each for each in heard if each[2].startswith(tuple(djangos))} == set()


def test_each_sentence_stands_in_for_one_that_django_says():
    german = trans_real.DjangoTranslation("de")._catalog
    keys = {key for catalogue in german._catalogs for key in catalogue}
    assert fields.WORDS.keys() - keys == set()
