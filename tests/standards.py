"""Where the learning standards' test data lies: COHORT_STANDARDS, else ../shared/standards beside the checkout."""

import os
from pathlib import Path

import pytest

ABSENT = "standards data is absent"  # the only skip that the full pass allows


def standards(*parts: str) -> Path:
    """Return a path in the standards data; skip the test, saying so, where the data is absent."""
    checkout = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("COHORT_STANDARDS") or checkout.parent / "shared" / "standards")
    if not folder.is_dir():
        pytest.skip(f"{ABSENT}: set COHORT_STANDARDS, or lay it at {folder}")
    return folder.joinpath(*parts)
