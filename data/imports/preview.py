"""What an import would change: computed for the preview, and once more just before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data import queries
from data.cards import load_catalogue
from data.imports.areas import District, check_areas, choose, properties
from data.imports.buildings import look as building_look
from data.imports.buildings.look import Buildings
from data.imports.findings import Finding, Refusal
from data.imports.pending import Upload, Waiting
from data.imports.places import Places
from data.imports.results.look import Results, look
from data.imports.stations import look as station_look
from data.imports.stations.look import Listed
from data.imports.values import Key, Known, Value, check_values
from data.library import Library
from data.records import Area, Observation


@dataclass(frozen=True)
class ValueChange:
    """A row and what the library holds in its place; `before` None is a new value."""

    value: Value
    before: Observation | None

    @property
    def same(self) -> bool:
        held = self.before
        if held is None:
            return False
        new = self.value
        figures = (held.value, held.text_value, held.unit, held.grade)
        same = figures == (new.value, new.text, new.unit, new.grade)
        return same and held.notes.get("en", "") == new.note and held.quality != "derived"


@dataclass(frozen=True)
class AreaChange:
    """A district and the one with the same number that it takes the place of."""

    district: District
    before: Area | None


@dataclass(frozen=True)
class Preview:
    """All that a person must see before saying yes. Only one of the five parts is filled."""

    upload: Upload
    findings: tuple[Finding, ...]
    values: tuple[ValueChange, ...] = ()
    areas: tuple[AreaChange, ...] = ()
    leaving: tuple[Area, ...] = ()
    leaving_values: int = 0
    properties: tuple[str, ...] = ()
    chosen: Mapping[str, str] | None = None
    results: Results | None = None
    buildings: Buildings | None = None
    stations: Listed | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.error)

    @property
    def notes(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.error)

    @property
    def writes(self) -> int:
        """How many rows, districts or whatever else; none, while there are errors."""
        if self.errors:
            return 0
        figures = len(self.results.checked.figures) if self.results else 0
        held = sum(each.buildings for each in self.buildings.sums) if self.buildings else 0
        listed = len(self.stations.stations) if self.stations else 0
        changed = sum(not each.same for each in self.values)
        return changed + len(self.areas) + figures + held + listed


def preview(
    library: Library, token: str, user: str, wished: Mapping[str, str] | None = None
) -> Preview:
    """What the upload of this token would change; `Refusal` when it has run out."""
    upload, content = Waiting(library.data_dir).find(token, user)
    if upload.version != library.version:
        raise Refusal("import_moved")
    if upload.kind == "values":
        return _values(library, upload, content)
    if upload.kind == "results":
        shown = look(content, Places(library, upload.city), wished or {})
        return Preview(upload, shown.findings, results=shown)
    if upload.kind == "buildings":
        held = building_look.look(library, upload, content, wished or {})
        return Preview(upload, held.findings, buildings=held)
    if upload.kind == "stations":
        listed = station_look.look(library, upload, content, wished or {})
        return Preview(upload, listed.findings, stations=listed)
    return _areas(library, upload, content, wished)


def _values(library: Library, upload: Upload, content: dict[str, Any]) -> Preview:
    year = dt.datetime.now(dt.UTC).year
    known = Known(Places(library, upload.city), load_catalogue(), year)
    values, findings = check_values(content, known)
    held = _held(library, known.places.areas)
    changes = tuple(ValueChange(value, held.get(value.key)) for value in values)
    return Preview(upload, findings, values=changes)


def _held(library: Library, areas: tuple[Area, ...]) -> dict[Key, Observation]:
    """Every observation of a city and its districts, by what makes it one."""
    return {
        (each.indicator, each.area, each.period, each.data_point): each
        for area in areas for each in queries.observations(library, area.id)
        if each.area == area.id
    }  # fmt: skip


def _areas(
    library: Library, upload: Upload, content: dict[str, Any], wished: Mapping[str, str] | None
) -> Preview:
    city = queries.city(library, upload.city)
    areas = queries.areas(library, upload.city)
    chosen = choose(content, wished)
    districts, findings = check_areas(content, city, areas, chosen)
    held = {area.id: area for area in areas if area.kind == "district"}
    staying = {district.id for district in districts}
    leaving = tuple(area for area in held.values() if area.id not in staying)
    return Preview(
        upload,
        findings,
        areas=tuple(AreaChange(each, held.get(each.id)) for each in districts),
        leaving=leaving,
        leaving_values=sum(len(queries.observations(library, area.id)) for area in leaving),
        properties=properties(content),
        chosen=chosen,
    )
