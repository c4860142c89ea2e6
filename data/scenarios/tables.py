"""The tables of the scenario file, and every statement that reads or writes them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple
from pathlib import Path
from typing import Any

import duckdb

from data.errors import DataError
from data.library import NO_EXTENSIONS
from data.scenarios import foreign, plain
from data.scenarios.records import Draft, Edit, FlowLine, Foreign, Run, Version
from data.transaction import together
from twin.answer import Answer

FORMAT = 1
_NINE = ", ".join(f"{name} DOUBLE[] NOT NULL" for name in plain.COLUMNS)
_EACH = ", ".join(f"unnest({name}) AS {name}" for name in plain.COLUMNS)
# Results lie as one list over the years for each area and output; `effects` has a line a year,
# for whoever reads the published copy with a program of their own.
_SCHEMA = f"""
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE scenarios (id VARCHAR PRIMARY KEY, city VARCHAR NOT NULL);
CREATE TABLE versions (scenario VARCHAR NOT NULL, number INTEGER NOT NULL,
  edition INTEGER NOT NULL, names JSON NOT NULL, about JSON NOT NULL, chosen JSON NOT NULL,
  made_by VARCHAR NOT NULL, made_at TIMESTAMP, origin VARCHAR NOT NULL,
  bound BOOLEAN NOT NULL);
CREATE TABLE bindings (scenario VARCHAR NOT NULL, number INTEGER NOT NULL, run VARCHAR NOT NULL,
  session VARCHAR NOT NULL, bound_at TIMESTAMP NOT NULL,
  PRIMARY KEY (scenario, number, run, session));
CREATE TABLE runs (id VARCHAR PRIMARY KEY, scenario VARCHAR NOT NULL, number INTEGER NOT NULL,
  chosen VARCHAR NOT NULL, kind VARCHAR NOT NULL, models JSON NOT NULL,
  assumption_version INTEGER NOT NULL, assumptions JSON NOT NULL, inputs JSON NOT NULL,
  draws INTEGER NOT NULL, seed BIGINT NOT NULL, years INTEGER[] NOT NULL,
  people DOUBLE[] NOT NULL, spread JSON NOT NULL,
  made_at TIMESTAMP NOT NULL);
CREATE TABLE results (run VARCHAR NOT NULL, area VARCHAR NOT NULL, output VARCHAR NOT NULL,
  {_NINE});
CREATE TABLE flows (run VARCHAR NOT NULL, theme VARCHAR NOT NULL, year INTEGER NOT NULL,
  state VARCHAR NOT NULL, source VARCHAR NOT NULL, target VARCHAR NOT NULL,
  low DOUBLE NOT NULL, middle DOUBLE NOT NULL, high DOUBLE NOT NULL);
CREATE TABLE assumption_versions (city VARCHAR NOT NULL, number INTEGER NOT NULL,
  made_by VARCHAR NOT NULL, made_at TIMESTAMP NOT NULL);
CREATE TABLE assumption_edits (city VARCHAR NOT NULL, number INTEGER NOT NULL,
  id VARCHAR NOT NULL, value DOUBLE NOT NULL, low DOUBLE NOT NULL, high DOUBLE NOT NULL,
  source VARCHAR NOT NULL);
CREATE VIEW effects AS SELECT run, area, output, unnest(years) AS year, {_EACH}
  FROM results JOIN runs ON runs.id = results.run;
INSERT INTO meta VALUES ('format', '{FORMAT}');
"""  # noqa: S608  our own words
_SETTINGS: dict[str, Any] = {
    **NO_EXTENSIONS,
    "enable_external_access": "false",
    "memory_limit": "256MB",
    "threads": "1",
    "lock_configuration": "true",
}


class ScenarioTables:
    """One connection; whoever uses it sees to it that only one thread does at a time."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        try:
            self._db = duckdb.connect(str(path), read_only=read_only, config=dict(_SETTINGS))
            self._prepare(path, read_only)
        except duckdb.Error as problem:
            raise _cannot_open(path, problem) from problem

    def _prepare(self, path: Path, read_only: bool) -> None:
        if not self._rows("SELECT 1 FROM information_schema.tables WHERE table_name = 'meta'"):
            with self.together():
                self._db.execute(_SCHEMA)
            path.chmod(0o600)
        found = int(self._rows("SELECT value FROM meta WHERE key = 'format'")[0][0])
        if found > FORMAT:
            self.close()
            sentence = f"{path} was written by a newer version of the product; start that one."
            raise DataError("scenarios_newer", sentence)
        if not read_only:
            self._db.execute(foreign.SCHEMA)

    def close(self) -> None:
        self._db.close()

    def together(self) -> AbstractContextManager[None]:
        """All or nothing."""
        return together(self._db)

    def settle(self) -> None:
        """Bring everything that was committed into the file itself, so that it can be copied."""
        self._db.execute("CHECKPOINT")

    # Scenarios and versions

    def cities(self) -> dict[str, str]:
        """The city of every scenario that somebody saved or voted on."""
        return dict(self._rows("SELECT id, city FROM scenarios ORDER BY id"))

    def versions(self, scenario: str) -> list[Version]:
        rows = self._rows(
            "SELECT number, edition, names, about, chosen, made_by, made_at, origin, bound"
            " FROM versions WHERE scenario = ? ORDER BY number",
            [scenario],
        )
        return [_version(row) for row in rows]

    def put_version(self, scenario: str, city: str, version: Version) -> None:
        """Writes the version in place of what was there under its number."""
        draft = version.draft
        self._db.execute("INSERT OR IGNORE INTO scenarios VALUES (?, ?)", [scenario, city])
        key = [scenario, version.number]
        self._db.execute("DELETE FROM versions WHERE scenario = ? AND number = ?", key)
        self._db.execute(
            "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*key, version.edition, _json(dict(draft.names)), _json(dict(draft.about)),
             _json(plain.chosen_json(draft.chosen)), version.made_by, _naive(version.made_at),
             version.origin, version.bound],
        )  # fmt: skip

    def put_foreign(self, scenario: str, number: int, told: Foreign) -> None:
        values = [scenario, number, foreign.to_text(told)]
        self._db.execute("INSERT INTO foreign_versions VALUES (?, ?, ?)", values)

    def foreign(self, scenario: str, number: int) -> Foreign | None:
        """Whose results a version is; None for our own."""
        rows = self._rows(
            "SELECT told FROM foreign_versions WHERE scenario = ? AND number = ?",
            [scenario, number],
        )
        return foreign.of_text(rows[0][0]) if rows else None

    def put_binding(
        self, scenario: str, number: int, run: str, session: str, at: dt.datetime
    ) -> None:
        """That a session asked about a run; told again, the first time stands."""
        values = [scenario, number, run, session, _naive(at)]
        self._db.execute("INSERT OR IGNORE INTO bindings VALUES (?, ?, ?, ?, ?)", values)

    # Runs

    def add_run(self, run: Run) -> None:
        answer = run.answer
        self._db.execute(
            "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [run.id, run.scenario, run.version, run.chosen, answer.kind, _json(dict(answer.models)),
             run.assumption_version, _json(dict(run.assumptions)), _json(dict(run.inputs)),
             answer.draws, answer.seed, list(answer.years), list(run.people),
             _json({name: dict(each) for name, each in answer.spread.items()}),
             _naive(run.made_at)],
        )  # fmt: skip
        self._put("results", run.id, plain.rows_of(answer))
        self._put("flows", run.id, [astuple(each) for each in run.flows])

    def _put(self, table: str, run: str, rows: list[tuple[Any, ...]]) -> None:
        """Many rows at once, which is a hundred times as fast as one after the other."""
        columns = [list(column) for column in zip(*rows, strict=True)]
        if columns:
            marks = ", ".join("unnest(?)" for _ in columns)
            self._db.execute(f"INSERT INTO {table} SELECT ?, {marks}", [run, *columns])  # noqa: S608

    def run_ids(self, scenario: str, number: int, chosen: str) -> list[tuple[str, str]]:
        """(id, kind) of the runs of these measures, the newest first."""
        rows = self._rows(
            "SELECT id, kind FROM runs WHERE scenario = ? AND number = ? AND chosen = ?"
            " ORDER BY made_at DESC",
            [scenario, number, chosen],
        )
        return [(str(id), str(kind)) for id, kind in rows]

    def run(self, id: str) -> Run:
        (row,) = self._rows(
            "SELECT scenario, number, chosen, kind, models, assumption_version, assumptions,"
            " inputs, draws, seed, years, people, spread, made_at FROM runs WHERE id = ?",
            [id],
        )
        scenario, number, chosen, kind, models, version, figures, inputs, *rest = row
        draws, seed, years, people, spread, made_at = rest
        columns = ", ".join(plain.COLUMNS)
        rows = self._rows(
            f"SELECT area, output, {columns} FROM results WHERE run = ? ORDER BY rowid",  # noqa: S608
            [id],
        )
        areas = plain.areas_of(rows)
        answer = Answer(
            kind, tuple(years), areas, json.loads(models), draws, seed, json.loads(spread)
        )
        known = {name: (v, low, high) for name, (v, low, high) in json.loads(figures).items()}
        made = made_at.replace(tzinfo=dt.UTC)
        flows = self._rows("SELECT * EXCLUDE (run) FROM flows WHERE run = ? ORDER BY rowid", [id])
        gone_in = (version, known, json.loads(inputs), tuple(people))
        return Run(
            id,
            scenario,
            number,
            chosen,
            *gone_in,
            answer,
            made,
            tuple(FlowLine(*each) for each in flows),
        )

    # Assumptions

    def assumption_number(self, city: str) -> int:
        """The newest version of a city's assumptions; 0 when nobody has changed any."""
        sql = "SELECT coalesce(max(number), 0) FROM assumption_versions WHERE city = ?"
        return int(self._rows(sql, [city])[0][0])

    def edits(self, city: str, number: int) -> dict[str, Edit]:
        """All edits in force in that version, by assumption."""
        rows = self._rows(
            "SELECT id, value, low, high, source FROM assumption_edits"
            " WHERE city = ? AND number = ? ORDER BY id",
            [city, number],
        )
        return {id: Edit(*values) for id, *values in rows}

    def add_assumptions(
        self, city: str, number: int, edits: Mapping[str, Edit], by: str, at: dt.datetime
    ) -> None:
        self._db.execute(
            "INSERT INTO assumption_versions VALUES (?, ?, ?, ?)", [city, number, by, _naive(at)]
        )
        for id, edit in edits.items():
            values = [city, number, id, edit.value, edit.low, edit.high, edit.source]
            self._db.execute("INSERT INTO assumption_edits VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, list(values)).fetchall()


def _version(row: tuple[Any, ...]) -> Version:
    number, edition, names, about, chosen, made_by, made_at, origin, bound = row
    draft = Draft(json.loads(names), json.loads(about), plain.chosen_of(json.loads(chosen)))
    when = made_at.replace(tzinfo=dt.UTC) if made_at else None
    return Version(number, edition, draft, made_by, when, origin, bound)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _naive(when: dt.datetime | None) -> dt.datetime | None:
    return when.astimezone(dt.UTC).replace(tzinfo=None) if when else None


def _cannot_open(path: Path, problem: duckdb.Error) -> DataError:
    if "lock" in str(problem).lower():
        return DataError("scenarios_busy", f"Another process has {path} open.")
    return DataError("scenarios_damaged", f"{path} cannot be opened as a scenario file.")
