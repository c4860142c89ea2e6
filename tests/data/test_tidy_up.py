"""What is kept for a while only: named first, removed when asked, and never what is in use."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from data import library
from data.build import build
from data.errors import DataError
from data.library import Library, current_number, write_next
from data.log_store import LogStore
from data.retention.keeper import Keeper
from data.shown import ShownFacts
from data.tidy_up import DAY_S, KEPT_DAYS, shown_versions, tidy_up
from tests.built_library import ROOT
from tests.data.test_golden import GOLDEN, copy_of, file_in
from tests.workshop.builders import step, text
from workshop.service import Workshop
from workshop.settings import hold

MAP = {"city": "alesund", "layer": "municipalities", "indicator": "EN: E: E: 2C", "year": "2024"}


def later(days: float) -> float:
    return time.time() + days * DAY_S


@pytest.fixture
def workshop(own_library_dir: Path):
    """Library 1 was shown, 2 never was, 3 is in force; an old format's file lies beside."""
    copy_of("format-1", own_library_dir)
    made = Workshop(LogStore(own_library_dir), ShownFacts(Library(own_library_dir)))
    made.start()
    steps = [step("show", "map", view=MAP)]
    session_id = made.create("alesund", text("Kart"), steps, "nb", "tester")
    assert made.command(session_id, "next").ok
    for _ in range(2):
        write_next(own_library_dir, lambda _same_facts: None)
    (own_library_dir / "sessions" / "gone.state").write_bytes(b"of a session that is no more")
    left = own_library_dir / "imports" / "an-upload-that-was-not-imported"
    left.mkdir(parents=True)
    (left / "upload.csv").write_bytes(b"names and addresses")
    os.utime(left, (0, 0))
    yield made
    made.stop()


def names(due: list[Path]) -> set[str]:
    return {path.name for path in due}


def test_only_what_nobody_has_seen_or_needs_is_due_after_thirty_days(
    workshop: Workshop, own_library_dir: Path
):
    first = min(shown_versions(workshop))
    assert tidy_up(own_library_dir, workshop, later(KEPT_DAYS - 1), apply=True) == []
    due = tidy_up(own_library_dir, workshop, later(KEPT_DAYS + 1), apply=False)
    old = next((own_library_dir / "sessions" / "old").iterdir())
    assert names(due) == {
        f"library-{first + 1}.duckdb", f"geo-{first + 1}", "gone.state", old.name,
    }  # fmt: skip
    assert all(path.exists() for path in due)
    assert tidy_up(own_library_dir, workshop, later(KEPT_DAYS + 1), apply=True) == due
    assert not any(path.exists() for path in due)
    assert not [*(own_library_dir / "imports").iterdir()]
    held = Library(own_library_dir)
    assert current_number(own_library_dir) == first + 2
    assert held.at(first).version == first
    held.close()


def test_the_server_does_the_same_every_night(workshop: Workshop, own_library_dir: Path):
    held = Library(own_library_dir)
    in_time = Keeper(workshop, held, own_library_dir, (), lambda: int(later(KEPT_DAYS - 1) * 1000))
    in_time.nightly()
    assert (own_library_dir / "sessions" / "gone.state").exists()
    Keeper(workshop, held, own_library_dir, (), lambda: int(later(KEPT_DAYS + 1) * 1000)).nightly()
    held.close()
    assert not (own_library_dir / "sessions" / "gone.state").exists()
    assert list((own_library_dir / "sessions").glob("*.duckdb"))


def test_while_a_session_cannot_be_read_no_version_of_the_library_goes(
    workshop: Workshop, own_library_dir: Path
):
    workshop.stop()
    shut = file_in(own_library_dir, workshop.sessions()[0].id)
    shut.write_bytes(b"nobody knows what was shown here")
    again = Workshop(LogStore(own_library_dir), ShownFacts(Library(own_library_dir)))
    again.start()
    due = tidy_up(own_library_dir, again, later(KEPT_DAYS + 1), apply=False)
    again.stop()
    assert not any("library" in str(path.parent.name) for path in due)


def test_the_command_lists_and_leaves_everything_until_it_is_told_to(own_library_dir: Path):
    copy_of("format-1", own_library_dir)
    LogStore(own_library_dir).open(_golden_session()).close()
    done = _command(own_library_dir)
    assert (done.returncode, done.stdout) == (0, "Nothing is due.\n")
    with hold(own_library_dir):
        refused = _command(own_library_dir, "--apply")
    assert refused.returncode == 1 and "already uses the folder" in refused.stderr


def _golden_session() -> str:
    return next((GOLDEN / "format-1" / "sessions").glob("*.duckdb")).stem


def _command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "data.tidy_up", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def _of_format(folder: Path, found: int) -> int:
    number = current_number(folder) or 0
    with duckdb.connect(str(folder / "library" / f"library-{number}.duckdb")) as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('format', ?)", [str(found)])
    return number


def test_a_library_of_a_newer_format_is_refused_in_a_sentence(own_library_dir: Path):
    _of_format(own_library_dir, library.FORMAT + 1)
    with pytest.raises(DataError, match=r"was built by a newer version; `python -m data\.build`"):
        _ = Library(own_library_dir).version


def test_a_library_of_an_older_format_is_built_anew(own_library_dir: Path):
    number = _of_format(own_library_dir, library.FORMAT - 1)
    said: list[str] = []
    assert build(own_library_dir, said.append) == number + 1
    assert any("by an older version" in line and "Building it anew" in line for line in said)
    assert Library(own_library_dir).version == number + 1
