"""What the sun gives roofs, hour by hour, with pvlib: a city's own sun under Oslo's clouds.

Measured irradiance becomes a clearness index (level irradiance over what arrives above the
air), which is laid over the sun's path at the city. So the yield always rests on measured
clouds; a clear sky is never shown as yield. The yearly sum is scaled to the city's irradiation,
an assumption: the weather file's 738 kWh/m² looks low for Oslo.

From irradiance to power (pvlib's names): sun position by NREL's algorithm, transposition to the
roof by Hay and Davies, cell temperature by Faiman, direct current by PVWatts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pvlib import irradiance, pvsystem, solarposition, temperature

from twin.answer import Floats
from twin.energy.climate import Weather, hourly

# Five roof planes: (tilt, direction it faces), degrees; 180 is south.
PLANES = {
    "south": (35, 180),
    "east": (35, 90),
    "west": (35, 270),
    "low_east": (10, 90),
    "low_west": (10, 270),
}
PITCHED = {"south": 0.3, "east": 0.3, "west": 0.3, "low_east": 0.05, "low_west": 0.05}
FLAT = {"south": 0.1, "east": 0.1, "west": 0.1, "low_east": 0.35, "low_west": 0.35}
# Which roofs the buildings of a segment have: an assumption of our own.
ROOFS: Mapping[str, Mapping[str, float]] = {
    "dwellings": PITCHED,
    "services": FLAT,
    "municipal": FLAT,
}
HEAT_LOSS_PER_DEGREE = -0.0035
# Below this height of the sun (sine) measured clearness is mostly noise.
LOWEST = 0.05
ALBEDO = 0.2


@dataclass(frozen=True)
class Sun:
    """What a kWp on a roof gives in a year, before losses, by segment.

    `per_irradiation`: kWh per kWp for each kWh/m² on level ground; `shape`: (hours,), the share
    of the year's yield in each hour.
    """

    per_irradiation: Mapping[str, float]
    shape: Mapping[str, Floats]


def sun(weather: Weather, latitude: float, longitude: float) -> Sun:
    """A pure function of the weather year and the place: computed once a city and kept."""
    sky = _moved(weather, latitude, longitude)
    level = hourly(sky.level).sum() / 1000
    planes = {name: hourly(_power(sky, *plane)) for name, plane in PLANES.items()}
    per_irradiation: dict[str, float] = {}
    shape: dict[str, Floats] = {}
    for segment, mix in ROOFS.items():
        profile = np.sum([share * planes[name] for name, share in mix.items()], axis=0)
        per_irradiation[segment] = float(profile.sum() / level)
        shape[segment] = profile / profile.sum()
    return Sun(per_irradiation, shape)


@dataclass(frozen=True)
class _Sky:
    """Irradiance in W/m² and the sun's place in degrees, every quarter of an hour."""

    level: Floats
    direct: Floats
    diffuse: Floats
    beyond: Floats
    zenith: Floats
    azimuth: Floats
    temperature: Floats
    wind: Floats


def _moved(weather: Weather, latitude: float, longitude: float) -> _Sky:
    """The measured clouds over another place's sun; at the place itself, what was measured."""
    start = pd.Timestamp(year=weather.year, month=1, day=1, tz="UTC")
    times = pd.date_range(start, periods=len(weather.level), freq="15min")
    beyond = np.asarray(irradiance.get_extra_radiation(times.day_of_year.to_numpy()))
    here = _position(times, weather.latitude, weather.longitude)
    there = _position(times, latitude, longitude)
    clear = np.clip(weather.level / (beyond * _height(here)), 0, 1) * (_height(here) > LOWEST)
    cloudy = np.divide(weather.diffuse, weather.level, out=np.ones_like(clear),
                       where=weather.level > 0)  # fmt: skip
    height = _height(there)
    level = clear * beyond * np.where(height > LOWEST, height, 0)
    diffuse = np.clip(cloudy, 0, 1) * level
    zenith, azimuth = (there[each].to_numpy() for each in ("apparent_zenith", "azimuth"))
    direct = np.minimum((level - diffuse) / height, beyond)
    return _Sky(level, direct, diffuse, beyond, zenith, azimuth, weather.temperature, weather.wind)


def _position(times: pd.DatetimeIndex, latitude: float, longitude: float) -> pd.DataFrame:
    return pd.DataFrame(solarposition.get_solarposition(times, latitude, longitude))


def _height(position: pd.DataFrame) -> Floats:
    """The sine of the sun's height over the horizon, at least `LOWEST`."""
    return np.maximum(np.cos(np.radians(position["apparent_zenith"].to_numpy())), LOWEST)


def _power(sky: _Sky, tilt: float, azimuth: float) -> Floats:
    """kW per kWp on one plane, before losses."""
    on_roof = irradiance.get_total_irradiance(
        tilt, azimuth, sky.zenith, sky.azimuth, sky.direct, sky.level, sky.diffuse,
        dni_extra=sky.beyond, albedo=ALBEDO, model="haydavies",
    )["poa_global"]  # fmt: skip
    light = np.nan_to_num(np.asarray(on_roof), nan=0.0).clip(min=0.0)
    # pvlib takes arrays here, whatever its types say.
    wind: Any = sky.wind
    cell = temperature.faiman(light, sky.temperature, wind)
    power = pvsystem.pvwatts_dc(light, cell, 1.0, HEAT_LOSS_PER_DEGREE)
    return np.maximum(np.asarray(power), 0.0)
