"""A preview of another model's results: which column is what, and what was understood."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards._explore_values import figure
from dashboards._imports_columns import columns_shown
from dashboards._language import current, plurals, words
from dashboards._services import services
from data import queries
from data.imports.preview import Preview
from data.imports.results.checking import Checked, Figure
from data.imports.results.look import Results
from data.scenarios.records import Scenario
from workshop.language import pick

_ = words("imports")
_n = plurals("imports")
_ROWS = 200


def choices_shown(shown: Results) -> list[Component | None]:
    """Open even when something is wrong: it may be what is wrong."""
    return [html.H3(_("Which column is what")), *columns_shown(shown)]


def results_shown(shown: Preview) -> list[Component | None]:
    """What would be kept: by scenario and output, and every value folded away below."""
    assert shown.results is not None  # noqa: S101  asked for results only
    checked = shown.results.checked
    return [
        html.P(summary(shown), className="import-counts"),
        _overview(checked),
        html.P(_ranges(checked), className="soft"),
        _all_values(checked, shown.upload.city),
    ]


def summary(shown: Preview) -> str:
    """How many values, as how many scenarios."""
    assert shown.results is not None  # noqa: S101  asked for results only
    count = max(1, len(shown.results.checked.scenarios))
    values = _n("{n} value", "{n} values", shown.writes).format(n=shown.writes)
    runs = _n("{n} scenario", "{n} scenarios", count).format(n=count)
    return _("{values} will be kept, as {scenarios}.").format(values=values, scenarios=runs)


def results_done(shown: Preview, kept: Sequence[Scenario]) -> list[Component]:
    """It is done: which scenarios there are now, and in which version."""
    head: Component = html.H2(_("Imported"), tabIndex=-1, **{"data-focus": ""})
    said = _("{file} is kept, with whose it is.").format(file=shown.upload.file)
    listed = [html.Li(_kept(each)) for each in kept]
    return [head, html.P(said, className="rs-note"), html.P(_("The scenarios:")), html.Ul(listed)]


def _kept(each: Scenario) -> Component:
    """Its name and version, and the way to it."""
    name, number = pick(each.newest.draft.names, current()), each.newest.number
    said = _("{name}, version {n}").format(name=name, n=number)
    return html.A(said, href=f"/scenarios/{each.city}?from={each.id}")


def _ranges(checked: Checked) -> str:
    without = sum(each.p10 is None for each in checked.figures)
    if not without:
        return _("Every value has its range (p10–p90).")
    told = _n(
        "{n} value has no range: it is shown as “range not reported”.",
        "{n} values have no range: they are shown as “range not reported”.",
        without,
    )
    return told.format(n=without)


def _overview(checked: Checked) -> Component:
    heads = (_("Scenario"), _("What"), _("Unit"), _("Areas"), _("Years"), _("Change"))
    head = html.Tr([html.Th(text, scope="col") for text in heads])
    groups: dict[tuple[str, str], list[Figure]] = {}
    for each in checked.figures:
        groups.setdefault((each.scenario, each.output), []).append(each)
    rows = [_group(*key, held, checked, groups) for key, held in sorted(groups.items())]
    return _scrolled(html.Table([html.Thead(head), html.Tbody(rows)], className="rs-table"))


def _group(
    scenario: str,
    output: str,
    held: Sequence[Figure],
    checked: Checked,
    groups: dict[tuple[str, str], list[Figure]],
) -> Component:
    about = checked.outputs[output]
    years = sorted({each.year for each in held})
    unit: list[Component | str] = [about.unit]
    for given in dict.fromkeys(each.converted for each in held if each.converted):
        said = _("converted from {unit}").format(unit=given)
        unit.append(html.Span(said, className="soft import-code"))
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    if not scenario:
        change = "–"
    else:
        change = _("against the reference") if ("", output) in groups else _("not reported")
    return html.Tr(
        [
            html.Th(scenario or _("Reference"), scope="row"),
            html.Td(pick(about.names, current())),
            html.Td(unit),
            html.Td(str(len({each.area for each in held})), className="number"),
            html.Td(span),
            html.Td(change),
        ]
    )


def _all_values(checked: Checked, city: str) -> Component:
    names = {
        area.id: pick(area.names, current()) or area.name
        for area in queries.areas(services().library, city)
    }
    heads = (_("Area"), _("Year"), _("What"), _("Scenario"), _("Value"), _("Range"))
    head = html.Tr([html.Th(text, scope="col") for text in heads])
    rows = [_value(each, checked, names) for each in checked.figures[:_ROWS]]
    more = len(checked.figures) - _ROWS
    said = [html.P(_("and {n} more").format(n=more), className="soft")] if more > 0 else []
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="rs-table")
    title = html.Summary(f"{_('Every value')} ({len(checked.figures)})")
    return html.Details([title, _scrolled(table), *said], className="import-same")


def _value(each: Figure, checked: Checked, names: dict[str, str]) -> Component:
    about, language = checked.outputs[each.output], current()
    if each.p10 is None or each.p90 is None:
        span = _("not reported")
    else:
        span = f"{figure(each.p10, language)}–{figure(each.p90, language)}"
    return html.Tr(
        [
            html.Th(names.get(each.area, each.area), scope="row"),
            html.Td(str(each.year)),
            html.Td(pick(about.names, language)),
            html.Td(each.scenario or _("Reference")),
            html.Td(f"{figure(each.value, language)} {about.unit}", className="number"),
            html.Td(span, className="number"),
        ]
    )


def _scrolled(table: Component) -> Component:
    label = {"aria-label": _("What the file says")}
    return html.Div(table, className="import-scroll", tabIndex=0, role="region", **label)
