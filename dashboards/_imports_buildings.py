"""A preview of a building register: which column is what, and what it comes to by use and place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dash import html
from dash.development.base_component import Component

from dashboards._imports_given import choices, district_names, done, table
from dashboards._language import current, plurals, words
from dashboards._services import services
from data.imports.buildings.columns import NEEDED, PARTS
from data.imports.buildings.look import Buildings
from data.imports.preview import Preview
from data.twin.register_file import Sum
from twin.energy.use import SEGMENTS
from workshop.language import number

_ = words("imports")
_n = plurals("imports")
_PLACE = ("district", "east", "north")


def building_choices(shown: Buildings) -> list[Component | None]:
    parts = [part for part in PARTS if not (shown.placed and part in _PLACE)]
    kept = None if any(each.error for each in shown.findings) else _kept()
    return [*choices(shown, parts, NEEDED), kept]


def _kept() -> Component:
    return html.P(
        _(
            "Only the figures below are kept: buildings and floor area by district and use; no"
            " address, no owner's name, no single building."
        ),
        className="rs-note",
    )


def buildings_shown(shown: Preview) -> list[Component | None]:
    """By use, by district, and both together folded away below."""
    held = shown.buildings
    assert held is not None  # noqa: S101  asked for a register only
    names = district_names(shown.upload.city)
    return [
        html.P(building_summary(shown), className="import-counts"),
        html.H3(_("By use")),
        _by_use(held),
        html.H3(_("By district")),
        _by_district(held, names),
        html.P(
            _("“Before” is each district's part of the city's homes as the model has it now."),
            className="soft",
        ),
        _both(held, names),
    ]


def building_summary(shown: Preview) -> str:
    held = shown.buildings
    assert held is not None  # noqa: S101  asked for a register only
    count = sum(each.buildings for each in held.sums)
    floor = sum(each.floor_m2 for each in held.sums)
    said = _n("{n} building, {floor} m²", "{n} buildings, {floor} m²", count)
    return said.format(n=number(count, current()), floor=number(floor, current(), 0))


def _by_use(held: Buildings) -> Component:
    groups: defaultdict[str, list[Sum]] = defaultdict(list)
    for each in held.sums:
        groups[each.category].append(each)
    uses = use_names()
    rows = [
        [uses[name], *_figures(found), _number(sum(each.municipal_m2 for each in found))]
        for name, found in sorted(groups.items(), key=lambda item: -_floor(item[1]))
    ]
    heads = (_("Use"), _("Buildings"), _("Floor area, m²"), _("Said to be municipal, m²"))
    return table(heads, rows, _("Buildings by use"))


def _by_district(held: Buildings, names: Mapping[str, str]) -> Component:
    groups: defaultdict[str, list[Sum]] = defaultdict(list)
    for each in held.sums:
        groups[each.district].append(each)
    rows = [
        [
            name,
            _number(sum(each.buildings for each in groups[code])),
            *(_number(held.by_segment.get(code, {}).get(each, 0)) for each in SEGMENTS),
            _share(held.weights, code),
            _share(held.before, code),
        ]
        for code, name in sorted(names.items(), key=lambda item: item[1])
    ]
    heads = (
        _("District"), _("Buildings"), _("Homes, m²"), _("Private services, m²"),
        _("Municipal, m²"), _("Part of all homes"), _("Before"),
    )  # fmt: skip
    return table(heads, rows, _("Buildings by district"))


def _share(weights: Mapping[str, Mapping[str, float]], code: str) -> str:
    share = weights.get(code, {}).get("dwellings")
    return "–" if share is None else f"{number(100 * share, current(), 1)} %"


def _both(held: Buildings, names: Mapping[str, str]) -> Component:
    uses = use_names()
    rows = [
        [names.get(each.district, each.district), uses[each.category], *_figures([each])]
        for each in held.sums
    ]
    heads = (_("District"), _("Use"), _("Buildings"), _("Floor area, m²"))
    title = _("Every district and use")
    listed = table(heads, rows, title, texts=2)
    return html.Details([html.Summary(f"{title} ({len(rows)})"), listed], className="import-same")


def _figures(found: Iterable[Sum]) -> list[str]:
    held = list(found)
    return [_number(sum(each.buildings for each in held)), _number(_floor(held))]


def _floor(found: Iterable[Sum]) -> float:
    return sum(each.floor_m2 for each in found)


def _number(value: float) -> str:
    return number(value, current(), 0)


def use_names() -> dict[str, str]:
    return {
        "house": _("Houses"),
        "apartment_block": _("Apartment blocks"),
        "kindergarten": _("Kindergartens"),
        "school": _("Schools"),
        "university": _("Universities"),
        "office": _("Offices"),
        "retail": _("Shops"),
        "hotel": _("Hotels and restaurants"),
        "hospital": _("Hospitals"),
        "nursing_home": _("Nursing homes and clinics"),
        "culture": _("Culture"),
        "sports": _("Sports"),
        "storage_repairs": _("Storage and workshops"),
    }


def buildings_done(shown: Preview, version: int) -> list[Component]:
    """It is done: which version it is, and what happens with it now."""
    said = _("{file} is version {n} of the city's building register.")
    told = said.format(file=shown.upload.file, n=version)
    then = _("This server does not make models ready by itself. The last one goes on answering.")
    if services().settings.fit_models:
        then = _(
            "The city's model is being fitted to it now, in the background; it takes some minutes."
            " Until then the last one goes on answering."
        )
    return done(told, then, html.A(_("How far it is"), href=f"/scenarios/{shown.upload.city}"))
