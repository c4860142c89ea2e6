"""Writing an import as the library's next version: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from data import notes, queries
from data.geofiles import write_area_files
from data.imports.findings import Refusal
from data.imports.pending import Waiting
from data.imports.preview import AreaChange, Preview, preview
from data.library import Draft, Library, write_next
from data.records import City
from data.tables import insert, mark_breaks

_OBSERVATION = (
    "INSERT OR REPLACE INTO observations (indicator, area, period, data_point, value, text_value,"
    " unit, quality, grade, source, note, geography) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LEAVE = (
    "DELETE FROM observations WHERE area IN (SELECT unnest(?::VARCHAR[]))",
    "DELETE FROM populations WHERE area IN (SELECT unnest(?::VARCHAR[]))",
    "DELETE FROM areas WHERE id IN (SELECT unnest(?::VARCHAR[]))",
)
_TITLE = {
    "nb": "{source} (importert {date} av {role} i {city}, fra filen {file})",
    "nn": "{source} (importert {date} av {role} i {city}, frå fila {file})",
    "sv": "{source} (importerat {date} av {role} i {city}, ur filen {file})",
    "en": "{source} (imported {date} by {role} in {city}, from the file {file})",
}
_ROLES = {
    "official": {"nb": "en saksbehandler", "nn": "ein saksbehandlar", "sv": "en handläggare",
                 "en": "an official"},
    "facilitator": {"nb": "en prosessleder", "nn": "ein prosessleiar", "sv": "en processledare",
                    "en": "a facilitator"},
    "administrator": {"nb": "en administrator", "nn": "ein administrator",
                      "sv": "en administratör", "en": "an administrator"},
}  # fmt: skip
_DISTRICTS = {"nb": "Bydeler", "nn": "Bydelar", "sv": "Stadsdelar", "en": "Districts"}
_VALUES = {"nb": "KPI-verdier", "nn": "KPI-verdiar", "sv": "KPI-värden", "en": "KPI values"}
_AS_IN_FILE = {
    "nb": "slik filen oppgir det", "nn": "slik fila oppgir det", "sv": "enligt filen",
    "en": "as the file says",
}  # fmt: skip


def carry_out(
    library: Library, token: str, user: str, role: str, wished: Mapping[str, str] | None = None
) -> tuple[int, Preview]:
    """Import what the preview of this token shows; the new version's number, and what it holds.

    Of two imports that were compared with the same version one is done and the other refused
    with `import_moved`: its preview no longer says what it would change.
    """
    shown = preview(library, token, user, wished)
    if not shown.writes:
        raise Refusal("import_nothing")
    city = queries.city(library, shown.upload.city)

    def change(draft: Draft) -> None:
        if draft.number != shown.upload.version + 1:
            raise Refusal("import_moved")
        if shown.upload.kind == "values":
            _write_values(draft, shown, city, role)
        else:
            _write_areas(draft, shown, city, role)

    number = write_next(library.data_dir, change)
    Waiting(library.data_dir).drop(token)
    return number, shown


def _write_values(draft: Draft, shown: Preview, city: City, role: str) -> None:
    changed = [each.value for each in shown.values if not each.same]
    named = list(dict.fromkeys(value.source for value in changed))
    ids = {name: f"import-{draft.number}-{place}" for place, name in enumerate(named, start=1)}
    for name in named:
        _source(
            draft, ids[name], shown, city, (role, dict.fromkeys(_TITLE, name) if name else _VALUES)
        )
    rows = [
        [
            value.indicator, value.area, value.period, value.data_point, value.value, value.text,
            value.unit, "published" if value.value is not None or value.text else "not_reported",
            value.grade, ids[value.source], _plain_note(value.note), value.area,
        ]
        for value in changed
    ]  # fmt: skip
    draft.con.executemany(_OBSERVATION, rows)
    mark_breaks(draft.con)


def _plain_note(text: str) -> str | None:
    """A note as one text a language: text of others is never taken for JSON."""
    return notes.to_column(dict.fromkeys(notes.LANGUAGES, text)) if text else None


def _source(
    draft: Draft, id_: str, shown: Preview, city: City, said: tuple[str, Mapping[str, str]]
) -> None:
    """Who brought what, when, out of which file."""
    role, name = said
    upload, now = shown.upload, dt.datetime.now(dt.UTC)
    title = {
        tag: _TITLE[tag].format(
            source=name[tag], date=f"{now:%Y-%m-%d}", role=_ROLES[role][tag],
            city=city.names[tag], file=upload.file,
        )
        for tag in notes.LANGUAGES
    }  # fmt: skip
    credit = name["nb"] if len(set(name.values())) == 1 else city.names["nb"]
    row = (id_, notes.to_column(title), "not stated", credit, upload.file, upload.sha256,
           now.isoformat("T", "seconds"), "import")  # fmt: skip
    columns = ("id", "title", "licence", "attribution", "file", "sha256", "fetched_at", "origin")
    insert(draft.con, "sources", columns, [row])


def _write_areas(draft: Draft, shown: Preview, city: City, role: str) -> None:
    """The city's districts become those of the file: tables, places to label, map files."""
    con, source = draft.con, f"import-{draft.number}-1"
    _source(draft, source, shown, city, (role, _DISTRICTS))
    leaving = [area.id for area in shown.leaving]
    for sql in _LEAVE:
        con.execute(sql, [leaving])
    _replace_areas(draft, shown, city, source)
    con.execute("DELETE FROM map_areas WHERE city = ? AND layer = 'districts'", [city.id])
    shown_on_map = [(city.id, "districts", each.district.id) for each in shown.areas]
    insert(con, "map_areas", ("city", "layer", "area"), shown_on_map)
    con.execute("DELETE FROM places WHERE city = ? AND kind = 'district'", [city.id])
    places = [
        (city.id, each.district.name, "district", each.district.centre[1],
         each.district.centre[0], _people(each, source)[0], city.municipality, True)
        for each in shown.areas
    ]  # fmt: skip
    columns = ("city", "name", "kind", "lat", "lon", "population", "municipality", "inside")
    insert(con, "places", columns, places)
    write_area_files(con, draft.geo, city.id)
    _write_parquet(draft)


def _replace_areas(draft: Draft, shown: Preview, city: City, source: str) -> None:
    rows: list[Sequence[Any]] = [
        (each.district.id, each.district.name, city.municipality, city.id, *_people(each, source),
         round(each.district.km2, 2), source, each.district.wkb)
        for each in shown.areas
    ]  # fmt: skip
    draft.con.executemany(
        "INSERT OR REPLACE INTO areas (id, kind, name, parent, city, population, population_date,"
        " population_source, area_km2, approximate, source, geometry,"
        " names, note, valid_from, valid_to)"
        " VALUES (?, 'district', ?, ?, ?, ?, ?, ?, ?, false, ?, st_geomfromwkb(?),"
        " NULL, NULL, NULL, NULL)",
        rows,
    )


def _people(change: AreaChange, source: str) -> tuple[int | None, str | None, str | None]:
    """Population, its date and its source: the file's, else what is held for that district."""
    held = change.before
    if change.district.population is not None:
        return change.district.population, notes.to_column(_AS_IN_FILE), source
    if held is None or held.population is None:
        return None, None, None
    return held.population, notes.to_column(held.population_date), held.population_source


def _write_parquet(draft: Draft) -> None:
    """The areas of the whole library as GeoParquet, for other programs."""
    from data.assemble import write_parquet  # noqa: PLC0415  brings geopandas, which takes a second

    write_parquet(draft)
