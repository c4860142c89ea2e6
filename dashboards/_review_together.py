"""How people moved between two rounds of a question, and how much they agree."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_delphi import half, in_words
from dashboards._review_table import BY, columns, framed
from workshop.flows import WAYS
from workshop.language import number, picked
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round

_ = words("review")


def moved(round_: Round, told: Json) -> list[Component]:
    """For the second round and later ones: how many went which way about each option."""
    flows = (told["previous"] or {}).get("flows")
    if flows is None:
        return []
    heading = html.H4(_("Since the round before"))
    if not any(WAYS[0] in option for option in flows):
        few = _(
            "For each option 1–{few} people went one of the ways (less for it, as before, more), "
            "or came or left between the rounds. That would tell about persons: withheld. In a "
            "small room it is often so."
        )
        return [heading, html.P(few.format(few=WHOLE_ROOM_MINIMUM - 1), className="soft")]
    about = _("Of those who answered both times: how many are less for it now, as before, or more.")
    heads = zip(WAYS, (_("Less for"), _("As before"), _("More for")), strict=True)
    head = [html.Td(), *(_head(way, name) for way, name in heads), html.Td()]
    rows = [_line(round_, option) for option in flows]
    table = framed(str(heading.children), head, rows, f"{BY} moved-table")
    return [heading, html.P(about, className="soft"), table, *_ways(round_, flows)]


def _head(way: str, name: str) -> Component:
    """With its colour in the bar beside the figures."""
    sign = html.Span(className=f"moved-key moved-{way}", **{"aria-hidden": "true"})
    return html.Th([sign, name], scope="col", className="number")


def _line(round_: Round, option: Json) -> Component:
    head = _text(round_, option["id"])
    if WAYS[0] not in option:
        few = _("It would tell about fewer than {n}: withheld").format(n=WHOLE_ROOM_MINIMUM)
        return html.Tr([head, html.Td(few, colSpan=4, className="soft review-withheld")])
    people = sum(option[way] for way in WAYS)
    cells = [html.Td(str(option[way]), className="number figures") for way in WAYS]
    parts = [
        html.Span(className=f"moved-{way}", style={"width": f"{100 * option[way] / people:.1f}%"})
        for way in WAYS
    ]
    bar = html.Td(html.Div(parts, className="moved-bar", **{"aria-hidden": "true"}))
    return html.Tr([head, *cells, bar])


def _text(round_: Round, item: str) -> Component:
    texts = {option.id: picked(option.text, current()) for option in round_.step.options}
    # A guess is about no option: the question stands for it.
    language, text = texts.get(item) or picked(round_.step.title, current())
    return html.Th(text, lang=language, scope="row")


def _ways(round_: Round, flows: list[Json]) -> list[Component]:
    """From answer to answer, in words, for the options of which that may be told."""
    names = {"agree": _("Agree"), "disagree": _("Disagree"), "pass": _("Pass")}
    rows = [
        html.Tr([_text(round_, option["id"]), html.Td(_from_to(option["ways"], names))])
        for option in flows
        if option.get("ways")
    ]
    if not rows:
        return []
    summary = html.Summary(_("From answer to answer"))
    table = html.Table(html.Tbody(rows), className="rs-table review-by-table")
    return [html.Details([summary, table], className="review-fold")]


def _from_to(ways: list[list[str]], names: dict[str, str]) -> str:
    return " · ".join(f"{names[old]} → {names[new]}: {n}" for old, new, n in ways)


def agreement(round_: Round, told: Json) -> list[Component]:
    """For scores: how alike people rank the options, and the middle half of each."""
    found = told.get("agreement")
    if found is None:
        return []
    rows = [
        html.Tr(
            [
                _text(round_, option["id"]),
                html.Td(in_words(round_, option["median"]), className="number figures"),
                html.Td(half(round_, option), className="number figures"),
            ]
        )
        for option in found["options"]
    ]
    heading = _("How much they agree")
    heads = columns([_("Median"), _("The middle half gave")], "number")
    said = html.P(_concord(found), className="rs-note")
    return [html.H4(heading), said, framed(heading, [html.Td(), *heads], rows, BY)]


def _concord(found: Json) -> str:
    if found["w"] is None:
        return _("Too few gave every option a number to say how much they agree.")
    said = {
        "weak": _("They rank the options very differently."),
        "some": _("They rank the options somewhat alike."),
        "strong": _("They rank the options much alike."),
    }[found["reads"]]
    rests = _("Kendall's W is {w}, from 0 (nothing in common) to 1 (all alike), of {n} people.")
    w = number(found["w"], current(), 2)
    return f"{said} {rests.format(w=w, n=found['raters'])}"
