"""What is said of the best places for stations: how sure, how far, and what nobody knows."""

from __future__ import annotations

import numpy as np
import pytest
from flask import Flask

from dashboards._scenarios_places_told import sentences
from data.models.stations import Everywhere, Found, Near
from data.twin.tables import load_assumptions
from twin.circular.median import Placement
from workshop.language import LANGUAGES

WALK, DETOUR = (load_assumptions()[each] for each in ("waste_station_distance", "waste_detour"))
SHARE = Near(np.array([29.0, 31.0, 33.0]), np.array([41.0, 44.0, 46.0]))
UNKNOWN = Near(None, SHARE.after)


def said(gap: float, existing: int | None, walk: float = 500, lang: str = "en") -> list[str]:
    near = UNKNOWN if existing is None else SHARE
    placement = Placement((0, 1), 1234.0, gap, 0.4)
    found = Found(((6.1, 62.4), (6.2, 62.5)), placement, existing, Everywhere(near, {}))
    with Flask("stations").test_request_context(f"/?lang={lang}"):
        return sentences(found, 2, walk, (WALK, DETOUR))


def test_a_choice_is_called_the_best_only_when_that_is_proven() -> None:
    assert said(0, None)[0].startswith("No other choice among these places")
    assert said(0.0264, None)[0].endswith("Another one may be up to 2.6% better.")


def test_the_way_is_to_the_new_ones_where_todays_are_not_reported() -> None:
    assert said(0, None)[1].endswith("1,230 m in a straight line to the nearest of them.")
    assert said(0, 12)[1].endswith("to the nearest station, old or new.")
    assert any("not reported" in each for each in said(0, None))
    assert not any("not reported" in each for each in said(0, 12))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_left_out_and_the_distance_of_the_mix_are_always_said(lang: str) -> None:
    told = said(0, None, walk=800, lang=lang)
    assert len(told) == 5
    assert "500 m" in told[-1]
    assert len(said(0, 3, walk=500, lang=lang)) == 3
