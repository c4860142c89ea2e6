"""The library's tables, and the few ways in which rows get into them."""

from collections.abc import Iterable, Sequence

import duckdb

SCHEMA = """
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE sources (
  id VARCHAR PRIMARY KEY, title VARCHAR NOT NULL, licence VARCHAR NOT NULL,
  attribution VARCHAR NOT NULL, package VARCHAR, file VARCHAR, sha256 VARCHAR,
  fetched_at VARCHAR, origin VARCHAR NOT NULL CHECK (origin IN ('build', 'import')));
CREATE TABLE cities (
  id VARCHAR PRIMARY KEY, names JSON NOT NULL, municipality VARCHAR NOT NULL,
  languages VARCHAR[] NOT NULL, lat DOUBLE, lon DOUBLE, zoom INTEGER,
  south DOUBLE, west DOUBLE, north DOUBLE, east DOUBLE,
  neighbours VARCHAR[] NOT NULL, history JSON NOT NULL);
CREATE TABLE areas (
  id VARCHAR PRIMARY KEY,
  kind VARCHAR NOT NULL
    CHECK (kind IN ('municipality', 'district', 'functional_region', 'country')),
  name VARCHAR NOT NULL, names JSON, parent VARCHAR, city VARCHAR,
  population BIGINT, population_date VARCHAR, population_source VARCHAR,
  area_km2 DOUBLE, approximate BOOLEAN NOT NULL,
  valid_from VARCHAR, valid_to VARCHAR, note VARCHAR, source VARCHAR NOT NULL,
  geometry GEOMETRY);
CREATE TABLE map_areas (
  city VARCHAR NOT NULL, layer VARCHAR NOT NULL, area VARCHAR NOT NULL,
  clipped GEOMETRY, -- what of the area lies in the city's window, where that is not all
  PRIMARY KEY (city, layer, area));
CREATE TABLE observations (
  indicator VARCHAR NOT NULL, area VARCHAR NOT NULL, period VARCHAR NOT NULL,
  data_point VARCHAR NOT NULL DEFAULT '', value DOUBLE, text_value VARCHAR,
  unit VARCHAR NOT NULL, quality VARCHAR NOT NULL, grade VARCHAR NOT NULL DEFAULT 'ungraded',
  source VARCHAR NOT NULL, note VARCHAR, break_before BOOLEAN NOT NULL DEFAULT false,
  geography VARCHAR NOT NULL,
  PRIMARY KEY (indicator, area, period, data_point));
CREATE TABLE populations (
  area VARCHAR NOT NULL, year INTEGER NOT NULL, people BIGINT NOT NULL,
  date VARCHAR NOT NULL, source VARCHAR NOT NULL, PRIMARY KEY (area, year));
CREATE TABLE electricity (
  municipality VARCHAR NOT NULL, year INTEGER NOT NULL, industry VARCHAR NOT NULL,
  kwh DOUBLE NOT NULL, PRIMARY KEY (municipality, year, industry));
CREATE TABLE industries (
  code VARCHAR PRIMARY KEY, sort INTEGER NOT NULL, nb VARCHAR NOT NULL, nn VARCHAR NOT NULL,
  sv VARCHAR NOT NULL, en VARCHAR NOT NULL);
CREATE TABLE places (
  city VARCHAR NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL, lat DOUBLE NOT NULL,
  lon DOUBLE NOT NULL, population BIGINT, municipality VARCHAR, inside BOOLEAN NOT NULL);
"""

# A break stands before the first value on a new geography of the same city: a city's series
# is read across its areas in time, so a mark is needed wherever the area changes.
MARK_BREAKS = """
UPDATE observations SET break_before = marked.broken FROM (
  SELECT o.indicator, o.area, o.period, o.data_point,
    coalesce(lag(o.geography) OVER line <> o.geography, false) AS broken
  FROM observations o JOIN areas a ON a.id = o.area
  WHERE a.kind <> 'district'
  WINDOW line AS (
    PARTITION BY o.indicator, o.data_point, coalesce(a.city, a.id)
    ORDER BY o.period, a.valid_from NULLS FIRST, o.area)
) marked
WHERE observations.indicator = marked.indicator AND observations.area = marked.area
  AND observations.period = marked.period AND observations.data_point = marked.data_point
"""


def insert(
    con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Iterable[Sequence]
) -> None:
    """Insert rows; the columns `geometry` and `clipped` take WKB."""
    shapes = ("geometry", "clipped")
    marks = ["st_geomfromwkb(?)" if name in shapes else "?" for name in columns]
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(marks)})"  # noqa: S608
    listed = [list(row) for row in rows]
    if listed:
        con.executemany(sql, listed)


def mark_breaks(con: duckdb.DuckDBPyConnection) -> None:
    """Set `break_before` on every observation; call it after adding any."""
    con.execute(MARK_BREAKS)
