"""A city's year hour by hour, boiled down to what live answers need. Loads pvlib: for workers."""

from __future__ import annotations

import numpy as np

from twin.answer import Floats
from twin.energy.climate import Weather, hourly
from twin.energy.load import Degrees, own_use, year_shapes
from twin.energy.local import Local
from twin.energy.solar import sun
from twin.energy.use import CARRIERS, PURPOSES, SEGMENTS, Use
from twin.scenario import BASE, YEARS


def local(weather: Weather, latitude: float, longitude: float, use: Use) -> Local:
    """A pure function of the weather year, the place, and what the base year's power is for."""
    light = sun(weather, latitude, longitude)
    temperature = hourly(weather.temperature)
    shapes = year_shapes(temperature, weather.year)
    tables = {
        segment: own_use(light.shape[segment], shapes[segment]["heating"], rest)
        for segment, rest in _rest(shapes, use).items()
    }
    return Local(light.per_irradiation, tables, Degrees.of(temperature))


def _rest(shapes: dict[str, dict[str, Floats]], use: Use) -> dict[str, Floats]:
    """Segment → (hours,): how everything but heating is spread, in the base year's proportions."""
    power = use.values[:, :, CARRIERS.index("electricity"), YEARS.index(BASE)]
    rest: dict[str, Floats] = {}
    for s, segment in enumerate(SEGMENTS):
        parts = [
            power[s, p] * shapes[segment][purpose]
            for p, purpose in enumerate(PURPOSES)
            if purpose != "heating"
        ]
        total = np.sum(parts, axis=0)
        rest[segment] = total / total.sum()
    return rest
