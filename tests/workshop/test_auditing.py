"""Sessions that are seen before they have been looked through: nothing is taken until then."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from data.event_log import EventLog
from data.log_store import LogStore
from tests import damaging
from tests.workshop.builders import NoFacts, op
from workshop.damage import Alarm, Damage
from workshop.service import Workshop

PATIENCE_S = 10


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every log counts as long, and is looked through when this is set."""
    go = threading.Event()
    look = EventLog.audit

    def when_told(log: EventLog) -> Damage | None:
        assert go.wait(PATIENCE_S)
        return look(log)

    monkeypatch.setattr("data.log_store.AT_ONCE_OF_MANY", 1)
    monkeypatch.setattr(EventLog, "audit", when_told)
    return go


def started(folder: Path, told: threading.Semaphore) -> Workshop:
    workshop = Workshop(LogStore(folder), NoFacts())
    workshop.observe(lambda session_id, session: told.release())
    workshop.start()
    return workshop


def test_a_long_log_is_seen_at_once_and_takes_answers_when_it_is_looked_through(
    tmp_path: Path, go: threading.Event
):
    found, told = damaging.saved(tmp_path), threading.Semaphore(0)
    workshop = started(found.folder, told)
    assert workshop.state(found.session_id) == found.state
    assert workshop.alarm(found.session_id) == Alarm(None, auditing=True)
    refused = workshop.operate(found.session_id, op("join", "new"))
    assert (refused.code, refused.reason) == ("retry", "auditing")
    go.set()
    for _ in range(2):  # both sessions
        assert told.acquire(timeout=PATIENCE_S)
    assert workshop.alarm(found.session_id) is None
    assert workshop.operate(found.session_id, op("join", "new")).ok
    workshop.stop()


def test_a_long_log_that_somebody_changed_raises_its_alarm_when_it_is_looked_through(
    tmp_path: Path, go: threading.Event
):
    found, told = damaging.saved(tmp_path), threading.Semaphore(0)
    statement, first = damaging.EDITS["who"]
    damaging.edit(found.file, statement)
    go.set()
    workshop = started(found.folder, told)
    for _ in range(2):
        assert told.acquire(timeout=PATIENCE_S)
    alarm = workshop.alarm(found.session_id)
    assert alarm is not None and alarm.damage is not None and alarm.damage.good == first - 1
    assert workshop.operate(found.session_id, op("join", "new")).reason == "damaged"
    assert workshop.operate(found.other_id, op("join", "new")).ok
    workshop.stop()
