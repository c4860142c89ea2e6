"""Models run in processes of their own: one at a time, and once for the same inputs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.models.jobs import Job, Jobs, ModelError, Task
from data.models.worker import MEMORY_BYTES
from tests.data import model_work

LONG = 60.0


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(tmp_path / "models")
    yield made
    made.stop()
    assert not list((tmp_path / "models").glob("at-work-*"))


def named(work: Callable[..., Any]) -> str:
    return f"{work.__module__}:{work.__name__}"


def task(key: str, work: Callable[..., Any], *arguments: Any, seconds: float = LONG) -> Task:
    return Task(key, named(work), arguments, seconds, lambda answer, folder: answer)


def running(job: Job) -> tuple[float, str]:
    """Wait until the worker has said how far it is."""
    beat = threading.Event()
    for _ in range(3000):
        if job.progress()[0] > 0:
            break
        beat.wait(0.02)
    return job.progress()


def test_a_second_request_for_the_same_inputs_waits_for_the_first(
    jobs: Jobs, tmp_path: Path
) -> None:
    tally = tmp_path / "tally"
    first = jobs.ask(task("same", model_work.count, tally, 5))
    second = jobs.ask(task("same", model_work.count, tally, 5))
    assert (first.wait(LONG), second.wait(LONG)) == (5, 5)
    assert tally.read_text() == "x"


def test_progress_is_told_while_others_wait_their_turn(jobs: Jobs, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    first = jobs.ask(task("first", model_work.hold, gate))
    second = jobs.ask(task("second", model_work.count, tmp_path / "tally", 1))
    assert running(first) == (0.5, "fitting")
    assert second.progress() == (0.0, "waiting")
    gate.touch()
    assert second.wait(LONG) == 1
    assert first.progress() == (1.0, "done")


@pytest.mark.parametrize(
    ("work", "seconds", "code"),
    [
        (model_work.die, LONG, "model_died"),
        (model_work.devour, LONG, "model_memory"),
        (model_work.refuse, LONG, "city_unknown"),
        (model_work.stumble, LONG, "model_fault"),
    ],
)
def test_work_that_fails_says_why_and_the_next_is_done(
    jobs: Jobs, tmp_path: Path, work: Callable[..., Any], seconds: float, code: str
) -> None:
    failing = jobs.ask(task("failing", work, seconds=seconds))
    after = jobs.ask(task("after", model_work.count, tmp_path / "tally", 7))
    with pytest.raises(ModelError) as error:
        failing.wait(LONG)
    assert error.value.code == code
    assert failing.progress() == (0.0, "failed")
    assert after.wait(LONG) == 7


def test_work_whose_worker_is_ended_from_outside_is_done_once_more(
    jobs: Jobs, tmp_path: Path
) -> None:
    assert jobs.ask(task("ended", model_work.die_once, tmp_path / "tally")).wait(LONG) == "done"


def test_a_worker_that_takes_too_long_is_ended(jobs: Jobs, tmp_path: Path) -> None:
    late = jobs.ask(task("late", model_work.hold, tmp_path / "never", seconds=0.5))
    with pytest.raises(ModelError) as error:
        late.wait(LONG)
    assert error.value.code == "model_late"
    again = jobs.ask(task("late", model_work.count, tmp_path / "tally", 3))
    assert again.wait(LONG) == 3


def test_stopping_ends_what_runs_and_what_waits(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "models")
    first = jobs.ask(task("first", model_work.hold, tmp_path / "never"))
    second = jobs.ask(task("second", model_work.count, tmp_path / "tally", 1))
    running(first)
    jobs.stop()
    for job in (first, second):
        with pytest.raises(ModelError) as error:
            job.wait(LONG)
        assert error.value.code == "model_stopped"


SERVER = """
import sys
from pathlib import Path
from data.models.jobs import Jobs, Task
folder = Path(sys.argv[1])
work = "tests.data.model_work:name_itself"
if __name__ == "__main__":
    task = Task("endless", work, (folder / "paper",), 60.0, lambda answer, folder: answer)
    Jobs(folder / "models").ask(task).wait()
"""


def test_a_worker_ends_when_its_server_is_killed(tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text(SERVER)
    beside = dict(os.environ, PYTHONPATH=str(Path(__file__).parents[2]))
    server = subprocess.Popen([sys.executable, tmp_path / "server.py", tmp_path], env=beside)
    beat, paper = threading.Event(), tmp_path / "paper"
    while not paper.exists():
        assert server.poll() is None
        beat.wait(0.05)
    server.kill()
    server.wait()
    worker = Path("/proc") / paper.read_text() / "stat"
    for _ in range(600):
        if ended(worker):
            break
        beat.wait(0.05)
    assert ended(worker)


def ended(stat: Path) -> bool:
    """Gone, or only waiting to be reaped."""
    try:
        return ") Z " in stat.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_worker_gives_way_knows_no_secret_and_has_a_limit(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    found = jobs.ask(task("around", model_work.surroundings)).wait(LONG)
    assert found["nice"] >= min(os.nice(0) + 15, 19)
    assert found["secret"] is None
    assert "at-work-" in found["temporary"]
    assert found["memory"] == MEMORY_BYTES
    assert found["pid"] != os.getpid()


def test_what_the_worker_wrote_is_kept_before_its_folder_goes(jobs: Jobs, tmp_path: Path) -> None:
    def keep(answer: int, folder: Path) -> str:
        return (folder / "made").read_text()

    asked = Task("kept", named(model_work.count), (tmp_path / "tally", 11), LONG, keep)
    assert jobs.ask(asked).wait(LONG) == "11"


def test_two_processes_on_one_folder_take_turns(jobs: Jobs, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    beside = Jobs(tmp_path / "models")
    first = jobs.ask(task("first", model_work.hold, gate))
    running(first)
    second = beside.ask(task("second", model_work.count, tmp_path / "tally", 1))
    with pytest.raises(TimeoutError):
        second.wait(0.6)
    assert second.progress() == (0.0, "waiting")
    gate.touch()
    assert second.wait(LONG) == 1
    beside.stop()
