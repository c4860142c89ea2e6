"""The wheel's geometry and words, and the table that says the same."""

from __future__ import annotations

import math

import pytest
from dash import Dash

from dashboards import _explore_told, _wheel
from dashboards._drawing import Node, ring_piece, shortened, tree
from dashboards._explore_parts import Standing, standing
from dashboards._parts import Part
from data.cards import load_catalogue
from data.library import Library
from tests.built_library import built_library


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(built_library())


@pytest.fixture(scope="module")
def alesund(library: Library) -> Standing:
    return standing(library, "alesund", "nb")


def nodes(node: Node | str, tag: str) -> list[Node]:
    if isinstance(node, str):
        return []
    own = [node] if node[0] == tag else []
    return own + [found for child in node[2] for found in nodes(child, tag)]


def drawn(part: Part, **more: object) -> Node:
    said = {"chosen": None, "back": None, "hub": ("–", "", ""), "label": "x", "back_label": str}
    return _wheel.draw(part, **{**said, **more})


def test_the_wheel_has_3_7_27_and_91_parts(alesund: Standing) -> None:
    levels = [part.level for part in alesund.whole.walk()]
    counts = [levels.count(level) for level in ("dimension", "subdimension", "category")]
    assert (*counts, levels.count("indicator")) == (3, 7, 27, 91)


def test_every_ring_closes_and_no_two_pieces_of_it_overlap(alesund: Standing) -> None:
    pieces = _wheel.segments(alesund.whole)
    for ring in range(4):
        line = sorted((one.start, one.end) for one in pieces if one.ring == ring)
        assert line[0][0] == pytest.approx(0)
        assert line[-1][1] == pytest.approx(1)
        assert all(a[1] == pytest.approx(b[0]) for a, b in zip(line, line[1:], strict=False))


def test_every_segment_is_a_button_with_a_name_and_one_is_the_way_in(alesund: Standing) -> None:
    buttons = [g for g in nodes(drawn(alesund.whole), "g") if g[1].get("role") == "button"]
    assert len(buttons) == 3 + 7 + 27 + 91
    assert all(len(g[1]["aria-label"]) > 5 for g in buttons)
    assert [g[1]["tabindex"] for g in buttons].count("0") == 1


def test_drilling_into_a_category_gives_its_indicators_and_a_way_back(alesund: Standing) -> None:
    focus = alesund.whole.find("ict/transport")
    assert focus is not None
    picture = drawn(focus, back=alesund.whole, back_label=lambda name: f"Tilbake til {name}")
    levels = [g[1].get("data-level") for g in nodes(picture, "g") if g[1].get("role") == "button"]
    assert levels.count("indicator") == focus.total
    assert levels[-1] == "city"


def test_what_is_not_reported_is_not_called_zero(library: Library) -> None:
    whole = standing(library, "baerum", "nn").whole
    assert whole.score is None
    missing = [part for part in whole.indicators() if not part.reported]
    assert len(missing) == 90
    assert all(part.told.endswith("ikkje rapportert") for part in missing)
    assert all(part.state == "not-reported" for part in missing)


def test_a_score_says_that_it_is_our_own_and_how_many_it_rests_on(alesund: Standing) -> None:
    assert alesund.whole.told == "Ålesund: egen skår 50\u00a0%, fra 1 av 91 indikatorer"
    research = alesund.whole.find("ec_p_in_1c")
    assert research is not None
    assert research.told.endswith("egen skår 2 av 4 poeng")


def test_grey_means_a_value_without_a_benchmark(alesund: Standing) -> None:
    patents = alesund.whole.find("ec_p_in_2c")
    assert patents is not None
    assert (patents.state, patents.score, patents.reported) == ("no-benchmark", None, 1)


def test_the_words_beside_the_wheel_name_benchmark_and_source(alesund: Standing) -> None:
    app = Dash("words", pages_folder="")
    with app.server.test_request_context("/", headers={"Accept-Language": "en"}):
        said = str(tree(_explore_told.told(alesund, "city", "en")))
    assert "Benchmarks used: 1" in said
    assert "Council Recommendation (EU) 2021/2122" in said
    assert "our own score, not one by U4SSC" in said


def test_the_trail_leads_from_the_city_to_the_part(alesund: Standing) -> None:
    trail = [part.id for part in alesund.whole.trail("ict/transport")]
    assert trail == ["city", "economy", "ict", "ict/transport"]
    assert alesund.whole.trail("nowhere") == ()


def test_every_indicator_of_the_catalogue_is_in_the_wheel(alesund: Standing) -> None:
    slugs = {part.id for part in alesund.whole.indicators()}
    assert slugs == {card.slug for card in load_catalogue().cards}


def test_a_long_name_is_cut_with_an_ellipsis_and_never_runs_over() -> None:
    assert shortened("Kort", 100, 12) == "Kort"
    assert shortened("Kollektivnettets lengde", 60, 12).endswith("…")
    assert shortened("Kollektivnettets lengde", 5, 12) == ""


def test_a_whole_ring_is_drawn_although_its_ends_meet() -> None:
    assert ring_piece(10, 20, 0, 1).count("M") == 2
    assert math.isfinite(float(ring_piece(10, 20, 0.1, 0.2).split()[0][1:]))
