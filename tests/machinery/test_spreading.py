"""Every worker collects in the same order, whatever is written down meanwhile."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Each worker finds other durations in the cache, as when another run ends between two of them.
MEANWHILE = """
def pytest_configure(config):
    if hasattr(config, "workerinput"):
        long = config.workerinput["workerid"].replace("gw", "test_of_")
        config.cache.get = lambda key, default: {f"{long}.py::test_it": 9.0}
"""


def test_a_run_that_ends_meanwhile_does_not_change_the_order_of_this_one(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]")
    (tmp_path / "conftest.py").write_text(MEANWHILE)
    for number in range(2):
        (tmp_path / f"test_of_{number}.py").write_text("def test_it(): pass")
    plugins = ["-p", "tests.spreading", "-p", "no:django", "-p", "no:randomly"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", *plugins],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (ran.returncode, "2 passed" in ran.stdout) == (0, True), ran.stdout
