"""A migration that is cut off at any moment leaves the old file or the new one, whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data import migrations
from data.log_store import LogStore
from data.migrations import bring_up_to_date, kept_from
from data.session_format import FORMAT, format_of
from tests.data.test_golden import GOLDEN, copy_of, file_in
from tests.golden.plain import digest
from workshop.ports import StorageFault
from workshop.rules import replay

# Before and after each step that touches the disk, and in the middle of the copy.
MOMENTS = (
    "_settle before", "_copy before", "_check before", "_copy after", "_keep before",
    "_keep after", "_swap before", "_swap after",
)  # fmt: skip
CHILD = """
import os, signal, sys
from pathlib import Path
from data import migrations
path, name, when = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
step = getattr(migrations, name)
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def cut_off(*arguments):
    if when == "before":
        die()
    step(*arguments)
    die()
setattr(migrations, name, cut_off)
migrations.bring_up_to_date(path)
"""


@pytest.mark.fault("F22")
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_in_the_middle_of_a_migration_the_next_start_finishes_it(
    moment: str, tmp_path: Path
):
    told = copy_of("format-1", tmp_path)
    path = file_in(tmp_path, told["session"])
    # The file of an older DuckDB, with half of its rows still in the log beside it.
    shutil.copytree(GOLDEN / "duckdb-1.1.3", path.parent, dirs_exist_ok=True)
    done = subprocess.run([sys.executable, "-c", CHILD, str(path), *moment.split()], check=False)
    assert done.returncode == -9
    whole = 2 if moment == "_swap after" else 1
    assert format_of(path) == whole
    assert len(rows(path)) == told["events"]
    for _ in range(2):
        log = LogStore(tmp_path).open(told["session"])
        assert digest(replay(log.load())) == told["digest"]
        log.close()
    assert format_of(path) == FORMAT
    kept = kept_from(path.parent, told["session"], 1)
    assert format_of(kept) == 1 and len(rows(kept)) == told["events"]
    assert not list(path.parent.glob("*.migrating*"))


def rows(path: Path) -> list[tuple[int]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("SELECT seq FROM events").fetchall()


@pytest.mark.parametrize(
    "wrong",
    ["UPDATE events SET body = '{}' WHERE seq = 40", "DELETE FROM events WHERE seq = 85"],
)
def test_a_migration_that_changes_an_event_is_not_carried_out(
    wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    told = copy_of("format-1", tmp_path)
    path = file_in(tmp_path, told["session"])
    before = path.read_bytes()
    copy = migrations.STEPS[1]

    def careless(connection: duckdb.DuckDBPyConnection) -> None:
        copy(connection)
        connection.execute(wrong.replace("events", "fresh.events"))

    monkeypatch.setitem(migrations.STEPS, 1, careless)
    with pytest.raises(StorageFault, match="event 40 is not what|has \\(84,\\) events"):
        bring_up_to_date(path)
    assert path.read_bytes() == before
