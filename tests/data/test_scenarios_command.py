"""`python -m data.scenarios`: a published run as JSON or lines, and one sentence when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.library import Library
from data.models.parts import TwinParts
from data.scenarios.__main__ import main
from tests.scenario_runs import computed
from twin.scenario import YEARS

READY = "alesund-warm-homes"


@pytest.fixture
def folder(own_library_dir: Path) -> Path:
    """A data folder whose server has published one run."""
    library = Library(own_library_dir)
    twin = TwinParts(own_library_dir, library)
    computed(twin, "alesund", READY)
    twin.close()
    library.close()
    return own_library_dir


def test_the_effects_of_a_published_run_are_printed_while_the_server_runs(folder: Path) -> None:
    library = Library(folder)
    server = TwinParts(folder, library)
    assert server.scenarios.list("alesund")  # the file is open here
    command = [sys.executable, "-m", "data.scenarios", "alesund", "warm-homes", "--json"]
    done = subprocess.run(
        [*command, "--data-dir", str(folder)], capture_output=True, text=True, check=False
    )
    server.close()
    library.close()
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["scenario"], told["version"], told["run"]["kind"]) == (READY, 1, "full")
    assert told["years"] == list(YEARS)
    city = told["areas"]["1508"]["energy_total"]
    assert city["change"]["p50"][-1] == pytest.approx(-60.04)
    assert told["units"]["energy_total"] == "GWh/a"
    touched = {each["code"] for each in told["indicators"] if each["modelled"]}
    assert touched == {"EN: E: E: 2C", "EN: EN: AQ: 2C"}
    (emitted,) = (
        each["values"][0]
        for each in told["indicators"]
        if each["code"] == "EN: EN: AQ: 2C" and each["year"] == 2050
    )
    assert (emitted["covers"], emitted["clear"], emitted["after"]) == ("part", True, None)


def test_without_json_it_prints_lines_for_people(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["alesund", READY, "--data-dir", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "energy_total" in said and "GWh/a" in said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["atlantis", "warm-homes"], "There is no city 'atlantis'"),
        (["alesund", "no-such"], "alesund has no scenario 'no-such'; there are"),
        (["alesund", "sort-more"], "has not been computed"),
        (["alesund", "warm-homes", "--version", "7"], "has no version 7"),
    ],
)
def test_what_cannot_be_told_is_one_sentence(
    folder: Path, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*asked, "--json", "--data-dir", str(folder)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err and told.err.count("\n") == 1
