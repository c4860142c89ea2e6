"""How the list of workshops looks: newest first, rehearsals apart, nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_ids import Id
from dashboards._review_remains import figures_only
from dashboards._review_words import city_name, day, people, phase, steps
from workshop.language import picked
from workshop.model import Json
from workshop.summary import Summary

_ = words("review")


def page(
    rows: Sequence[Summary], removed: Sequence[Json] = (), closed: Component | None = None
) -> Component:
    """The whole page; `rows` are those that the reader may see, newest first.

    `closed` tells of those that cannot be opened.

    Of those in `removed` only figures are left (`data.retention.kept`).
    """
    names = {row.city: city_name(row.city) for row in rows}
    intro = _("Saved workshops: what was shown, what people answered, and files to take with you.")
    return html.Main(
        [
            html.H1(_("Review")),
            html.P(intro, className="review-intro soft"),
            html.Div([_filters(rows, names), _list(rows, names)], hidden=not rows),
            _empty() if not rows and not removed else None,
            closed,
            figures_only(removed) if removed else None,
        ],
        id="main",
        className="review-home",
    )


def _empty() -> Component:
    return html.Div(
        [
            html.H2(_("No workshops yet")),
            html.P(_("When a workshop has been opened in one of your cities, you find it here.")),
        ],
        className="rs-card review-empty",
    )


def _filters(rows: Sequence[Summary], names: dict[str, str]) -> Component:
    cities = [html.Option(name, value=city) for city, name in sorted(names.items(), key=_by_name)]
    city = html.Div(
        [
            html.Label(_("City"), htmlFor=Id.CITY, className="rs-label"),
            html.Select(
                [html.Option(_("All cities"), value=""), *cities],
                id=Id.CITY,
                className="rs-select",
            ),
        ],
        hidden=len(names) < 2,
    )
    search = html.Div(
        [
            html.Label(_("Search"), htmlFor=Id.SEARCH, className="rs-label"),
            dcc.Input(id=Id.SEARCH, type="search", className="rs-input", autoComplete="off"),
        ]
    )
    simulated = sum(row.rehearsal for row in rows)
    switch = html.Button(
        [
            html.Span(className="review-switch", **{"aria-hidden": "true"}),
            html.Span(_("Show rehearsals ({n})").format(n=simulated)),
        ],
        id=Id.REHEARSALS,
        type="button",
        role="switch",
        className="rs-button quiet review-toggle",
        hidden=not simulated,
        **{"aria-checked": "false"},
    )
    told = {"data-one": _("{n} workshop"), "data-many": _("{n} workshops")}
    count = html.P(id=Id.COUNT, className="soft review-count", role="status", **told)
    return html.Div([city, search, switch, count], className="review-filters", role="search")


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1]


def _list(rows: Sequence[Summary], names: dict[str, str]) -> Component:
    head = [_("Workshop"), _("City"), _("Date"), _("Participants"), _("Steps"), _("State")]
    numbers = (3, 4)
    titles = [
        html.Th(text, scope="col", className="number" if at in numbers else None)
        for at, text in enumerate(head)
    ]
    table = html.Table(
        [
            html.Caption(_("Workshops, newest first"), className="visually-hidden"),
            html.Thead(html.Tr(titles)),
            html.Tbody([_row(row, names[row.city]) for row in rows]),
        ],
        id=Id.LIST,
        className="rs-table review-table",
    )
    nothing = html.P(_("No workshop matches."), id=Id.NOTHING, className="rs-note", hidden=True)
    return html.Div([table, nothing], className="review-list")


def _row(row: Summary, city: str) -> Component:
    language, title = picked(row.title, current())
    link = html.A(title, href=f"/review/{row.id}", lang=language, className="review-title")
    marked = [html.Span(_("Rehearsal: simulated"), className="rs-tag review-rehearsal")]
    first = html.Th([link, *(marked if row.rehearsal else [])], scope="row")
    searched = " ".join([*row.title.values(), city, day(row.created_at_ms)])
    told = {
        "data-city": row.city,
        "data-rehearsal": "true" if row.rehearsal else "false",
        "data-text": searched.casefold(),
    }
    cells = [
        html.Td(city, **{"data-label": _("City")}),
        html.Td(day(row.created_at_ms), **{"data-label": _("Date")}),
        html.Td(_spoken(row.participants, people), className="number"),
        html.Td(_spoken(row.steps, steps), className="number"),
        html.Td(html.Span(phase(row.phase), className=f"rs-tag review-phase-{row.phase}")),
    ]
    return html.Tr([first, *cells], hidden=row.rehearsal, **told)


def _spoken(n: int, phrase: Callable[[int], str]) -> list[Component]:
    """A bare number in the column, a phrase where a phone stacks the columns."""
    return [
        html.Span(str(n), className="review-number"),
        html.Span(phrase(n), className="review-phrase"),
    ]
