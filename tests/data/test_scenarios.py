"""Scenarios are saved, versioned, bound to votes and published, in a real file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest

from data.errors import DataError
from data.fields import LANGUAGES
from data.scenarios import plain
from data.scenarios.reading import FILE, FOLDER, PUBLISHED, Published, Shipped
from data.scenarios.ready import load_ready
from data.scenarios.records import Draft, Edit, FlowLine, Run
from data.scenarios.store import Scenarios
from twin.answer import Answer, Series
from twin.errors import TwinError
from twin.scenario import YEARS, Assumption, Chosen

AREAS = frozenset({"15080100", "15080200"})
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
READY = "alesund-one-degree"
PRICE = Assumption("price", 1.0, 0.5, 2.0, "NOK/kWh", "", "low", {"en": "Price"})
SHIPPED = Shipped(assumptions=lambda _city: {"price": PRICE})


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Scenarios]:
    made = at(tmp_path)
    yield made
    made.close()


def at(folder: Path) -> Scenarios:
    areas = {"alesund": AREAS}
    return Scenarios(folder, lambda city: areas.get(city, frozenset()), lambda: NOON, SHIPPED)


def draft(level: float = 0.5, name: str = "Vår plan", **more: object) -> Draft:
    return Draft({"nb": name}, {}, (Chosen("lighting", level, **more),))  # pyright: ignore


def answered(kind: str = "estimate", change: float = -1.0) -> Answer:
    """One output of the city, and one of an area."""
    flat = np.full((3, len(YEARS)), 10.0)
    moved = np.outer([1.2, 1.0, 0.8], np.full(len(YEARS), change))
    outputs = {"electricity": Series(flat, flat + moved, moved)}
    return Answer(
        kind,  # pyright: ignore[reportArgumentType]
        YEARS,
        {"1508": outputs, "15080100": outputs},
        {"ebm": "1.2.0"},
        1024,
        7,
        {"electricity": {"price": 0.5}},
    )


def run_for(shelf: Scenarios, id: str, run: str = "r1", kind: str = "estimate") -> Run:
    version = shelf.get(id).newest
    figures = {"price": (1.0, 0.5, 2.0)}
    chosen = plain.digest_of(version.draft.chosen)
    made_of = (0, figures, {"stock": "ab"}, (60_000.0,) * len(YEARS))
    flows = (FlowLine("waste", 2040, "after", "food", "separate", 1.0, 2.0, 3.0),)
    return Run(run, id, version.number, chosen, *made_of, answered(kind), NOON, flows)


def test_ready_scenarios_stand_beside_those_that_people_made(shelf: Scenarios) -> None:
    own = shelf.create("alesund", draft(), "facilitator")
    listed = shelf.list("alesund")
    assert listed[-1] == own
    assert READY in [each.id for each in listed]
    assert own.id not in [each.id for each in shelf.list("baerum")]


@pytest.mark.parametrize("city", ["alesund", "baerum"])
def test_a_city_has_four_ready_scenarios_of_both_themes(city: str) -> None:
    ready = [each for each in load_ready().values() if each.city == city]
    drafts = [each.newest.draft for each in ready]
    assert all(set(each.names) == set(each.about) == set(LANGUAGES) for each in drafts)
    measures = [{chosen.measure for chosen in each.chosen} for each in drafts]
    behaviour = {"indoor_temperature", "lighting", "appliances"}
    assert any(found <= behaviour for found in measures)
    circular = {"food_waste_sorting", "reuse_centre", "recycling_stations"}
    assert sum(bool(found & circular) for found in measures) >= 2
    assert sum(not found & circular for found in measures) >= 2


def test_a_scenario_is_saved_in_place_until_it_is_bound(shelf: Scenarios) -> None:
    first = shelf.create("alesund", draft(0.5), "facilitator")
    again = shelf.save(first.id, draft(0.6), "official", first.newest.stamp)
    assert [each.number for each in again.versions] == [1]
    assert again.newest.draft.chosen[0].level == 0.6
    assert (again.newest.made_by, again.newest.edition) == ("official", 1)


def test_what_was_voted_on_never_changes(shelf: Scenarios) -> None:
    first = shelf.create("alesund", draft(0.5), "facilitator")
    shelf.add_run(run_for(shelf, first.id))
    shelf.bind(first.id, 1, "r1", "session")
    shelf.bind(first.id, 1, "r1", "session")  # told again after a crash
    bound = shelf.version(first.id, 1)
    later = shelf.save(first.id, draft(0.9, "Ny plan"), "facilitator", first.newest.stamp)
    assert [each.number for each in later.versions] == [1, 2]
    assert shelf.version(first.id, 1) == bound
    assert bound.bound and not later.newest.bound
    assert later.newest.origin == f"{first.id}@1"
    assert shelf.run_of(first.id, 1) is not None
    assert shelf.run_of(first.id, 2) is None


def test_a_ready_scenario_that_is_changed_becomes_a_version_of_its_own(shelf: Scenarios) -> None:
    ready = shelf.get(READY)
    changed = shelf.save(READY, draft(0.1), "facilitator", ready.newest.stamp)
    assert [each.made_by for each in changed.versions] == ["product", "facilitator"]
    assert changed.versions[0] == ready.newest


def test_a_release_does_not_change_the_ready_scenario_that_was_voted_on(tmp_path: Path) -> None:
    shelf = at(tmp_path)
    shelf.add_run(run_for(shelf, READY))
    shelf.bind(READY, 1, "r1", "session")
    voted = shelf.version(READY, 1).draft
    shelf.close()
    other = load_ready()["alesund-warm-homes"]
    released = {READY: type(other)(READY, "alesund", True, other.versions)}
    later = Scenarios(tmp_path, lambda city: AREAS, shipped=Shipped(ready=released))
    assert later.version(READY, 1).draft == voted
    assert later.run_of(READY, 1) is not None
    later.close()


def test_of_two_who_save_at_once_the_second_is_told(shelf: Scenarios) -> None:
    first = shelf.create("alesund", draft(), "facilitator")
    shelf.save(first.id, draft(0.2), "facilitator", first.newest.stamp)
    with pytest.raises(DataError, match="meanwhile"):
        shelf.save(first.id, draft(0.9), "official", first.newest.stamp)
    assert shelf.get(first.id).newest.draft.chosen[0].level == 0.2


def test_a_vote_is_bound_to_a_run_that_is_held(shelf: Scenarios) -> None:
    first = shelf.create("alesund", draft(), "facilitator")
    with pytest.raises(DataError, match="no run"):
        shelf.bind(first.id, 1, "r1", "session")
    assert not shelf.get(first.id).newest.bound


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (draft(1.5), "level_range"),
        (draft(start=2024), "start_range"),
        (draft(areas=("15080300",)), "areas_unknown"),
        (draft(name=" "), "scenario_name"),
        (draft(name="x" * 141), "scenario_text"),
    ],
)
def test_what_cannot_be_saved_changes_nothing(shelf: Scenarios, wish: Draft, code: str) -> None:
    first = shelf.create("alesund", draft(), "facilitator")
    with pytest.raises((DataError, TwinError)) as problem:
        shelf.save(first.id, wish, "facilitator", first.newest.stamp)
    assert problem.value.code == code
    assert shelf.get(first.id) == first


def test_a_run_is_read_as_it_was_computed(tmp_path: Path) -> None:
    shelf = at(tmp_path)
    first = shelf.create("alesund", draft(), "facilitator")
    kept = run_for(shelf, first.id)
    shelf.add_run(kept)
    shelf.close()
    again = at(tmp_path)
    found = again.run_of(first.id)
    again.close()
    assert found is not None
    assert plain.rows_of(found.answer) == plain.rows_of(kept.answer)
    assert replace(found, answer=kept.answer) == kept
    assert (found.answer.models, found.answer.spread, found.answer.years) == (
        kept.answer.models, kept.answer.spread, kept.answer.years,
    )  # fmt: skip


def test_the_full_model_takes_the_place_of_the_estimate(shelf: Scenarios) -> None:
    first = shelf.create("alesund", draft(), "facilitator")
    shelf.add_run(run_for(shelf, first.id, "full", "full"))
    shelf.add_run(run_for(shelf, first.id, "estimate"))
    shelf.add_run(run_for(shelf, first.id, "full", "full"))  # known already
    assert shelf.run_of(first.id).id == "full"
    assert shelf.run_of(first.id, kind="estimate").id == "estimate"


def test_what_has_a_run_may_be_on_a_screen_and_stays(shelf: Scenarios) -> None:
    first = shelf.create("alesund", draft(0.5), "facilitator")
    shelf.add_run(run_for(shelf, first.id))
    later = shelf.save(first.id, draft(0.6), "facilitator", first.newest.stamp)
    assert later.versions[0] == first.newest
    assert (later.newest.number, shelf.run_of(first.id, 2)) == (2, None)


def test_a_run_of_measures_that_were_changed_meanwhile_is_not_kept(shelf: Scenarios) -> None:
    first = shelf.create("alesund", draft(0.5), "facilitator")
    run = run_for(shelf, first.id)
    shelf.save(first.id, draft(0.6), "facilitator", first.newest.stamp)
    with pytest.raises(DataError, match="other measures"):
        shelf.add_run(run)
    assert shelf.run_of(first.id) is None


def test_commands_read_the_newest_copy_while_the_server_writes(tmp_path: Path) -> None:
    shelf = at(tmp_path)
    first = shelf.create("alesund", draft(), "facilitator")
    shelf.add_run(run_for(shelf, first.id))
    beside = Published(tmp_path)
    shelf.save(first.id, draft(0.9), "facilitator", first.newest.stamp)
    assert beside.run_of(first.id).id == "r1"  # as it was when it was opened
    beside.close()
    newest = Published(tmp_path)
    assert newest.get(first.id) == shelf.get(first.id)
    newest.close()
    shelf.close()


def test_two_writers_never_have_the_file_at_once(tmp_path: Path) -> None:
    shelf = at(tmp_path)
    shelf.create("alesund", draft(), "facilitator")
    with pytest.raises(DataError) as refusal:
        at(tmp_path)
    assert refusal.value.code == "scenarios_busy"
    shelf.close()
    at(tmp_path).close()


def test_a_folder_without_scenarios_still_has_the_ready_ones(tmp_path: Path) -> None:
    nothing = Published(tmp_path)
    assert nothing.get(READY).ready
    assert nothing.run_of(READY) is None


def test_a_damaged_file_is_set_aside_and_its_copy_takes_over(tmp_path: Path) -> None:
    shelf = at(tmp_path)
    first = shelf.create("alesund", draft(), "facilitator")
    shelf.close()
    (tmp_path / FOLDER / FILE).write_bytes(b"not a database at all" * 1000)
    again = at(tmp_path)
    assert again.get(first.id) == first
    again.close()
    assert list((tmp_path / FOLDER).glob("damaged-*.duckdb"))


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    shelf = at(tmp_path)
    shelf._file._db.execute("UPDATE meta SET value = '2'")  # noqa: SLF001
    shelf.close()
    with pytest.raises(DataError, match="newer version"):
        at(tmp_path)
    assert (tmp_path / FOLDER / PUBLISHED).is_file()


def test_a_file_of_every_format_is_what_it_always_was(tmp_path: Path) -> None:
    """`tests/golden/scenarios-*.sql`, one for each format that was ever released."""
    for told in sorted((Path(__file__).parents[1] / "golden").glob("scenarios-*.sql")):
        folder = tmp_path / told.stem
        (folder / FOLDER).mkdir(parents=True)
        with duckdb.connect(str(folder / FOLDER / FILE)) as con:
            con.execute(told.read_text("utf-8"))
        shelf = Scenarios(folder, lambda _city: AREAS, lambda: NOON)
        (found,) = (each for each in shelf.list("alesund") if not each.ready)
        voted, later = found.versions
        assert (voted.bound, later.bound, later.origin) == (True, False, f"{found.id}@1")
        assert voted.draft.names == {"nb": "Lyse idéer"}
        assert [each.measure for each in voted.draft.chosen] == ["lighting", "recycling_stations"]
        assert voted.draft.chosen[0].areas == ("15080100",)
        assert voted.draft.chosen[1].places == ((6.15, 62.47),)
        run = shelf.run_of(found.id, 1)
        assert (run.id, run.answer.kind, run.answer.years) == ("r1", "full", (2024, 2030, 2050))
        assert run.answer.areas["1508"]["electricity"].change[1].tolist() == [0, -2, -6]
        assert np.isnan(run.answer.areas["1508"]["cost_per_kwh"].change).all()
        assert run.flows == (FlowLine("waste", 2030, "after", "food", "separate", 1.0, 2.0, 3.0),)
        assert shelf.assumptions("alesund").table["cost_retrofit_dwellings"].value == 900
        assert shelf.save(found.id, draft(0.1), "official", later.stamp).newest.edition == 1
        shelf.close()


def test_what_is_taken_away_is_kept_and_changes_no_digest_of_what_takes_nothing_away() -> None:
    away = Chosen("recycling_stations", 1, closed=((6.15, 62.47),), places=((6.2, 62.5),))
    assert plain.chosen_of(plain.chosen_json((away,))) == (away,)
    kept = replace(away, closed=())
    # The very digest under which earlier versions' runs are kept.
    assert plain.digest_of((kept,)) == plain.digest(
        [{"measure": "recycling_stations", "level": 1, "start": 2025, "areas": [],
          "places": [[6.2, 62.5]]}]
    )  # fmt: skip
    assert plain.digest_of((away,)) != plain.digest_of((kept,))


def test_assumptions_are_edited_by_new_versions_alone(shelf: Scenarios) -> None:
    edit = Edit(1.0, 0.5, 1.5, "Kommunens regnskap")
    first = shelf.edit_assumptions("alesund", {"price": edit}, "official", 0)
    back = shelf.edit_assumptions("alesund", {"price": None}, "official", 1)
    assert (first.number, first.table["price"].high, first.edited) == (1, 1.5, {"price"})
    assert (back.number, back.table["price"], back.edited) == (2, PRICE, frozenset())
    assert shelf.assumptions("alesund", 1) == first
    assert shelf.assumptions("baerum").number == 0
    with pytest.raises(DataError, match="meanwhile"):
        shelf.edit_assumptions("alesund", {}, "official", 0)


@pytest.mark.parametrize(
    ("name", "edit", "code"),
    [
        ("price", Edit(1, 2, 3), "assumption_order"),
        ("price", Edit(float("nan"), 0, 1), "assumption_number"),
        ("no_such_figure", Edit(1, 1, 1), "assumption_unknown"),
    ],
)
def test_figures_that_cannot_be_are_refused(
    shelf: Scenarios, name: str, edit: Edit, code: str
) -> None:
    with pytest.raises(TwinError) as problem:
        shelf.edit_assumptions("alesund", {name: edit}, "official", 0)
    assert problem.value.code == code
    assert shelf.assumptions("alesund").number == 0
