"""Maps of what is held: each value on its own area, gaps hatched, words in four languages."""

from __future__ import annotations

import pytest

from data.errors import DataError
from data.library import Library
from layers import choropleth, leaflet, points, subjects
from tests.built_library import built_library


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(built_library())


def view(city: str, indicator: str, **more: str) -> dict[str, str | None]:
    return {"city": city, "indicator": indicator, "layer": None, "year": None, **more}


def test_households_in_alesund_2024_are_396_gwh(library: Library) -> None:
    spec = choropleth.spec(library, view("alesund", "electricity:XX", year="2024"), "nb")
    found = spec.reading("1508")
    assert found is not None
    assert found.text == "395,6 GWh"
    assert (spec.year, spec.years, spec.unit) == ("2024", ("2022", "2023", "2024"), "GWh")
    assert spec.title == "Strømforbruk: Husholdninger"
    assert "Elhub" in spec.attribution and "Kartverket" in spec.attribution


def test_electricity_per_inhabitant_is_shown_only_where_a_population_is_held(
    library: Library,
) -> None:
    spec = choropleth.spec(library, view("alesund", "EN: E: E: 2C"), "en")
    shown = [one.area for one in spec.readings if one.value is not None]
    assert shown == ["1508"]
    assert spec.reading("1508") and spec.reading("1508").text.startswith("14,990 kWh")
    assert all(one.shade == 0 for one in spec.readings if one.value is None)


def test_baerums_unpublished_indicator_is_not_reported_anywhere_on_the_map(
    library: Library,
) -> None:
    spec = choropleth.spec(library, view("baerum", "EN: EN: WA: 1C", year="2024"), "nn")
    assert {one.text for one in spec.readings} == {"Ikkje rapportert"}
    assert spec.method == "Ingen verdi er rapportert for dette kartet."


def test_alesunds_values_of_2020_lie_on_the_region_that_was_measured(library: Library) -> None:
    spec = choropleth.spec(library, view("alesund", "EC: P: IN: 1C"), "nb")
    assert spec.layer == "regions"
    assert spec.readings[0].text.startswith("1,13")
    assert spec.approximate and "region" in spec.approximate
    asked = choropleth.spec(library, view("alesund", "EC: P: IN: 1C", layer="municipalities"), "nb")
    assert asked.reading("1508") and asked.reading("1508").value is None


def test_people_are_mapped_by_district_with_the_borders_called_approximate(
    library: Library,
) -> None:
    spec = choropleth.spec(library, view("baerum", "population"), "sv")
    assert (spec.layer, len(spec.readings)) == ("districts", 22)
    assert spec.approximate and "ungefärliga" in spec.approximate


@pytest.mark.parametrize(
    "asked", ["nonsense", "", "electricity:QQ", "EN: X: X: 9C", "electricity:"]
)
def test_an_indicator_that_does_not_exist_gives_way_to_one_that_does(
    library: Library, asked: str
) -> None:
    spec = choropleth.spec(library, view("alesund", asked, year="1066", layer="moon"), "en")
    assert spec.readings
    assert spec.layer == "municipalities"


def test_an_answer_in_words_is_drawn_as_an_answer_and_not_as_a_gap(library: Library) -> None:
    spec = choropleth.spec(library, view("asker", "SC: SH: SA: 3A"), "nb")
    own = spec.reading("3203")
    assert own is not None
    assert (own.text, own.shade) == ("nei", choropleth.NO)
    assert [row.text for row in spec.legend] == ["nei", "Ikke rapportert"]


def test_a_city_that_is_not_held_is_refused(library: Library) -> None:
    with pytest.raises(DataError):
        choropleth.spec(library, view("atlantis", "electricity"), "en")


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_shapes_travel_by_address_and_never_with_the_colours(
    library: Library, language: str
) -> None:
    spec = choropleth.spec(library, view("alesund", "electricity"), language)
    layer = leaflet.choropleth_layer(spec, "areas").to_plotly_json()["props"]
    assert layer["url"] == f"/geo/{library.version}/municipalities-alesund.geojson"
    assert "data" not in layer
    assert set(layer["hideout"]["areas"]["1508"][1:]) == {"Ålesund", spec.reading("1508").text}
    library.geo_path("municipalities-alesund.geojson", library.version)


def test_a_known_spelling_of_a_code_finds_its_card() -> None:
    assert subjects.known("en_e_e_2c") == subjects.known("EN:E:E: 2C") == "EN: E: E: 2C"
    assert subjects.known("electricity:total") == "electricity"


def test_a_pin_has_a_shape_beside_its_colour_and_survives_an_unknown_category() -> None:
    categories = [{"id": "good", "text": {"nb": "Bra", "en": "Good"}, "colour": "orange"}]
    pins = [
        {"id": "a", "lat": 62.5, "lon": 6.1, "category": "good", "text": "<b>x</b>"},
        {"id": "b", "lat": 62.5, "lon": 6.2, "category": "gone", "text": None},
    ]
    first, second = points.collection(pins, categories, "en")["features"]
    assert first["geometry"]["coordinates"] == [6.1, 62.5]
    assert first["properties"]["shape"] == "square"
    assert (first["properties"]["category"], first["properties"]["text"]) == ("Good", "<b>x</b>")
    assert second["properties"]["colour"] == "teal"
