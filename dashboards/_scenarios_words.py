"""The words of the scenarios page: units, and what measures are on the ground."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards._language import words

_ = words("scenarios")


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
