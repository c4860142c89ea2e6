"""What would it take? What can be asked for, and what was found, in the goal's own unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards import _scenarios_words as said
from dashboards._language import current, words
from dashboards._scenarios_json import short
from dashboards._scenarios_told import band_words
from dashboards._services import services
from data.models.goals import Goal, Offer, Range, Reached
from data.records import City
from data.scenarios.effects import possible
from data.scenarios.plain import chosen_json
from data.twin.tables import load_outputs
from twin.errors import TwinError
from twin.indicators import finest
from twin.scenario import BASE, Output
from workshop.language import number, pick

_ = words("scenarios")
Json = dict[str, Any]
# What else one may ask for: outputs that are no indicator, each told for the city as a whole.
OUTPUTS = (
    "energy_total", "electricity", "peak_power", "co2e", "fossil", "sorting_rate",
    "waste_residual",
)  # fmt: skip


def goals(city: City) -> Json:
    """The indicators, those that cannot be asked for with the reason, and the outputs."""
    found = services().twin.beyond.goals(city)
    return {
        "indicators": [_offer(each) for each in found if not each.closed],
        "closed": [
            {"name": name_of(each), "code": each.link.code, "why": _why(each)}
            for each in found
            if each.closed
        ],
        "outputs": [_output(load_outputs()[each]) for each in OUTPUTS],
    }


def search(city: City, goal: Goal) -> Json:
    """The cheapest mix for a goal that was sent; TwinError where it is none."""
    beyond = services().twin.beyond
    if goal.what in OUTPUTS:
        return _reached(beyond.reach(city, goal), goal, None)
    offer = next((each for each in beyond.goals(city) if each.id == goal.what), None)
    if offer is None or goal.of_baseline:
        raise TwinError("output_unknown", goal.what)
    return _reached(beyond.reach(city, goal, offer), goal, offer)


def share(goal: object, percent: float) -> float:
    """So many per cent better than on today's course, as a share of it."""
    output = load_outputs().get(str(goal))
    return 1 + percent / 100 * (1 if output and output.better == "higher" else -1)


def name_of(offer: Offer) -> str:
    """The indicator, and which of its values if it has several."""
    name = offer.card.names[current()]
    return f"{name}: {offer.point.names[current()]}" if offer.link.data_point else name


def _why(offer: Offer) -> str:
    return {
        "direction": _("nobody has said which way is better"),
        "stations": _("it is not known where today's recycling stations stand"),
        "nought": _("there is nothing left to lower"),
    }[offer.closed]  # type: ignore[index]


def _offer(offer: Offer) -> Json:
    lower, change = offer.at_most, offer.basis == "change"
    asked = {
        (True, True): _("To lower it by"),
        (True, False): _("To raise it by"),
        (False, True): _("To reach at most"),
        (False, False): _("To reach at least"),
    }[change, lower]
    return {
        "id": offer.id,
        "code": offer.link.code,
        "name": name_of(offer),
        "unit": _unit(offer),
        "asked": asked,
        "target": offer.target,
        "now": _now(offer),
        "benchmark": _benchmark(offer),
        "notes": [*_notes(offer), pick(offer.link.assumption, current())],
    }


def _unit(offer: Offer) -> str:
    return offer.point.unit.label[current()]


def _now(offer: Offer) -> str:
    seen, unit = offer.observed, _unit(offer)
    if seen is not None and seen.value is not None:
        source = pick(seen.source_titles, current())
        told = _("{value} {unit} in {year}. Source: {source}.")
        value = _amount(seen.value, offer.link.decimals)
        return told.format(value=value, unit=unit, year=seen.period, source=source)
    if offer.now is None or offer.course is None:
        return _("Not reported.")
    told = _(
        "Not reported. The model has {value} {unit} in {year},"
        " and {later} in 2040 without measures."
    )
    value, later = (_amount(each, offer.link.decimals) for each in (offer.now, offer.course))
    return told.format(value=value, unit=unit, year=BASE, later=later)


def _benchmark(offer: Offer) -> str:
    held = offer.benchmark
    if held is None:
        return _("None is set.")
    value = _amount(held.value, offer.link.decimals)
    return f"{value} {_unit(offer)}. {held.source[current()]}"


def _notes(offer: Offer) -> list[str]:
    if offer.basis == "model":
        return [_("As nothing was reported, the goal is held against what the model has.")]
    if offer.basis == "change":
        return [_("Where it stands is not known to the model, so a change is asked for.")]
    return []


def _output(each: Output) -> Json:
    return {
        "id": each.id,
        "unit": said.unit(each.unit),
        "decimals": each.decimals,
        "better": each.better,
        "name": pick(each.names, current()),
    }


def _reached(mix: Reached, goal: Goal, offer: Offer | None) -> Json:
    found = mix.found
    return {
        "reached": found.reached,
        "text": _sentence(mix, goal, offer),
        "figures": [{"name": name, "text": text} for name, text in _figures(mix, goal, offer)],
        "chosen": chosen_json(mix.chosen),
        "dearer": {each: short(more) for each, more in found.without.items()},
        "last": found.last,
        "year": goal.year,
        "unit": said.unit("MNOK/a"),
    }


def _sentence(mix: Reached, goal: Goal, offer: Offer | None) -> str:
    share = number(100 * mix.probability, current(), 0)
    if mix.found.reached and not mix.chosen:
        return _("No measure is needed: this holds in {share} of 100 cases.").format(share=share)
    if mix.found.reached:
        told = _("This mix gets there in {share} of 100 cases.")
        return told.format(share=share)
    never = _("This cannot be reached with these measures.")
    if goal.of_baseline:
        nearest = _("The nearest mix gets there in {share} of 100 cases.").format(share=share)
        return f"{never} {nearest}"
    return f"{never} {_most(mix, goal, offer)}"


def _most(mix: Reached, goal: Goal, offer: Offer | None) -> str:
    """How far it goes with the probability that was asked for."""
    value = mix.found.value
    at_most = offer.at_most if offer else load_outputs()[goal.what].better != "higher"
    if offer and offer.basis == "change":
        told = _("In {n} of 10 cases it changes by {value} at most.")
    elif at_most:
        told = _("In {n} of 10 cases it comes down to {value} at best.")
    else:
        told = _("In {n} of 10 cases it gets to {value} at most.")
    if offer and offer.basis == "observed":
        value = possible(value, offer.link)
    unit, digits = _told_in(goal, offer, mix.told)
    sign = bool(offer and offer.basis == "change")
    amount = _signed(value, digits) if sign else _amount(value, digits)
    return told.format(n=round(10 * goal.chance), value=f"{amount} {unit}")


def _figures(mix: Reached, goal: Goal, offer: Offer | None) -> list[tuple[str, str]]:
    unit, digits = _told_in(goal, offer, mix.told)
    change = offer is not None and offer.basis == "change"
    name = _("Change in {year}") if change else _("In {year}")
    told = [(name.format(year=goal.year), _ranged(mix.told, digits, unit, sign=change))]
    if mix.effect is not None and (band := band_words(mix.effect)):
        told.append((_("Band"), band))
    share = number(100 * mix.probability, current(), 0)
    told.append((_("Asked of the model again"), _("{n} of 100 cases").format(n=share)))
    cost = finest(mix.cost[0], mix.cost[2], 1)
    told.append((_("Yearly cost"), _ranged(mix.cost, cost, said.unit("MNOK/a"), sign=True)))
    return told


def _told_in(goal: Goal, offer: Offer | None, told: Range) -> tuple[str, int]:
    """The unit, and decimals no finer than the range is wide."""
    if offer:
        return _unit(offer), finest(told[0], told[2], offer.link.decimals)
    output = load_outputs()[goal.what]
    return said.unit(output.unit), finest(told[0], told[2], output.decimals)


def _ranged(told: Sequence[float], digits: int, unit: str, sign: bool) -> str:
    write = _signed if sign else _amount
    low, middle, high = (write(each, digits) for each in told)
    if low == high:
        return f"{middle} {unit}"
    return _("{middle} {unit}, 8 of 10 cases between {low} and {high}").format(
        middle=middle, unit=unit, low=low, high=high
    )


def _amount(value: float, digits: int) -> str:
    """`digits` below zero: to tens, hundreds …."""
    return number(round(value, digits) + 0.0, current(), max(0, digits)).replace("-", "−")


def _signed(value: float, digits: int) -> str:
    told = _amount(value, digits)
    return f"+{told}" if round(value, digits) > 0 else told
