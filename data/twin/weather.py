"""The weather year that hourly models run on, read from the fetched file.

NSRDB's layout: two lines about the place, one of column names, then a line every quarter of an
hour, in UTC; irradiance in W/m², temperature in °C, wind in m/s.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from data.errors import DataError
from twin.energy.climate import QUARTERS, Weather

COLUMNS = ("Temperature", "DHI", "DNI", "GHI", "Wind Speed")


def read_weather(path: Path) -> Weather:
    """Raises `DataError("weather_file")` for anything that is not a whole year of quarters."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            about = list(csv.DictReader([next(stream), next(stream)]))[0]
            names, *lines = csv.reader(stream)
        values = np.array(lines, float)
        year, *columns = (values[:, names.index(name)] for name in ("Year", *COLUMNS))
        place = (float(about["Latitude"]), float(about["Longitude"]))
    except (OSError, StopIteration, LookupError, ValueError) as problem:
        raise DataError("weather_file", f"{path.name} cannot be read: {problem}.") from problem
    if len(year) != QUARTERS or not np.isfinite(values).all():
        raise DataError("weather_file", f"{path.name} is not a whole year of quarters of an hour.")
    temperature, diffuse, direct, level, wind = columns
    return Weather(int(year[0]), *place, level, direct, diffuse, temperature, wind)
