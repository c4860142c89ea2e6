"""The stage's door and skeleton, and its map: what is made on the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboards._stage_door import enter
from dashboards._stage_ids import Id
from dashboards._stage_map import map_of
from dashboards._stage_screen import screen
from tests.product import Prepared, Running
from tests.workshop.builders import agenda

SCRIPTS = Path(__file__).resolve().parents[2] / "assets"
MAP_PARTS = {Id.MAP, Id.MAP_AREAS, Id.MAP_PLACES, Id.MAP_PINS}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with Prepared(Running(tmp_path_factory.mktemp("stage"))) as prepared:
        yield prepared


def ids(component: Component) -> list[str]:
    parts = [component, *component._traverse()]
    return [str(part.id) for part in parts if getattr(part, "id", None)]


def everything(component: Any) -> str:
    return str(component.to_plotly_json()) + "".join(
        str(part) for part in component._traverse() if isinstance(part, str)
    )


def test_the_skeleton_has_each_of_its_ids_once():
    found = ids(screen("s", "k", "nb", "dark"))
    assert sorted(found) == sorted(set(found))
    assert set(found) == set(Id) - MAP_PARTS


def test_the_script_names_only_parts_that_the_skeleton_has():
    script = (SCRIPTS / "stage_screen.js").read_text() + (SCRIPTS / "stage.js").read_text()
    for id_ in set(Id) - MAP_PARTS - {Id.SIDE, Id.MAP_BOX, Id.RAIL}:
        name = id_.removeprefix("stage-")
        assert f'"{name}"' in script or f'"{id_}"' in script, id_


@pytest.mark.parametrize("key", ["", "0" * 32, "é", "' OR 1=1"])
def test_a_wrong_key_gets_one_sentence_and_nothing_of_the_session(house: Prepared, key: str):
    session = house.session(agenda())
    answer = enter(house.workshop, house.doors, session.id, {"key": key, "lang": "sv"})
    assert ids(answer) == []
    assert "Hämta den på nytt" in everything(answer)
    assert session.id not in everything(answer) and "Prøve" not in everything(answer)


def test_the_key_of_one_session_does_not_open_another(house: Prepared):
    mine, other = house.session(agenda()), house.session(agenda())
    key = house.doors.stage_key(mine.id)
    assert ids(enter(house.workshop, house.doors, other.id, {"key": key})) == []
    assert ids(enter(house.workshop, house.doors, "nowhere", {"key": key})) == []
    assert Id.ROOT in ids(enter(house.workshop, house.doors, mine.id, {"key": key}))


@pytest.mark.parametrize(
    ("asked", "language", "scheme"),
    [
        ({}, "nb", "dark"),
        ({"lang": "en", "scheme": "light"}, "en", "light"),
        ({"lang": "xx", "scheme": "pink"}, "nb", "dark"),
        ({"lang": "no"}, "nb", "dark"),
    ],
)
def test_the_address_chooses_language_and_colours(
    house: Prepared, asked: dict[str, str], language: str, scheme: str
):
    session = house.session(agenda())
    asked = asked | {"key": house.doors.stage_key(session.id)}
    told = enter(house.workshop, house.doors, session.id, asked).to_plotly_json()["props"]
    assert (told["lang"], told["data-lang"], told["data-scheme"]) == (language, language, scheme)


def test_a_step_with_an_indicator_gets_a_coloured_map_a_legend_and_a_table(house: Prepared):
    view = {
        "city": "alesund",
        "layer": "municipalities",
        "indicator": "EN: E: E: 2C",
        "year": "2024",
    }
    drawn, beside = map_of(house.library, view, "nb")
    assert {Id.MAP, Id.MAP_AREAS, Id.MAP_PINS} <= set(ids(drawn))
    table = next(part for part in beside._traverse() if type(part).__name__ == "Tbody")
    rows = [[cell.children for cell in row.children] for row in table.children]
    assert ["Ålesund", "14\xa0990 kWh per innbygger i året"] in rows


def test_a_step_for_pins_gets_land_and_names_only(house: Prepared):
    (drawn,) = map_of(house.library, {"city": "baerum"}, "en")
    assert Id.MAP_PINS in ids(drawn) and Id.MAP_AREAS not in ids(drawn)
