"""A record that lost something is never opened as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.log_store import LogStore
from data.mark import PLACES, Mark, MarkFile
from tests import damaging
from tests.damaging import EDITS, HARMS, Saved
from tests.workshop.builders import op, small_workshop
from workshop.damage import Damage
from workshop.ports import StorageFault


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    return damaging.saved(tmp_path_factory.mktemp("saved"))


@pytest.fixture
def found(once: Saved, tmp_path: Path) -> Saved:
    return once.copy(tmp_path / "data")


@pytest.mark.fault("F09", "F10", "F11", "F15")
@pytest.mark.parametrize("harm", HARMS)
def test_a_file_that_lost_something_opens_for_reading_only_or_not_at_all(found: Saved, harm: str):
    HARMS[harm](found)
    before = damaging.bytes_of(found)
    assert damaging.verdict(found) == "noticed"
    after = damaging.bytes_of(found)
    mine = [name for name in before if name.startswith(found.session_id)]
    assert {n: after[n] for n in mine} == {n: before[n] for n in mine}, "left as it was found"


@pytest.mark.fault("F09")
def test_it_is_said_by_number_what_is_missing(found: Saved):
    found.wal.unlink()
    log = LogStore(found.folder).open(found.session_id)
    assert log.damage == Damage("short", found.acks[5], found.acks[-1])
    assert log.damage.missing == (found.acks[6], found.acks[-1])


@pytest.mark.fault("F12")
def test_a_write_that_nobody_was_told_of_may_be_cut_off(once: Saved, tmp_path: Path):
    size, exact = once.wal.stat().st_size, 0
    for cut in (1, 9, 60):
        found = once.copy(tmp_path / str(cut))
        mark = found.mark.read_bytes()
        with found.wal.open("r+b") as file:
            file.truncate(size - cut)
        assert damaging.verdict(found) == "noticed", "the last vote was answered"
        # The same, when the crash came before the mark: nobody was told of the last vote.
        found = once.copy(tmp_path / f"{cut}-unmarked")
        found.mark.write_bytes(_one_earlier(mark))
        with found.wal.open("r+b") as file:
            file.truncate(size - cut)
        workshop = small_workshop(found.folder)
        assert workshop.alarm(found.session_id) is None
        assert workshop.state(found.session_id).seq == found.acks[-2]
        exact += workshop.operate(found.session_id, op("join", "new")).seq == found.acks[-1]
        workshop.stop()
    assert exact == 3


@pytest.mark.fault("F12")
def test_a_write_that_failed_leaves_no_mark_of_what_never_was(found: Saved):
    log = LogStore(found.folder).open(found.session_id)
    event = next(one.event for one in log.load() if one.event.text_id is None)
    # What stands in the way is gone when the handle is: nothing of it reaches the disk.
    log._file.handle().execute("BEGIN").execute("ALTER TABLE events RENAME TO elsewhere")
    with pytest.raises(StorageFault):
        log.append([("never there", 0, event)])
    log.close()
    again = LogStore(found.folder).open(found.session_id)
    assert (again.seq, again.damage) == (found.acks[-1], None)
    again.close()


def _one_earlier(mark: bytes) -> bytes:
    """The mark before its last overwriting: the older of its two places counts."""
    content = bytearray(mark)
    newest = max(PLACES, key=lambda at: int(content[at + 17 : at + 37]))
    content[newest : newest + 8] = bytes(8)
    return bytes(content)


@pytest.mark.fault("F13", "F14")
@pytest.mark.parametrize("what", ["wal", "file"])
def test_one_wrong_bit_is_noticed_or_harmless(once: Saved, tmp_path: Path, what: str):
    came = set[str]()
    for at in damaging.places(getattr(once, what), 10):
        found = once.copy(tmp_path / str(at))
        damaging.flip(getattr(found, what), at)
        came.add(damaging.verdict(found))
    assert "noticed" in came


@pytest.mark.fault("F16", "T5", "T21")
@pytest.mark.parametrize("by_hand", [0, 500])
@pytest.mark.parametrize("edit", EDITS)
def test_a_row_that_was_tampered_with_is_named(
    found: Saved, edit: str, by_hand: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("data.audit.BY_HAND", by_hand)
    statement, first = EDITS[edit]
    damaging.edit(found.file, statement)
    found.mark.unlink()
    log = LogStore(found.folder).open(found.session_id)
    assert log.damage == Damage("chain", first - 1)
    assert [r.seq for r in log.load()] == list(range(1, first))
    log.close()
    assert damaging.verdict(found) == "noticed"


@pytest.mark.fault("F16")
def test_a_log_whose_rows_lie_in_another_order_than_they_were_written_is_sound(
    found: Saved, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("data.audit.BY_HAND", 0)
    damaging.edit(
        found.file,
        "CREATE TABLE turned AS SELECT * FROM events ORDER BY seq DESC; DELETE FROM events;"
        "INSERT INTO events SELECT * FROM turned; DROP TABLE turned",
    )
    log = LogStore(found.folder).open(found.session_id)
    assert (log.damage, log.audited, log.audit()) == (None, True, None)
    log.close()


def test_a_long_log_is_looked_through_while_it_takes_no_answers(
    found: Saved, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("data.log_store.AT_ONCE_OF_MANY", 3)
    monkeypatch.setattr("data.audit.BY_HAND", 2)
    log = LogStore(found.folder).open(found.session_id, one_of_many=True)
    assert (log.damage, log.audited, log.audit()) == (None, False, None)
    log.close()
    damaging.edit(found.file, EDITS["a value"][0])
    again = LogStore(found.folder).open(found.session_id, one_of_many=True)
    assert (again.damage, again.audit()) == (None, Damage("chain", 5))
    again.close()


def test_a_mark_survives_a_torn_write_and_a_longer_log_is_no_harm(tmp_path: Path):
    file = MarkFile(tmp_path / "a.hwm")
    file.begin(Mark("e", 1, "0" * 64))
    for seq in range(2, 6):
        file.write(Mark("e", seq, f"{seq:064d}"))
        assert MarkFile(file.path).read() == Mark("e", seq, f"{seq:064d}")
    size = file.path.stat().st_size
    whole = file.path.read_bytes()
    for at in PLACES:
        for torn in range(0, 108, 9):
            content = bytearray(whole)
            content[at + torn : at + 128] = bytes(128 - torn)
            file.path.write_bytes(content)
            left = MarkFile(file.path).read()
            assert left is not None and left.seq in (4, 5)
    assert size == len(whole)
