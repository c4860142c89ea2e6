"""The command that finds where new recycling stations help most."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.export.pins import pins_geojson
from data.twin.best_places import main
from tests.dashboards.review_story import held
from tests.workshop.builders import small_workshop


@dataclass(frozen=True)
class Held:
    """A data folder with the library and a workshop that was held, and where its pins lie."""

    folder: Path
    session: str
    pins: list[list[float]]


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory, library_dir: Path) -> Held:
    folder = tmp_path_factory.mktemp("data")
    workshop = small_workshop(folder)
    session_id = held(workshop)
    features = pins_geojson(workshop.state(session_id), "en")["features"]
    workshop.stop()
    (folder / "library").symlink_to(library_dir.resolve() / "library")
    return Held(folder, session_id, [each["geometry"]["coordinates"] for each in features])


def test_places_are_found_among_those_that_people_pinned(
    over: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["alesund", "-k", "1", "--session", over.session, "--category", "good", "--json"]
    assert main([*asked, "--data-dir", str(over.folder)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [[each["lon"], each["lat"]] in over.pins for each in told["places"]] == [True]
    assert told["proven"]
    assert told["stations_today"] is None


def test_pins_whose_keys_are_gone_are_no_candidates(
    over: Held, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("library", "sessions"):
        (tmp_path / name).symlink_to(over.folder / name)
    asked = ["alesund", "--session", over.session, "--category", "good"]
    assert main([*asked, "--data-dir", str(tmp_path)]) == 1
    assert "There is no place to choose among: good." in capsys.readouterr().err


def test_more_places_reach_more_people_by_a_shorter_way(
    library_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for count in ("2", "6"):
        assert main(["baerum", "-k", count, "--json", "--data-dir", str(library_dir)]) == 0
        told.append(json.loads(capsys.readouterr().out))
    few, more = told
    assert len(more["places"]) == 6
    assert more["metres"] < few["metres"]
    assert more["reached"] > few["reached"]
    assert main(["baerum", "-k", "2", "--data-dir", str(library_dir)]) == 0
    assert "Stations today: not reported." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["stavanger"], "There is not enough data to compute this city: stavanger."),
        (["oslo"], "There is no city 'oslo'"),
        (["alesund", "--session", "nowhere"], "nowhere.duckdb."),
    ],
)
def test_what_cannot_be_found_is_said_in_one_sentence(
    library_dir: Path, capsys: pytest.CaptureFixture[str], asked: list[str], sentence: str
) -> None:
    assert main([*asked, "--data-dir", str(library_dir)]) == 1
    assert sentence in capsys.readouterr().err


def test_a_category_that_nobody_pinned_is_said(
    over: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["alesund", "--session", over.session, "--category", "trolls"]
    assert main([*asked, "--data-dir", str(over.folder)]) == 1
    assert "There is no place to choose among: trolls." in capsys.readouterr().err
