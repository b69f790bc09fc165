"""A plugin: the work is spread over the workers by what it costs, the longest first.

A unit is a module, so that what its tests share is made once; a test with a browser is a unit alone. What a test
costs is remembered from the last run; on a fresh machine a module's mark `takes` says it, or what the test asks for.
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

LONG = 3.0  # seconds from which on a unit goes before the others
DURATIONS = "cohort/durations"
# Seconds that a test takes that nobody timed, by what it asks for.
GUESSES = {"browser_page": 4.0, "site": 2.0, "transactional_db": 0.3}
GUESS = 0.1
KNOWN = pytest.StashKey[dict[str, float]]()  # what the last run took, as it was read when this one began


class LongestFirst(LoadScopeScheduling):
    """Hands out units in the order in which the workers collected them, which is by cost."""

    def __init__(self, config: pytest.Config, log: object = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def unit(nodeid: str) -> str:
    """Return what is run by one worker: a module, or a single test of those that share nothing but their server."""
    module = nodeid.partition("::")[0]
    return nodeid if module.startswith("tests/journeys/") else module


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LongestFirst:
    """Let the controller hand out units by cost, however it was asked to distribute."""
    return LongestFirst(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    """Tell every worker the same: another run may write down its durations between one's reading and the next's."""
    node.workerinput["durations"] = node.config.stash[KNOWN]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the units that take long come first, the longest before all; the others keep their order, shuffled or not."""
    if not hasattr(config, "workerinput"):
        return
    known = config.workerinput["durations"]
    costs: Counter[str] = Counter()
    for item in items:
        costs[unit(item.nodeid)] += known.get(item.nodeid) or _guess(item)
    items.sort(key=lambda item: -cost if (cost := costs[unit(item.nodeid)]) >= LONG else 0)


class Stopwatch:
    """Remembers for the next run what each test took, with its setup and teardown."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.taken: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add what one phase of a test took."""
        self.taken[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        """Write it beside what is known of the tests that did not run."""
        known = self.config.cache.get(DURATIONS, {})
        taken = {nodeid: round(seconds, 2) for nodeid, seconds in self.taken.items()}
        self.config.cache.set(DURATIONS, {**known, **taken})


def pytest_configure(config: pytest.Config) -> None:
    """Time the tests where their reports come together."""
    if not hasattr(config, "workerinput"):
        config.stash[KNOWN] = config.cache.get(DURATIONS, {})
        config.pluginmanager.register(Stopwatch(config))


def _guess(item: pytest.Item) -> float:
    if takes := item.get_closest_marker("takes"):
        return takes.args[0]
    needs = getattr(item, "fixturenames", ())
    return max((seconds for name, seconds in GUESSES.items() if name in needs), default=GUESS)
