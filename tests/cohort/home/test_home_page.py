"""The page at the root of the tree."""

import pytest
from wagtail.models import Site

from cohort.home.models import HomePage

pytestmark = pytest.mark.django_db


def test_migrations_leave_one_home_page_at_the_root_of_the_site():
    home = HomePage.objects.get()

    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert home.specific_class is HomePage
    assert (home.welcome, home.introduction) == ("", "")  # what is said then goes by what is there
    assert home.get_parent().is_root()


def test_its_address_is_the_root_whatever_its_slug():
    assert HomePage.objects.get().get_url() == "/"
