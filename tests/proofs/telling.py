"""A plugin of pytest that tells what became of each test, a line of JSON each, while they run.

Loaded by `-p tests.proofs.telling`; the environment says into which file. Of a test with several
cases nothing more is asked once one has failed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

TOLD = "PROOFS_TOLD"
_failed: set[str] = set()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if plain(item.nodeid) in _failed:
        pytest.skip("another case has failed")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when != "call" and report.passed:
        return
    outcome = report.outcome.upper()
    if report.failed and report.when != "call":
        outcome = "ERROR"
    elif report.failed:
        _failed.add(plain(report.nodeid))
    _tell(report.nodeid, outcome, _why(report.longrepr))


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _tell(report.nodeid, "ERROR", _why(report.longrepr))


def plain(nodeid: str) -> str:
    """The name of a test without its case, and of a class's without its method."""
    file, _, name = nodeid.partition("::")
    return f"{file}::{name.split('[')[0].split('::')[0]}"


def _why(fault: object) -> str:
    """The first line of what was wrong, where there is one."""
    crash = getattr(fault, "reprcrash", None)
    message = crash.message if crash else str(fault or "")
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines[:3])[:300]


def _tell(nodeid: str, outcome: str, why: str) -> None:
    with Path(os.environ[TOLD]).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"test": plain(nodeid), "outcome": outcome, "why": why}) + "\n")
