"""Which indicators "what would it take?" can be asked of, from where, and in which unit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from data.benchmarks import load_benchmarks
from data.cards import load_catalogue
from data.models.goals import Offer
from data.records import City, Observation
from data.scenarios.effects import Held
from data.scoring import value_of
from data.twin.indicators import load_links
from data.twin.tables import load_outputs
from twin.aims import Reading
from twin.answer import Answer, Series
from twin.energy.aim import FROM_NOUGHT
from twin.indicators import Link, rate
from twin.scenario import BASE

NOW = BASE
LATER = 2040  # the year that a goal is proposed for
SHARE = 0.1  # how much better than now is proposed where there is no benchmark
POINTS = 25.0  # the same of what begins at nothing, in per cent of all


def offers(
    city: City, held: Held, answer: Answer, people: Mapping[int, float]
) -> tuple[Offer, ...]:
    """Every value that the table links to the models; `answer` is of no measures at all.

    `people`: how many live in the city in the years NOW and LATER.
    """
    whole = answer.areas[city.municipality]
    found = [(_offer(city, link, held), whole.get(link.output)) for link in load_links()]
    return tuple(_measured(each, series, answer, people) for each, series in found)


def _offer(city: City, link: Link, held: Held) -> Offer:
    card = load_catalogue().card(link.code)
    seen = next((o for o in held.get(link.code, ()) if o.data_point == link.data_point), None)
    benchmark = load_benchmarks().of_card(card, city.id).get(link.data_point)
    known = _value(seen) is not None
    if link.covers == "part" or (link.output in FROM_NOUGHT and not known):
        basis = "change"
    else:
        basis = "observed" if known else "model"
    return Offer(link, card, card.value(link.data_point), basis, seen, benchmark)


def _measured(
    offer: Offer, series: Series | None, answer: Answer, people: Mapping[int, float]
) -> Offer:
    if offer.point.direction not in ("higher", "lower"):
        return replace(offer, closed="direction")
    if series is None:
        return replace(offer, closed="stations")
    if offer.at_most and series.baseline.max() <= 0:
        return replace(offer, closed="nought")
    unit, rows = load_outputs()[offer.link.output].unit, series.baseline[1]
    modelled, course = (
        float(rows[answer.years.index(year)]) * rate(offer.link, unit, people[year])
        for year in (NOW, LATER)
    )
    if offer.basis == "model":
        target = _target(offer, course, modelled)
        return replace(offer, now=modelled, course=course, target=target)
    now = _value(offer.observed) if offer.basis == "observed" else None
    return replace(offer, now=now, target=_target(offer, now, modelled))


def _target(offer: Offer, now: float | None, modelled: float) -> float:
    """The benchmark where it can be compared with; else somewhat better. `now` None: a change."""
    if now is None:
        return POINTS if offer.link.output in FROM_NOUGHT else _sensible(SHARE * modelled)
    if offer.benchmark is not None:
        return offer.benchmark.value
    most = 100.0 if offer.link.unit == "%" else math.inf
    return _sensible(min(most, now * (1 - SHARE if offer.at_most else 1 + SHARE)))


def _sensible(value: float) -> float:
    """In three figures: nobody aims at 13 490.8."""
    if value <= 0:
        return 0.0
    return round(value, 2 - math.floor(math.log10(value)))


def _value(seen: Observation | None) -> float | None:
    return value_of(seen.value, seen.text_value) if seen else None


def bound(offer: Offer, value: float) -> float:
    """A change is asked for by its size; which way it goes is the indicator's."""
    return -value if offer.basis == "change" and offer.at_most else value


def reading(offer: Offer, people: float) -> Reading:
    """How the indicator's value comes out of the output, in a year in which so many people live."""
    factor = rate(offer.link, load_outputs()[offer.link.output].unit, people)
    start = {"observed": offer.now, "model": None, "change": 0.0}[offer.basis]
    return Reading(factor, start)
