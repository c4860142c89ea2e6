"""The opinion groups of a question: a calm drawing, what sets each group apart, what all share."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin, sqrt

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, plurals, words
from data.export.opinions import BY, why_none
from workshop.language import picked
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round

_ = words("review")
_n = plurals("review")

DOTS = 150  # more are not told apart by looking: then a dot stands for several people
TURN = pi * (3 - sqrt(5))  # how a sunflower turns from seed to seed
SPACING = 0.95  # of a dot's own place, in rem


def opinion(round_: Round, told: Json) -> list[Component]:
    """Nothing for a question that has no opinion groups by its kind."""
    found = told.get(BY)
    if found is None:
        return []
    heading = html.H4(_("Opinion groups"))
    if found["why"]:
        return [heading, html.P(why_none(found, current()), className="rs-note")]
    return [
        heading,
        html.P(_about(found), className="soft"),
        _drawing(found),
        _shared(round_, found),
        html.Div([_own(round_, group) for group in found["groups"]], className="opinion-own"),
        html.P(_how(), className="soft opinion-how"),
    ]


def _about(found: Json) -> str:
    each = _each(found)
    dot = _n("One dot is one person.", "One dot is {n} people.", each).format(n=each)
    alike = _("Those who answered alike are in the same group.")
    return f"{alike} {dot} {_('Where a dot lies within its group means nothing.')}"


def _how() -> str:
    return _(
        "Found by the published method of Polis: two main axes of all answers, two to five groups "
        "by k-means, the clearest number of them. A statement is a group's own when it holds with "
        "nine in ten certainty, within the group and beside the others."
    )


def _each(found: Json) -> int:
    """How many people a dot stands for."""
    return -(-found["people"] // DOTS)


def _drawing(found: Json) -> Component:
    each = _each(found)
    clouds = [
        _cloud(group["id"], group["people"], each, _("Group {name}").format(name=group["id"]))
        for group in found["groups"]
    ]
    if found["rest"] >= WHOLE_ROOM_MINIMUM:
        clouds.append(_cloud("", found["rest"], each, _("In no group that is told")))
    return html.Div(clouds, className="opinion-drawing")


def _cloud(letter: str, people: int, each: int, name: str) -> Component:
    """The dots of a group, packed as seeds are."""
    dots = max(1, round(people / each))
    wide = SPACING * (2 * sqrt(dots) + 0.6)
    seeds = [html.Span(style=_seed(at, dots)) for at in range(dots)]
    kind = f"opinion-cloud opinion-{letter.lower() or 'rest'}"
    count = _n("{n} person", "{n} people", people).format(n=people)
    return html.Figure(
        [
            html.Div(
                seeds, className=kind, style={"width": f"{wide:.2f}rem"}, **{"aria-hidden": "true"}
            ),
            html.Figcaption([html.Strong(name), html.Span(count, className="soft figures")]),
        ]
    )


def _seed(at: int, dots: int) -> dict[str, str]:
    away = 46 * sqrt((at + 0.5) / dots) if dots > 1 else 0
    return {
        "left": f"{50 + away * cos(at * TURN):.1f}%",
        "top": f"{50 + away * sin(at * TURN):.1f}%",
    }


def _shared(round_: Round, found: Json) -> Component:
    if len(found["groups"]) < 2:
        said = _("Only one group is large enough to be told; the others are fewer than five.")
        return html.P(said, className="rs-note")
    if not found["shared"]:
        nothing = _(
            "No statement has every group agreeing, or every group disagreeing, with enough "
            "certainty."
        )
        return html.P(nothing, className="rs-note")
    heading = html.H5(_("What builds bridges: every group by itself says so"))
    return html.Div([heading, *_said(round_, found["shared"])], className="rs-note opinion-shared")


def _own(round_: Round, group: Json) -> Component:
    name = _("Group {name}").format(name=group["id"])
    people = _n("{n} person", "{n} people", group["people"]).format(n=group["people"])
    said = _said(round_, group["own"])
    none = html.P(_("Nothing sets it apart with certainty."), className="soft")
    kind = f"opinion-card opinion-{group['id'].lower()}"
    heading = html.H5([name, html.Span(people, className="soft figures")])
    return html.Div([heading, *(said or [none])], className=kind)


def _said(round_: Round, said: Sequence[Json]) -> list[Component]:
    """The statements by what is said of them, agreement first."""
    texts = {option.id: picked(option.text, current()) for option in round_.step.options}
    parts: list[Component] = []
    for side, words_ in (("agree", _("Agrees")), ("disagree", _("Disagrees"))):
        chosen = [texts[each["id"]] for each in said if each["side"] == side]
        lines = [html.Li(text, lang=language) for language, text in chosen]
        if lines:
            parts += [html.P(words_, className=f"opinion-{side}"), html.Ul(lines)]
    return parts
