"""What a mix leads to, in one plain sentence, as one would tell a neighbour."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twin.scenario import Chosen
from workshop.language import number, translator

if TYPE_CHECKING:  # numpy would make the start slower for those who wait for it
    from twin.answer import Answer, Floats, Series

# A change that is smaller than this share of what there is goes unnoticed.
NOTICED = 1e-3


@dataclass(frozen=True)
class Place:
    """A city by its name in `language`, and by the code of its municipality in answers."""

    name: str
    code: str
    language: str


@dataclass(frozen=True)
class _Seen:
    """The city's outputs in the year at `index`."""

    whole: Mapping[str, Series]
    index: int
    year: int
    place: Place

    def moved(self, output: str) -> Series | None:
        found = self.whole.get(output)
        if found is None:
            return None
        change, before = found.change[1, self.index], found.baseline[1, self.index]
        return found if abs(change) > abs(before) * NOTICED else None

    def told(self, said: str, **values: str) -> str:
        return said.format(year=self.year, city=self.place.name, **values)

    def about(self, ranged: Floats) -> str:
        """The middle of a range, no finer than the range itself; without its sign."""
        width = abs(ranged[2] - ranged[0])
        size = 10.0 ** math.floor(math.log10(width / 4)) if width > 0 else 0.1
        digits = max(0, -math.floor(math.log10(size)))
        return self.number(round(abs(ranged[1]) / size) * size, min(digits, 1))

    def number(self, value: float, digits: int) -> str:
        return number(value, self.place.language, digits)


def sentence(answer: Answer, chosen: Sequence[Chosen], place: Place, year: int) -> str:
    """What the mix leads to in a year of the answer; without a mix, where today's course leads."""
    _ = translator(place.language, "scenarios")
    seen = _Seen(answer.areas[place.code], answer.years.index(year), year, place)
    if not chosen:
        return _today(seen)
    parts = (_energy(seen) or _bought(seen), _waste(seen), _stations(seen), _materials(seen))
    told = [each for each in parts if each]
    if not told:
        said = _("In {year} this hardly changes energy, waste or materials in {city} as a whole.")
        told = [seen.told(said)]
    return " ".join([*told, _cost(seen)]).strip()


def _today(seen: _Seen) -> str:
    _ = translator(seen.place.language, "scenarios")
    if "energy_total" not in seen.whole:
        return _("Nothing is chosen yet.")
    value = seen.about(seen.whole["energy_total"].baseline[:, seen.index])
    said = _(
        "Nothing is chosen yet: on today's course {city}'s buildings use {value} GWh in {year}."
    )
    return seen.told(said, value=value)


def _energy(seen: _Seen) -> str:
    _ = translator(seen.place.language, "scenarios")
    found = seen.moved("energy_total")
    if found is None:
        return ""
    change, before = found.change[:, seen.index], found.baseline[1, seen.index]
    if change[0] < 0 < change[2]:
        said = _(
            "Nobody can tell whether {city}'s buildings would use more or less energy in {year}."
        )
        return seen.told(said)
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
    share = 100 * abs(change[1]) / before
    return seen.told(said, value=seen.about(change), n=seen.number(share, 0 if share > 5 else 1))


def _bought(seen: _Seen) -> str:
    """Electricity from the grid: what solar panels spare, where use itself is as before."""
    _ = translator(seen.place.language, "scenarios")
    less = _("In {year} {city}'s buildings would buy {value} GWh less electricity a year.")
    more = _("In {year} {city}'s buildings would buy {value} GWh more electricity a year.")
    return _less_or_more(seen, "electricity", less, more)


def _materials(seen: _Seen) -> str:
    _ = translator(seen.place.language, "scenarios")
    less = _("In {year} building in {city} would emit {value} tonnes less greenhouse gas a year.")
    more = _("In {year} building in {city} would emit {value} tonnes more greenhouse gas a year.")
    return _less_or_more(seen, "embodied_co2e", less, more)


def _less_or_more(seen: _Seen, output: str, less: str, more: str) -> str:
    found = seen.moved(output)
    if found is None:
        return ""
    change = found.change[:, seen.index]
    return seen.told(more if change[1] > 0 else less, value=seen.about(change))


def _waste(seen: _Seen) -> str:
    _ = translator(seen.place.language, "scenarios")
    found = seen.moved("sorting_rate")
    if found is None:
        return ""
    said = _(
        "In {year} {city} would sort {after} of every 100 kg of household waste, not {before}."
    )
    before = found.baseline[1, seen.index]
    after = before + found.change[1, seen.index]
    return seen.told(said, before=seen.number(before, 0), after=seen.number(after, 0))


def _stations(seen: _Seen) -> str:
    """Who has a recycling station near, where it is known where they stand today."""
    _ = translator(seen.place.language, "scenarios")
    found = seen.moved("station_access")
    if found is None:
        return ""
    change, before = found.change[:, seen.index], found.baseline[1, seen.index]
    now, then = round(before), round(before + change[1])
    if now == then or change[0] < 0 < change[2]:
        return ""
    said = _(
        "In {year} {after} of every 100 people in {city} would have a recycling station near, not"
        " {before}."
    )
    return seen.told(said, before=seen.number(now, 0), after=seen.number(then, 0))


def _cost(seen: _Seen) -> str:
    """What it takes to get there, and what it does to the bills."""
    _ = translator(seen.place.language, "scenarios")
    invested, yearly = seen.whole.get("investment"), seen.whole.get("yearly_cost")
    if invested is None or invested.change[1, seen.index] < 1:
        return ""
    said = _("It takes about {value} million kroner to get there.")
    if yearly is not None and yearly.change[2, seen.index] < 0:
        said = _("It takes about {value} million kroner to get there, and costs less year by year.")
    elif yearly is not None and yearly.change[0, seen.index] > 0:
        said = _("It takes about {value} million kroner to get there, and costs more year by year.")
    return seen.told(said, value=seen.about(invested.change[:, seen.index]))
