"""What an import would change, shown before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards._explore_values import figure, point_label, told
from dashboards._imports_areas import areas_shown
from dashboards._imports_buildings import building_choices, building_summary, buildings_shown
from dashboards._imports_results import choices_shown, results_shown
from dashboards._imports_results import summary as results_summary
from dashboards._imports_stations import station_choices, station_summary, stations_shown
from dashboards._imports_words import of_finding, place
from dashboards._language import current, plurals, words
from dashboards._services import services
from data import queries
from data.cards import load_catalogue
from data.imports.findings import LISTED, Finding
from data.imports.preview import Preview, ValueChange
from workshop.language import pick, translator

_ = words("imports")
_n = plurals("imports")
_ROWS = 300


def preview_shown(shown: Preview) -> list[Component]:
    """Errors when there are any, else what is new, what changes and what stays."""
    head = html.H2(
        _("Not imported") if shown.errors else _("What this would change"),
        tabIndex=-1,
        **{"data-focus": ""},
    )
    file = html.P(
        [html.Strong(shown.upload.file), " · ", _city_name(shown.upload.city)],
        className="import-file",
    )
    parts = [head, file, *_choices(shown), *_findings(shown)]
    parts += _content(shown)
    return [part for part in parts if part is not None]


def _choices(shown: Preview) -> list[Component | None]:
    """Which column is what, where that can be chosen."""
    if shown.results:
        return choices_shown(shown.results)
    if shown.buildings:
        return building_choices(shown.buildings)
    return station_choices(shown.stations) if shown.stations else []


def _content(shown: Preview) -> Sequence[Component | None]:
    """What would be there afterwards; of areas also while something is wrong with them."""
    if shown.upload.kind == "areas":
        return areas_shown(shown)
    if shown.errors:
        return []
    if shown.results:
        return results_shown(shown)
    if shown.buildings:
        return buildings_shown(shown)
    return stations_shown(shown.upload.city, shown.stations) if shown.stations else _values(shown)


def summary(shown: Preview) -> str:
    """One line beside the button."""
    if shown.results:
        return results_summary(shown)
    if shown.buildings:
        return building_summary(shown)
    if shown.stations:
        return station_summary(shown.stations)
    if shown.upload.kind == "areas":
        return _n(
            "{n} district will be written.", "{n} districts will be written.", shown.writes
        ).format(n=shown.writes)
    return _n("{n} value will be written.", "{n} values will be written.", shown.writes).format(
        n=shown.writes
    )


def _city_name(city: str) -> str:
    return pick(queries.city(services().library, city).names, current())


def _findings(shown: Preview) -> list[Component]:
    errors, notes = shown.errors, shown.notes
    parts: list[Component] = []
    if errors:
        sentence = _n(
            "{n} thing must be put right. The library is as it was.",
            "{n} things must be put right. The library is as it was.",
            len(errors),
        )
        parts.append(html.P(sentence.format(n=len(errors)), className="rs-note danger"))
        parts.append(_finding_table(errors, shown.upload.file))
    if notes:
        rows = [html.Li(f"{place(note)}: {of_finding(note)}") for note in notes[:LISTED]]
        title = _n("{n} thing to know", "{n} things to know", len(notes)).format(n=len(notes))
        parts.append(html.Div([html.H3(title), html.Ul(rows)], className="rs-note warn"))
    return parts


def _finding_table(errors: Sequence[Finding], file: str) -> Component:
    rows = [
        html.Tr([html.Th(place(each), scope="row"), html.Td(of_finding(each))])
        for each in errors[:LISTED]
    ]
    head = html.Tr([html.Th(_("Where"), scope="col"), html.Th(_("What"), scope="col")])
    caption = html.Caption(
        _("What must be put right in {file}").format(file=file), className="visually-hidden"
    )
    more = len(errors) - LISTED
    listed = html.Table(
        [caption, html.Thead(head), html.Tbody(rows)], className="rs-table import-findings"
    )
    said = [html.P(_("and {n} more").format(n=more), className="soft")] if more > 0 else []
    return html.Div([listed, *said], className="import-scroll", tabIndex=0)


def _values(shown: Preview) -> list[Component | None]:
    changed = [each for each in shown.values if each.before is not None and not each.same]
    new = [each for each in shown.values if each.before is None]
    same = [each for each in shown.values if each.same]
    counts = _("{new} new, {changed} changed, {same} as before.").format(
        new=len(new), changed=len(changed), same=len(same)
    )
    return [
        html.P(counts, className="import-counts"),
        _value_table(_("Changed"), changed),
        _value_table(_("New"), new),
        _folded(_("As before"), same),
    ]


def _folded(title: str, rows: Sequence[ValueChange]) -> Component | None:
    if not rows:
        return None
    return html.Details(
        [html.Summary(f"{title} ({len(rows)})"), _value_table("", rows)], className="import-same"
    )


def _value_table(title: str, rows: Sequence[ValueChange]) -> Component | None:
    if not rows:
        return None
    library = services().library
    names = {each.value.area: "" for each in rows}
    names = {area: pick(queries.area(library, area).names, current()) for area in names}
    heads = (_("Area"), _("Indicator"), _("Year"), _("Held now"), _("In the file"))
    head = html.Tr([html.Th(text, scope="col") for text in heads])
    body = [_value_row(each, names[each.value.area]) for each in rows[:_ROWS]]
    more = len(rows) - _ROWS
    return html.Div(
        [
            *([html.H3(title)] if title else []),
            html.Div(
                html.Table([html.Thead(head), html.Tbody(body)], className="rs-table"),
                className="import-scroll",
                tabIndex=0,
                role="region",
                **{"aria-label": title or _("As before")},
            ),
            *([html.P(_("and {n} more").format(n=more), className="soft")] if more > 0 else []),
        ]
    )


def _value_row(change: ValueChange, area: str) -> Component:
    value, language = change.value, current()
    card = load_catalogue().card(value.indicator)
    point = point_label(value.data_point, card, language)
    name = f"{card.names[language]}: {point}" if point else card.names[language]
    held = told(change.before, card, language) if change.before else _("nothing")
    told_new = [html.Strong(_written(change, language))]
    if value.converted:
        told_new.append(
            html.Span(_("converted from {unit}").format(unit=value.converted), className="soft")
        )
    for text in (value.source, value.note):
        told_new += [html.Span(text, className="soft")] if text else []
    return html.Tr(
        [
            html.Th(area, scope="row"),
            html.Td([name, html.Span(value.indicator, className="soft import-code")]),
            html.Td(value.period),
            html.Td(held),
            html.Td(told_new, className="import-new"),
        ]
    )


def _written(change: ValueChange, language: str) -> str:
    value = change.value
    card = load_catalogue().card(value.indicator)
    if value.value is not None:
        unit = card.value(value.data_point).unit.label[language]
        return f"{figure(value.value, language)} {unit}"
    say = translator(language, "explore")
    return {"yes": say("yes"), "no": say("no"), None: say("Not reported")}[value.text]


def done_shown(shown: Preview, number: int) -> list[Component]:
    """It is done: what, and where to see it."""
    city = shown.upload.city
    language = current()
    if shown.upload.kind == "areas":
        links = [
            (_("the map of districts"), f"/explore/{city}?indicator=population&layer=districts")
        ]
    else:
        codes = dict.fromkeys(each.value.indicator for each in shown.values if not each.same)
        cards = [load_catalogue().card(code) for code in list(codes)[:12]]
        links = [(card.names[language], f"/explore/{city}?indicator={card.slug}") for card in cards]
    said = _("{file} is in the library now, as its version {n}.")
    listed = [html.Li(html.A(name, href=href)) for name, href in links]
    head: Component = html.H2(_("Imported"), tabIndex=-1, **{"data-focus": ""})
    told: Component = html.P(said.format(file=shown.upload.file, n=number), className="rs-note")
    return [head, told, html.P(_("See it in place:")), html.Ul(listed)]
