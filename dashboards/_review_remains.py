"""Workshops of which only figures about five or more remain, on the review's first page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_words import city_name, day, people
from workshop.ballots.judgment import GRADES
from workshop.language import pick, picked, translator
from workshop.model import Json

_ = words("review")


def figures_only(removed: Sequence[Json]) -> Component:
    about = _("Their single answers, texts and places are deleted. These figures remain.")
    return html.Section(
        [
            html.H2(_("Only figures remain"), id="review-remains"),
            html.P(about, className="soft"),
            *[_workshop(kept) for kept in removed],
        ],
        className="review-remains",
        **{"aria-labelledby": "review-remains"},
    )


def _workshop(kept: Json) -> Component:
    language, title = picked(kept["title"], current())
    told = [city_name(kept["city"]), day(kept["created_at_ms"]), people(kept["participants"])]
    summary = html.Summary([html.Span(title, lang=language), " · ", " · ".join(told)])
    return html.Details(
        [summary, *[_round(each) for each in kept["rounds"]]], className="review-fold"
    )


def _round(told: Json) -> Component:
    found, step = told["results"], told["step"]
    head = f"{pick(step['title'], current())} ({told['number']})"
    texts = {option["id"]: pick(option["text"], current()) for option in step["options"]}
    texts |= {c["id"]: pick(c["text"], current()) for c in step["settings"].get("categories", [])}
    lines = found.get("options") or found.get("categories") or []
    rows = [
        html.Li(f"{texts.get(line['id'], '')}: {_figures(line, found['kind'])}") for line in lines
    ]
    few = html.P(_("Too few to show"), className="soft") if found.get("too_few") else None
    return html.Div([html.H3(head), few, html.Ul(rows) if rows else None])


def _figures(line: Json, way: str) -> str:
    if line.get("too_few"):
        return _("Too few to show")
    names = {
        "agree": _("agree"),
        "disagree": _("disagree"),
        "pass": _("pass"),
        "count": _("chosen"),
    }
    parts = [f"{name} {line[key]}" for key, name in names.items() if key in line]
    if "counts" in line:
        parts = [f"{answer}: {count}" for answer, count in _counted(line["counts"], way)]
    return " · ".join(parts)


def _counted(counts: Sequence[int], way: str) -> Iterable[tuple[str | int, int]]:
    """Each answer, in words where it was given in words, with how often it was given."""
    if way == "judgment":
        return zip(map(translator(current(), "stage"), GRADES), counts, strict=True)
    return enumerate(counts, 1 if way == "likert" else 0)
