"""What measures cost, and what is paid for energy. Kroner of the base year, no inflation.

A measure costs so much for every unit that is done (m² of floor area, kWp of solar power), is
done anew when it is worn out, and asks for upkeep. Paid over its life it is an annuity:
a = r / (1 − (1 + r)^−L), the level yearly sum that pays back 1 krone over L years at interest r.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twin.answer import Floats
from twin.energy.emissions import Known
from twin.scenario import FIRST

MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Kind:
    """The assumptions a measure's cost rests on; no upkeep: none beyond what it replaces."""

    price: str
    life: str
    upkeep: str = ""


KINDS: Mapping[str, Kind] = {
    "retrofit_dwellings": Kind("cost_retrofit_dwellings", "life_retrofit"),
    "retrofit_services": Kind("cost_retrofit_services", "life_retrofit"),
    "retrofit_municipal": Kind("cost_retrofit_municipal", "life_retrofit"),
    "energy_management": Kind("cost_energy_management", "life_equipment", "upkeep_management"),
    "heat_pumps_air_air": Kind("cost_air_air", "life_heat_pumps", "upkeep_heat_pumps"),
    "heat_pumps_air_water": Kind("cost_air_water", "life_heat_pumps", "upkeep_heat_pumps"),
    "heat_pumps_ground": Kind("cost_ground", "life_heat_pumps", "upkeep_heat_pumps"),
    "district_heating": Kind(
        "cost_district_heating", "life_district_heating", "upkeep_district_heating"
    ),
    "rooftop_solar": Kind("cost_solar", "life_solar", "upkeep_solar"),
    "appliances": Kind("cost_appliances", "life_equipment"),
    "lighting": Kind("cost_lighting", "life_equipment"),
    "rehabilitate": Kind("cost_rehabilitation", "life_retrofit"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """One measure as it is carried out: `level` (draws,) times `course`, in the price's units.

    `course`: how many units level 1 would have done by the end of each of `scenario.YEARS`;
    never falling.
    """

    measure: str
    level: Floats
    course: Floats


def ramp(years: Sequence[int], start: int, length: int) -> Floats:
    """How much of a measure is done by the end of each year: 0 before its start, 1 in the end."""
    return np.clip((np.asarray(years, float) - start + 1) / length, 0.0, 1.0)


def annuity(interest: Floats, life: Floats) -> Floats:
    """The level yearly payment for 1 krone over a life in years."""
    plain = np.abs(interest) < 1e-9
    rate = np.where(plain, 1.0, interest)
    return np.where(plain, 1.0 / life, rate / (1.0 - (1.0 + rate) ** -life))


def investment(done: Sequence[Done], years: Sequence[int], known: Known) -> Floats:
    """MNOK spent up to and with each year, what was worn out and done anew included."""
    total = _nothing(years, known)
    for (life, _upkeep), (course, price) in _together(done, known):
        total += price[:, None] * _with_renewals(course, years, known[life])
    return total


def _together(
    done: Sequence[Done], known: Known
) -> Iterator[tuple[tuple[str, str], tuple[Floats, Floats]]]:
    """Work that lasts as long, needs the same upkeep and goes the same way, as one.

    (life, upkeep), and the way (years of `scenario.YEARS`, 1 in the end) with its price in MNOK.
    """
    found: dict[tuple[str, str, bytes], tuple[Floats, Floats]] = {}
    for each in done:
        kind, units = KINDS.get(each.measure), float(each.course[-1])
        if kind is None or units <= 0:
            continue
        price = known[kind.price] * each.level * (units / MILLION)
        course = each.course / units
        key = (kind.life, kind.upkeep, np.round(course, 9).tobytes())
        found[key] = course, price + found[key][1] if key in found else price
    for (life, upkeep, _), held in found.items():
        yield (life, upkeep), held


def _with_renewals(course: Floats, years: Sequence[int], life: Floats) -> Floats:
    """Units done, and done again each time a life has passed: (draws, years)."""
    when = np.asarray(years) - FIRST
    before = int(np.argmax(course > 0)) - 1
    total = np.tile(course[when], (len(life), 1))
    # Nothing is done before the first year, nor in the two before it.
    held = np.concatenate([[0.0, 0.0], course])
    for again in range(1, int((when[-1] - before) // life.min()) + 1):
        whole = np.floor(again * life)
        part = (again * life - whole)[:, None]
        at = np.maximum(when - whole[:, None], -1).astype(int) + 2
        total += held.take(at) * (1 - part) + held.take(at - 1) * part
    return total


def capital(done: Sequence[Done], years: Sequence[int], known: Known) -> Floats:
    """MNOK a year for what has been done: annuity and upkeep, (draws, years)."""
    total, when = _nothing(years, known), np.asarray(years) - FIRST
    for (life, upkeep), (course, price) in _together(done, known):
        yearly = annuity(known["interest"], known[life])
        yearly = yearly + known[upkeep] if upkeep else yearly
        total += (price * yearly)[:, None] * course[when]
    return total


def energy_bill(bought: Mapping[str, Mapping[str, Floats]], sold: Floats, known: Known) -> Floats:
    """MNOK a year paid for energy: segment → carrier → (draws, years) GWh, less what is sold.

    NOK a kWh times GWh is MNOK.
    """
    total = -known["price_sold"][:, None] * sold
    for segment, carriers in bought.items():
        owner = "dwellings" if segment == "dwellings" else "services"
        for carrier, gwh in carriers.items():
            name = f"price_{carrier}_{owner}" if carrier == "electricity" else f"price_{carrier}"
            total = total + known[name][:, None] * gwh
    return total


def per_kwh(paid: Floats, saved: Floats) -> Floats:
    """NOK a kWh saved: MNOK a year over GWh a year, (draws, years).

    Not a number in years in which some draw saves nothing: there is nothing to share the cost by.
    """
    saves = np.all(saved > 1e-9, axis=0, keepdims=True)
    return np.where(saves, paid / np.where(saves, saved, 1.0), np.nan)


def _nothing(years: Sequence[int], known: Known) -> Floats:
    return np.zeros((len(known["interest"]), len(years)))
