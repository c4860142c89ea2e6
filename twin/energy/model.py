"""NVE's `ebm` by its public functions. Heavy: everything here runs in a worker process.

`run_model` computes the floor area, the need and the heating systems twice and cannot be given
changed tables; the same functions, composed, give its result in half the time.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin.scenario import FIRST, LAST

AREA_KEY = ["building_category", "building_code", "building_condition", "year"]


@dataclass(frozen=True)
class Frames:
    """`ebm`'s tables of one run.

    `rates`: yearly and cumulative shares that are renovated and demolished. `area`: m² by
    condition. `need`: kWh/m² by condition and purpose. `systems`: shares of the heating systems.
    """

    rates: Any
    area: Any
    need: Any
    systems: Any


def quiet() -> None:
    """Import `ebm` without its log lines and its libraries' announcements."""
    os.environ["DISABLE_PANDERA_IMPORT_WARNING"] = "True"
    from loguru import logger  # noqa: PLC0415 - belongs to ebm alone

    logger.disable("ebm")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import energibruksmodell  # noqa: F401, PLC0415 - seconds to import: workers only


def prepared(folder: Path) -> Frames:
    """Area, need and heating systems of the tables in a folder."""
    from energibruksmodell import controllers as ebm  # noqa: PLC0415 - heavy

    rates = building_rates(folder)
    # Its annotation names another type than the table that it returns.
    need: Any = ebm.calculate_energy_need(years=_years(), input_directory=folder)
    return Frames(rates, area_of(folder, rates), need[["kwh_m2"]], systems_of(folder))


def building_rates(folder: Path) -> Any:
    from ebm.areaforecast.s_curve import (  # noqa: PLC0415 - heavy
        calculate_scurves_with_building_code,
    )

    tables = _tables(folder)
    return calculate_scurves_with_building_code(
        tables.get_building_codes(), tables.get_scurve_params(), _years()
    )


def area_of(folder: Path, rates: Any) -> Any:
    """m² by category, code, condition and year, if buildings change at these rates."""
    from ebm.areaforecast.s_curve import calculate_s_curves  # noqa: PLC0415 - heavy
    from energibruksmodell import controllers as ebm  # noqa: PLC0415 - heavy

    tables, years = _tables(folder), _years()
    by_condition = calculate_s_curves(
        tables.get_scurve_params(),
        tables.get_building_codes(),
        years,
        s_curves_with_building_code=rates,
    )
    area = ebm.calculate_area_forecast(
        years=years, input_directory=folder, s_curves_by_condition=by_condition
    )
    return area[[*AREA_KEY, "m2"]]


def systems_of(folder: Path, **changed: Any) -> Any:
    """Shares of the heating systems; `changed` gives tables instead of the folder's."""
    from energibruksmodell import controllers as ebm  # noqa: PLC0415 - heavy

    return ebm.calculate_heating_systems(years=_years(), input_directory=folder, **changed)


def heating_tables(folder: Path) -> tuple[Any, Any, Any]:
    """Shares at the start as NVE calibrates them, efficiencies, and the forecast."""
    tables = _tables(folder)
    return (
        tables.get_heating_systems_shares_start_year(),
        tables.get_heating_system_efficiencies(),
        tables.get_heating_system_forecast(),
    )


def use_of(folder: Path, frames: Frames) -> Any:
    """kWh by category, purpose, heating system and year."""
    from energibruksmodell import controllers as ebm  # noqa: PLC0415 - heavy

    return ebm.calculate_energy_use(
        years=_years(),
        input_directory=folder,
        area_forecast=frames.area,
        energy_need_kwh_m2=frames.need,
        heating_systems_projection=frames.systems,
    )


def _tables(folder: Path) -> Any:
    from ebm.model.database_manager import DatabaseManager  # noqa: PLC0415 - heavy
    from ebm.model.file_handler import FileHandler  # noqa: PLC0415 - heavy

    return DatabaseManager(FileHandler(directory=folder))


def _years() -> Any:
    from ebm.model.data_classes import YearRange  # noqa: PLC0415 - heavy

    return YearRange(FIRST, LAST)
