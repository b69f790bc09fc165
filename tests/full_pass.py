"""A plugin of the full pass, `pytest -p tests.full_pass`: a run in which anything was left out fails.

Skipped, deselected and expectedly failing tests count as left out. Absent standards data is the one excuse, and
is printed.
"""

import pytest
from xdist.workermanage import WorkerController

from tests.standards import ABSENT

_left_out: list[str] = []
_excused: list[str] = []


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count tests that a mark or an expression leaves out."""
    _left_out.extend(f"deselected {item.nodeid}" for item in items)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count tests that were skipped or expected to fail."""
    if hasattr(report, "wasxfail"):
        _left_out.append(f"xfail {report.nodeid}: {report.wasxfail}")
    elif report.skipped:
        _note_skip(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Count whole modules that were skipped."""
    if report.skipped:
        _note_skip(report)


def _note_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    (_excused if ABSENT in reason else _left_out).append(f"skipped {report.nodeid}: {reason}")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """Take over what a worker left out before it ran anything."""
    elsewhere = getattr(node, "workeroutput", {}).get("deselected", [])
    _left_out.extend(one for one in elsewhere if one not in _left_out)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that would pass although something was left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["deselected"] = [one for one in _left_out if one.startswith("deselected ")]
    if _left_out and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and what was excused."""
    for title, lines in (("left out of the full pass", _left_out), ("excused: no standards data", _excused)):
        if lines:
            terminalreporter.section(title)
            for line in lines:
                terminalreporter.line(line)
