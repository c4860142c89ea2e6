"""A copy is made while people vote, and a damaged session comes back from it."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from data import backup_keeper
from data import restore as restoring
from data.backup_keeper import BackupKeeper
from data.backups import kept
from data.log_store import LogStore
from data.restore import restore
from data.twin.register_file import Register, Registers, Sum
from tests import damaging
from tests.damaging import HARMS, Saved, vote
from tests.workshop.builders import NoFacts, op, opened
from workshop.service import Workshop
from workshop.tally import results

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    return damaging.saved(tmp_path_factory.mktemp("saved"))


def running(folder: Path) -> tuple[LogStore, Workshop]:
    logs = LogStore(folder)
    workshop = Workshop(logs, NoFacts())
    workshop.start()
    return logs, workshop


def test_a_backup_made_while_people_vote_is_whole(tmp_path: Path):
    logs, workshop = running(tmp_path)
    session_id = opened(workshop, 1, "statements")
    over = threading.Event()
    acks: list[int] = []

    def votes() -> None:
        while not over.is_set():
            acks.append(vote(workshop, session_id, len(acks) + 1))

    voting = threading.Thread(target=votes)
    voting.start()
    for n in range(5):
        assert logs.back_up(session_id, NOW + dt.timedelta(seconds=n)) is not None
        found = logs.newest_sound(session_id)
        assert found and found[1] <= workshop.state(session_id).seq
    over.set()
    voting.join()
    assert len(acks) > 1 and acks == sorted(set(acks))
    workshop.stop()


def test_a_changed_session_is_copied_within_its_time_and_a_closed_one_at_once(tmp_path: Path):
    logs, workshop = running(tmp_path)
    session_id = opened(workshop, 1, "statements")
    assert logs.back_up(session_id, NOW)
    keeper = BackupKeeper(logs, every_s=3600)
    keeper.start()
    made = threading.Event()
    workshop.observe(keeper.changed)
    plain, logs.back_up = logs.back_up, lambda *a: (plain(*a), made.set())[0]  # type: ignore[method-assign]
    assert workshop.command(session_id, "close_session").ok
    assert made.wait(20)
    keeper.stop()
    assert logs.newest_sound(session_id) == (logs.backups.of(session_id)[0], 6)
    assert not logs.changed_since_backup(session_id)
    workshop.stop()


def test_a_session_that_changes_all_the_time_is_copied_within_a_minute_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert backup_keeper.EVERY_S <= 60
    logs, workshop = running(tmp_path)
    session_id = opened(workshop, 1, "statements")
    assert logs.back_up(session_id, NOW)
    # A minute by a clock that no slow machine sets: nothing but the changes moves what is due.
    seconds = [0.0]
    clock = SimpleNamespace(monotonic=lambda: seconds[-1])
    monkeypatch.setattr(backup_keeper, "time", clock)
    monkeypatch.setattr(backup_keeper, "LOOK_EVERY_S", 0.02)
    keeper, made = BackupKeeper(logs), threading.Event()
    plain, logs.back_up = logs.back_up, lambda *a: (plain(*a), made.set())[0]  # type: ignore[method-assign]
    keeper.start()
    for second in (0.0, 20.0, 40.0, 60.0):
        seconds.append(second)
        keeper.changed(session_id, workshop.state(session_id))
    copied = made.wait(10)
    keeper.stop()
    workshop.stop()
    assert copied


def test_restoring_takes_the_newest_backup_whose_chain_is_whole(once: Saved, tmp_path: Path):
    found = once.copy(tmp_path / "data")
    logs, workshop = running(found.folder)
    older = logs.back_up(found.session_id, NOW)
    vote(workshop, found.session_id, 20)
    newest = logs.back_up(found.session_id, NOW + dt.timedelta(minutes=1))
    workshop.stop()
    assert older and newest
    damaging.edit(newest, damaging.EDITS["who"][0])
    HARMS["F15 file is text"](found)
    done = restore(LogStore(found.folder), found.session_id, "tester", NOW)
    assert (done.source, done.seq) == (older.name, once.acks[-1])


def test_hourly_daily_and_weekly_copies_stay_and_nothing_is_older_than_four_weeks():
    made = [NOW - dt.timedelta(minutes=10 * n) for n in range(6 * 24 * 60)]
    keep = sorted(kept(made, NOW), reverse=True)
    ages = [(NOW - at) / dt.timedelta(hours=1) for at in keep]
    assert len([a for a in ages if a < 24]) == 24 + 4
    assert ages[0] == 0 and max(ages) <= 28 * 24
    assert {int(a // 24) for a in ages} >= set(range(7))
    assert {int(a // (24 * 7)) for a in ages} >= set(range(4))
    long_ago = [NOW - dt.timedelta(days=days) for days in (400, 401, 402)]
    assert kept(long_ago, NOW) == {long_ago[0]}, "the last copy alone"


@pytest.mark.fault("F09", "F10", "F11", "F15")
@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_session_comes_back_and_says_what_is_missing(
    once: Saved, tmp_path: Path, harm: str
):
    found = once.copy(tmp_path / "data")
    logs, workshop = running(found.folder)
    assert logs.back_up(found.session_id, NOW)
    late = vote(workshop, found.session_id, 20)
    workshop.swap(found.session_id, lambda: None)
    later = [vote(workshop, found.session_id, 21)]
    killed = Saved(tmp_path / "killed", found.session_id, found.other_id, found.state, ())
    damaging.shutil.copytree(found.folder, killed.folder)
    epoch = workshop.epoch(found.session_id)
    workshop.stop()

    HARMS[harm](killed)
    logs, workshop = running(killed.folder)
    alarm = workshop.alarm(killed.session_id)
    assert alarm and alarm.kind == "damaged", "shown from what there is, and not written to"
    done = restoring_through(workshop, logs, killed.session_id)
    assert workshop.alarm(killed.session_id) is None
    assert workshop.epoch(killed.session_id) != epoch
    state = workshop.state(killed.session_id)
    assert done.seq in (once.acks[-1], late) and state.seq == done.seq + 1
    assert done.missing == (done.seq + 1, later[-1])
    assert state.restored == {"seq": state.seq, "missing": [*done.missing]}
    assert (done.quarantine / killed.file.name).exists()
    # A phone sends again what it had: what is there already counts once, the rest is stored.
    again = op("ballot", "p1", round="r1", item="a", value="pass", rev=21)
    assert workshop.operate(killed.session_id, again).ok
    assert results(workshop.state(killed.session_id).rounds[0])
    workshop.stop()
    assert LogStore(killed.folder).is_sound(killed.session_id)


def restoring_through(workshop: Workshop, logs: LogStore, session_id: str) -> restoring.Restored:
    done: list[restoring.Restored] = []
    workshop.swap(session_id, lambda: done.append(restore(logs, session_id, "tester", NOW)))
    return done[0]


def test_the_command_restores_what_is_damaged_and_leaves_the_rest(
    once: Saved, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    found = once.copy(tmp_path / "data")
    assert restoring.main([found.other_id], found.folder) == 1
    assert "Nothing is wrong" in capsys.readouterr().err
    found.wal.unlink()
    assert restoring.main([found.session_id], found.folder) == 0
    told = capsys.readouterr().out
    assert f"up to event {found.acks[5]}" in told
    assert f"events {found.acks[6]}–{found.acks[-1]} are missing" in told
    assert damaging.verdict_alarm(found) is None


def register(folder: Path, by: str) -> int:
    sums = (Sum("15080100", "house", 10, 1800.0, 0.0, 1800.0),)
    whose = (by, "2026-10-01", "NLOD", "bygg.csv", "f" * 64, "2026-11-22T12:00:00+00:00")
    return Registers(folder).keep("alesund", Register(*whose, "official", sums))


def test_building_registers_are_copied_and_come_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    held, kept_at = Registers(tmp_path), tmp_path / "registers" / "alesund"
    register(tmp_path, "One")
    keeper = BackupKeeper(LogStore(tmp_path), every_s=0.01)
    keeper.start()
    register(tmp_path, "Two")
    held.choose("alesund", 1, "official")
    keeper.stop()
    logs = LogStore(tmp_path)
    logs.backups.remove("alesund")
    logs.backups.prune("alesund", NOW)
    before = held.versions("alesund")
    assert restoring.main(["registers"], tmp_path) == 1
    assert "left as they are" in capsys.readouterr().err

    (kept_at / "1.json").write_text((kept_at / "1.json").read_text().replace("1800.0", "18.0"))
    (kept_at / "current.json").unlink()
    assert held.number("alesund") == 0 and list(held.versions("alesund")) == [2]
    logs.backups.registers.make()  # what is damaged does not take the place of its copy
    assert restoring.main(["registers"], tmp_path) == 0
    assert "registers/alesund/1.json, registers/alesund/current.json" in capsys.readouterr().out
    assert (held.versions("alesund"), held.number("alesund")) == (before, 1)
    assert "18.0" in next((tmp_path / "quarantine").glob("register-alesund-*")).read_text()

    shutil.rmtree(tmp_path / "registers")
    again = BackupKeeper(LogStore(tmp_path))
    again.start()
    again.stop()
    assert (held.versions("alesund"), held.number("alesund")) == (before, 1)


def test_keys_that_are_gone_come_back_and_keys_that_are_there_stay(tmp_path: Path):
    logs, workshop = running(tmp_path)
    session_id = opened(workshop, 1, "ideas")
    assert workshop.operate(session_id, op("idea", "p1", round="r1", text="Sol på taket")).ok
    pepper = logs.pepper(session_id)
    logs.back_up(session_id, NOW)
    workshop.stop()
    for kind in ("texts", "pepper"):
        (tmp_path / "keys" / f"{session_id}.{kind}").unlink()
    damaging.edit(logs.path(session_id), "DELETE FROM events WHERE seq = 1")
    done = restore(LogStore(tmp_path), session_id, "t", NOW)
    logs, workshop = running(tmp_path)
    assert logs.pepper(session_id) == pepper
    texts = [c.text for c in workshop.state(session_id).rounds[0].contributions.values()]
    assert (texts, done.missing) == (["Sol på taket"], None)
    workshop.stop()
