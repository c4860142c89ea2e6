"""How long the energy twin takes, how much memory, and how far its response surface is off.

    python -m bench.twin [--city alesund] [--runs 40] [--fresh 24] [--keep FOLDER]

For both cities: the reference, the full runs that the surface is fitted to, and at least twenty
runs that it never saw, in a worker process with the product's limits. Then how soon a slider
is answered. `--keep` leaves references and surfaces there, as tests/twin/references holds them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from data.library import Library
from data.models.worker import begin
from data.twin.stock import city_tables
from twin.draws import DRAWS
from twin.energy import fit, work
from twin.energy.inputs import City
from twin.energy.levers import MEASURES
from twin.energy.surface import Surface
from twin.energy.use import Reference

CITIES = ("alesund", "baerum")
KIB_PER_GB = 1e6


def main() -> int:
    chosen = _arguments()
    library = Library(Path(os.environ.get("DATA_DIR", "var")))
    for city_id in chosen.city or CITIES:
        city = city_tables(library, city_id)
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn) as worker:
            asked = worker.submit(_fitted, city, chosen.runs, chosen.fresh)
            reference, surface, told = asked.result()
        _say(reference, surface, told)
        if chosen.keep:
            reference.save(chosen.keep / f"{city_id}.npz")
            surface.save(chosen.keep / f"{city_id}-surface.npz")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.twin", description=__doc__)
    parser.add_argument("--city", action="append", choices=CITIES)
    parser.add_argument("--runs", type=int, default=fit.RUNS)
    parser.add_argument("--fresh", type=int, default=fit.HELD_OUT)
    parser.add_argument("--keep", type=Path)
    return parser.parse_args()


def _fitted(city: City, runs: int, held_out: int) -> tuple[Reference, Surface, dict[str, float]]:
    """In the worker: seconds until each word of progress was first said, and what it took."""
    began, said = time.perf_counter(), dict[str, float]()

    def tell(_: float, word: str) -> None:
        said.setdefault(word, time.perf_counter() - began)

    with tempfile.TemporaryDirectory() as folder:
        begin(Path(folder))
        reference, surface = work.fitted(Path(folder), tell, city, runs, held_out)
    used = resource.getrusage(resource.RUSAGE_SELF)
    said["end"] = time.perf_counter() - began
    said["cpu"] = used.ru_utime + used.ru_stime
    return reference, surface, said | {"gb": used.ru_maxrss / KIB_PER_GB}


def _say(reference: Reference, surface: Surface, told: dict[str, float]) -> None:
    fitting, checking = told["checking"] - told["fitting"], told["end"] - told["checking"]
    print(f"{reference.city}: ebm {reference.ebm_version}, inputs {reference.inputs_hash[:12]}")
    for what, factor in reference.calibration.items():
        print(f"  calibration {what:28} {factor:8.3f}")
    print(f"  reference                {told['fitting']:8.1f} s")
    print(f"  {surface.runs} runs and the fit      {fitting:8.1f} s")
    print(f"  fresh runs               {checking:8.1f} s")
    print(f"  in all                   {told['end']:8.1f} s, {told['cpu']:.1f} s of processor")
    print(f"  memory of the worker     {told['gb']:8.2f} GB")
    for what, off in surface.error.items():
        unit = f"{off:8.3g} GWh" if what == "past" else f"{off:8.3%}"
        print(f"  p95 error {what:28} {unit}")
    whole, year = _slider(surface, range(2020, 2051)), _slider(surface, (2035,))
    print(f"  {DRAWS} draws, 31 years      {whole:8.1f} ms")
    print(f"  {DRAWS} draws, one year      {year:8.1f} ms")


def _slider(surface: Surface, years: range | tuple[int, ...]) -> float:
    """Milliseconds, the median of twenty."""
    levels = {each: np.linspace(0.1, 0.3, DRAWS) for each in MEASURES}
    starts, found = dict.fromkeys(MEASURES, 2026), []
    for _ in range(20):
        began = time.perf_counter()
        surface.change(levels, starts, years)
        found.append(1000 * (time.perf_counter() - began))
    return statistics.median(found)


if __name__ == "__main__":
    sys.exit(main())
