"""The wheel as a table: every indicator of the part in focus, in the order of the tree."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._explore_map import table
from dashboards._explore_parts import Standing, percent, unscored
from dashboards._explore_values import told
from dashboards._language import words
from dashboards._parts import Part
from data.cards import load_catalogue

_ = words("explore")


def rows(standing: Standing, part_id: str, language: str) -> list[Component]:
    focus = standing.whole.find(part_id) or standing.whole
    heads = (_("Indicator"), _("Value"), _("Year"), _("Own score"), _("Benchmark"))
    made = [
        _indicator(standing, part, language)
        if part.level == "indicator"
        else _branch(part, language)
        for part in focus.walk()
    ]
    caption = _("{name}: the wheel as a table").format(name=focus.name)
    return [html.H2(caption), table(heads, made, caption)]


def _branch(part: Part, language: str) -> Component:
    score = "–" if part.score is None else percent(part.score, language)
    held = _("{n} of {m} held").format(n=part.reported, m=part.total)
    counted = _("{score}, from {n} of {m}").format(score=score, n=part.scored, m=part.total)
    return html.Tr(
        [
            html.Th(part.name, scope="row"), html.Td(held), html.Td(), html.Td(counted), html.Td(),
        ],
        className=f"branch {part.level}",
    )  # fmt: skip


def _indicator(standing: Standing, part: Part, language: str) -> Component:
    card = next(card for card in load_catalogue().cards if card.slug == part.id)
    held = standing.values.get(card.code, ())
    score = standing.scores.kpis[card.code]
    values = "; ".join(told(each, card, language) for each in held) or _("Not reported")
    years = ", ".join(sorted({each.period for each in held}))
    if score.points is None:
        said = "–" if not held else unscored(score, language)
    else:
        said = _("{points} of 4 points").format(points=score.points)
    used = "; ".join(f"{each.document}, {each.year}" for each in score.benchmarks)
    name = html.Button(part.name, type="button", **{"data-go-indicator": part.id})
    swatch = html.Span(className=f"swatch {part.state}", **{"aria-hidden": "true"})
    return html.Tr([
        html.Th([swatch, name], scope="row"), html.Td(values), html.Td(years), html.Td(said),
        html.Td(used),
    ])  # fmt: skip
