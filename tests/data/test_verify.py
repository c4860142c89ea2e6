"""Anybody with the file can check the record and count again."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from data import recount, verify
from data.chain import COLUMNS
from data.export.released import Released
from data.log_file import LogFile
from data.log_store import LogStore
from tests import damaging
from tests.built_library import ROOT
from tests.damaging import EDITS, Saved
from tests.workshop.builders import op, opened, small_workshop
from workshop import runtime
from workshop.ports import StorageFault
from workshop.stored import frames, from_stored
from workshop.tally import results

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    return damaging.saved(tmp_path_factory.mktemp("saved"))


@pytest.mark.fault("F16", "T5")
@pytest.mark.parametrize("edit", EDITS)
def test_verify_names_the_first_event_that_is_wrong(
    once: Saved, tmp_path: Path, capsys: Capture, edit: str
):
    found = once.copy(tmp_path / "data")
    assert verify.main([str(found.file)]) == 0
    assert f"Seal of the record: {found.state.head}" in capsys.readouterr().out
    statement, first = EDITS[edit]
    damaging.edit(found.file, statement)
    assert verify.main([str(found.file)]) == 1
    assert f"Event {first} is not what was written" in capsys.readouterr().out


def test_verify_says_what_is_missing_and_what_it_cannot_read(
    once: Saved, tmp_path: Path, capsys: Capture
):
    found = once.copy(tmp_path / "data")
    found.wal.unlink()
    assert verify.main([str(found.file)]) == 1
    gone = f"events {found.acks[6]} to {found.acks[-1]} are missing"
    assert gone in capsys.readouterr().out
    found.file.write_text("this is no database")
    assert verify.main([str(found.file)]) == 2
    assert verify.main([str(tmp_path / "nothing.duckdb")]) == 2
    assert verify.main([]) == 2


def test_a_record_written_as_lines_verifies_and_a_changed_line_is_named(
    once: Saved, tmp_path: Path, capsys: Capture
):
    found = once.copy(tmp_path / "data")
    file = LogFile(found.file, read_only=True)
    rows = [dict(zip(COLUMNS, r, strict=True)) for r in file.rows(verify._ALL)]
    file.let_go()
    lines = tmp_path / "record.jsonl"
    told = [json.dumps(row | {"body": json.loads(row["body"])}) for row in rows]
    lines.write_text("\n".join(told) + "\n")
    assert verify.main([str(lines)]) == 0
    lines.write_text("\n".join([*told[:5], told[5].replace("p1", "p2"), *told[6:]]))
    assert verify.main([str(lines)]) == 1
    assert "Event 6 " in capsys.readouterr().out


def test_a_recount_gives_the_same_bytes_every_time_and_the_meetings_own_results(
    tmp_path: Path, capsys: Capture
):
    workshop = small_workshop(tmp_path)
    session_id = opened(workshop, 6, "statements")
    for n in range(1, 7):
        value = ("agree", "disagree", "pass")[n % 3]
        wish = op("ballot", f"p{n}", round="r1", item="a", value=value, rev=1)
        assert workshop.operate(session_id, wish).ok
    workshop.command(session_id, "close_session")
    state = workshop.state(session_id)
    workshop.stop()
    path = LogStore(tmp_path).path(session_id)
    assert (recount.main([str(path)]), recount.main([str(path)])) == (0, 0)
    out = capsys.readouterr().out
    first, second = out[: len(out) // 2], out[len(out) // 2 :]
    assert first == second
    told = json.loads(first)
    assert (told["events"], told["seal"]) == (state.seq, state.head)
    assert told["rounds"][0]["results"] == json.loads(json.dumps(results(state.rounds[0])))


def test_a_recount_says_whether_what_is_stored_beside_the_log_agrees(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(runtime, "TAIL_AT_END", 1)
    workshop = small_workshop(tmp_path)
    session_id = opened(workshop, 60, "approval")
    for n in range(1, 61):
        wish = op("ballot", f"p{n}", round="r1", value=["ab"[n % 2]], rev=1)
        assert workshop.operate(session_id, wish).ok
    workshop.command(session_id, "close_session")
    Released(tmp_path).figures(workshop.state(session_id))
    workshop.stop()
    store = LogStore(tmp_path)
    path = store.path(session_id)
    assert recount.main([str(path)]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "The state that was stored at event 125 agrees.",
        "What was released last agrees.",
    ]
    log = store.open(session_id)
    stored = from_stored(log)
    assert stored is not None
    (round_,) = stored.session.rounds
    key = ("p1", "")
    forged = round_.ballots.set(key, replace(round_.ballots[key], value=["a", "b"]))
    other = replace(stored.session, rounds=(replace(round_, ballots=forged),))
    log.store(frames(replace(stored, session=other)))
    log.close()
    assert recount.main([str(path)]) == 1
    assert "comes to something else in: r1." in capsys.readouterr().err
    released = tmp_path / "released" / f"{session_id}.json"
    released.write_text(released.read_text().replace('"count": 30', '"count": 31'))
    recount.main([str(path)])
    assert "What was released last comes to something else in: r1." in capsys.readouterr().err


@pytest.mark.fault("F18")
def test_who_asks_for_a_live_file_is_given_its_newest_backup(tmp_path: Path):
    workshop = small_workshop(tmp_path)
    session_id = opened(workshop, 3)
    logs = workshop._logs
    path = logs.path(session_id)  # type: ignore[attr-defined]
    command = [sys.executable, "-m", "data.verify", str(path)]
    ask = lambda: subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: E731
    none = ask()
    assert none.returncode == 2 and "in use by a running server, and has no backup" in none.stderr
    logs.back_up(session_id, NOW)  # type: ignore[attr-defined]
    found = ask()
    assert found.returncode == 0 and "its newest backup" in found.stderr
    assert "All 5 events are as they were written." in found.stdout
    assert workshop.operate(session_id, op("join", "p9")).ok, "the session went on"
    workshop.stop()


@pytest.mark.fault("F19")
def test_a_log_cannot_be_used_after_a_fork(tmp_path: Path):
    workshop = small_workshop(tmp_path)
    session_id = opened(workshop, 1)
    log = workshop._runtimes[session_id].log
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            log.append([("op-in-a-child", 1, next(iter(log.load())).event)])
            os.write(tell, b"written")
        except StorageFault as fault:
            os.write(tell, str(fault).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    said = os.read(told, 200).decode()
    os.close(told)
    os.close(tell)
    assert "after a fork" in said
    assert workshop.operate(session_id, op("join", "p9")).ok
    workshop.stop()
