"""How soon a slider is answered, in both cities: everything on screen, in 1 024 draws.

    python -m bench.live [--kept FOLDER] [--times 30]

*Slider*: what is asked for while somebody drags (the city's outputs on screen in all years, one
output of all areas in one year). *Whole*: what follows when the slider is let go (every output of
the city, one output of all areas, in all years). Each with thirteen energy measures everywhere;
with some of them in some areas only, so that areas differ; and with measures on waste and materials
beside. The processor's time is what a quiet machine needs; the clock's holds whatever else runs.

FOLDER holds references and surfaces, as `python -m bench.twin --keep` leaves them. The city's
library and the weather are those of DATA_DIR.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from data import queries
from data.library import Library
from data.models.answers import Around, CityTwin
from data.models.fits import Fitted
from data.models.quick import on_screen
from data.twin.city_assumptions import city_assumptions
from data.twin.places import demand
from data.twin.station_file import stations
from data.twin.weather import read_weather
from twin.draws import DRAWS
from twin.energy.deeds import GROUPS, HEAT_PUMPS
from twin.energy.hours import local
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.scenario import Chosen

CITIES = ("alesund", "baerum")
WEATHER = Path("sources/hisim-1.2.4/653025_59.93_10.74_2019.csv")
DRAWN = ("co2e", "yearly_cost", "embodied_co2e", "waste_cost")
ROUND = ("food_waste_sorting", "plastics_central_sorting", "reuse_share", "wood_for_concrete")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.live",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kept", type=Path, default=Path("tests/twin/references"))
    parser.add_argument("--times", type=int, default=30)
    asked = parser.parse_args()
    for city in CITIES:
        _say(city, _twin(city, asked.kept), asked.times)
    return 0


def _twin(city: str, kept: Path) -> CityTwin:
    folder = Path(os.environ.get("DATA_DIR", "var"))
    library, reference = Library(folder), Reference.load(kept / f"{city}.npz")
    north, east = queries.city(library, city).centre
    parts = {
        "reference": reference,
        "surface": Surface.load(kept / f"{city}-surface.npz"),
        "local": local(read_weather(folder / WEATHER), north, east, reference.use),
    }
    around = Around(city_assumptions(city), demand(library, city), stations(library.data_dir, city))
    return CityTwin(Fitted("bench", kept, parts, 0.0, 0.0, current=True), around)


def _mixes(twin: CityTwin) -> Mapping[str, list[Chosen]]:
    areas = twin.districts
    own = {"retrofit_dwellings": areas[:3], "heat_pumps_air_air": areas[2:6],
           "rooftop_solar": areas[5:]}  # fmt: skip
    level = dict.fromkeys(GROUPS, 0.5) | dict.fromkeys(HEAT_PUMPS, 0.3)
    same = [Chosen(each, level[each], 2026) for each in GROUPS]
    differ = [Chosen(each, level[each], 2026, own.get(each, ())) for each in GROUPS]
    again = [Chosen(each, 0.4, 2026) for each in ROUND]
    return {"same everywhere": same, "areas differ": differ, "and waste": [*differ, *again]}


def _say(city: str, twin: CityTwin, times: int) -> None:
    print(f"{city}: {len(twin.districts)} areas, {DRAWS} draws, {len(GROUPS)} measures")
    for what, chosen in _mixes(twin).items():
        patterns = len(twin.energy.patterns(chosen))
        ways: Mapping[str, Callable[[], object]] = {
            "slider": lambda mix=chosen: on_screen(twin, mix, DRAWN, "energy_total", 2040),
            "whole": lambda mix=chosen: twin.live(mix, "energy_total"),
        }
        for name, way in ways.items():
            took = np.array([_once(way) for _ in range(times + 1)])[1:]
            (middle, used), slow = np.median(took, axis=0), np.percentile(took[:, 0], 95)
            print(f"  {name:6} {what:16} ({patterns} mixes of measures)  "
                  f"clock {middle:6.1f}  p95 {slow:6.1f}  processor {used:6.1f} ms")  # fmt: skip


def _once(way: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor."""
    began, used = time.perf_counter(), time.process_time()
    way()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)


if __name__ == "__main__":
    sys.exit(main())
