"""A city's own assumptions stand over the table's, and slips of the pen are told by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.tidy import read_cities
from data.twin.city_assumptions import city_assumptions
from data.twin.tables import TableError, load_assumptions


def test_a_city_has_its_own_climate_and_everything_else_from_the_table() -> None:
    shared, own = load_assumptions(), city_assumptions("alesund")
    assert list(own) == list(shared)
    differ = {id_ for id_ in own if own[id_] != shared[id_]}
    assert {"irradiation", "design_temperature", "heat_from_waste"} <= differ
    assert own["design_temperature"].value > city_assumptions("baerum")["design_temperature"].value


def test_a_city_without_its_own_has_the_table() -> None:
    assert city_assumptions("karmoy") == load_assumptions()
    assert "karmoy" in {city["id"] for city in read_cities()}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("alesund: {sunshine: {value: 1, low: 1, high: 1}}", "sunshine"),
        ("alesund: {irradiation: {value: 1, low: 2, high: 3}}", "value"),
        ("alesund: {irradiation: {value: 1, low: 0}}", "high"),
        ("alesund: {irradiation: {value: 1, low: 0, high: 2, unit: kWh}}", "unit"),
    ],
)
def test_a_slip_of_the_pen_is_told_by_name(text: str, field: str, tmp_path: Path) -> None:
    path = tmp_path / "cities.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as told:
        city_assumptions("alesund", path)
    assert told.value.field.endswith(field)
