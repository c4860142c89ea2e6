"""Computing a scenario from a command: as the server does, beside one that runs, or without one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from data import queries
from data.errors import DataError
from data.library import Library
from data.models.jobs import Job
from data.models.live import Twins
from data.scenarios.reading import FILE, FOLDER, PUBLISHED
from data.scenarios.store import Scenarios

LOOK_SECONDS = 1.0


@contextmanager
def computed(data_dir: Path, library: Library, id: str, number: int | None) -> Iterator[Scenarios]:
    """The store after the scenario has been computed; ModelError says why it could not be."""
    with _store(data_dir, library) as store:
        twins = Twins(store, library)
        try:
            for job in (twins.fit(store.get(id).city), twins.compute(id, number)):
                _see_through(job)
            yield store
        finally:
            twins.close()


@contextmanager
def _store(data_dir: Path, library: Library) -> Iterator[Scenarios]:
    """The server's own file; while it runs, a copy of what it published, which is then let go."""

    def areas_of(city: str) -> frozenset[str]:
        return frozenset(each.id for each in queries.areas(library, city, "district"))

    with TemporaryDirectory() as scratch:
        try:
            store = Scenarios(data_dir, areas_of)
        except DataError as problem:
            if problem.code != "scenarios_busy":
                raise
            sys.stderr.write("The server is running: what is computed here is not kept.\n")
            own = Path(scratch) / FOLDER
            own.mkdir()
            shutil.copyfile(data_dir / FOLDER / PUBLISHED, own / FILE)
            store = Scenarios(Path(scratch), areas_of)
        try:
            yield store
        finally:
            store.close()


def _see_through(job: Job | None) -> None:
    """Wait, and say how far it is where somebody is looking."""
    while job is not None:
        try:
            job.wait(LOOK_SECONDS)
            return
        except TimeoutError:
            if sys.stderr.isatty():
                share, word = job.progress()
                sys.stderr.write(f"\r{word} {share:.0%}   ")
