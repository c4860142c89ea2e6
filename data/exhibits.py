"""What a session shows of scenarios: their cards, and what the model answers to live sliders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from data import queries
from data.errors import DataError
from data.library import Library
from data.scenario_cards import Held, Tables, card, scale
from twin.errors import TwinError
from twin.scenario import Chosen, Text
from workshop.model import Json, Step

if TYPE_CHECKING:  # see data.scenario_cards
    from twin.answer import Answer


class Runs(Protocol):
    """The store of scenarios, as a workshop needs it."""

    def offered(self, city: str) -> Sequence[tuple[str, int, Text]]:
        """(id, version, names) of the scenarios that have a run."""
        ...

    def newest(self, city: str, scenario: str) -> Held | None:
        """The newest version of a scenario that has a run."""
        ...

    def bind(self, city: str, scenario: str, version: int) -> None:
        """This version was voted on: it must never change. Once or many times is the same."""
        ...


class Models(Protocol):
    """What answers sliders within a breath."""

    def estimate(self, city: str, chosen: tuple[Chosen, ...], year: int) -> Answer | None:
        """None where the city has no fitted model."""
        ...


class Exhibits:
    def __init__(self, library: Library, runs: Runs, models: Models, tables: Tables) -> None:
        self._library = library
        self.runs = runs
        self._models = models
        self.tables = tables

    def shown(self, city: str, step: Step) -> Json:
        """The cards of a step's scenarios, their common scale, and the sliders of a live step."""
        found = [self.runs.newest(city, scenario) for scenario in step.scenarios]
        cards = [self._card(held, step) for held in found if held is not None]
        told: Json = {"scenarios": cards, "scale": scale(cards)} | self._map(city)
        if step.kind == "live" and found[:1] != [None]:
            told["measures"] = self._sliders(step, found[0] if found else None)
        return told

    def live(self, city: str, step: Step, chosen: list[Json]) -> Json:
        """The estimate for these positions as a card; {} when the model has no answer."""
        moved = tuple(Chosen(c["measure"], c["level"], c["start"]) for c in chosen if c["level"])
        try:
            answer = self._models.estimate(city, moved, step.settings["year"])
        except (TwinError, DataError):
            return {}
        own = queries.city(self._library, city).municipality
        if answer is None:
            return {}
        held = Held("", 0, "", {}, {}, moved, own, answer)
        told = self._card(held, step)
        return told | {"scale": scale([told])}

    def _card(self, held: Held, step: Step) -> Json:
        return card(held, self.tables, step.settings["year"], step.settings["output"])

    def _sliders(self, step: Step, held: Held | None) -> list[Json]:
        """The measures that can be moved, and where they stand at the beginning."""
        stands: Mapping[str, Chosen] = {c.measure: c for c in held.chosen} if held else {}
        sliders: list[Json] = []
        for name in step.settings["measures"]:
            measure = self.tables.measures.get(name)
            if measure is not None:
                there = stands.get(name)
                sliders.append({
                    "id": name,
                    "names": dict(measure.names),
                    "about": dict(measure.about),
                    "unit": measure.unit,
                    "highest": measure.highest,
                    "step": measure.step,
                    "level": there.level if there else 0,
                    "start": there.start if there else 2025,
                })  # fmt: skip
        return sliders

    def _map(self, city: str) -> Json:
        """Where the outlines of the city's districts are, and what the districts are called."""
        try:
            districts = queries.areas(self._library, city, "district")
        except DataError:
            return {}
        version = self._library.version
        return {
            "outlines": f"/geo/{version}/districts-{city}.geojson",
            "districts": {area.id: area.name for area in districts},
        }
