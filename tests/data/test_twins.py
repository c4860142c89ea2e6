"""A city's models, asked as the page and the workshop ask them, and run as the server runs them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.library import Library
from data.models.live import Twins
from data.models.parts import TwinParts
from data.models.progress import Progress
from data.scenarios.records import Draft, Edit
from data.twin.register_file import Register, Registers, Sum
from data.twin.tables import load_measures, load_outputs
from tests.scenario_runs import fitted_before
from tests.workshop.builders import step
from twin.errors import TwinError
from twin.scenario import Chosen
from workshop.agenda import parse_agenda

CITY, CODE = "alesund", "1508"
LONG = 300.0
RETROFIT = Chosen("retrofit_dwellings", 0.2, 2030)


@pytest.fixture(scope="module")
def fitted(library_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which Ålesund was fitted before."""
    folder = tmp_path_factory.mktemp("fitted")
    for name in ("library", "sources"):
        (folder / name).symlink_to(library_dir.resolve() / name)
    library = Library(folder)
    parts = TwinParts(folder, library)
    fitted_before(parts, library, CITY)
    parts.close()
    library.close()
    return folder


@pytest.fixture(scope="module")
def parts(fitted: Path) -> Iterator[TwinParts]:
    library = Library(fitted)
    made = TwinParts(fitted, library)
    yield made
    made.close()
    library.close()


@pytest.fixture(scope="module")
def twins(parts: TwinParts) -> Twins:
    return parts.twins


def test_a_fitted_city_answers_with_every_output_and_its_areas_with_one(twins: Twins) -> None:
    assert twins.progress(CITY) == Progress("ready", 1.0)
    answer = twins.answer(CITY, (RETROFIT,), "electricity")
    assert set(answer.areas[CODE]) == set(load_outputs()) - {"station_access"}
    areas = [found for area, found in answer.areas.items() if area != CODE]
    assert len(areas) == len(twins.twin(CITY).districts)
    assert all(set(found) == {"electricity"} for found in areas)
    city = answer.areas[CODE]["electricity"].change[1]
    begun = np.array(answer.years) >= RETROFIT.start
    assert not city[~begun].any() and (city[begun] < 0).all()
    assert not answer.areas[CODE]["waste_total"].change.any()
    assert answer.models.keys() >= {"ebm", "waste", "materials"}


def test_both_themes_of_a_mix_are_told_together(twins: Twins) -> None:
    mix = (RETROFIT, Chosen("food_waste_sorting", 0.5, 2027))
    found = twins.answer(CITY, mix, "waste_food").areas[CODE]
    assert found["energy_total"].change[1, -1] < 0 < found["waste_food"].change[1, -1]


def test_what_cannot_be_is_refused_by_name(twins: Twins) -> None:
    with pytest.raises(TwinError, match="level_range: retrofit_dwellings"):
        twins.answer(CITY, (Chosen("retrofit_dwellings", 0.9),), "electricity")


def test_a_city_that_is_not_fitted_says_so(twins: Twins) -> None:
    with pytest.raises(TwinError, match="model_not_ready"):
        twins.answer("baerum", (), "electricity")
    assert twins.progress("baerum").state == "absent"
    assert twins.progress("karmoy") == Progress("absent", 0.0, "city_without_data")


def test_another_price_needs_no_other_fit(parts: TwinParts, twins: Twins) -> None:
    before = twins.answer(CITY, (RETROFIT,), "electricity").areas[CODE]
    held = parts.scenarios.assumptions(CITY)
    dear = Edit(900.0, 800.0, 1000.0)
    parts.scenarios.edit_assumptions(
        CITY, {"cost_retrofit_dwellings": dear}, "official", held.number
    )
    after = twins.answer(CITY, (RETROFIT,), "electricity").areas[CODE]
    assert twins.progress(CITY).state == "ready"
    assert np.array_equal(before["electricity"].change, after["electricity"].change)
    assert not np.array_equal(before["investment"].change, after["investment"].change)


def test_a_share_is_some_number_of_homes(twins: Twins) -> None:
    amounts = twins.amounts(CITY)
    assert 20_000 < amounts["retrofit_dwellings"] < 40_000
    assert amounts["heat_pumps_ground"] < amounts["retrofit_dwellings"]
    assert set(amounts) <= set(load_measures())


def test_the_full_models_run_for_what_is_saved(parts: TwinParts, twins: Twins) -> None:
    chosen = (Chosen("lighting", 0.5, 2030), Chosen("rooftop_solar", 0.2, 2030))
    made = parts.scenarios.create(CITY, Draft({"nb": "Lys og sol"}, {}, chosen), "facilitator")
    before = twins.estimate(made.id, 1)
    job = twins.compute(made.id)
    assert job is not None
    assert [each.id for each, _ in twins.runs(CITY)] == [made.id]
    told = {each["id"]: each for each in parts.exhibits.offered(CITY)["scenarios"]}[made.id]
    assert (told["kind"], told["run"]["state"]) == ("estimate", "working")
    job.wait(LONG)
    assert twins.runs(CITY) == []
    assert twins.compute(made.id) is None
    full = parts.scenarios.run_of(made.id)
    estimate = parts.scenarios.run_of(made.id, kind="estimate")
    assert full is not None and estimate is not None
    assert estimate.id == before.id, "the worker makes the very same"
    assert (full.answer.kind, full.assumption_version) == (
        "full", parts.scenarios.assumptions(CITY).number,
    )  # fmt: skip
    lights = [each.answer.areas[CODE]["electricity"].change[1, -1] for each in (full, estimate)]
    assert lights[0] == pytest.approx(lights[1], rel=0.05)
    assert lights[0] < 0 and lights[0] != lights[1]
    assert len(full.answer.areas) == 1 + len(twins.twin(CITY).districts)
    assert full.people[0] > 50_000 and full.flows
    sound = made.newest.draft.chosen
    found = parts.beyond.full(CITY, sound, made.id)
    assert found is not None and found.id == full.id
    later = full.made_at + dt.timedelta(seconds=1)
    parts.scenarios.add_run(replace(full, id="other", inputs={"stock": "other"}, made_at=later))
    # That one is newer, but of other buildings than those that the answers are made of now.
    found = parts.beyond.full(CITY, sound, made.id)
    assert found is not None and found.id == full.id
    held = parts.exhibits.held(CITY, made.id)
    assert held is not None and held.run == full.id


def test_a_city_answers_as_it_was_until_it_is_fitted_to_a_register(
    fitted: Path, parts: TwinParts, twins: Twins
) -> None:
    districts, held = twins.twin(CITY).districts, Registers(fitted)
    sums = [
        Sum(district, use, 1, 100.0 * n, 0.0, 100.0 * n)
        for n, district in enumerate(districts, 1) for use in ("house", "office", "school")
    ]  # fmt: skip
    whose = ("Ålesund", "2026-10-01", "NLOD", "a.csv", "0" * 64, "2026-11-22", "official")
    before = twins.answer(CITY, (RETROFIT,), "electricity").areas
    held.keep(CITY, Register(*whose, tuple(sums)))
    library = Library(fitted)
    busy = Twins(parts.scenarios, library)
    try:
        told = busy.progress(CITY)
        assert (told.state, told.anew, told.code) == ("ready", True, "")
        after = busy.answer(CITY, (RETROFIT,), "electricity").areas
        assert all(
            np.array_equal(after[area]["electricity"].change, before[area]["electricity"].change)
            for area in districts
        )
        held.choose(CITY, 0, "official")
        assert busy.progress(CITY) == Progress("ready", 1.0)
    finally:
        busy.close()
        library.close()


def test_until_the_full_models_have_run_a_scenario_is_shown_by_its_estimate(
    parts: TwinParts, twins: Twins
) -> None:
    id = "alesund-warm-homes"
    assert parts.scenarios.run_of(id) is None
    agenda = parse_agenda([step("scenario", "look", settings={"scenario": id})])
    parts.exhibits.offered(CITY, agenda)
    kept, held = parts.scenarios.run_of(id), parts.exhibits.held(CITY, id)
    assert held is not None and kept is not None
    assert (held.run, held.answer.kind, held.version) == (kept.id, "estimate", 1)


def test_a_command_computes_what_was_not(fitted: Path, parts: TwinParts) -> None:
    """The server runs beside it, so that the result is told but not kept."""
    assert parts.scenarios.run_of("alesund-sort-more") is None
    command = [sys.executable, "-m", "data.scenarios", "alesund", "sort-more", "--run", "--json"]
    done = subprocess.run(
        [*command, "--data-dir", str(fitted)],
        capture_output=True, text=True, check=False, timeout=LONG,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["areas"][CODE]["waste_residual"]["change"]["p50"][-1] < 0
    assert "EN: EN: WA: 1C" in {each["code"] for each in told["indicators"] if each["modelled"]}
    assert "not kept" in done.stderr
    assert parts.scenarios.run_of("alesund-sort-more") is None
