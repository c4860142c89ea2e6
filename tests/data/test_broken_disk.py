"""A disk that is full, or fails: nothing that was answered is lost, and it goes on by itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.log_store import LogStore
from tests.storing import Storing


def missing(*tools: str) -> str:
    if os.geteuid() != 0:
        return "needs root"
    gone = [tool for tool in tools if not shutil.which(tool)]
    return f"needs {', '.join(gone)}" if gone else ""


def skip_loudly(why: str) -> None:
    if why:
        warnings.warn(UserWarning(f"NOT TESTED HERE, {why}: a broken disk"), stacklevel=2)
        pytest.skip(f"NOT TESTED HERE: {why}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of six megabytes."""
    skip_loudly(missing("mount", "umount"))
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(place: Path) -> None:
    with contextlib.suppress(OSError), (place / "filler").open("ab", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def filled(place: Path) -> tuple[Storing, dict[str, int]]:
    """Somebody who stores on a disk that is full by now, and what was acknowledged until then."""
    storing = Storing(place)
    kept = {f"first-{n:04d}": storing.ask("join", f"first-{n:04d}")["seq"] for n in range(5)}
    fill(place)
    while (answer := storing.ask("join", f"full-{len(kept):05d}"))["ok"]:
        kept[f"full-{len(kept):05d}"] = answer["seq"]
    return storing, kept


def acked(folder: Path, session_id: str) -> dict[str, int]:
    log = LogStore(folder).open(session_id)
    try:
        assert log.damage is None
        return {recorded.op_id: recorded.seq for recorded in log.load()}
    finally:
        log.close()


@pytest.mark.fault("F06", "F07", "F08")
def test_a_full_disk_refuses_with_retry_and_goes_on_when_there_is_room(small_disk: Path):
    storing, kept = filled(small_disk)
    refused = {"idea-00001": "idea", f"full-{len(kept):05d}": "join"}
    for op_id, what in refused.items():
        answer = storing.ask(what, op_id)
        assert (answer["ok"], answer["code"], answer["alarm"]) == (False, "retry", "storage")
        assert answer["stands_at"] == max(kept.values()), "what is there can still be seen"
    (small_disk / "filler").unlink()
    for op_id, what in refused.items():
        answer = storing.ask(what, op_id)
        assert (answer["ok"], answer["alarm"]) == (True, None)
        kept[op_id] = answer["seq"]
    storing.stop()
    assert kept.items() <= acked(small_disk, storing.session_id).items()


@pytest.mark.fault("F08")
def test_a_kill_and_a_restart_on_a_full_disk_lose_nothing(small_disk: Path):
    storing, kept = filled(small_disk)
    storing.kill()
    again = Storing(small_disk, storing.session_id)
    for op_id, seq in kept.items():
        found = again.ask("join", op_id)
        assert (found["ok"], found["seq"]) == (True, seq)
    (small_disk / "filler").unlink()
    kept["after-0001"] = again.ask("join", "after-0001")["seq"]
    again.stop()
    assert kept.items() <= acked(small_disk, storing.session_id).items()


@pytest.mark.fault("F06")
def test_a_failed_sync_is_over_two_seconds_after_the_disk_is_well(tmp_path: Path):
    skip_loudly(missing("strace"))
    storing = Storing(tmp_path)
    kept = {f"first-{n:04d}": storing.ask("join", f"first-{n:04d}")["seq"] for n in range(3)}
    injecting = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", "/dev/null"]
    injecting += ["-e", "inject=fsync,fdatasync:error=EIO", "-p", str(storing.process.pid)]
    with subprocess.Popen(injecting) as broken:
        refused = [storing.ask("join", f"sick-{n:05d}") for n in range(3) if not time.sleep(0.3)]
        broken.send_signal(signal.SIGINT)
    assert all(a["code"] == "retry" or a["ok"] for a in refused)
    assert any(not a["ok"] and a["alarm"] == "storage" for a in refused)
    well = time.monotonic()
    while not (answer := storing.ask("join", "well-00001"))["ok"]:
        assert time.monotonic() - well < 2.0
    kept["well-00001"] = answer["seq"]
    for n in range(3):
        kept[f"sick-{n:05d}"] = storing.ask("join", f"sick-{n:05d}")["seq"]
    storing.kill()
    stored = acked(tmp_path, storing.session_id)
    assert kept.items() <= stored.items()
    assert len(set(stored.values())) == len(stored)
