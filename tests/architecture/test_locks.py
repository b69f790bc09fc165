"""What is locked names no host: everybody installs from a registry of their own."""

import pytest
from django.conf import settings


@pytest.mark.parametrize("name", ["requirements.txt", "package-lock.json"])
def test_a_lock_carries_no_url(name):
    text = (settings.BASE_DIR / name).read_text()
    assert "://" not in text
    assert "--index-url" not in text
