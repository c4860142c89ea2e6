"""What a register and a list of stations share in their previews: columns to choose, a table."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards._imports_columns import choice, part_names
from dashboards._language import current, words
from dashboards._services import services
from data import queries
from data.imports.buildings.columns import LEAVE, NONE, STOP, WRONG
from data.imports.given import Shown
from workshop.language import pick

_ = words("imports")


def choices(
    shown: Shown, parts: Sequence[str], needed: Sequence[str] = ()
) -> list[Component | None]:
    """Which column is what. Open even when something is wrong: it may be what is wrong."""
    listed = [_part(part, shown, part in needed) for part in parts]
    wrong = {STOP: _("must be put right"), LEAVE: _("are left out")}
    listed.append(
        choice(WRONG, _("Rows with something wrong"), LEAVE if shown.leave else STOP, wrong)
    )
    label = {"aria-label": _("Which column is what")}
    box = html.Div(listed, className="import-columns", role="group", **label)
    said: list[Component | None] = [html.H3(_("Which column is what")), box]
    return said


def _part(part: str, shown: Shown, needed: bool) -> Component:
    chosen = shown.chosen[part]
    options = {name: name for name in shown.columns}
    if not (needed and chosen):
        options = {NONE: _("none"), **options}
    return choice(part, part_names()[part], chosen or NONE, options)


def district_names(city: str) -> dict[str, str]:
    found = queries.areas(services().library, city, "district")
    return {each.id: pick(each.names, current()) or each.name for each in found}


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], name: str, texts: int = 1
) -> Component:
    """The first `texts` columns are words, the others figures."""

    def kind(at: int) -> str | None:
        return None if at < texts else "number"

    head = [html.Th(text, scope="col", className=kind(at)) for at, text in enumerate(heads)]
    body = [
        html.Tr(
            [
                html.Th(text, scope="row") if at == 0 else html.Td(text, className=kind(at))
                for at, text in enumerate(row)
            ]
        )
        for row in rows
    ]
    made = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="rs-table")
    return html.Div(
        made, className="import-scroll", tabIndex=0, role="region", **{"aria-label": name}
    )


def done(told: str, then: str, link: Component) -> list[Component]:
    """It is done: which version it is, what happens now, and where to see it."""
    head: Component = html.H2(_("Imported"), tabIndex=-1, **{"data-focus": ""})
    note: Component = html.P(told, className="rs-note", **{"data-register": ""})
    return [head, note, html.P(then), html.P(link)]
