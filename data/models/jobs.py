"""Work for a process of its own: one thing at a time, asked for once, told of while it runs.

Who asks for what is waited for already waits for the same job. A worker that dies, takes too long
or too much memory makes its job fail with a code; nothing else is touched, and the next job gets a
fresh process. Servers and commands on one DATA_DIR take turns.
"""

from __future__ import annotations

import fcntl
import logging
import multiprocessing
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Literal

from data.errors import DataError
from data.models.worker import PROGRESS, Work, begin, compute
from twin.errors import TwinError

State = Literal["waiting", "running", "done", "failed"]
TURN_SECONDS = 0.2
TELLS_FROM = 0.04  # of the work: before that nobody can tell how long the rest takes
log = logging.getLogger("data.models")


class ModelError(DataError):
    """A calculation came to nothing; `about` names what is at fault, if that is known."""

    def __init__(self, code: str, sentence: str, about: str = "") -> None:
        super().__init__(code, sentence)
        self.about = about


@dataclass(frozen=True)
class Task:
    """What is to be computed. `key` is the same for the same inputs.

    `keep` gets the worker's answer and its folder, on the thread of the jobs: what it returns is
    the job's result, and what it leaves in the folder goes.
    """

    key: str
    work: Work
    arguments: tuple[Any, ...]
    seconds: float
    keep: Callable[[Any, Path], Any]


@dataclass(eq=False)
class Job:
    """A task under way, from any thread."""

    task: Task
    folder: Path
    state: State = "waiting"
    result: Any = None
    error: ModelError | None = None
    began: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)

    def progress(self) -> tuple[float, str]:
        """How far it is, from 0 to 1, and the code of a word for what is done."""
        if self.state != "running":
            return (1.0 if self.state == "done" else 0.0), self.state
        try:
            share, code = (self.folder / PROGRESS).read_text("ascii").split()
            return float(share), code
        except (OSError, ValueError):
            return 0.0, "starting"

    def left(self) -> float | None:
        """Seconds to its end, if the rest goes as the first part did; None where none can tell."""
        share, _word = self.progress()
        if self.state != "running" or share < TELLS_FROM:
            return None
        return (time.monotonic() - self.began) * (1 - share) / share

    def wait(self, seconds: float | None = None) -> Any:
        """The result; ModelError if it failed. Never on the socket loop."""
        if not self._ended.wait(seconds):
            raise TimeoutError(self.task.key)
        if self.error is not None:
            raise self.error
        return self.result

    def end(self, result: Any = None, error: ModelError | None = None) -> None:
        self.result, self.error = result, error
        self.state = "failed" if error else "done"
        self._ended.set()


class Jobs:
    """A thread that hands tasks to one worker process after the other. `folder` is its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._workers: set[Any] = set()
        self._made = 0
        self._thread = threading.Thread(target=self._run, name="models", daemon=True)
        self._thread.start()

    def ask(self, task: Task) -> Job:
        """The job for this task: the one under way, if there is one for the same inputs."""
        with self._lock:
            under_way = self._jobs.get(task.key)
            if under_way is not None and under_way.state in ("waiting", "running"):
                return under_way
            self._made += 1
            job = Job(task, self._folder / f"at-work-{self._made}")
            self._jobs[task.key] = job
        self._queue.put(job)
        return job

    def find(self, key: str) -> Job | None:
        """What became of the last request for these inputs, if there was any."""
        with self._lock:
            return self._jobs.get(key)

    def stop(self) -> None:
        """End what runs and what waits; their jobs fail with `model_stopped`."""
        self._stopping.set()
        self._queue.put(None)
        self._end_workers()
        self._thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            if self._stopping.is_set():
                job.end(error=_stopped())
                continue
            try:
                self._turn(job)
            except Exception as fault:  # the thread must outlive whatever a task brings
                log.exception("model_fault", extra={"task": job.task.key})
                job.end(error=_fault(fault))

    def _turn(self, job: Job) -> None:
        with (self._folder / ".worker").open("w") as turn:
            if not self._wait_for(turn):
                job.end(error=_stopped())
                return
            # Nobody else is at work here: what lies about was left by a process that was killed.
            for left in self._folder.glob("at-work-*"):
                shutil.rmtree(left, ignore_errors=True)
            job.folder.mkdir(mode=0o700)
            job.began, job.state = time.monotonic(), "running"
            try:
                job.end(result=job.task.keep(self._outlived(job), job.folder))
            except (TwinError, DataError) as refusal:
                error = _refused(refusal)
                log.warning(error.code, extra={"task": job.task.key, "about": error.about})
                job.end(error=error)
            finally:
                shutil.rmtree(job.folder, ignore_errors=True)

    def _wait_for(self, turn: IO[str]) -> bool:
        while not self._stopping.is_set():
            with suppress(BlockingIOError):
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            self._stopping.wait(TURN_SECONDS)
        return False

    def _outlived(self, job: Job) -> Any:
        """Once more where the worker was ended from outside: a city must not stay without."""
        try:
            return self._computed(job)
        except ModelError as refusal:
            if refusal.code != "model_died":
                raise
            log.warning("model_again", extra={"task": job.task.key})
            job.began = time.monotonic()
            return self._computed(job)

    def _computed(self, job: Job) -> Any:
        task = job.task
        context = multiprocessing.get_context("spawn")
        before = set(multiprocessing.active_children())
        with ProcessPoolExecutor(1, context, begin, (job.folder,)) as pool:
            told = pool.submit(compute, task.work, job.folder, task.arguments)
            self._workers = set(multiprocessing.active_children()) - before
            if self._stopping.is_set():
                self._end_workers()
            try:
                return told.result(task.seconds)
            except TooLate:
                self._end_workers()
                raise ModelError("model_late", "The calculation took too long.") from None
            except BrokenProcessPool as broken:
                raise self._died(broken) from None
            except MemoryError:
                raise ModelError("model_memory", "The calculation needs too much memory.") from None
            finally:
                self._workers = set()

    def _died(self, broken: BrokenProcessPool) -> ModelError:
        if self._stopping.is_set():
            return _stopped()
        # Also a result that cannot be read here ends like this: then the cause says so.
        log.warning("worker_gone", extra={"cause": str(broken.__cause__ or broken)})
        return ModelError("model_died", "The calculation broke off.")

    def _end_workers(self) -> None:
        for worker in list(self._workers):
            worker.kill()


def _refused(refusal: TwinError | DataError) -> ModelError:
    if isinstance(refusal, ModelError):
        return refusal
    return ModelError(refusal.code, str(refusal), getattr(refusal, "about", ""))


def _stopped() -> ModelError:
    return ModelError("model_stopped", "The server is stopping.")


def _fault(fault: Exception) -> ModelError:
    return ModelError("model_fault", "The calculation failed.", type(fault).__name__)
