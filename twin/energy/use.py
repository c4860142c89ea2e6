"""What a city's buildings use, stand on and are tied to: the shapes that every part shares.

Energy is final energy at the building in GWh a year; floor area is in m². The last axis is the
year, 2020 to 2050.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from twin.answer import Floats
from twin.scenario import YEARS

SEGMENTS = ("dwellings", "services", "municipal")
PURPOSES = ("heating", "hot_water", "cooling", "equipment", "lighting")
CARRIERS = ("electricity", "district_heat", "bio", "fossil")
SHAPE = (len(SEGMENTS), len(PURPOSES), len(CARRIERS), len(YEARS))
AREA_SHAPE = (len(SEGMENTS), len(YEARS))


@dataclass(frozen=True)
class Use:
    """Bought energy, (segment, purpose, carrier, year).

    `ambient` is what heat pumps and solar heat take from the surroundings, (segment, purpose,
    year): nobody buys it, so it is in no carrier.
    """

    values: Floats
    ambient: Floats


@dataclass(frozen=True)
class Stock:
    """Floor area, and m² a year of what is done to it; each (segment, year).

    `renovated` is the ordinary renovation of the reference, `retrofitted` what a scenario
    retrofits beyond it. What stood in 2020 is in `floor` alone.
    """

    floor: Floats
    built: Floats
    demolished: Floats
    renovated: Floats
    retrofitted: Floats


@dataclass(frozen=True)
class Reference:
    """A city if nothing beyond today's development is done.

    `city` is its id, `municipality` its number. `calibration`: carrier → what the model's figure
    was multiplied by so that the base year is what was metered; electricity also by meter group
    (`electricity:dwellings`, `electricity:services`), wood in dwellings (`bio:dwellings`);
    `district_heat:…` is what the shares of district heat at the start were multiplied by. All
    of it is in `use` already. `metered`: year → GWh of electricity of the building meters.
    `weights`: area → segment → its share of the city's stock.
    """

    city: str
    municipality: str
    use: Use
    stock: Stock
    calibration: Mapping[str, float]
    metered: Mapping[int, float]
    population: Floats
    weights: Mapping[str, Mapping[str, float]]
    ebm_version: str
    inputs_hash: str

    def save(self, path: Path) -> None:
        """As one `.npz`, read again by `load`."""
        arrays = {f"stock_{each.name}": getattr(self.stock, each.name) for each in fields(Stock)}
        told = {
            "city": self.city,
            "municipality": self.municipality,
            "calibration": dict(self.calibration),
            "metered": {str(year): gwh for year, gwh in self.metered.items()},
            "weights": {area: dict(shares) for area, shares in self.weights.items()},
            "ebm_version": self.ebm_version,
            "inputs_hash": self.inputs_hash,
        }
        with path.open("wb") as stream:
            np.savez_compressed(
                stream,
                values=self.use.values,
                ambient=self.use.ambient,
                population=self.population,
                told=np.array(json.dumps(told, ensure_ascii=False)),
                **arrays,
            )

    @classmethod
    def load(cls, path: Path) -> Reference:
        with np.load(path, allow_pickle=False) as held:
            told = json.loads(str(held["told"]))
            told["metered"] = {int(year): gwh for year, gwh in told["metered"].items()}
            return cls(
                use=Use(held["values"], held["ambient"]),
                stock=Stock(*(held[f"stock_{each.name}"] for each in fields(Stock))),
                population=held["population"],
                **told,
            )
