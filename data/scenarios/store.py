"""Where scenarios are saved: one writer, the server; a copy for everybody else after each change.

A version that somebody voted on never changes. Nor does one that has a run, which may be on a
screen by now, or that came with the product: to save makes the next version. Otherwise it writes in
place; who had not seen the latest wording is refused, so that two who edit at once do not undo
each other.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from data.durable import sync_file, sync_folder
from data.errors import DataError
from data.scenarios import plain
from data.scenarios.foreign import Brought, same
from data.scenarios.reading import FILE, FOLDER, PUBLISHED, Reader, Shipped
from data.scenarios.records import READY, Assumptions, Draft, Edit, Run, Scenario, Version
from data.scenarios.tables import ScenarioTables
from data.twin.tables import load_measures
from twin.errors import TwinError
from twin.scenario import checked

LONGEST = {"names": 140, "about": 600}
AreasOf = Callable[[str], frozenset[str]]
log = logging.getLogger("data.scenarios")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Scenarios(Reader):
    """The file of one server. `areas_of` says which areas a city has."""

    def __init__(
        self,
        data_dir: Path,
        areas_of: AreasOf,
        now: Callable[[], dt.datetime] = _now,
        shipped: Shipped | None = None,
    ) -> None:
        self._folder = Path(data_dir) / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._areas_of, self._now = areas_of, now
        self._held = _held(self._folder)
        try:
            self._file = _opened(self._folder)
        except BaseException:
            self._held.close()
            raise
        super().__init__(self._file, shipped)
        self._publish()

    def close(self) -> None:
        with self._lock:
            self._file.close()
            self._held.close()

    def create(self, city: str, draft: Draft, by: str, origin: str = "") -> Scenario:
        """A scenario of its own, from nothing or as a copy of `origin` ("id@number")."""
        id = f"{city}-{secrets.token_hex(5)}"
        version = Version(1, 0, self._sound(city, draft), by, self._now(), origin, bound=False)
        with self._lock:
            with self._file.together():
                self._file.put_version(id, city, version)
            self._publish()
        return self.get(id)

    def save(self, id: str, draft: Draft, by: str, seen: tuple[int, int]) -> Scenario:
        """The scenario with this draft as its newest version; `seen` is that version's stamp."""
        with self._lock:
            scenario = self.get(id)
            newest = scenario.newest
            if scenario.foreign:
                raise DataError("scenario_foreign", f"Another model computed {id}.")
            if newest.stamp != seen:
                raise DataError("scenario_changed", f"Somebody else has saved {id} meanwhile.")
            sound = self._sound(scenario.city, draft)
            with self._file.together():
                version = self._next(id, newest, sound, by)
                self._file.put_version(id, scenario.city, version)
            self._publish()
        return self.get(id)

    def take_in(self, city: str, brought: Sequence[Brought], by: str) -> tuple[Scenario, ...]:
        """Keep what another model computed: all of it or nothing; again is a version more."""
        with self._lock:
            with self._file.together():
                ids = [self._take_in(city, each, by) for each in brought]
            self._publish()
        return tuple(map(self.get, ids))

    def _take_in(self, city: str, brought: Brought, by: str) -> str:
        held = same(self.list(city), brought)
        id = held.id if held else f"{city}-{secrets.token_hex(5)}"
        number, now = (held.newest.number + 1 if held else 1), self._now()
        draft = self._sound(city, brought.draft)
        self._file.put_version(id, city, Version(number, 0, draft, by, now, "", bound=False))
        self._file.put_foreign(id, number, brought.foreign)
        self._file.add_run(
            Run(
                id=brought.run_id(id, number),
                scenario=id,
                version=number,
                chosen=plain.digest_of(()),
                assumption_version=0,
                assumptions={},
                inputs={"file": brought.foreign.sha256},
                people=(brought.people,) * len(brought.answer.years),
                answer=brought.answer,
                made_at=now,
            )
        )
        return id

    def bind(self, id: str, number: int, run: str, session: str) -> None:
        """A vote begins on this version and run, in this session: neither changes any more."""
        with self._lock:
            scenario, version = self.get(id), self.version(id, number)
            if run not in self.run_ids(id, number):
                raise DataError("run_unknown", f"{id} version {number} has no run {run!r}.")
            with self._file.together():
                if not version.bound:
                    self._file.put_version(id, scenario.city, replace(version, bound=True))
                self._file.put_binding(id, number, run, session, self._now())
            self._publish()

    def add_run(self, run: Run) -> None:
        """Keep a run of a version as it stands; what is held already is left as it is."""
        with self._lock:
            version = self.version(run.scenario, run.version)
            if self.get(run.scenario).foreign:
                raise DataError("scenario_foreign", f"Another model computed {run.scenario}.")
            if run.chosen != plain.digest_of(version.draft.chosen):
                sentence = f"{run.scenario} was given other measures while it was computed."
                raise DataError("scenario_changed", sentence)
            if run.id in self.run_ids(run.scenario, run.version):
                return
            with self._file.together():
                self._file.add_run(run)
            self._publish()

    def edit_assumptions(
        self, city: str, changes: Mapping[str, Edit | None], by: str, seen: int
    ) -> Assumptions:
        """A new version of a city's assumptions; None gives one its shipped figures back."""
        with self._lock:
            number = self._file.assumption_number(city)
            if number != seen:
                sentence = f"Somebody else has changed the assumptions of {city} meanwhile."
                raise DataError("assumptions_changed", sentence)
            edits = {**self._file.edits(city, number), **self._sound_edits(city, changes)}
            kept = {name: edit for name, edit in edits.items() if edit is not None}
            with self._file.together():
                self._file.add_assumptions(city, number + 1, kept, by, self._now())
            self._publish()
        return self.assumptions(city)

    def _next(self, id: str, newest: Version, draft: Draft, by: str) -> Version:
        if newest.bound or newest.made_by == READY or self.run_ids(id, newest.number):
            origin = f"{id}@{newest.number}"
            return Version(newest.number + 1, 0, draft, by, self._now(), origin, bound=False)
        return replace(
            newest, edition=newest.edition + 1, draft=draft, made_by=by, made_at=self._now()
        )

    def _sound(self, city: str, draft: Draft) -> Draft:
        """The draft with its measures in order; TwinError or DataError says what is wrong."""
        if not any(text.strip() for text in draft.names.values()):
            raise DataError("scenario_name", "A scenario needs a name.")
        for field, longest in LONGEST.items():
            if any(len(text) > longest for text in getattr(draft, field).values()):
                raise DataError("scenario_text", f"A text of {field} is too long.")
        chosen = checked(draft.chosen, load_measures(), self._areas_of(city))
        return replace(draft, chosen=chosen)

    def _sound_edits(self, city: str, changes: Mapping[str, Edit | None]) -> dict[str, Edit | None]:
        """TwinError names the assumption whose figures cannot be."""
        shipped = self._shipped.assumptions(city)
        for name, edit in changes.items():
            if name not in shipped:
                raise TwinError("assumption_unknown", name)
            if edit is not None:
                replace(shipped[name], value=edit.value, low=edit.low, high=edit.high)
        return dict(changes)

    def _publish(self) -> None:
        """Commands find the newest state under one name, whole at every moment.

        What was committed stands even if the copy fails: the next change makes it again.
        """
        try:
            self._file.settle()
            fresh = self._folder / f"{PUBLISHED}.new"
            shutil.copyfile(self._folder / FILE, fresh)
            sync_file(fresh)
            fresh.chmod(0o600)
            fresh.replace(self._folder / PUBLISHED)
            sync_folder(self._folder)
        except OSError:
            log.exception("the scenarios cannot be published")


def _held(folder: Path) -> IO[str]:
    """The folder for this writer alone.

    DuckDB's own lock would not do: Linux lets go of it when this process closes any other handle
    of the file, as it does after each copy.
    """
    handle = (folder / ".writer").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        sentence = f"Another process writes the scenarios in {folder}."
        raise DataError("scenarios_busy", sentence) from None
    return handle


def _opened(folder: Path) -> ScenarioTables:
    """The file; if it is damaged, it is set aside, and the copy of its last change takes over."""
    path = folder / FILE
    try:
        return ScenarioTables(path)
    except DataError as problem:
        if problem.code != "scenarios_damaged" or not (folder / PUBLISHED).is_file():
            raise
        log.error("scenarios_damaged", extra={"file": str(path)})
    aside = folder / f"damaged-{secrets.token_hex(4)}.duckdb"
    path.replace(aside)
    path.with_name(f"{FILE}.wal").unlink(missing_ok=True)
    shutil.copyfile(folder / PUBLISHED, path)
    sync_file(path)
    sync_folder(folder)
    return ScenarioTables(path)
