"""Cities made ready for answers: computed once in a worker, kept until their inputs change.

`DATA_DIR/models/<city>/<key>/` holds what the worker made, a file a part, and `about.json`, which
is written last. The key is a digest of everything that went in, so that other inputs are another
folder. Until those are computed, or if computing them fails, the last good one answers.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, Self

from data.durable import sync_file, sync_folder
from data.models.jobs import Job, Jobs, Task
from data.models.worker import Work

ABOUT = "about.json"
KEPT = 3  # folders of a city: the newest, and what other assumptions need again soon
LIMIT_SECONDS = 1800.0  # two minutes on two quiet cores; a workshop goes first
log = logging.getLogger("data.models")


class Part(Protocol):
    """Something that a worker makes and a file holds."""

    def save(self, path: Path) -> None: ...

    @classmethod
    def load(cls, path: Path) -> Self: ...


@dataclass(frozen=True)
class Needs:
    """What a city's fit depends on: `key` is the same for the same `arguments` of the work.

    `told` is kept beside the fit, for whoever asks what it was made of.
    """

    key: str
    arguments: tuple[Any, ...]
    told: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Fitted:
    """A city that can answer. `current`: made of what the city is today."""

    key: str
    home: Path
    parts: Mapping[str, Any]
    made_at: float
    seconds: float
    current: bool
    told: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class State:
    """How far a city is, for a person: `word` is a code, `error` of the last attempt or "", `left`
    the seconds to go, where they can be told."""

    ready: bool
    current: bool
    progress: float
    word: str
    error: str
    left: float | None = None


class Fits:
    """Safe from any thread; reading and asking take too long for the socket loop.

    `needs` raises TwinError or DataError for a city that has no data. `work` answers with the
    parts in the order of `parts`. `shipped` is asked once for each city (city, key, folder).
    """

    def __init__(
        self,
        folder: Path,
        jobs: Jobs,
        needs: Callable[[str], Needs],
        work: Work,
        parts: Mapping[str, type[Part]],
        shipped: Callable[[str, str, Path], object] | None = None,
    ) -> None:
        self._folder, self._jobs = Path(folder), jobs
        self._needs, self._work, self._parts = needs, work, parts
        self._shipped, self._asked = shipped, set[str]()
        self._lock = threading.Lock()
        self._held: dict[tuple[str, str], Fitted] = {}

    def find(self, city: str) -> Fitted | None:
        """The fit for today's inputs, or else the last good one; None when there is none."""
        key = self._needs(city).key
        self._take(city, key)
        now = self._read(city, key, current=True)
        if now is not None:
            return now
        others = (self._read(city, each.name, current=False) for each in self._made(city))
        return next((each for each in others if each is not None), None)

    def ask(self, city: str) -> Job | None:
        """The job that fits the city to today's inputs; None when that is done already."""
        needs = self._needs(city)
        self._take(city, needs.key)
        if self._read(city, needs.key, current=True) is not None:
            return None
        started = time.time()

        def keep(made: Sequence[Part], folder: Path) -> str:
            self._keep(city, needs, made, folder, time.time() - started)
            return needs.key

        name = f"fit {city} {needs.key}"
        return self._jobs.ask(Task(name, self._work, needs.arguments, LIMIT_SECONDS, keep))

    def state(self, city: str) -> State:
        key = self._needs(city).key
        found, job = self.find(city), self._jobs.find(f"fit {city} {key}")
        current = found is not None and found.current
        if job is None or current:
            return State(found is not None, current, float(current), "done" if current else "", "")
        share, word = job.progress()
        error = job.error.code if job.error else ""
        return State(found is not None, current, share, word, error, job.left())

    def _keep(
        self, city: str, needs: Needs, made: Sequence[Part], folder: Path, seconds: float
    ) -> None:
        """Whole or not at all: written aside, synced, then moved to its name."""
        fresh = folder / "fresh"
        fresh.mkdir()
        for name, part in zip(self._parts, made, strict=True):
            path = fresh / f"{name}.npz"
            part.save(path)
            sync_file(path)
        about = fresh / ABOUT
        told = {"made_at": time.time(), "seconds": seconds, "told": dict(needs.told)}
        about.write_text(json.dumps(told), "utf-8")
        sync_file(about)
        home = self._folder / city
        home.mkdir(exist_ok=True, mode=0o700)
        shutil.rmtree(home / needs.key, ignore_errors=True)
        fresh.replace(home / needs.key)
        sync_folder(home)
        for old in self._made(city)[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)

    def _take(self, city: str, key: str) -> None:
        """What came with the product, before anybody waits for a worker; once a start."""
        with self._lock:
            if self._shipped is None or city in self._asked:
                return
            self._asked.add(city)
            if not (self._folder / city / key).is_dir():
                self._shipped(city, key, self._folder)

    def _made(self, city: str) -> list[Path]:
        """A city's folders, the newest first."""
        found = (self._folder / city).glob(f"*/{ABOUT}")
        return [each.parent for each in sorted(found, key=_age)]

    def _read(self, city: str, key: str, *, current: bool) -> Fitted | None:
        with self._lock:
            held = self._held.get((city, key))
            if held is None:
                held = load_parts(self._folder / city / key, key, self._parts)
                if held is None:
                    return None
                self._held = {at: each for at, each in self._held.items() if at[0] != city}
                self._held[city, key] = held
        return replace(held, current=current)


def load_parts(home: Path, key: str, parts: Mapping[str, type[Part]]) -> Fitted | None:
    """The fit in a folder; None when there is none, or none that can be read."""
    try:
        about = json.loads((home / ABOUT).read_text("utf-8"))
        held = {name: kind.load(home / f"{name}.npz") for name, kind in parts.items()}
        times = float(about["made_at"]), float(about["seconds"])
        return Fitted(key, home, held, *times, True, about.get("told", {}))
    except FileNotFoundError:
        return None
    except Exception:  # whatever a damaged or older file brings, it is fitted anew
        log.exception("a fit cannot be read", extra={"folder": str(home)})
        shutil.rmtree(home, ignore_errors=True)
        return None


def _age(about: Path) -> float:
    return -about.stat().st_mtime
