"""What the model answers at once to a mix that nobody has saved: a card, a basket, its cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from data import queries
from data.errors import DataError
from data.library import Library
from data.scenario_cards import Held, Tables, card, scale, whence
from data.scenario_kpis import moved_most
from data.scenario_sentence import Place, sentence
from data.twin.tables import load_measures, load_outputs
from twin.errors import TwinError
from twin.scenario import Chosen
from workshop.language import LANGUAGES, pick
from workshop.model import Json

if TYPE_CHECKING:  # see data.scenario_cards
    from data.models.parts import TwinParts

OUTPUT = "energy_total"
# Of a basket's card: what is drawn nowhere, and would be stored with every one of them.
NOT_DRAWN = (
    "areas", "whence", "places", "spots", "gone", "measures", "names", "scenario", "version", "run",
    "scale",
)  # fmt: skip


class Estimates:
    """Asks the fitted models; never on the socket loop."""

    def __init__(self, library: Library, twin: TwinParts) -> None:
        self._library = library
        self._twin = twin

    def card(
        self, city: str, chosen: tuple[Chosen, ...], year: int, output: str, always: bool = True
    ) -> Json:
        """The estimate for a mix as a card; {} when no model answers. `always`: see `card`.

        What the card is about is what the mix leads to, in one sentence.
        """
        found, beyond = queries.city(self._library, city), self._twin.beyond
        try:
            answer = self._twin.twins.answer(city, chosen, output)
            effects = beyond.indicators(found, answer, year, beyond.people(city, year))
            stands = whence(beyond.register(city))
        except (TwinError, DataError):
            return {}
        places = [Place(pick(found.names, each), found.municipality, each) for each in LANGUAGES]
        about = {each.language: sentence(answer, chosen, each, year) for each in places}
        held = Held("", 0, "", {}, about, chosen, found.municipality, answer, moved_most(effects))
        held = replace(held, whence=stands)
        told = card(held, Tables(load_measures(), load_outputs()), year, output, always)
        return told | {"scale": scale([told])}

    def basket(self, city: str, settings: Json, bought: Sequence[str]) -> Json:
        """{"card", "silent"}: of all that is bought together, and what stands for no measure."""
        measures = settings["measures"]
        mix = tuple(_chosen(measures[each]) for each in bought if each in measures)
        silent = {"silent": [each for each in bought if each not in measures]}
        told = self.card(city, mix, settings["year"], OUTPUT, always=False) if mix else {}
        if not told:
            return silent
        return {"card": {k: v for k, v in told.items() if k not in NOT_DRAWN}} | silent

    def cost(self, city: str, one: Chosen, year: int) -> Json:
        """{"invested": [p10, p50, p90] in MNOK, "year", "models", "assumption"}; {} where the model
        tells no investment. `assumption`: no source is named for the price."""
        from twin.energy.costs import KINDS  # noqa: PLC0415  numpy: see data.scenario_cards

        try:
            answer = self._twin.twins.answer(city, (one,), OUTPUT)
            own = queries.city(self._library, city).municipality
            known = self._twin.scenarios.assumptions(city).table
        except (TwinError, DataError):
            return {}
        told, kind = answer.areas[own].get("investment"), KINDS.get(one.measure)
        if told is None or kind is None:
            return {}
        range_ = [float(value) for value in told.change[:, answer.years.index(year)]]
        if not all(map(math.isfinite, range_)) or range_[1] <= 0:
            return {}
        return {
            "invested": [round(value, 1) for value in range_],
            "year": year,
            "models": dict(answer.models),
            "assumption": not known[kind.price].source,
        }


def _chosen(told: Json) -> Chosen:
    return Chosen(told["measure"], told["level"], told["start"], tuple(told.get("areas", ())))
