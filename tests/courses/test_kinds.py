"""Every kind of activity says all that differs from kind to kind."""

import uuid

import pytest
from django.apps import apps
from django.urls import resolve

from courses import addresses, kinds
from courses.catalog.activities import ActivityPage, page_types
from courses.catalog.pages import ModulePage
from courses.outline.progress import MET_BY
from courses.records import identity


def test_every_activity_page_has_its_kind_and_stands_in_a_module():
    pages = {model for model in apps.get_models() if issubclass(model, ActivityPage)}

    assert set(page_types()) == pages == set(ModulePage.allowed_subpage_models())
    assert [page.kind for page in page_types()] == list(kinds.KINDS)


@pytest.mark.parametrize("name", kinds.KINDS)
def test_a_kind_opens_by_its_own_door_is_met_by_a_rule_and_has_a_type_in_the_records(name):
    address = addresses.activity_url(name, str(uuid.uuid4()), "a-name")

    assert resolve(address).view_name == kinds.KINDS[name].door
    assert MET_BY[name]
    assert identity.TYPES[name] == kinds.KINDS[name].type


@pytest.mark.parametrize("name", kinds.KINDS)
def test_what_authors_write_is_a_field_of_the_page(name):
    (page,) = page_types([name])

    assert page._meta.get_field(page.written)
