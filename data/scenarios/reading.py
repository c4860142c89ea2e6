"""Scenarios for whoever reads them: the saved ones, and the ready ones as if they were saved.

A ready scenario is not copied into the file until somebody votes on it or changes it. What the
file holds under a number wins from then on, so that no release changes what was voted on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from data.errors import DataError
from data.scenarios import plain
from data.scenarios.ready import load_ready
from data.scenarios.records import Assumptions, Run, Scenario, Version
from data.scenarios.tables import ScenarioTables
from data.twin.city_assumptions import city_assumptions
from data.twin.tables import load_outputs
from twin.scenario import Assumption, Output

FOLDER, FILE, PUBLISHED = "scenarios", "scenarios.duckdb", "published.duckdb"
KEPT_RUNS = 24  # in memory; one is about 2 MB


@dataclass(frozen=True)
class Shipped:
    """What comes with the product: ready scenarios, and a city's assumptions by the city's id."""

    ready: Mapping[str, Scenario] = field(default_factory=load_ready)
    assumptions: Callable[[str], Mapping[str, Assumption]] = city_assumptions


class Reader:
    """Safe from any thread; a query takes milliseconds, so not on the socket loop."""

    def __init__(self, tables: ScenarioTables | None, shipped: Shipped | None = None) -> None:
        self._tables = tables
        self._shipped = shipped or Shipped()
        self._ready = self._shipped.ready
        self._lock = threading.RLock()
        self._run = lru_cache(maxsize=KEPT_RUNS)(self._read_run)

    def list(self, city: str) -> tuple[Scenario, ...]:
        """The ready ones first, then those that people made."""
        saved = self._cities()
        own = [id for id, where in saved.items() if where == city and id not in self._ready]
        ready = [id for id, each in self._ready.items() if each.city == city]
        return tuple(self.get(id) for id in (*ready, *own))

    def get(self, id: str) -> Scenario:
        ready = self._ready.get(id)
        city = ready.city if ready else self._cities().get(id)
        if city is None:
            raise DataError("scenario_unknown", f"There is no scenario {id!r}.")
        with self._lock:
            saved = self._tables.versions(id) if self._tables else []
            versions = _together(ready, saved)
            newest = versions[-1].number
            foreign = self._tables.foreign(id, newest) if self._tables and saved else None
        return Scenario(id, city, ready is not None, versions, foreign)

    def outputs(self, id: str) -> Mapping[str, Output]:
        """Every output that a scenario can tell: ours, and those of the model that computed it."""
        foreign = self.get(id).foreign
        return {**load_outputs(), **(foreign.outputs if foreign else {})}

    def version(self, id: str, number: int | None = None) -> Version:
        """One version of a scenario; the newest without a number."""
        scenario = self.get(id)
        found = scenario.newest if number is None else scenario.version(number)
        if found is None:
            raise DataError("version_unknown", f"Scenario {id!r} has no version {number}.")
        return found

    def run_ids(self, id: str, number: int) -> tuple[str, ...]:
        """The runs that are held of a version's measures, the newest first."""
        return tuple(run for run, _ in self._runs(self.version(id, number), id))

    def run_of(self, id: str, number: int | None = None, kind: str | None = None) -> Run | None:
        """The newest run of a version: the full model's if there is one, else the estimate."""
        runs = self._runs(self.version(id, number), id)
        for each in (kind,) if kind else ("full", "estimate"):
            for run, found in runs:
                if found == each:
                    return self._run(run)
        return None

    def run(self, id: str) -> Run:
        """DataError `run_unknown` where there is none."""
        return self._run(id)

    def assumptions(self, city: str, number: int | None = None) -> Assumptions:
        """A city's assumptions: as shipped, with what was edited there; now, or in a version."""
        with self._lock:
            newest = self._tables.assumption_number(city) if self._tables else 0
            wanted = newest if number is None else number
            if not 0 <= wanted <= newest:
                raise DataError("version_unknown", f"{city} has no assumptions {number}.")
            edits = self._tables.edits(city, wanted) if self._tables else {}
        table = dict(self._shipped.assumptions(city))
        known = {name: edit for name, edit in edits.items() if name in table}
        for name, edit in known.items():
            table[name] = replace(
                table[name], value=edit.value, low=edit.low, high=edit.high, source=edit.source
            )
        return Assumptions(city, wanted, table, frozenset(known))

    def _runs(self, version: Version, id: str) -> list[tuple[str, str]]:
        wanted = plain.digest_of(version.draft.chosen)
        with self._lock:
            return self._tables.run_ids(id, version.number, wanted) if self._tables else []

    def _read_run(self, id: str) -> Run:
        with self._lock:
            if self._tables is None:
                raise DataError("run_unknown", f"There is no run {id!r}.")
            return self._tables.run(id)

    def _cities(self) -> dict[str, str]:
        with self._lock:
            return self._tables.cities() if self._tables else {}


class Published(Reader):
    """What the server published last: for commands, which may run beside it."""

    def __init__(self, data_dir: Path, shipped: Shipped | None = None) -> None:
        path = Path(data_dir) / FOLDER / PUBLISHED
        self._open = ScenarioTables(path, read_only=True) if path.is_file() else None
        super().__init__(self._open, shipped)

    def close(self) -> None:
        if self._open:
            self._open.close()


def _together(ready: Scenario | None, saved: list[Version]) -> tuple[Version, ...]:
    by_number = {each.number: each for each in (*(ready.versions if ready else ()), *saved)}
    return tuple(by_number[number] for number in sorted(by_number))
