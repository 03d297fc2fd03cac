"""How pytest reads this repository."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
# Starts from the first screen of an administrator without full accounting. Ours has it,
# as manager of the cooperative; coop_membership runs the tours for one who is not.
RUN_ELSEWHERE = "odoo.addons.account.tests.test_tour"


def pytest_ignore_collect(collection_path):
    """Look for doctests in the engines alone: models cannot be imported twice."""
    if (
        collection_path.suffix != ".py"
        or ROOT / "addons" not in collection_path.parents
    ):
        return None
    return None if {"engine", "tests"} & set(collection_path.parts) else True


def pytest_collection_modifyitems(config, items):
    """Leave out what Odoo's own runner leaves out.

    That is classes tagged `-standard`, and functions of Odoo's test files, which
    are helpers whatever their names say; and what is run elsewhere.
    """
    if config.option.markexpr:
        return
    kept, left = [], []
    for item in items:
        case = getattr(item, "cls", None)
        tags = getattr(case, "test_tags", {"standard"})
        is_test = "standard" in tags and (case or ROOT in item.path.parents)
        is_test = is_test and getattr(case, "__module__", None) != RUN_ELSEWHERE
        (kept if is_test else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def pytest_collection_finish(session):
    """Keep the workers from removing each other's files.

    pytest-odoo lets all workers use one folder of attachments; after each class Odoo
    removes from it what its own database does not know, which is also what a test of
    another worker has just uploaded. The folder goes with the database in the end.
    """
    if hasattr(session.config, "workerinput"):
        from odoo.tests.common import TransactionCase

        TransactionCase._gc_filestore = classmethod(lambda cls: None)


class SkipsFail:
    """A skipped test of ours fails the run: what is skipped is not shown to work."""

    def __init__(self):
        self.skipped = []

    def pytest_runtest_logreport(self, report):
        # Odoo's own skip what needs Odoo Enterprise; their names are relative to any
        # folder, so a file of ours is one that is there.
        path = (ROOT / report.nodeid.partition("::")[0]).resolve()
        ours = ROOT in path.parents and path.is_file()
        if report.skipped and ours and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self.skipped and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self.skipped:
            names = ", ".join(self.skipped)
            line = f"{len(self.skipped)} skipped, which fails the run: {names}"
            terminalreporter.write_line(line, red=True)


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # the workers report to the main process
        config.pluginmanager.register(SkipsFail())
