"""What is computed once for a city from its hours, small enough to be kept beside the surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twin.answer import Floats
from twin.energy.load import Degrees
from twin.energy.use import SEGMENTS


@dataclass(frozen=True)
class Local:
    """Of each segment: kWh per kWp for each kWh/m² of level irradiation (before losses), and the
    table of own use by `load.own_use`; degree-hours of the weather year.
    """

    per_irradiation: Mapping[str, float]
    own_use: Mapping[str, Floats]
    degrees: Degrees

    def save(self, path: Path) -> None:
        """As one `.npz`, read again by `load`."""
        tables: dict[str, Any] = {f"own_use_{each}": self.own_use[each] for each in SEGMENTS}
        with path.open("wb") as stream:
            np.savez_compressed(
                stream,
                per_irradiation=np.array([self.per_irradiation[each] for each in SEGMENTS]),
                below=self.degrees.below,
                hours=self.degrees.hours,
                **tables,
            )

    @classmethod
    def load(cls, path: Path) -> Local:
        with np.load(path, allow_pickle=False) as held:
            given = (float(each) for each in held["per_irradiation"])
            return cls(
                dict(zip(SEGMENTS, given, strict=True)),
                {segment: held[f"own_use_{segment}"] for segment in SEGMENTS},
                Degrees(held["below"], held["hours"]),
            )
