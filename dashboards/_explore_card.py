"""The card of what is looked at: meaning, formula, origin, and the city's own values."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from dashboards._explore_map import table
from dashboards._explore_parts import Standing, unscored
from dashboards._explore_state import State
from dashboards._explore_told import kind
from dashboards._explore_values import figure, point_label, quality, source, told
from dashboards._language import words
from data import queries
from data.card import Card
from data.library import Library
from layers import subjects
from workshop.language import number, pick

_ = words("explore")
TEN = 10


def card(library: Library, standing: Standing, state: State, language: str) -> list[Component]:
    known = subjects.card_of(state.indicator)
    if known:
        return [_meaning(known, language), _values(standing, known, language), _origin(known)]
    return _layer_card(library, state, language)


def _meaning(card: Card, language: str) -> Component:
    return html.Div(
        [
            html.H2(card.names[language]),
            html.P(card.explanation[language], className="explore-lead"),
            html.P(_tags(card), className="explore-tags"),
            html.Dl(
                [
                    *_pair(_("Formula"), card.formula[language], card, "formula"),
                    *_pair(_("Unit"), card.unit.label[language], card, "unit"),
                    *_pair(_("Direction"), _directions(_)[card.direction], card, "direction"),
                    *_pair(_("UN targets"), _targets(card), card, "sdg_targets"),
                    *_pair(_("Type"), _kinds(_)[card.kind], card, "kind"),
                ]
            ),
        ]
    )


def _tags(card: Card) -> list[Component]:
    level = {"core": _("Core indicator"), "advanced": _("Advanced indicator")}[card.level]
    return [html.Span(text, className="rs-tag") for text in (f"U4SSC {card.code}", level)]


def _pair(name: str, text: str, card: Card, field: str) -> list[Component]:
    """A field; one that still has to be checked says so, whatever it holds."""
    said: list[Component | str] = [text]
    if field in card.provenance.to_verify:
        said += [" ", html.Span(_("to be verified"), className="rs-tag verify")]
    elif field in card.provenance.inferred:
        said += [" ", html.Span(_("inferred"), className="rs-tag verify")]
    return [html.Dt(name), html.Dd(said)]


def _directions(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "higher": _("More is better"),
        "lower": _("Less is better"),
        "none": _("Neither more nor less is better"),
        "unknown": _("Unknown"),
    }


def _kinds(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "Smart": _("Smart"),
        "Structural": _("Structural"),
        "Sustainable": _("Sustainable"),
        "unknown": _("Unknown"),
    }


def _targets(card: Card) -> str:
    return ", ".join((*card.sdg_targets, *card.sdg_indicators)) or _("Unknown")


def _values(standing: Standing, card: Card, language: str) -> Component:
    """What we hold for this city, and what it is held against."""
    name = pick(standing.city.names, language)
    held = standing.values.get(card.code, ())
    said: list[Component] = [html.H3(_("In {city}").format(city=name))]
    if not held:
        said.append(html.P(_("Not reported"), className="explore-figure missing"))
    for each in held:
        label = point_label(each.data_point, card, language)
        said.append(html.P(told(each, card, language), className="explore-figure"))
        kinds = quality(each.quality, each.grade, language)
        facts = [label, each.period, kinds, source(each, language), pick(each.notes, language)]
        said.append(html.P(" · ".join(fact for fact in facts if fact), className="soft"))
    score = standing.scores.kpis[card.code]
    if score.points is None:
        said.append(html.P(f"{_('No own score')}: {unscored(score, language).lower()}."))
    else:
        text = _("Own score: {points} of 4 points").format(points=score.points)
        said.append(html.P(html.Strong(text)))
    for used in score.benchmarks:
        text = _("Benchmark: {value} ({kind}). {source}").format(
            value=number(used.value, language),
            kind=kind(used.kind, _),
            source=used.source[language],
        )
        said.append(html.P([text, " ", html.Cite(f"{used.document}, {used.year}")]))
    return html.Div(said, className="explore-own")


def _origin(card: Card) -> Component:
    """Where the card comes from; the addresses are text, so that nothing leaves this page."""
    confidence = {
        "verified": _("Every field was read in an official document."),
        "secondary": _("Some fields come second-hand and are marked as to be verified."),
        "inferred": _("Some fields are our own inference and are marked so."),
    }[card.provenance.confidence]
    sources = [html.Li(html.Code(address)) for address in card.provenance.sources]
    return html.Div(
        [
            html.H3(_("Where this description comes from")),
            html.P(confidence),
            html.Details([html.Summary(_("Sources")), html.Ul(sources)]),
        ],
        className="explore-origin",
    )


def _layer_card(library: Library, state: State, language: str) -> list[Component]:
    """Electricity and people: the library's own layers, which are no U4SSC indicators."""
    title = subjects.name(library, state.indicator, language)
    meaning = {
        "electricity": _("Metered electricity in a year, by who used it. All users are counted."),
        "electricity_share": _(
            "The share that one group has of all metered electricity in the area."
        ),
        "electricity_change": _("How metered electricity has changed since the first year held."),
        "population": _("People who live in each district. District borders are approximate."),
        "population_density": _("People for each square kilometre of the district as drawn."),
    }[state.indicator.partition(":")[0]]
    credit = " · ".join(queries.attribution(library, state.indicator))
    said: list[Component] = [
        html.H2(title),
        html.P(meaning, className="explore-lead"),
        html.P(_("Source: {source}").format(source=credit), className="soft"),
    ]
    if state.indicator.startswith("electricity"):
        said += _by_industry(library, state, language)
    return [html.Div(said), html.Div(className="explore-origin")]


def _by_industry(library: Library, state: State, language: str) -> list[Component]:
    """Who uses the electricity in this municipality, the ten largest and the rest."""
    city = queries.city(library, state.city)
    held = queries.electricity(library, city.municipality)
    if not held:
        return [html.P(_("Not reported"))]
    year = int(state.year) if state.year else held[-1].year
    names = {each.code: pick(each.names, language) for each in queries.industries(library)}
    total = next(each for each in held if each.year == year)
    found = [*queries.electricity_by_industry(library, city.municipality, year)]
    made = [_use(_("All"), total.kwh, total.kwh, total.kwh_per_capita, language)]
    made += [
        _use(names.get(each.industry or "", ""), each.kwh, total.kwh, each.kwh_per_capita, language)
        for each in found[:TEN]
    ]
    rest = sum(each.kwh for each in found[TEN:])
    if rest:
        made.append(_use(_("All others"), rest, total.kwh, None, language))
    heads = (_("User"), _("GWh"), _("Share"), _("kWh per inhabitant"))
    place = pick(city.names, language)
    caption = _("Electricity in {city}, {year}").format(city=place, year=year)
    said = [html.H3(caption), table(heads, made, caption, (1, 2, 3))]
    if total.kwh_per_capita is None:
        said.append(html.P(_("We hold no population for this year, so nothing is divided by it.")))
    return said


def _use(name: str, kwh: float, total: float, each: float | None, language: str) -> Component:
    cells = (
        number(kwh / 1e6, language, 1),
        f"{number(100 * kwh / total, language, 1)}\u00a0%",
        "–" if each is None else figure(each, language),
    )
    return html.Tr([
        html.Th(name, scope="row"), *[html.Td(cell, className="number") for cell in cells]
    ])  # fmt: skip
