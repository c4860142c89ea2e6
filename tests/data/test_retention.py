"""Raw answers go when their time is up, never before the archive has what it must have."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.library import Library
from data.log_store import LogStore
from data.photos.store import PhotoStore
from data.restore import restore
from data.retention.footprint import destroy, files
from data.retention.keeper import DAY_MS, Keeper
from data.retention.night import Night
from tests.dashboards.review_story import APPROVED, HELD_BACK, held
from tests.workshop.builders import NoFacts, agenda, text
from workshop.errors import Rejected
from workshop.service import Workshop

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
START = 1_790_000_000_000


class House:
    """A workshop that was held, in a data folder of its own, under a clock that the test sets."""

    def __init__(self, story: Path, folder: Path, library: Library, *unticked: str) -> None:
        shutil.copytree(story, folder, dirs_exist_ok=True)
        self.folder = folder
        self.now_ms = START
        self.logs, self.photos = LogStore(folder), PhotoStore(folder)
        self.workshop = Workshop(self.logs, NoFacts(), lambda: self.now_ms)
        self.workshop.start()
        self.keeper = Keeper(self.workshop, library, folder, unticked, lambda: self.now_ms)
        (row,) = self.workshop.sessions()
        self.session = row.id

    def wait(self, days: float) -> None:
        self.now_ms += round(days * DAY_MS)

    def steps(self) -> list[str]:
        return [task.step for task in self.keeper.plan()]

    def holding(self, *markers: str) -> list[str]:
        """The files with one of these in their bytes or in their name."""
        found = [path for path in self.folder.rglob("*") if path.is_file()]
        return [
            name
            for path in found
            for name in [str(path.relative_to(self.folder))]
            if any(each in name or each.encode() in path.read_bytes() for each in markers)
        ]

    def names(self) -> list[str]:
        return [path.name for path in files(self.folder, self.session)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which a workshop was held, for every test to copy."""
    folder = tmp_path_factory.mktemp("story")
    workshop = Workshop(LogStore(folder), NoFacts(), lambda: START)
    workshop.start()
    held(workshop)
    workshop.stop()
    return folder


@pytest.fixture
def house(story: Path, tmp_path: Path, library: Library) -> Iterator[House]:
    made = House(story, tmp_path, library)
    yield made
    made.workshop.stop()


@pytest.fixture(scope="module")
def package(story: Path, tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """The same once its package is made, which takes seconds."""
    made = House(story, tmp_path_factory.mktemp("packed"), library)
    made.keeper.make_package(made.session)
    made.workshop.stop()
    return made.folder


@pytest.fixture
def packed(package: Path, tmp_path: Path, library: Library) -> Iterator[House]:
    made = House(package, tmp_path, library)
    yield made
    made.workshop.stop()


def test_nothing_is_due_before_the_ninetieth_day_has_passed(house: House):
    assert house.workshop.state(house.session).retention_days == 90
    house.wait(89.99)
    assert house.steps() == []
    house.wait(0.02)
    assert house.steps() == ["package"]


def test_the_number_of_days_can_be_made_smaller_also_after_the_end(house: House):
    for days in (0, 3654, 1.5, True, None, "90"):
        answer = house.workshop.command(house.session, "set_retention", {"days": days})
        assert (answer.ok, answer.code) == (False, "invalid")
    assert house.workshop.command(house.session, "set_retention", {"days": 30}).ok
    house.wait(31)
    assert house.steps() == ["package"]


def test_nothing_is_kept_longer_than_people_were_told(house: House):
    answer = house.workshop.command(house.session, "set_retention", {"days": 91})
    assert (answer.ok, answer.reason) == (False, "kept_shorter")
    assert house.workshop.state(house.session).retention_days == 90
    empty = house.workshop.create("alesund", text("Later"), agenda(), "nb", "tester")
    assert house.workshop.command(empty, "set_retention", {"days": 365}).ok


def test_a_workshop_that_nobody_ended_counts_from_its_last_event(house: House):
    open_still = held(house.workshop, over=False)
    house.wait(91)
    assert {task.session for task in house.keeper.plan()} == {house.session, open_still}


def test_the_package_comes_first_and_then_everything_waits_for_the_archive(house: House):
    house.wait(91)
    house.keeper.nightly()
    assert house.steps() == ["wait"]
    house.wait(500)
    house.keeper.nightly()
    assert house.workshop.has(house.session)
    with pytest.raises(Rejected, match="not_archived"):
        house.keeper.remove(house.session)


def test_with_the_archivists_word_figures_remain_and_the_rest_is_destroyed(packed: House):
    packed.wait(91)
    state = packed.workshop.state(packed.session)
    before = packed.names()
    assert {f"{packed.session}.pepper", f"{packed.session}.texts"} <= set(before)
    packed.keeper.tick(packed.session, "account-7")
    packed.keeper.nightly()
    assert not packed.workshop.has(packed.session) and packed.names() == []
    entry = packed.keeper.book.read(packed.session)
    assert entry.removed and entry.removed.head == state.head
    assert entry.removed.events == state.seq and entry.removed.by == ""
    assert {Path(name).name for name in entry.removed.files} == set(before)
    assert entry.archived and entry.archived.by == "account-7"
    assert [e.session for e in packed.keeper.book.removed()] == [packed.session]


@pytest.mark.fault("T6")
def test_after_the_removal_nothing_of_the_session_is_left_but_the_record_of_it(house: House):
    house.photos.keep(house.session, b"a photo")
    house.logs.back_up(house.session, NOW)
    house.workshop.swap(
        house.session, lambda: restore(house.logs, house.session, "account-7", NOW) and None
    )
    code = house.workshop.state(house.session).code
    kept = {path.relative_to(house.folder).parts[0] for path in files(house.folder, house.session)}
    assert kept >= {"sessions", "keys", "photos", "backups", "keys_backups", "quarantine"}
    assert house.holding(house.session) and house.holding("secret-device-3", code)
    house.keeper.make_package(house.session)
    house.keeper.tick(house.session, "someone")
    house.keeper.remove(house.session)
    left = house.holding(house.session, "secret-device-3", code, APPROVED, HELD_BACK)
    assert left == [f"retention/{house.session}.json"]


def test_the_keys_of_photos_are_overwritten_before_they_go(house: House, tmp_path: Path):
    name = house.photos.keep(house.session, b"a photo")
    key = tmp_path / "keys" / f"{house.session}.photos" / f"{name}.texts"
    other = tmp_path / "another-name"
    os.link(key, other)
    destroy(house.folder, house.session)
    assert other.read_bytes() == bytes(32)


def test_what_remains_has_figures_and_neither_words_nor_places(packed: House):
    packed.keeper.tick(packed.session, "someone")
    packed.keeper.remove(packed.session, "someone")
    kept = packed.keeper.book.read(packed.session).kept
    assert kept and kept["participants"] == 7
    statements, *_ = [r for r in kept["rounds"] if r["results"]["kind"] == "statements"]
    assert statements["results"]["options"][0]["agree"] == 3
    text = json.dumps(kept, ensure_ascii=False)
    assert APPROVED not in text and "repair" not in text and "62.47" not in text
    assert "secret-device" not in text


def test_the_package_holds_a_report_tables_and_a_manifest_that_names_them(packed: House):
    path = packed.keeper.package_path(packed.session)
    made = packed.keeper.entry(packed.session).package
    assert path and made and hashlib.sha256(path.read_bytes()).hexdigest() == made.sha256
    with zipfile.ZipFile(path) as package:
        found = {name.rsplit("-", 1)[1]: package.read(name) for name in package.namelist()}
        told = json.loads(found["manifest.json"])
        for each in told["files"]:
            sent = package.read(each["name"])
            assert hashlib.sha256(sent).hexdigest() == each["sha256"]
    assert set(found) >= {"report.pdf", "results.csv", "pins.geojson", "agenda.json"}
    assert len(told["files"]) == len(found) - 1
    assert told["seal"]["head"] == packed.workshop.state(packed.session).head
    lines = list(csv.DictReader(io.StringIO(found["results.csv"].decode())))
    assert {line["kind"] for line in lines} >= {"statements", "score", "pins", "ideas"}
    assert HELD_BACK.encode() not in b"".join(found.values())
    assert b"pdfaid:part>2<" in found["report.pdf"] and b"OutputIntent" in found["report.pdf"]
    assert b"pdfaid:conformance>U<" in found["report.pdf"]


def test_a_package_that_the_session_has_outgrown_is_thrown_away_with_its_mark(packed: House):
    packed.keeper.tick(packed.session, "someone")
    path = packed.keeper.package_path(packed.session)
    pin = next(
        c.id
        for r in packed.workshop.state(packed.session).rounds
        for c in r.contributions.values()
        if c.text == APPROVED
    )
    assert packed.workshop.command(packed.session, "delete", {"item": pin}).ok
    assert not packed.keeper.may_remove(packed.session)
    packed.keeper.tidy()
    assert path and not path.exists()
    assert packed.keeper.book.read(packed.session).archived is None
    assert packed.workshop.leftovers() == []


def test_a_city_may_do_without_the_word_and_a_rehearsal_needs_no_archive(
    story: Path, tmp_path: Path, library: Library
):
    house = House(story, tmp_path, library, "alesund")
    played = held(house.workshop, rehearsal=True)
    house.wait(91)
    assert sorted(house.steps()) == ["package", "remove"]
    house.keeper.nightly()
    assert not house.workshop.has(house.session) and not house.workshop.has(played)
    house.workshop.stop()


def test_the_night_looks_once_a_day_and_tidies_up_in_between(house: House):
    days = [dt.date(2026, 1, 1)]
    night = Night(house.keeper, lambda: days[-1])
    house.wait(91)
    night.look()
    assert house.steps() == ["wait"]
    house.keeper.tick(house.session, "someone")
    night.look()
    assert house.steps() == ["remove"]
    days.append(dt.date(2026, 1, 2))
    night.look()
    assert house.steps() == [] and not house.workshop.has(house.session)


def test_the_command_says_what_it_would_do_and_does_it_only_when_told(
    house: House, library_dir: Path
):
    assert house.workshop.command(house.session, "set_retention", {"days": 1}).ok
    house.workshop.stop()
    (house.folder / "library").symlink_to(library_dir.resolve() / "library")
    said = run(house.folder)
    assert house.session in said and "makes the archive package" in said
    assert not (house.folder / "archive").exists()
    run(house.folder, "--apply")
    assert list((house.folder / "archive" / house.session).glob("*.zip"))
    assert "waits for an official's word" in run(house.folder)


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "data.retention", *arguments],
        env={"DATA_DIR": str(folder), "PATH": "/usr/bin"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout
