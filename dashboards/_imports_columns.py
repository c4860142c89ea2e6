"""The mapping assistant: what each column of another model's table is, to be seen and corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._language import current, words
from data.imports.results.columns import (
    KINDS,
    LONG,
    NEEDED,
    NONE,
    OWN,
    PARTS,
    WIDE,
    ValueColumn,
)
from data.imports.results.lines import SHARED
from data.imports.results.look import Results
from data.imports.results.outputs import ours
from workshop.language import pick

_ = words("imports")


def columns_shown(shown: Results) -> list[Component | None]:
    """One list for the shape, one for each part; of a wide table also a line for each column."""
    chosen = shown.chosen
    shapes = {LONG: _("a row for each value"), WIDE: _("a column for each value")}
    parts = PARTS if chosen.shape == LONG else SHARED
    listed = [
        choice("shape", _("The table has"), chosen.shape, shapes),
        *(_part(part, shown) for part in parts),
    ]
    label = {"aria-label": _("Which column is what")}
    box = html.Div(listed, className="import-columns", role="group", **label)
    return [box, _value_columns(chosen.columns) if chosen.columns else None]


def part_names() -> Mapping[str, str]:
    return {
        "area": _("Area"),
        "year": _("Year"),
        "output": _("What it is"),
        "scenario": _("Scenario"),
        "value": _("Value"),
        "unit": _("Unit"),
        "p10": _("Lower end (p10)"),
        "p90": _("Upper end (p90)"),
        "name": _("Name"),
        "use": _("Use of the building"),
        "built": _("Year it was built"),
        "floor": _("Floor area, m²"),
        "district": _("District"),
        "owner": _("Owner, or the municipality's share"),
        "east": _("Longitude, or east"),
        "north": _("Latitude, or north"),
    }


def _part(part: str, shown: Results) -> Component:
    chosen = shown.chosen.parts[part]
    options = {name: name for name in shown.columns}
    if part not in NEEDED or not chosen:
        options = {NONE: _("none"), **options}
    return choice(part, part_names()[part], chosen or NONE, options)


def choice(key: str, name: str, chosen: str, options: Mapping[str, str]) -> Component:
    """A list with its name."""
    id_ = f"import-column-{key}"
    return html.Div(
        [html.Label(name, htmlFor=id_, className="rs-label"), _list(key, chosen, options, id_)]
    )


def _list(
    key: str, chosen: str, options: Mapping[str, str], id_: str = "", label: str = ""
) -> Component:
    """A native list; assets/import.js sends its choice on and keeps its value true."""
    named = {"id": id_} if id_ else {"aria-label": label}
    return html.Select(
        [html.Option(text, value=value) for value, text in options.items()],
        className="rs-select",
        **{"data-column": key, "data-value": chosen, **named},
    )


def _value_columns(columns: Sequence[ValueColumn]) -> Component:
    heads = (_("Column"), _("What it is"), _("Unit"), _("Year"), _("Scenario"), _("Which figure"))
    head = html.Tr([html.Th(text, scope="col") for text in heads])
    uses = {NONE: _("not used"), OWN: _("something of its own"), **_output_names()}
    rows = [_value_column(each, place, uses, heads) for place, each in enumerate(columns)]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="rs-table import-mapping")
    label = {"aria-label": _("What each column is")}
    return html.Div(table, className="import-scroll", tabIndex=0, role="region", **label)


def _value_column(
    column: ValueColumn, place: int, uses: Mapping[str, str], heads: Sequence[str]
) -> Component:
    kinds = dict(zip(KINDS, (_("Value"), _("Lower end (p10)"), _("Upper end (p90)")), strict=True))
    name = column.name
    fields = zip(("unit", "year", "scenario"), heads[2:5], strict=True)
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(_list(f"use:{name}", column.use or NONE, uses, label=f"{name}: {heads[1]}")),
            *(
                html.Td(_field(f"{part}:{name}", getattr(column, part), f"{name}: {head}", place))
                for part, head in fields
            ),
            html.Td(_list(f"what:{name}", column.what, kinds, label=f"{name}: {heads[5]}")),
        ]
    )


def _field(key: str, value: str, label: str, place: int) -> Component:
    """A line to write in, inside its label: Dash gives a field no other name."""
    id_ = f"import-{key.partition(':')[0]}-{place}"
    name = html.Span(label, className="visually-hidden")
    field = dcc.Input(id=id_, value=value, maxLength=60, className="rs-input", autoComplete="off")
    return html.Label([name, field], **{"data-column": key})


def _output_names() -> dict[str, str]:
    return {each.id: f"{pick(each.names, current())} ({each.unit})" for each in ours()}
