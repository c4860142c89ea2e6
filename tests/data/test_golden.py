"""Files of every format that was ever released, opened as they lie on people's disks."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.chain import COLUMNS, row_hash, unstored
from data.log_store import LogStore
from data.migrations import kept_from
from data.session_format import FORMAT, format_of, storage_number
from tests.golden.plain import digest
from tests.soak.ledger import rows_of
from tests.workshop.builders import NoFacts, op, opened, small_workshop
from workshop import upcasts
from workshop.model import Json
from workshop.ports import NewerVersion
from workshop.rules import replay
from workshop.service import Workshop

GOLDEN = Path(__file__).parents[1] / "golden"
FORMATS = sorted(path.name for path in GOLDEN.glob("format-*/"))
STORAGES = sorted(path.name for path in GOLDEN.glob("duckdb-*/"))


def expected(name: str) -> Json:
    return json.loads((GOLDEN / name / "expected.json").read_text(encoding="utf-8"))


def copy_of(name: str, folder: Path) -> Json:
    """A golden file, its keys, and what it holds; to be used up by a test."""
    for part in ("sessions", "keys"):
        shutil.copytree(GOLDEN / name / part, folder / part)
    return expected(name)


def file_in(folder: Path, session_id: str) -> Path:
    return folder / "sessions" / f"{session_id}.duckdb"


def footprint(folder: Path) -> dict[str, tuple[int, str]]:
    """When each file of a folder was last written, and what is in it."""
    return {
        path.name: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.iterdir()
        if path.is_file()
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_session_of_every_format_is_what_it_always_was(name: str, tmp_path: Path):
    told = copy_of(name, tmp_path)
    workshop = small_workshop(tmp_path)
    session = workshop.state(told["session"])
    assert (session.seq, session.head) == (told["events"], told["head"])
    assert digest(session) == told["digest"]
    again = workshop.known(told["session"], op("ballot", "nobody", op_id=told["last_op"]))
    assert again is not None and again.reason == "forbidden"
    assert workshop.command(told["session"], "moderate", _approval(session)).ok
    workshop.stop()
    assert format_of(file_in(tmp_path, told["session"])) == FORMAT


def _approval(session: Any) -> Json:
    ideas = session.rounds[-2].contributions.values()
    return {"verdict": "approve", "text_ids": [each.text_id for each in ideas]}


@pytest.mark.fault("F20")
@pytest.mark.parametrize("name", STORAGES)
def test_a_file_by_an_older_duckdb_opens_with_what_waited_in_its_log(name: str, tmp_path: Path):
    told = copy_of("format-1", tmp_path)
    shutil.rmtree(tmp_path / "sessions")
    shutil.copytree(GOLDEN / name, tmp_path / "sessions")
    assert (tmp_path / "sessions" / f"{told['session']}.duckdb.wal").stat().st_size > 1000
    workshop = small_workshop(tmp_path)
    assert digest(workshop.state(told["session"])) == told["digest"]
    workshop.stop()


def test_an_older_format_becomes_todays_and_is_kept(tmp_path: Path):
    told = copy_of("format-1", tmp_path)
    path = file_in(tmp_path, told["session"])
    before = path.read_bytes()
    LogStore(tmp_path).open(told["session"]).close()
    assert (format_of(path), storage_number(path)) == (FORMAT, 64)
    kept = kept_from(tmp_path / "sessions", told["session"], 1)
    assert kept.read_bytes() == before


def test_what_was_written_last_stays_first_however_late_it_is_migrated(tmp_path: Path):
    told = copy_of("format-1", tmp_path)
    path = file_in(tmp_path, told["session"])
    before = path.stat().st_mtime_ns
    LogStore(tmp_path).open(told["session"]).close()
    assert path.stat().st_mtime_ns == before


@pytest.mark.fault("F21")
@pytest.mark.parametrize("newer", ["storage", "format"])
def test_a_file_from_a_newer_version_is_refused_in_a_sentence_and_left_alone(
    newer: str, tmp_path: Path
):
    first = small_workshop(tmp_path)
    good, tomorrow = opened(first, 1, "statements"), opened(first)
    first.stop()
    path = file_in(tmp_path, tomorrow)
    (_from_newer_duckdb if newer == "storage" else _from_newer_version)(path)
    sessions = tmp_path / "sessions"
    before = {name: print_ for name, print_ in footprint(sessions).items() if tomorrow in name}
    with pytest.raises(NewerVersion, match=r"was written by a newer .*opens again with the ver"):
        LogStore(tmp_path).open(tomorrow)
    again = small_workshop(tmp_path)
    assert again.has(good) and not again.has(tomorrow)
    assert again.operate(good, op("join", "p9")).ok
    again.stop()
    after = {name: print_ for name, print_ in footprint(sessions).items() if tomorrow in name}
    assert after == before


def _from_newer_duckdb(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(12)
        file.write((70).to_bytes(8, "little"))


def _from_newer_version(path: Path) -> None:
    """As that version's crash leaves it: the news is in the log beside the file."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
    assert path.with_name(f"{path.name}.wal").exists()


def test_an_event_from_a_newer_version_keeps_its_session_closed(tmp_path: Path):
    first = small_workshop(tmp_path)
    good, tomorrow = opened(first), opened(first)
    first.stop()
    with duckdb.connect(str(file_in(tmp_path, tomorrow))) as connection:
        columns = ", ".join(COLUMNS)
        last = connection.execute(f"SELECT {columns} FROM events WHERE seq = 2").fetchone()  # noqa: S608
        assert last is not None
        hash_ = row_hash(unstored(last) | {"v": 9})
        connection.execute("UPDATE events SET v = 9, hash = ? WHERE seq = 2", [hash_])
    LogStore(tmp_path).mark(tomorrow).path.unlink()
    with pytest.raises(NewerVersion, match="'session_opened' of version 9"):
        list(LogStore(tmp_path).open(tomorrow).load())
    again = small_workshop(tmp_path)
    assert again.has(good) and not again.has(tomorrow)
    again.stop()


def test_an_old_event_reaches_the_rules_in_todays_shape_and_stays_as_it_was_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    told = copy_of("format-1", tmp_path)
    languages = lambda body: body | {"language": body["language"].upper()}  # noqa: E731
    monkeypatch.setitem(upcasts.STEPS, "joined", (languages,))
    log = LogStore(tmp_path).open(told["session"])
    people = replay(log.load()).participants
    assert people["p4"].language == "NB" and people["p2"].language == "sv"
    rows = [row for row in rows_of(log) if row["kind"] == "joined"]
    assert {row["v"] for row in rows} == {1} and '"language":"nb"' in rows[0]["body"]
    log.close()


def test_a_kind_with_a_new_shape_is_written_in_its_new_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(upcasts.STEPS, "joined", (dict,))
    workshop = Workshop(LogStore(tmp_path), NoFacts())
    workshop.start()
    session_id = opened(workshop, 1)
    kinds = {recorded.event.kind: recorded for recorded, _ in workshop.history(session_id)}
    workshop.stop()
    log = LogStore(tmp_path).open(session_id)
    assert {row["kind"]: row["v"] for row in rows_of(log)}["joined"] == 2
    log.close()
    assert kinds["joined"].v == 2
