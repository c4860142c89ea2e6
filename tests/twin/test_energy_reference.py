"""A city's reference run: scaled from the nation, tied to what was metered, checked."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.library import Library
from data.twin.stock import city_tables
from tests.twin.cities import reference
from twin.energy import checks, inputs, model, run, sums
from twin.energy.inputs import City
from twin.energy.run import Model
from twin.energy.use import CARRIERS, SEGMENTS, SHAPE, Reference, Stock, Use
from twin.errors import TwinError
from twin.scenario import BASE, FIRST

AT_BASE = BASE - FIRST
# NVE's ebm 1.2.0 with long_analysis_2024: all buildings but holiday homes, 2020 to 2050.
NATION_TWH = 2142.394


@pytest.fixture(scope="module")
def fresh(alesund_model: Model) -> Reference:
    return alesund_model.reference


def test_the_nations_published_total_comes_out_of_the_composed_functions() -> None:
    model.quiet()
    tables = Path(str(resources.files("ebm").joinpath(inputs.ANALYSIS)))
    used = run.computed(tables, model.prepared(tables))
    bought = used[:, :, : sums.AMBIENT].sum()
    sun = 0.0873  # TWh of solar heat, which is in NVE's total and which nobody buys
    assert bought / 1000 + sun == pytest.approx(NATION_TWH, abs=0.0006)


@pytest.mark.parametrize("name", ["alesund", "baerum"])
def test_the_base_year_is_what_was_metered(library: Library, name: str) -> None:
    held, metered = reference(name), city_tables(library, name).metered[BASE]
    electricity = held.use.values[:, :, CARRIERS.index("electricity"), AT_BASE].sum(axis=1)
    assert electricity[0] == pytest.approx(metered["dwellings"])
    assert electricity[1:].sum() == pytest.approx(metered["services"])
    assert held.metered[BASE] == pytest.approx(electricity.sum())
    assert 0.85 < held.calibration["electricity"] < 1.15


def test_district_heat_is_what_nves_keys_give(fresh: Reference) -> None:
    heat = fresh.use.values[:, :, CARRIERS.index("district_heat"), AT_BASE].sum(axis=1)
    assert heat[0] == pytest.approx(0.011 * 2058.7, rel=1e-3)
    assert heat[1:].sum() == pytest.approx(0.020 * 4527.9, rel=1e-3)


def test_firewood_is_what_nves_key_gives(fresh: Reference) -> None:
    wood = fresh.use.values[0, :, CARRIERS.index("bio"), AT_BASE].sum()
    assert wood == pytest.approx(0.01078 * 4702.7, rel=0.005)


def test_the_kept_reference_is_what_the_model_gives_today(fresh: Reference) -> None:
    held = reference("alesund")
    assert held.inputs_hash == fresh.inputs_hash
    np.testing.assert_allclose(held.use.values, fresh.use.values, rtol=1e-9)
    np.testing.assert_allclose(held.use.ambient, fresh.use.ambient, rtol=1e-9)
    for each in fields(Stock):
        kept, made = getattr(held.stock, each.name), getattr(fresh.stock, each.name)
        np.testing.assert_allclose(kept, made, rtol=1e-9, atol=1e-6)


def test_a_saved_reference_is_read_as_it_was(fresh: Reference, tmp_path: Path) -> None:
    fresh.save(tmp_path / "held.npz")
    read = Reference.load(tmp_path / "held.npz")
    assert np.array_equal(read.use.values, fresh.use.values)
    assert (read.metered, read.weights) == (fresh.metered, fresh.weights)
    assert read.calibration == fresh.calibration


def test_a_city_is_the_sum_of_its_districts() -> None:
    held = reference("baerum")
    assert len(held.weights) == 22
    for segment in SEGMENTS:
        assert sum(each[segment] for each in held.weights.values()) == pytest.approx(1)


def test_what_is_built_and_torn_down_explains_the_floor_area() -> None:
    stock, values = reference("alesund").stock, reference("alesund").use.values
    grown = np.diff(stock.floor, axis=1)
    np.testing.assert_allclose(grown, (stock.built - stock.demolished)[:, 1:], atol=1e-6)
    assert values.shape == SHAPE
    assert values.min() >= 0 and stock.floor.min() > 0


@pytest.mark.parametrize("without", ["asker", "haram", "stavanger"])
def test_a_city_without_areas_is_refused_by_name(library: Library, without: str) -> None:
    with pytest.raises(TwinError) as refused:
        city_tables(library, without)
    assert (refused.value.code, refused.value.about) == ("city_without_data", without)


def test_a_city_whose_base_year_was_not_metered_is_refused(alesund: City, tmp_path: Path) -> None:
    early = {year: held for year, held in alesund.metered.items() if year != BASE}
    with pytest.raises(TwinError, match="city_without_data: alesund: electricity"):
        run.reference(replace(alesund, metered=early), tmp_path)


def test_other_inputs_have_another_hash(alesund: City) -> None:
    assert alesund.hash() == replace(alesund).hash()
    assert alesund.hash() != replace(alesund, people=alesund.people + 1).hash()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda share: share * 1.01, "do not sum"),
        (lambda share: share.where(share.index != 0, share - 1).where(
            share.index != 1, share + 1), "negative"),
    ],
)  # fmt: skip
def test_heating_systems_that_are_no_shares_stop_a_run(
    alesund: City, alesund_model: Model, tmp_path: Path, spoil: object, said: str
) -> None:
    assert alesund_model  # ebm is imported quietly
    inputs.write(alesund, tmp_path)
    systems = model.systems_of(tmp_path)
    systems["heating_system_share"] = spoil(systems["heating_system_share"])  # type: ignore[operator]
    with pytest.raises(TwinError, match=said):
        checks.check_shares(systems)


def test_energy_that_does_not_balance_stops_a_run() -> None:
    used = pd.DataFrame(
        {"purpose": ["lighting"] * 2, "year": [2024, 2025], "kwh": [5.0, 6.0],
         "load_efficiency": [2.0, 2.0]}
    )  # fmt: skip
    place = {"building_category": "house", "building_code": "TEK10"}
    key = {**place, "building_condition": "renovation"}
    area = pd.DataFrame([{**key, "year": year, "m2": 2.0} for year in (2024, 2025)])
    need = pd.DataFrame(
        [{**key, "year": 2024, "purpose": "lighting", "kwh_m2": 5.0},
         {**key, "year": 2025, "purpose": "lighting", "kwh_m2": 6.0}]
    ).set_index([*model.AREA_KEY, "purpose"])  # fmt: skip
    frames = model.Frames(None, area, need, None)
    checks.check_balance(used, frames)
    with pytest.raises(TwinError, match="does not balance"):
        checks.check_balance(used.assign(kwh=[5.0, 6.1]), frames)


def test_a_run_that_changes_the_past_is_stopped() -> None:
    held = reference("alesund").use
    later = Use(held.values.copy(), held.ambient)
    later.values[..., 2030 - FIRST] += 1
    checks.check_past(later, held, 2030)
    with pytest.raises(TwinError, match="changed the past"):
        checks.check_past(later, held, 2031)


def test_nothing_heavy_is_loaded_before_a_worker_asks_for_it() -> None:
    told = (
        "import sys, twin.energy.work, data.twin.stock\n"
        "print({'energibruksmodell', 'pandas', 'openpyxl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
