"""The words of the scenarios page: units, measures on the ground, one plain sentence, refusals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboards._language import current, words
from twin.answer import Answer, Series
from twin.scenario import Chosen
from workshop.language import number

_ = words("scenarios")
Words = Callable[[], str]


def unit(name: str) -> str:
    """A unit of the tables as people read it."""
    return {
        "GWh/a": _("GWh a year"),
        "t/a": _("tonnes a year"),
        "MNOK": _("million kroner"),
        "MNOK/a": _("million kroner a year"),
        "NOK/kWh": _("kroner per kWh"),
        "GJ/inhabitant/a": _("GJ per person a year"),
        "kWh/m2/a": _("kWh per m² a year"),
        "kWh/inhabitant/a": _("kWh per person a year"),
        "share": _("share"),
        "share of floor area": _("share of the floor area"),
        "share/a": _("share a year"),
        "ratio": _("ratio"),
        "a": _("years"),
        "%/a": _("% a year"),
        "NOK/inhabitant/a": _("kroner per person a year"),
        "NOK/kWp": _("kroner per kWp"),
        "NOK/m2": _("kroner per m²"),
        "NOK/t": _("kroner per tonne"),
        "kg/inhabitant/a": _("kg per person a year"),
        "kWp/m2": "kWp/m²",
        "kg/m2": "kg/m²",
        "m2/m2": "m²/m²",
        "kg CO2e/kg": "kg CO₂e/kg",
    }.get(name, name)


def points() -> str:
    """What lies between two percentages."""
    return _("percentage points")


@dataclass(frozen=True)
class Ground:
    """A level in words: as a share ("{a} in {b} homes"), when it is all, and what is counted."""

    share: str
    all: str
    what: str = ""


def ground(measure: str) -> Ground:
    """What a level of this measure means on the ground."""
    homes = Ground(_("{a} in {b} homes"), _("all homes"), _("homes"))
    electric = Ground(_("{a} in {b} homes with electric heating"), _("all of them"), _("homes"))
    municipal = Ground(_("{a} in {b} municipal buildings"), _("all municipal buildings"))
    return {
        "retrofit_dwellings": homes,
        "retrofit_services": Ground(_("{a} in {b} service buildings"), _("all service buildings")),
        "retrofit_municipal": municipal,
        "energy_management": municipal,
        "heat_pumps_air_air": electric,
        "heat_pumps_air_water": electric,
        "heat_pumps_ground": electric,
        "district_heating": Ground(
            _("{a} in {b} blocks and service buildings with electric heating"), _("all of them")
        ),
        "rooftop_solar": Ground(_("{a} in {b} suitable roofs"), _("all suitable roofs")),
        "appliances": Ground(_("{a} in {b} homes and businesses"), _("everybody")),
        "lighting": Ground(_("{a} in {b} homes and businesses"), _("everybody")),
        "indoor_temperature": homes,
        "rehabilitate": Ground(
            _("{a} in {b} buildings that would be pulled down"), _("all of those buildings")
        ),
        "food_waste_sorting": Ground(_("{a} in {b} more households"), _("all households")),
        "plastics_central_sorting": Ground(
            _("{a} in {b} bags of residual waste"), _("all residual waste")
        ),
        "textiles": Ground(_("{a} in {b} households"), _("all households")),
        "reuse_centre": Ground(_("reuse centres: {n}"), ""),
        "pay_as_you_throw": Ground(_("{a} in {b} households"), _("all households")),
        "recycling_stations": Ground(_("new stations: {n}"), ""),
        "reuse_share": Ground(_("{a} in {b} tonnes from demolition"), _("everything")),
        "wood_for_concrete": Ground(_("{a} in {b} new square metres"), _("everything new")),
    }.get(measure, Ground("{a} / {b}", "1"))


def sentence(answer: Answer, chosen: Sequence[Chosen], city: str, year: int, code: str) -> str:
    """What the mix leads to, as one would tell a neighbour; `code` is the city's own."""
    whole = answer.areas[code]
    at = answer.years.index(year)
    if not chosen:
        return _today(whole, at, city, year)
    energy = _energy(whole, at, city, year) or _bought(whole, at, city, year)
    rest = _waste(whole, at, city, year), _materials(whole, at, city, year)
    told = [each for each in (energy, *rest) if each]
    if not told:
        said = _("In {year} this hardly changes energy, waste or materials in {city} as a whole.")
        told = [said.format(year=year, city=city)]
    return " ".join([*told, _cost(whole, at)]).strip()


def _today(whole: Mapping[str, Series], at: int, city: str, year: int) -> str:
    if "energy_total" not in whole:
        return _("Nothing is chosen yet.")
    value = _about(whole["energy_total"].baseline[:, at])
    said = _(
        "Nothing is chosen yet: on today's course {city}'s buildings use {value} GWh in {year}."
    )
    return said.format(city=city, value=value, year=year)


def _energy(whole: Mapping[str, Series], at: int, city: str, year: int) -> str:
    found = whole.get("energy_total")
    if found is None or not _noticed(found, at):
        return ""
    change, before = found.change[:, at], found.baseline[1, at]
    if change[0] < 0 < change[2]:
        said = _(
            "Nobody can tell whether {city}'s buildings would use more or less energy in {year}."
        )
        return said.format(city=city, year=year)
    if change[1] < 0:
        said = _(
            "In {year} {city}'s buildings would use {value} GWh less than on today's course:"
            " {n} of every 100 kWh."
        )
    else:
        said = _(
            "In {year} {city}'s buildings would use {value} GWh more than on today's course:"
            " {n} on top of every 100 kWh."
        )
    share = number(
        100 * abs(change[1]) / before, current(), 0 if abs(change[1]) > before / 20 else 1
    )
    return said.format(year=year, city=city, value=_about(change), n=share)


def _bought(whole: Mapping[str, Series], at: int, city: str, year: int) -> str:
    """Electricity from the grid: what solar panels spare, where use itself is as before."""
    less = _("In {year} {city}'s buildings would buy {value} GWh less electricity a year.")
    more = _("In {year} {city}'s buildings would buy {value} GWh more electricity a year.")
    return _less_or_more(whole.get("electricity"), at, less, more, city, year)


def _materials(whole: Mapping[str, Series], at: int, city: str, year: int) -> str:
    less = _("In {year} building in {city} would emit {value} tonnes less greenhouse gas a year.")
    more = _("In {year} building in {city} would emit {value} tonnes more greenhouse gas a year.")
    return _less_or_more(whole.get("embodied_co2e"), at, less, more, city, year)


def _less_or_more(found: Series | None, at: int, less: str, more: str, city: str, year: int) -> str:
    if found is None or not _noticed(found, at):
        return ""
    change = found.change[:, at]
    said = more if change[1] > 0 else less
    return said.format(year=year, city=city, value=_about(change))


def _waste(whole: Mapping[str, Series], at: int, city: str, year: int) -> str:
    found = whole.get("sorting_rate")
    if found is None or not _noticed(found, at):
        return ""
    said = _(
        "In {year} {city} would sort {after} of every 100 kg of household waste, not {before}."
    )
    before, after = found.baseline[1, at], found.baseline[1, at] + found.change[1, at]
    told = [number(each, current(), 0) for each in (before, after)]
    return said.format(year=year, city=city, before=told[0], after=told[1])


def _cost(whole: Mapping[str, Series], at: int) -> str:
    """What it takes to get there, and what it does to the bills."""
    invested, yearly = whole.get("investment"), whole.get("yearly_cost")
    if invested is None or invested.change[1, at] < 1:
        return ""
    said = _("It takes about {value} million kroner to get there.")
    if yearly is not None and yearly.change[2, at] < 0:
        said = _("It takes about {value} million kroner to get there, and costs less year by year.")
    elif yearly is not None and yearly.change[0, at] > 0:
        said = _("It takes about {value} million kroner to get there, and costs more year by year.")
    return said.format(value=_about(invested.change[:, at]))


def _noticed(series: Series, at: int) -> bool:
    return bool(abs(series.change[1, at]) > abs(series.baseline[1, at]) * 1e-3)


def _about(ranged: Sequence[float]) -> str:
    """The middle of a range, no finer than the range itself; without its sign."""
    width = abs(ranged[2] - ranged[0])
    size = 10.0 ** math.floor(math.log10(width / 4)) if width > 0 else 0.1
    digits = max(0, -math.floor(math.log10(size)))
    return number(round(abs(ranged[1]) / size) * size, current(), min(digits, 1))
