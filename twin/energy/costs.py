"""What measures cost, and what is paid for energy. Kroner of the base year, no inflation.

A measure costs so much for every unit that is done (m² of floor area, kWp of solar power), is
done anew when it is worn out, and asks for upkeep. Paid over its life it is an annuity:
a = r / (1 − (1 + r)^−L), the level yearly sum that pays back 1 krone over L years at interest r.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twin.answer import Floats
from twin.energy.emissions import Known
from twin.scenario import YEARS

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
    for each in done:
        kind = KINDS.get(each.measure)
        if kind is not None:
            spent = known[kind.price] * each.level / MILLION
            total += spent[:, None] * _with_renewals(each.course, years, known[kind.life])
    return total


def _with_renewals(course: Floats, years: Sequence[int], life: Floats) -> Floats:
    """Units done, and done again each time a life has passed: (draws, years)."""
    when = np.asarray(years, float)
    before = YEARS[int(np.argmax(course > 0))] - 1
    total = np.tile(np.interp(when, YEARS, course), (len(life), 1))
    for again in range(1, int((when[-1] - before) // life.min()) + 1):
        total += np.interp(when[None, :] - again * life[:, None], YEARS, course, left=0.0)
    return total


def capital(done: Sequence[Done], years: Sequence[int], known: Known) -> Floats:
    """MNOK a year for what has been done: annuity and upkeep, (draws, years)."""
    total = _nothing(years, known)
    for each in done:
        kind = KINDS.get(each.measure)
        if kind is not None:
            yearly = annuity(known["interest"], known[kind.life])
            if kind.upkeep:
                yearly = yearly + known[kind.upkeep]
            paid = known[kind.price] * each.level * yearly / MILLION
            total += paid[:, None] * np.interp(years, YEARS, each.course)[None, :]
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
