"""How soon a slider is answered: the whole energy answer, in both cities.

    python -m bench.live [--kept FOLDER] [--times 30]

Every output of the city in all years, and one output of all areas in all years, with 1 024 draws
and thirteen measures. FOLDER holds references and surfaces, as `python -m bench.twin --keep` leaves
them.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np

from data.twin.city_assumptions import city_assumptions
from data.twin.tables import load_measures
from data.twin.weather import read_weather
from twin.draws import DRAWS
from twin.energy.deeds import GROUPS, HEAT_PUMPS
from twin.energy.hours import local
from twin.energy.live import Live, Wanted
from twin.energy.scenes import City
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.scenario import Chosen

CITIES = {"alesund": (62.47, 6.15), "baerum": (59.90, 10.55)}
WEATHER = Path("sources/hisim-1.2.4/653025_59.93_10.74_2019.csv")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--kept", type=Path, default=Path("tests/twin/references"))
    parser.add_argument("--times", type=int, default=30)
    asked = parser.parse_args()
    for city in CITIES:
        _say(city, _live(city, asked.kept), asked.times)
    return 0


def _live(city: str, kept: Path) -> Live:
    reference = Reference.load(kept / f"{city}.npz")
    weather = read_weather(Path(os.environ.get("DATA_DIR", "var")) / WEATHER)
    there = local(weather, *CITIES[city], reference.use)
    surface = Surface.load(kept / f"{city}-surface.npz")
    return Live(City(reference, surface, there, load_measures(), city_assumptions(city)))


def _say(city: str, live: Live, times: int) -> None:
    chosen = [Chosen(each, 0.3 if each in HEAT_PUMPS else 0.5, 2026) for each in GROUPS]
    areas = tuple(live.city.reference.weights)
    some = [Chosen(chosen[0].measure, 0.5, 2026, areas[:3]), *chosen[1:]]
    everything = Wanted(areas=(live.code, *areas), of_areas=("co2e",))
    print(f"{city}: {len(areas)} areas, {DRAWS} draws, {len(chosen)} measures")
    for what, choice, wanted in (
        ("city and areas", chosen, everything),
        ("city alone", chosen, Wanted()),
        ("one measure in three areas", some, everything),
    ):
        took = np.array([_once(live, choice, wanted) for _ in range(times)])
        (middle, used), slow = np.median(took, axis=0), np.percentile(took[:, 0], 95)
        print(f"  {what:28} median {middle:6.1f}  p95 {slow:6.1f}  processor {used:6.1f} ms")


def _once(live: Live, chosen: list[Chosen], wanted: Wanted) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor (a busy machine has the former alone)."""
    began, used = time.perf_counter(), time.process_time()
    live.answer(chosen, wanted)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)


if __name__ == "__main__":
    sys.exit(main())
