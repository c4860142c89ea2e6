"""The wheel's parts for one city: every branch and indicator with its own score and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboards._explore_values import told
from dashboards._parts import Level, Part, State
from data import queries, scoring
from data.benchmarks import load_benchmarks
from data.card import Card
from data.cards import Catalogue, load_catalogue
from data.library import Library
from data.records import City, Observation
from data.scoring import BranchScore, CityScore, KpiScore
from layers.kept import kept
from workshop.language import number, pick, translator

Values = Mapping[str, tuple[Observation, ...]]


@dataclass(frozen=True)
class Standing:
    """Where a city stands: its parts, and what they rest on."""

    city: City
    whole: Part
    scores: CityScore
    values: Values


@kept
def standing(library: Library, city_id: str, language: str) -> Standing:
    city = queries.city(library, city_id)
    values = queries.kpi_values(library, city_id)
    catalogue = load_catalogue()
    scores = scoring.score_city(catalogue, _figures(values), load_benchmarks(), city_id)
    maker = _Maker(catalogue, scores, values, language)
    return Standing(city, maker.whole(pick(city.names, language)), scores, values)


def _figures(values: Values) -> dict[str, dict[str, float | None]]:
    return {
        code: {each.data_point: scoring.value_of(each.value, each.text_value) for each in held}
        for code, held in values.items()
    }


@dataclass(frozen=True)
class _Maker:
    catalogue: Catalogue
    scores: CityScore
    values: Values
    language: str

    def whole(self, name: str) -> Part:
        below = tuple(
            self._branch(
                self.scores.dimensions[each.id], "dimension", each.names[self.language],
                self._subdimensions(each.id),
            )
            for each in self.catalogue.dimensions
        )  # fmt: skip
        return self._branch(self.scores.city, "city", name, below, "city")

    def _subdimensions(self, dimension: str) -> tuple[Part, ...]:
        return tuple(
            self._branch(
                self.scores.subdimensions[each.id], "subdimension", each.names[self.language],
                self._places(each.id),
            )
            for each in self.catalogue.subdimensions if each.dimension == dimension
        )  # fmt: skip

    def _places(self, subdimension: str) -> tuple[Part, ...]:
        return tuple(
            self._branch(
                self.scores.places[each.id], "category", each.names[self.language],
                tuple(self._indicator(card) for card in self.catalogue.cards_in(each.id)),
            )
            for each in self.catalogue.places if each.subdimension == subdimension
        )  # fmt: skip

    def _branch(
        self, score: BranchScore, level: Level, name: str, below: Iterable[Part], id_: str = ""
    ) -> Part:
        return Part(
            id=id_ or score.id,
            level=level,
            name=name,
            state=_state(score.band, score.n_reported > 0),
            score=None if score.percent is None else score.percent / 100,
            scored=score.n_scored,
            reported=score.n_reported,
            total=score.n_total,
            told=self._branch_told(name, score),
            children=tuple(below),
        )

    def _branch_told(self, name: str, score: BranchScore) -> str:
        _ = translator(self.language, "explore")
        if score.percent is None:
            said = _("no own score; values held for {reported} of {total} indicators").format(
                reported=score.n_reported, total=score.n_total
            )
        else:
            said = _("own score {score}, from {scored} of {total} indicators").format(
                score=percent(score.percent / 100, self.language),
                scored=score.n_scored,
                total=score.n_total,
            )
        return f"{name}: {said}"

    def _indicator(self, card: Card) -> Part:
        score = self.scores.kpis[card.code]
        held = self.values.get(card.code, ())
        return Part(
            id=card.slug,
            level="indicator",
            name=card.names[self.language],
            state=_state(score.points, score.reported or bool(held)),
            score=None if score.points is None else score.points / 4,
            scored=int(score.points is not None),
            reported=int(bool(held)),
            told=self._indicator_told(card, score, held),
        )

    def _indicator_told(self, card: Card, score: KpiScore, held: tuple[Observation, ...]) -> str:
        _ = translator(self.language, "explore")
        parts = [", ".join(told(each, card, self.language) for each in held)]
        if not held:
            parts = [_("Not reported").lower()]
        elif score.points is not None:
            parts.append(_("own score {points} of 4 points").format(points=score.points))
        else:
            parts.append(unscored(score, self.language).lower())
        return f"{card.names[self.language]}: {'; '.join(parts)}"


def unscored(score: KpiScore, language: str) -> str:
    """Why an indicator has no points."""
    _ = translator(language, "explore")
    reasons = {
        scoring.NOT_REPORTED: _("Not reported"),
        scoring.PARTLY_REPORTED: _("Only partly reported"),
        scoring.NO_DIRECTION: _("Neither more nor less is known to be better"),
    }
    return reasons.get(score.reason or "", _("No benchmark"))


def _state(band: int | None, reported: bool) -> State:
    states: tuple[State, ...] = ("band-1", "band-2", "band-3", "band-4")
    if band is not None:
        return states[band - 1]
    return "no-benchmark" if reported else "not-reported"


def percent(share: float, language: str) -> str:
    """A share as people write it: ``56 %``, in English ``56%``."""
    figure = number(round(100 * share), language, 0)
    return f"{figure}%" if language == "en" else f"{figure}\u00a0%"
