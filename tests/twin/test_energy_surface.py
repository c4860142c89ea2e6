"""The response surface: fitted, saved, fast, and silent about the past."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from pathlib import Path

import numpy as np
import pytest

from tests.twin.cities import reference, surface
from twin.energy import fit
from twin.energy.fit import Asked, Ran
from twin.energy.levers import HEAT_PUMPS, MEASURES
from twin.energy.surface import Surface
from twin.energy.use import SHAPE
from twin.errors import TwinError
from twin.scenario import FIRST, LATEST, YEARS

SAVING = sorted(set(MEASURES) - {"rehabilitate"})
CITIES = ["alesund", "baerum"]


def test_a_fit_finds_the_surface_that_made_the_runs() -> None:
    truth, held = surface("alesund"), reference("alesund")

    def ran(asked: Asked) -> Ran:
        levels = {each: np.array([level]) for each, level in asked.levels.items()}
        return Ran(asked, truth.change(levels, asked.starts)[0])

    found = fit.fit(held, [ran(each) for each in fit.design()])
    error = fit.errors(found, held, [ran(each) for each in fit.fresh()])
    assert max(error.values()) < 1e-3


@pytest.mark.parametrize("city", CITIES)
def test_the_kept_surfaces_were_measured_and_are_near_the_model(city: str) -> None:
    held = surface(city)
    assert held.inputs_hash == reference(city).inputs_hash
    assert held.error["past"] == 0
    for name, off in held.error.items():
        assert off <= (0.05 if name.startswith("effect") else 0.01), name


@pytest.mark.parametrize("city", CITIES)
def test_nothing_changes_before_the_first_start(city: str) -> None:
    levels = {each: np.linspace(0, fit.HIGHEST[each], 8) for each in MEASURES}
    changed = surface(city).change(levels, dict.fromkeys(levels, 2030))
    assert changed.shape == (8, *SHAPE)
    assert not changed[..., : 2030 - FIRST].any()
    assert not changed[0].any()
    assert changed[1:, ..., 2030 - FIRST :].any(axis=(1, 2, 3)).all()


@pytest.mark.parametrize("start", [2025, 2028, 2036, LATEST])
@pytest.mark.parametrize("measure", SAVING)
def test_more_of_a_saving_measure_never_saves_less(measure: str, start: int) -> None:
    levels = {measure: np.linspace(0, fit.HIGHEST[measure], 21)}
    for city in CITIES:
        total = surface(city).change(levels, {measure: start}).sum(axis=(1, 2, 3))
        assert (np.diff(total, axis=0) <= 1e-9).all()


def test_more_never_saves_less_beside_everything_else() -> None:
    dice = np.random.default_rng(1)
    for measure in SAVING:
        levels = {each: np.full(11, dice.uniform(0, fit.HIGHEST[each])) for each in MEASURES}
        levels |= {each: levels[each] / 3 for each in HEAT_PUMPS}
        levels[measure] = np.linspace(0, fit.HIGHEST[measure] / 2, 11)
        total = surface("alesund").change(levels, dict.fromkeys(levels, 2028))
        assert (np.diff(total.sum(axis=(1, 2, 3)), axis=0) <= 1e-6).all(), measure


def test_asking_for_some_years_gives_those_years() -> None:
    levels = {each: np.array([0.1, 0.3]) for each in MEASURES}
    starts = dict.fromkeys(levels, 2027)
    every = surface("baerum").change(levels, starts)
    some = surface("baerum").change(levels, starts, (2040, 2030))
    assert np.allclose(some, every[..., [YEARS.index(2040), YEARS.index(2030)]])


def test_no_measure_is_no_change() -> None:
    assert not surface("alesund").change({}, {}).any()


def test_an_unknown_measure_is_refused_by_name() -> None:
    with pytest.raises(TwinError, match="measure_unknown: hope"):
        surface("alesund").change({"hope": np.ones(2)}, {"hope": 2030})


def test_a_saved_surface_is_read_as_it_was(tmp_path: Path) -> None:
    held = replace(surface("alesund"), error={"past": 0.0, "city": 0.001})
    held.save(tmp_path / "surface.npz")
    read = Surface.load(tmp_path / "surface.npz")
    assert (read.inputs_hash, read.runs, read.error) == (held.inputs_hash, held.runs, held.error)
    levels = {each: np.array([0.2]) for each in MEASURES}
    starts = dict.fromkeys(levels, 2030)
    assert np.array_equal(read.change(levels, starts), held.change(levels, starts))


@pytest.mark.parametrize("city", CITIES)
def test_slopes_times_what_is_drawn_are_the_surface_itself(city: str) -> None:
    """Measures share what is drawn of them, and some are not chosen at all."""
    dice = np.random.default_rng(3)
    drawn = {name: dice.uniform(0.5, 1, 16) for name in "abc"}
    drivers = {each: tuple("abc"[i % 3 :]) for i, each in enumerate(MEASURES)}
    levels = {each: fit.HIGHEST[each] / 3 for each in MEASURES if each != "lighting"}
    starts = {each: 2026 + i for i, each in enumerate(levels)}
    found = surface(city).slopes(levels, starts, drivers)
    products = [prod(drawn[name] for driver in key for name in driver) for key in found.keys]
    told = np.tensordot(np.array(products), found.values, (0, 0))
    effective = {
        each: level * np.prod([drawn[name] for name in drivers[each]], axis=0)
        for each, level in levels.items()
    }
    assert np.allclose(told, surface(city).change(effective, starts), rtol=0, atol=1e-9)


def test_designs_are_the_same_each_time_and_within_reach() -> None:
    assert fit.design() == fit.design() and len(fit.design()) == fit.RUNS
    assert len(fit.fresh()) == fit.HELD_OUT >= 20
    for asked in (*fit.design(), *fit.fresh()):
        assert all(0 <= level <= fit.HIGHEST[each] for each, level in asked.levels.items())
        assert sum(asked.levels.get(each, 0) for each in HEAT_PUMPS) <= 1 + 1e-9
        assert all(2025 <= start <= LATEST for start in asked.starts.values())
