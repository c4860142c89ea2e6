"""What stands beside the wheel in words: the way here, the own score, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from dashboards._drawing import Node
from dashboards._explore_parts import Standing, percent
from dashboards._language import words
from dashboards._parts import Part
from dashboards._wheel import draw
from data.benchmarks import Benchmark
from workshop.language import number

_ = words("explore")


def wheel(standing: Standing, part_id: str, chosen: str, language: str) -> Node:
    """The drawing of the part in focus."""
    trail = standing.whole.trail(part_id) or (standing.whole,)
    focus = trail[-1]
    score = "–" if focus.score is None else percent(focus.score, language)
    counted = _("{n} of {m}").format(n=focus.scored, m=focus.total)
    return draw(
        focus,
        chosen=chosen,
        back=trail[-2] if len(trail) > 1 else None,
        hub=(score, _("own score"), counted),
        label=_("Wheel of {name}. Arrow keys move, Enter opens.").format(name=focus.name),
        back_label=lambda name: _("Back to {name}").format(name=name),
    )


def told(standing: Standing, part_id: str, language: str) -> list[Component]:
    """Trail, score, how many indicators it rests on, and every benchmark with its source."""
    trail = standing.whole.trail(part_id) or (standing.whole,)
    focus = trail[-1]
    return [
        _trail(trail),
        html.P(_score(focus, language), className="explore-score"),
        html.P(_rests_on(focus), className="soft"),
        _bands(),
        *_benchmarks(standing, focus, language),
        _below(focus, language),
    ]


def _trail(trail: tuple[Part, ...]) -> Component:
    steps = [
        html.Li(
            html.Button(part.name, type="button", **{"data-go-part": part.id})
            if part is not trail[-1]
            else html.Span(part.name, **{"aria-current": "true"})
        )
        for part in trail
    ]
    return html.Nav(html.Ol(steps), className="explore-trail", **{"aria-label": _("You are here")})


def _score(focus: Part, language: str) -> list[Component | str]:
    if focus.score is None:
        return [html.Strong(_("No own score")), " ", _("for {name}").format(name=focus.name)]
    return [
        html.Strong(percent(focus.score, language)),
        " ",
        _("own score for {name}").format(name=focus.name),
    ]


def _rests_on(focus: Part) -> str:
    held = _("Values are held for {held} of {total} indicators; {scored} can be scored.").format(
        held=focus.reported, total=focus.total, scored=focus.scored
    )
    return f"{held} {_('This is our own score, not one by U4SSC.')}"


def _below(focus: Part, language: str) -> Component:
    """The list that does what the wheel does."""
    lines = [html.Li(_button(part, language)) for part in focus.children]
    title = _("Parts of {name}: {n}").format(name=focus.name, n=len(lines))
    listed = html.Ul(lines, className="explore-below")
    return html.Details([html.Summary(title), listed], open=focus.level == "category")


def _button(part: Part, language: str) -> Component:
    go = "data-go-indicator" if part.level == "indicator" else "data-go-part"
    counted = _("{n} of {m}").format(n=part.scored, m=part.total)
    score = "–" if part.score is None else percent(part.score, language)
    tail = f"{score} ({counted})" if part.level != "indicator" else part.told.split(": ", 1)[1]
    return html.Button(
        [
            html.Span(className=f"swatch {part.state}", **{"aria-hidden": "true"}),
            html.Span(part.name),
            html.Span(tail, className="soft"),
        ],
        type="button",
        **{go: part.id},
    )


def _benchmarks(standing: Standing, focus: Part, language: str) -> list[Component]:
    """The benchmarks of the scored indicators below, each with its source."""
    slugs = {part.id: part.name for part in focus.indicators() if part.scored}
    lines = []
    for code, score in standing.scores.kpis.items():
        slug = code.replace(": ", "_").lower()
        if slug in slugs:
            lines += [_benchmark(slugs[slug], each, language) for each in score.benchmarks]
    if not lines:
        return []
    title = _("Benchmarks used: {n}").format(n=len(lines))
    return [
        html.Details(
            [html.Summary(title), html.Ul(lines, className="explore-benchmarks")],
            open=len(lines) <= 2,
        )
    ]


def _benchmark(name: str, used: Benchmark, language: str) -> Component:
    figure = f"{name}: {number(used.value, language)}"
    figure += "\u00a0%" if used.unit == "percent" else ""
    return html.Li([
        html.Strong(figure),
        f" ({kind(used.kind, _)}). {used.source[language]} ",
        html.Cite(f"{used.document}, {used.year}"),
    ])  # fmt: skip


def kind(name: str, _: Callable[[str], str]) -> str:
    """What sort of benchmark it is."""
    return {
        "natural_ceiling": _("natural ceiling"),
        "sdg_target": _("UN target"),
        "eu_target": _("EU target"),
        "national_target": _("national target"),
        "city_plan": _("the city's own plan"),
    }[name]


def _bands() -> Component:
    """The legend of the wheel."""
    rows = (
        ("band-4", _("95% of the benchmark or more")),
        ("band-3", _("66 to 95%")),
        ("band-2", _("33 to 66%")),
        ("band-1", _("below 33%")),
        ("no-benchmark", _("No benchmark")),
        ("not-reported", _("Not reported")),
    )
    return html.Ul(
        [
            html.Li([html.Span(className=f"swatch {state}", **{"aria-hidden": "true"}), text])
            for state, text in rows
        ],
        className="explore-bands",
        **{"aria-label": _("Colours of the wheel")},
    )
