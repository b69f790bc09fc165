"""A plugin: what a failing test said, showed and was answered is put into a folder, which the run names at its end."""

import re
import shutil
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.factories.servers import Served  # it needs the settings, which are ready later

FOLDER = Path(__file__).resolve().parents[1] / "var" / "failures"
CONTEXTS = pytest.StashKey[list["BrowserContext"]]()  # the browser's windows that a test opened
SERVER = pytest.StashKey[tuple["Served", int]]()  # its server, and how much that had printed when the test began


def pytest_configure(config: pytest.Config) -> None:
    """Forget the failures of the last run."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what is known of a failure while the test's windows are still open."""
    report = yield
    if report.failed:
        folder = FOLDER / re.sub(r"[^\w.-]+", "-", item.nodeid.removeprefix("tests/"))[:150]
        folder.mkdir(parents=True, exist_ok=True)
        said = [report.longreprtext, *(f"--- {name}\n{text}" for name, text in report.sections)]
        (folder / f"{report.when}.txt").write_text("\n\n".join(said))
        _keep_windows(item.stash.get(CONTEXTS, []), folder)
        if SERVER in item.stash:
            server, printed = item.stash[SERVER]
            (folder / "server.txt").write_bytes(server.output.read_bytes()[printed:])
    return report


def _keep_windows(contexts: list["BrowserContext"], folder: Path) -> None:
    from playwright.sync_api import Error as BrowserError  # a tenth of a second, for the runs that open windows

    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        with suppress(BrowserError):  # one that was closed or fell has nothing to show
            (folder / f"window-{number}.txt").write_text(f"{page.url}\n\n{page.content()}")
            page.screenshot(path=folder / f"window-{number}.png", timeout=5_000)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the folder."""
    if FOLDER.exists():
        terminalreporter.section("what failed is kept in")
        for folder in sorted(FOLDER.iterdir()):
            terminalreporter.line(
                str(folder.relative_to(Path.cwd())) if folder.is_relative_to(Path.cwd()) else str(folder)
            )
