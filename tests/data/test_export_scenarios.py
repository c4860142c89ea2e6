"""What the room was shown of scenarios leaves with the results: version, run, and figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.export.manifest import manifest
from data.export.report import report_pdf
from data.export.results import Row, rows
from data.library import Library
from tests.workshop.builders import op, small_workshop, step, text
from workshop.model import Session


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A comparison, a guess and sliders, with five people."""
    workshop = small_workshop(Path(tmp_path_factory.mktemp("sessions")))
    steps = [step("scenario", "look"), step("compare", "which"), step("guess", "how")]
    steps.append(step("live", "sliders"))
    session = workshop.create("alesund", text("Energy"), steps, "nb", "tester")
    for n in range(5):
        workshop.operate(session, op("join", f"p{n}"))
    for round_, value in ((1, None), (2, ["heat"]), (3, -10), (4, None)):
        assert workshop.command(session, "next").ok
        for n in range(5 if value is not None else 0):
            cast = op("ballot", f"p{n}", round=f"r{round_}", value=value, rev=1)
            assert workshop.operate(session, cast).ok
    moved = {"round": "r4", "chosen": [{"measure": "solar", "level": 0.2}], "settled": True}
    assert workshop.command(session, "set_live", moved).ok
    assert workshop.command(session, "close_session").ok
    state = workshop.state(session)
    workshop.stop()
    return state


def line(found: list[Row], round_kind: str, measure: str, item: str = "heat") -> Row:
    (one,) = [r for r in found if (r.kind, r.measure, r.item) == (round_kind, measure, item)]
    return one


def test_every_line_about_a_scenario_says_its_version_and_run(held: Session):
    found = rows(held, "en")
    assert line(found, "compare", "scenario_version", "sun").value == 3
    run = line(found, "compare", "scenario_run")
    assert (run.value, run.note) == ("run-heat-3", "full model, ebm 1.2.0")
    change = line(found, "compare", "energy_total_change_p50")
    assert (change.value, change.note, change.text) == (-40, "GWh/a, 2040", "Energy")
    assert line(found, "compare", "count").value == 5
    power = [r for r in found if r.kind == "compare" and r.measure.startswith("EN: E: E: 2C_")]
    told = {r.measure.removeprefix("EN: E: E: 2C_"): r.value for r in power if r.item == "heat"}
    assert (told["today"], told["change_p50"], told["after_p10"]) == (15000, -700, 14100)
    assert (told["benchmark"], told["band_today"], told["band_high"]) == (12000, 2, 3)
    assert {r.note for r in power} >= {"kWh per resident, 2024", "kWh per resident, 2040"}
    assert not [r for r in power if r.item == "sun"], "not modelled, which is not unchanged"
    assert line(found, "scenario", "energy_total_today").value == 400
    assert line(found, "live", "energy_total_change_p10", "live").value == -60


def test_a_guess_leaves_with_its_middle_and_the_models(held: Session):
    found = rows(held, "en")
    assert line(found, "guess", "guess_median", "").value == -10
    assert line(found, "guess", "model_p50", "").value == -10
    assert sum(r.value or 0 for r in found if r.measure == "guesses_from") == 5  # type: ignore[misc]


def test_the_manifest_names_every_scenario_that_was_shown(held: Session, library: Library):
    told = manifest(held, library, "en", {}, 0)["scenarios"]
    assert [(each["scenario"], each["asked"]) for each in told] == [
        ("heat", False), ("heat", True), ("sun", True), ("heat", True),
    ]  # fmt: skip
    assert told[0]["run"] == "run-heat-3" and json.dumps(told)


def test_the_report_for_the_archive_is_made_with_scenarios_in_it(held: Session):
    assert report_pdf(held, "nb", 0).startswith(b"%PDF")
