"""`manage.py serve` and the clock beside it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

MANAGE = Path(settings.BASE_DIR) / "manage.py"


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in found.splitlines()]
    return [int(child) for child, parent, state in rows if int(parent) == pid and not state.startswith("Z")]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_told_to_end_while_it_starts_it_ends_its_clock_too(tmp_path):
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cohort.settings.development"}
    server = subprocess.Popen(
        [sys.executable, MANAGE, "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        until = time.monotonic() + 60
        while not (clock := children(server.pid)) and time.monotonic() < until:
            time.sleep(0.02)
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)
        assert len(clock) == 1
        assert not alive(clock[0])
    finally:
        server.kill()
