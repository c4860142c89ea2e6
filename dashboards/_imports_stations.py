"""A preview of a list of stations: which column is what, and where each of them stands."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._imports_given import choices, district_names, done, table
from dashboards._language import current, plurals, words
from data.imports.preview import Preview
from data.imports.stations.columns import PARTS
from data.imports.stations.look import Listed
from workshop.language import number

_ = words("imports")
_n = plurals("imports")


def station_choices(shown: Listed) -> list[Component | None]:
    return choices(shown, ("name",) if shown.placed else PARTS)


def stations_shown(city: str, shown: Listed) -> list[Component | None]:
    names = district_names(city)
    rows = [
        [each.name or "–", names.get(area, area), f"{each.lat:.5f}, {each.lon:.5f}"]
        for each, area in zip(shown.stations, shown.areas, strict=True)
    ]
    heads = (_("Name"), _("District"), _("Position (north, east)"))
    before = _("not reported") if shown.before is None else number(len(shown.before), current())
    return [
        html.P(station_summary(shown), className="import-counts"),
        html.P(_("Until now: {many}.").format(many=before), className="soft"),
        table(heads, rows, _("Recycling stations"), texts=3),
    ]


def station_summary(shown: Listed) -> str:
    count = len(shown.stations)
    said = _n("{n} recycling station", "{n} recycling stations", count)
    return said.format(n=number(count, current()))


def stations_done(shown: Preview, version: int) -> list[Component]:
    """It is done: which version it is, and where it is used."""
    said = _("{file} is version {n} of the city's list of recycling stations.")
    told = said.format(file=shown.upload.file, n=version)
    then = _(
        "Scenarios tell who has a station near from now on. Those that were saved are computed"
        " anew; what was voted on stays as it was."
    )
    href = f"/scenarios/{shown.upload.city}?theme=circular"
    return done(told, then, html.A(_("To the scenarios"), href=href))
