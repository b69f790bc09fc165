"""Folded English says what Django's own chain of catalogues says."""

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from cohort import english
from cohort.refusals import fields


@pytest.fixture
def unfolded():
    """The British English that Django loads, as long as nobody has folded it."""
    kept = trans_real._translations.pop("en-gb", None)
    found = trans_real.DjangoTranslation("en-gb")
    trans_real._translations["en-gb"] = kept or found
    return found


def test_every_message_is_the_same(unfolded):
    english.fold("en-gb", instead=fields.WORDS)  # another test's languages may have had them loaded anew
    folded = trans_real.translation("en-gb")
    assert folded._fallback is None
    assert unfolded._fallback is not None
    messages = {key for catalogue in english._catalogues(unfolded) for key in catalogue} - fields.WORDS.keys()
    assert len(messages) > 300
    for key in messages:
        if isinstance(key, tuple):
            assert all(folded.ngettext(key[0], "many", n) == unfolded.ngettext(key[0], "many", n) for n in (0, 1, 2, 5))
        else:
            assert folded.gettext(key) == unfolded.gettext(key)


def test_what_has_no_translation_is_said_as_written():
    with translation.override("en-gb"):
        assert translation.gettext("Circle of the Evening") == "Circle of the Evening"
        assert [translation.ngettext("%(n)d knot", "%(n)d knots", n) for n in (1, 2)] == ["%(n)d knot", "%(n)d knots"]


def test_other_languages_keep_their_catalogues():
    with translation.override("es"):
        assert translation.gettext("Yes") == "Sí"
