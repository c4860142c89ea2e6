"""Full runs with measures: each moves what it should, from its start on, and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.twin.tables import load_measures
from tests.twin.cities import surface
from twin.answer import Floats
from twin.energy import conversions, fit, inputs, levers, model, work
from twin.energy.inputs import City
from twin.energy.levers import HEAT_PUMPS, MEASURES, RETROFIT, Acting
from twin.energy.run import Model
from twin.energy.use import CARRIERS, PURPOSES, SEGMENTS, Stock, Use
from twin.errors import TwinError
from twin.scenario import FIRST

START = 2030
BEFORE = slice(0, START - FIRST)
# Measure → segments and purposes whose use it moves; together they are all that may move.
MOVES = {
    "retrofit_dwellings": (("dwellings",), ("heating",)),
    "retrofit_services": (("services",), ("heating",)),
    "retrofit_municipal": (("municipal",), ("heating",)),
    "energy_management": (("municipal",), ("heating", "cooling", "equipment")),
    "heat_pumps_air_air": (("dwellings",), ("heating",)),
    "heat_pumps_air_water": (("dwellings",), ("heating", "hot_water")),
    "heat_pumps_ground": (("dwellings",), ("heating", "hot_water")),
    "district_heating": (SEGMENTS, ("heating", "hot_water")),
    "appliances": (SEGMENTS, ("equipment",)),
    "lighting": (SEGMENTS, ("lighting",)),
    "rehabilitate": (SEGMENTS, PURPOSES),
}
SMALLEST = 1e-6  # GWh


@pytest.fixture(scope="module")
def city(alesund_model: Model) -> Model:
    return alesund_model


@pytest.fixture(scope="module")
def alone(city: Model) -> dict[str, tuple[Use, Stock]]:
    """Every measure alone at its highest level."""
    return {each: city.full({each: fit.HIGHEST[each]}, {each: START}) for each in MEASURES}


def change(city: Model, use: Use) -> Floats:
    return use.values - city.reference.use.values


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_moves_what_it_should_and_nothing_else(
    city: Model, alone: dict[str, tuple[Use, Stock]], measure: str
) -> None:
    moved = np.abs(change(city, alone[measure][0])).max(axis=(2, 3)) > SMALLEST
    segments, purposes = MOVES[measure]
    allowed = np.outer(np.isin(SEGMENTS, segments), np.isin(PURPOSES, purposes))
    assert not moved[~allowed].any()
    assert moved[allowed].any(axis=0).all() if measure == "rehabilitate" else moved.any()


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_that_starts_in_2030_leaves_2029_alone(
    city: Model, alone: dict[str, tuple[Use, Stock]], measure: str
) -> None:
    use, stock = alone[measure]
    assert np.array_equal(use.values[..., BEFORE], city.reference.use.values[..., BEFORE])
    assert np.array_equal(use.ambient[..., BEFORE], city.reference.use.ambient[..., BEFORE])
    assert np.allclose(stock.floor[:, BEFORE], city.reference.stock.floor[:, BEFORE])
    assert np.abs(change(city, use)[..., START - FIRST]).max() > SMALLEST


@pytest.mark.parametrize("measure", sorted(set(MEASURES) - {"rehabilitate"}))
def test_a_saving_measure_saves_every_year(
    city: Model, alone: dict[str, tuple[Use, Stock]], measure: str
) -> None:
    saved = -change(city, alone[measure][0]).sum(axis=(0, 1, 2))[START - FIRST :]
    assert saved.min() > 0


def test_fewer_demolitions_keep_floor_area_and_build_less(
    city: Model, alone: dict[str, tuple[Use, Stock]]
) -> None:
    held, stock = city.reference.stock, alone["rehabilitate"][1]
    after = slice(START - FIRST + 10, None)
    assert np.allclose(stock.floor, held.floor, rtol=0.02)
    assert (stock.demolished[:, after] < 1e-6).all()
    assert (stock.built[:, after] < held.built[:, after]).all()


def test_the_share_that_is_retrofitted_is_the_share_that_was_asked_for(
    city: Model, alone: dict[str, tuple[Use, Stock]]
) -> None:
    stock = alone["retrofit_dwellings"][1]
    done = stock.retrofitted[0].sum() / stock.floor[0, START - FIRST]
    assert 0.35 < done < 0.5  # half of what stands in buildings from before 2017
    assert not stock.retrofitted[1:].any()


def test_what_heat_pumps_save_they_take_from_the_surroundings(
    city: Model, alone: dict[str, tuple[Use, Stock]]
) -> None:
    for each in HEAT_PUMPS:
        use = alone[each][0]
        drawn = use.ambient[..., -1].sum() - city.reference.use.ambient[..., -1].sum()
        saved = -change(city, use)[..., -1].sum()
        # Wood is saved, too, of which a third went up the chimney; electricity is as metered.
        assert 0.8 * saved < drawn < 1.02 * saved


def test_district_heat_replaces_electricity(
    city: Model, alone: dict[str, tuple[Use, Stock]]
) -> None:
    by_carrier = change(city, alone["district_heating"][0])[..., -1].sum(axis=(0, 1))
    found = dict(zip(CARRIERS, by_carrier, strict=True))
    assert found["district_heat"] > 20 and found["electricity"] < -20


def test_more_saves_more_and_all_together_saves_less_than_the_sum(
    city: Model, alone: dict[str, tuple[Use, Stock]]
) -> None:
    saving = [*RETROFIT.values(), "heat_pumps_ground", "appliances", "energy_management"]
    starts = dict.fromkeys(saving, START)
    half, _ = city.full({each: fit.HIGHEST[each] / 2 for each in saving}, starts)
    whole, _ = city.full({each: fit.HIGHEST[each] for each in saving}, starts)
    by_half, by_whole = (-change(city, use).sum(axis=(1, 2))[:, START - FIRST :]
                         for use in (half, whole))  # fmt: skip
    assert (by_whole > by_half).all()
    separately = np.sum([-change(city, alone[each][0]) for each in saving], axis=(0, 1, 2, 3))
    assert (by_whole.sum(axis=0) < separately[START - FIRST :] + SMALLEST).all()


def test_the_kept_surface_is_right_about_a_run_it_never_saw(city: Model) -> None:
    levels = {each: 0.4 * fit.HIGHEST[each] for each in MEASURES}
    starts = {each: 2027 + i for i, each in enumerate(MEASURES)}
    use, _ = city.full(levels, starts)
    error = fit.errors(
        surface("alesund"), city.reference, [fit.Ran(fit.Asked(levels, starts), change(city, use))]
    )
    assert error["past"] == 0
    assert all(off < 0.01 for name, off in error.items() if not name.startswith("effect"))
    assert all(off < 0.05 for name, off in error.items())


def test_a_worker_tells_how_far_it_is_and_measures_what_it_fitted(city: Model) -> None:
    told: list[tuple[float, str]] = []
    made = work.surface(city, lambda share, word: told.append((share, word)), 2, 1)
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and shares[0] > 0 and shares[-1] < 1
    assert [word for _, word in told] == ["fitting", "fitting", "checking"]
    assert made.runs == 2 and made.inputs_hash == city.reference.inputs_hash
    assert made.error["past"] == 0 and "effect:city" in made.error


def test_what_a_run_cannot_do_is_refused_by_name(city: Model) -> None:
    refused = {
        "measure_unknown": {"hope": 0.5},
        "level_range": {"lighting": 1.1},
        "heat_pumps_together": dict.fromkeys(HEAT_PUMPS, 0.4),
    }
    for code, levels in refused.items():
        with pytest.raises(TwinError) as said:
            city.full(levels, dict.fromkeys(levels, START))
        assert said.value.code == code


def test_conversions_never_take_more_than_there_is(
    city: Model, alesund: City, tmp_path: Path
) -> None:
    assert city  # ebm is imported quietly
    inputs.write(alesund, tmp_path)
    *_, before = model.heating_tables(tmp_path)
    every = {**dict.fromkeys(HEAT_PUMPS, 1 / 3), "district_heating": 1.0}
    table = conversions.forecast(before, Acting(every, dict.fromkeys(every, 2025)))
    years = [column for column in table.columns if column.isdecimal()]
    taken = table.groupby(["building_category", "heating_systems"])[years].sum()
    assert taken.to_numpy().max() <= 1 + 1e-9
    assert table[years].to_numpy().min() > 0
    assert set(table["heating_systems"]).isdisjoint(table["new_heating_systems"])


def test_the_model_ramps_and_ranges_as_the_table_of_measures_says() -> None:
    table = load_measures()
    for each in MEASURES:
        assert table[each].ramp == levers.RAMP
        assert table[each].highest == fit.HIGHEST[each]
