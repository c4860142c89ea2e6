"""What a session shows of scenarios: their cards, and what the model answers to live sliders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from data import queries
from data.errors import DataError
from data.estimates import Estimates
from data.library import Library
from data.models.parts import TwinParts
from data.scenario_cards import Held, Tables, card, scale, whence
from data.scenario_kpis import moved_most
from data.scenarios.effects import kpi_effects
from data.twin.register_file import Registers
from data.twin.tables import load_measures, load_outputs
from twin.errors import TwinError
from twin.scenario import EARLIEST, Chosen
from workshop.model import Json, Step

if TYPE_CHECKING:  # see data.scenario_cards
    from data.models.progress import Progress
    from data.scenarios.records import Run, Scenario, Version


class Exhibits:
    """Reads the saved scenarios and asks the models; never on the socket loop."""

    def __init__(self, library: Library, twin: TwinParts) -> None:
        self._library = library
        self._twin = twin
        self._estimates = Estimates(library, twin)

    def offered(self, city: str, agenda: Sequence[Step] = ()) -> Json:
        """What an agenda can show: the city's scenarios, the measures, and the outputs; and how
        far the models are that compute them.

        What this agenda shows is estimated now, so that no step waits for it when it is opened.
        """
        for scenario in dict.fromkeys(each for step in agenda for each in step.scenarios):
            self.held(city, scenario)
        measures, scenarios = load_measures(), self._twin.scenarios.list(city)
        foreign = {
            id: o for each in scenarios if each.foreign for id, o in each.foreign.outputs.items()
        }
        outputs = {**load_outputs(), **foreign}
        model = self._twin.twins.progress(city)
        runs = {each.id: found for each, found in self._twin.twins.runs(city)}
        return {
            "model": _told(model),
            "scenarios": [
                {
                    "id": each.id,
                    "names": dict(each.newest.draft.names),
                    "kind": self._kind(each, model),
                    "run": _told(runs[each.id]) if each.id in runs else None,
                }
                for each in scenarios
            ],
            "measures": [
                {
                    **{"id": m.id, "theme": m.theme, "names": dict(m.names)},
                    **{"unit": m.unit, "highest": m.highest, "step": m.step},
                    "by_area": m.by_area,
                }
                for m in measures.values()
            ],
            "districts": self._map(city).get("districts", {}),
            "outputs": [
                {"id": o.id, "theme": o.theme, "names": dict(o.names), "unit": o.unit}
                for o in outputs.values()
            ],
        }

    def _kind(self, scenario: Scenario, model: Progress) -> str:
        """As what a scenario would be shown now: "full", "estimate", or "" where it cannot be."""
        for version in reversed(scenario.versions):
            run = self._twin.scenarios.run_of(scenario.id, version.number)
            if run is not None:
                return run.answer.kind
            if model.state == "ready" and not scenario.foreign:
                return "estimate"
        return ""

    def shown(self, city: str, step: Step) -> Json:
        """The cards of a step's scenarios, their common scale, and the sliders of a live step.

        `preparing`: something is missing only because the city's model is not ready yet.
        """
        found = [self.held(city, scenario) for scenario in step.scenarios]
        cards = [self._card(city, held, step) for held in found if held is not None]
        told: Json = {"scenarios": cards, "scale": scale(cards)} | self._map(city)
        if step.kind == "live":
            told["measures"] = _sliders(step, found[0] if found else None)
        needed = len(cards) < len(found) or step.kind == "live"
        if needed and self._twin.twins.progress(city).state == "working":
            told["preparing"] = True
        return told

    def live(self, city: str, step: Step, chosen: list[Json]) -> Json:
        """The estimate for sliders at these positions as a card; {} when no model answers.

        What the card is about is what the sliders lead to, in one sentence.
        """
        began = [self.held(city, each) for each in step.scenarios]
        moved = mix_of(step, began[0].chosen if began and began[0] else (), chosen)
        settings = step.settings
        return self._estimates.card(city, moved, settings["year"], settings["output"])

    def basket(self, city: str, step: Step, bought: Sequence[str]) -> Json:
        """What the options that are bought would do together, as far as they stand for measures."""
        return self._estimates.basket(city, step.settings, bought)

    def cost(self, city: str, one: Chosen, year: int) -> Json:
        """What a measure by itself would cost, and whether a source is named for that."""
        return self._estimates.cost(city, one, year)

    def held(self, city: str, scenario: str) -> Held | None:
        """The newest version of a scenario that has a run: by the full models, or an estimate,
        which takes a second to make; None where neither can be had."""
        try:
            found = self._twin.scenarios.get(scenario)
        except DataError:
            return None
        if found.city != city:
            return None
        for version in reversed(found.versions):
            run = self._run(found, version.number)
            if run is not None:
                return self._held(city, version, run)
        return None

    def _run(self, scenario: Scenario, number: int) -> Run | None:
        run = self._full(scenario, number) or self._twin.scenarios.run_of(scenario.id, number)
        if run is not None or scenario.foreign:
            return run
        try:
            return self._twin.twins.estimate(scenario.id, number)
        except (TwinError, DataError):
            return None

    def _full(self, scenario: Scenario, number: int) -> Run | None:
        """What the full models said of the city as it answers now."""
        try:
            return self._twin.twins.full(scenario.id, number)
        except (TwinError, DataError):
            return None

    def _held(self, city: str, version: Version, run: Run) -> Held:
        draft = version.draft
        own = queries.city(self._library, city).municipality
        told = (draft.names, draft.about, draft.chosen, own, run.answer)
        held = Held(run.scenario, version.number, run.id, *told, people=run.people)
        foreign = self._twin.scenarios.get(run.scenario).foreign
        if foreign:
            return replace(held, foreign=True)
        number = int(run.inputs.get("register", 0))
        kept = Registers(self._library.data_dir)
        return replace(held, whence=whence(kept.version(city, number) if number else None))

    def _card(self, city: str, held: Held, step: Step) -> Json:
        tables = Tables(load_measures(), self._twin.scenarios.outputs(held.scenario))
        year = held.nearest(step.settings["year"])
        told = replace(held, kpis=self._kpis(city, held, year))
        # A guess is about its output, whatever comes of it; else what is not touched is not told.
        return card(told, tables, year, step.settings["output"], always=step.kind == "guess")

    def _kpis(self, city: str, held: Held, year: int) -> tuple[Json, ...]:
        """Another model may not say how many people it reckons with: then it tells of none."""
        if not held.people:
            return ()
        people = held.people[held.answer.years.index(year)]
        known = queries.kpi_values(self._library, city)
        found = queries.city(self._library, city)
        return moved_most(kpi_effects(found, known, held.answer, year, people))

    def _map(self, city: str) -> Json:
        """Where the outlines of the city's districts are, and what the districts are called."""
        try:
            districts = queries.areas(self._library, city, "district")
        except DataError:
            return {}
        version = self._library.version
        return {
            "outlines": f"/geo/{version}/districts-{city}.geojson" if districts else "",
            "districts": {area.id: area.name for area in districts},
        }


def mix_of(step: Step, began: Sequence[Chosen], positions: list[Json]) -> tuple[Chosen, ...]:
    """What the sliders began at, with those that can be moved as they stand now.

    The districts and places of a measure stay chosen; so does what has no slider.
    """
    mix = {each.measure: each for each in began}
    given = {each["measure"]: each for each in positions}
    for name in step.settings["measures"]:
        before = mix.get(name) or Chosen(name, 0)
        now = given.get(name) or {"level": 0, "start": before.start}
        mix[name] = replace(before, level=now["level"], start=now["start"])
    return tuple(each for each in mix.values() if each.acts)


def _told(found: Progress) -> Json:
    """How far the work is, and in how many seconds it is done, where that can be told."""
    left = None if found.left is None else round(found.left)
    return {"state": found.state, "share": round(found.share, 3), "left": left}


def _sliders(step: Step, held: Held | None) -> list[Json]:
    """The measures that can be moved, and where they stand at the beginning."""
    stands: Mapping[str, Chosen] = {c.measure: c for c in held.chosen} if held else {}
    measures = load_measures()
    known = [measures[name] for name in step.settings["measures"] if name in measures]
    return [
        {
            "id": measure.id,
            "names": dict(measure.names),
            "about": dict(measure.about),
            "unit": measure.unit,
            "highest": measure.highest,
            "step": measure.step,
            "level": stands[measure.id].level if measure.id in stands else 0,
            "start": stands[measure.id].start if measure.id in stands else EARLIEST,
        }
        for measure in known
    ]
