"""How pytest reads this repository."""

from pathlib import Path

import pytest

ADDONS = Path(__file__).parent / "addons"


def pytest_ignore_collect(collection_path):
    """Look for doctests in the engines alone: models cannot be imported twice."""
    if collection_path.suffix != ".py" or ADDONS not in collection_path.parents:
        return None
    return None if {"engine", "tests"} & set(collection_path.parts) else True


def pytest_collection_modifyitems(config, items):
    """Leave out what Odoo's own runner leaves out: classes tagged `-standard`."""
    if config.option.markexpr:
        return
    kept, left = [], []
    for item in items:
        tags = getattr(getattr(item, "cls", None), "test_tags", {"standard"})
        (kept if "standard" in tags else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


class SkipsFail:
    """A skipped test fails the run: what is skipped is not shown to work."""

    def __init__(self):
        self.skipped = []

    def pytest_runtest_logreport(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self.skipped and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self.skipped:
            terminalreporter.write_line(
                f"{len(self.skipped)} skipped, which fails the run", red=True
            )


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # the workers report to the main process
        config.pluginmanager.register(SkipsFail())
