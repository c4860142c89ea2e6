"""Trend and comparison: nothing is joined or ranked that must not be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash import Dash

from dashboards import _explore_card, _explore_compare, _explore_drawn, _explore_table
from dashboards import _explore_trend as trend
from dashboards._drawing import tree
from dashboards._explore_parts import standing
from dashboards._explore_state import State, read
from dashboards._explore_trend import Mark, Stretch
from data.library import Library
from tests.built_library import built_library


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(built_library())


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    app = Dash("words", pages_folder="")
    with app.server.test_request_context("/?lang=en"):
        yield


def stretch(area: str, *years: tuple[int, float]) -> Stretch:
    marks = tuple(Mark(float(year), value, (str(value), "", "", "")) for year, value in years)
    return Stretch(area, "", marks)


def three_areas() -> tuple[Stretch, ...]:
    return (
        stretch("Ålesund region", (2020, 5.0)),
        stretch("Ålesund (2020–2023)", (2021, 6.0), (2023, 7.0)),
        stretch("Ålesund", (2024, 4.0), (2025, 4.5)),
    )


def test_values_of_different_areas_are_never_joined_by_a_line() -> None:
    drawing = str(trend.chart(three_areas(), "%", "en", "x"))
    assert drawing.count("'line series-") == 2  # two areas have two values each
    assert drawing.count("'dot series-") == 5


def test_every_change_of_area_has_a_break_mark_in_the_picture_and_in_the_table() -> None:
    assert trend.breaks(three_areas()) == [2020.5, 2023.5]
    assert str(trend.chart(three_areas(), "%", "en", "x")).count("break-word") == 2
    assert str(tree(trend.rows(three_areas(), "x"))).count("break-row") == 2


def test_two_values_on_one_area_have_no_break() -> None:
    assert trend.breaks((stretch("Ålesund", (2022, 1.0), (2024, 2.0)),)) == []


def test_nothing_to_draw_is_no_chart() -> None:
    assert trend.chart((), "%", "en", "x") is None
    assert (
        trend.chart((Stretch("a", "", (Mark(2020, None, ("", "", "", "")),)),), "%", "en", "x")
        is None
    )


def test_an_area_that_reported_nothing_has_no_line_beside_one_that_did() -> None:
    silent = Stretch("Haram", "", (Mark(2024, None, ("Not reported", "", "", "")),))
    drawing = str(trend.chart((silent, stretch("Ålesund", (2024, 4.0))), "%", "en", "x"))
    assert drawing.count("'dot series-") == 1
    assert "Haram" not in drawing


def test_the_axis_begins_at_zero_and_counts_in_round_steps() -> None:
    assert [trend.round_step(0, high) for high in (886, 1.13, 0)] == [200, 0.5, 0.5]


def test_cities_are_compared_by_name_and_not_by_rank(library: Library) -> None:
    state = read(library, "alesund", {"indicator": "ec_p_in_1c"})
    found = _explore_compare.lines(library, state, "nb")
    assert [line.city for line in found] == sorted(line.city for line in found)
    reported = {line.city: line.period for line in found if line.value is not None}
    assert reported == {"Stavanger": "2021", "Ålesund": "2020"}
    said = str(tree(_explore_compare.notes(found)))
    assert "different years" in said
    assert "Ålesund: Ålesund-regionen" in said


def test_a_city_without_a_value_is_said_to_be_without(library: Library) -> None:
    state = read(library, "baerum", {"indicator": "ec_p_in_1c", "view": "trend"})
    assert "Not reported" in str(_explore_drawn.panel(library, state, "en"))
    found = _explore_compare.lines(library, state, "en")
    own = next(line for line in found if line.here)
    assert (own.city, own.value, own.text) == ("Bærum", None, "Not reported")


def test_the_card_tells_formula_origin_targets_and_what_is_still_to_be_verified(
    library: Library,
) -> None:
    state = read(library, "alesund", {"indicator": "ec_p_in_1c"})
    stand = standing(library, "alesund", "en")
    said = str(tree(_explore_card.card(library, stand, state, "en")))
    for part in (
        "U4SSC EC: P: IN: 1C",
        "to be verified",
        "9.5",
        "1.13",
        "Own score: 2 of 4 points",
    ):
        assert part in said
    assert "href" not in said  # sources are told, not linked: nothing leads off this server


def test_an_answer_in_words_is_not_called_unreported(library: Library) -> None:
    stand = standing(library, "asker", "en")
    plans = stand.whole.find("sc_sh_sa_3a")
    assert plans is not None
    assert plans.told.startswith("Resilience plans: no; ")


def test_the_table_holds_every_part_in_focus(library: Library) -> None:
    stand = standing(library, "karmoy", "en")
    said = str(tree(_explore_table.rows(stand, "city", "en")))
    assert said.count("'tr'") == 1 + 1 + 3 + 7 + 27 + 91


@pytest.mark.parametrize(
    "asked",
    [
        {"indicator": "<script>", "year": "' or 1=1", "layer": "../..", "part": "x", "view": "y"},
        {"indicator": None, "year": None},
        {"indicator": "en_e_e_2c", "year": "2024" * 400},
    ],
)
def test_an_address_that_makes_no_sense_becomes_one_that_does(
    library: Library, asked: dict[str, str | None]
) -> None:
    state = read(library, "alesund", asked)
    assert (state.year, state.layer, state.part, state.view) == (None, None, "city", "card")
    assert state == State("alesund", state.indicator)
