"""A question's answers by group and by district: the lines of the released file, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_delphi import over_rounds
from dashboards._review_ids import Id, by_button
from dashboards._review_opinion import opinion
from dashboards._review_robust import robust
from dashboards._review_table import BY, framed
from dashboards._review_together import agreement, moved
from dashboards._services import services
from data import queries
from data.errors import DataError
from data.export.figures import closed
from data.export.groups import Line, lines
from data.export.opinions import BY as OPINION
from data.export.released import Released
from data.export.results import as_released
from workshop.breakdown import NOT_SAID, OTHERS, measure
from workshop.delphi import rule
from workshop.language import number, picked
from workshop.model import WHOLE_ROOM_MINIMUM, Round, Session

_ = words("review")
# Groups are called what people chose them by.
_phone = words("phone")


def section(session: Session) -> list[Component]:
    """The questions to choose from. Nothing is released before one is chosen."""
    about = _("Choose a question. What tells about fewer than five is withheld, as in the file.")
    return [html.P(about, className="soft"), html.Div(panel(session), id=Id.BY)]


def panel(session: Session, chosen: str = "") -> list[Component]:
    """The questions, and the tables of the chosen round."""
    asked = [r for r in closed(session) if measure(r) or rule(r)]
    if not asked:
        later = _("The results come here when the answers are closed.")
        return [html.P(later, className="rs-note")]
    newest = {each.step.id: each for each in asked}
    found = next((each for each in asked if each.id == chosen), None)
    choice = [_choice(each, found) for each in newest.values()]
    return [_row(_("Questions"), choice), *(_told(session, asked, found) if found else [])]


def _row(name: str, buttons: list[Component]) -> Component:
    return html.Div(buttons, className="review-row", role="group", **{"aria-label": name})


def _choice(round_: Round, found: Round | None) -> Component:
    """A question, by its newest round."""
    language, title = picked(round_.step.title, current())
    chosen = found is not None and found.step.id == round_.step.id
    return _button(round_, "question", html.Span(title, lang=language), chosen)


def _rounds(asked: Sequence[Round], found: Round) -> list[Component]:
    """The rounds of the chosen question, where there are several."""
    mine = [each for each in asked if each.step.id == found.step.id]
    if len(mine) < 2:
        return []
    names = {each.id: _("Round {n}").format(n=each.number) for each in mine}
    return [_row(_("Rounds"), [_button(r, "round", names[r.id], r is found) for r in mine])]


def _button(round_: Round, of: str, words_: Component | str, chosen: bool) -> Component:
    return html.Button(
        words_,
        id=by_button(round_.id, of),
        type="button",
        className="rs-button quiet",
        **{"aria-pressed": str(chosen).lower()},
    )


def _told(session: Session, asked: Sequence[Round], round_: Round) -> list[Component]:
    """The same lines as in the file, of what is released when they are seen."""
    everything = Released(services().settings.data_dir).figures(session)
    told = everything[round_.id]
    found = lines(session, current(), {round_.id: told})
    language, title = picked(round_.step.title, current())
    stands = as_released(told, current())
    parts: list[Component] = [html.H3(title, lang=language), *_rounds(asked, round_)]
    parts += [html.P(stands, className="rs-note")] if stands else []
    parts += opinion(round_, told)
    parts += _opinion_numbers(found)
    if measure(round_):
        parts.append(html.P(_measure(round_), className="soft review-measure"))
    tables = {
        "group": (_("By group"), _groups()),
        "district": (_("By district"), _districts(session)),
        "guess": (_("By what they had guessed before the model was shown"), _guesses()),
        "screen": (_("By what was on the screen when they answered"), _screens()),
    }
    for by, (heading, names) in tables.items():
        mine = [line for line in found if line.by == by]
        if mine:
            parts += [html.H4(heading), _table(mine, heading, names)]
    parts += moved(round_, told) + agreement(round_, told)
    parts += over_rounds(session, round_, everything) + robust(round_, told)
    return [html.Div(parts, className="rs-card review-by")]


def _measure(round_: Round) -> str:
    told = {
        "agree": _("How many agreed, of those in the group who answered the question."),
        "count": _("How many marked it, of those in the group who answered the question."),
        "upper_half": _("How many gave it more than half of the points, of those who answered."),
        "good_or_better": _("How many found it good or better, of those who answered."),
        "no_strong_objection": _(
            "How many do not object strongly (less than 8 of 10), of those who answered."
        ),
        "first": _("How many put it first, of those who answered."),
        "laid_any": _("How many laid dots on it, of those who answered."),
        "gave_votes": _("How many gave it votes, of those who answered."),
        "in_basket": _("How many put it into their basket, of those who answered."),
        "preferred": _(
            "How many chose it in more than half of their pairs, of those who answered."
        ),
    }
    return told[measure(round_)] + " " + _("Below: the share, and how sure it is (95%).")


def _table(found: Sequence[Line], heading: str, names: Mapping[str, str]) -> Component:
    """A column for each group, a line for each option; a withheld one says why across it."""
    if not found[0].row:
        return html.P(found[0].note, className="soft")
    columns = {line.row: line.voters for line in found}
    items: dict[str, list[Line]] = {}
    for line in found:
        items.setdefault(line.item, []).append(line)
    heads = [_column(names.get(row, row), voters or 0) for row, voters in columns.items()]
    rows = [html.Tr([html.Th(each[0].text, scope="row"), *_cells(each)]) for each in items.values()]
    return framed(heading, [html.Td(), *heads], rows, BY)


def _column(name: str, voters: int) -> Component:
    answered = html.Span(_("{n} answered").format(n=voters), className="figures")
    return html.Th([html.Span(name), answered], scope="col", className="number")


def _cells(of_item: Sequence[Line]) -> list[Component]:
    if of_item[0].value is None:
        return [html.Td(of_item[0].note, colSpan=len(of_item), className="soft review-withheld")]
    return [_cell(line) for line in of_item]


def _cell(line: Line) -> Component:
    """The number, its share and how sure the share is."""
    sign = "%" if current() == "en" else "\u00a0%"
    low, high, exact = (
        number(100 * share, current(), 0)
        for share in (line.low or 0, line.high or 0, (line.value or 0) / (line.voters or 1))
    )
    share = html.Span(exact + sign, className="soft")
    sure = html.Span(f"{low}–{high}{sign}", className="soft review-sure")
    return html.Td([str(line.value), share, sure], className="number figures")


def _opinion_numbers(found: Sequence[Line]) -> list[Component]:
    """How many of each opinion group agreed, a fold away; a sentence where nothing may be told."""
    mine = [line for line in found if line.by == OPINION and line.measure == "agree"]
    if not mine:
        return []
    if all(line.value is None for line in mine):
        withheld = _("How many of each group agreed would tell about fewer than {n}: withheld.")
        return [html.P(withheld.format(n=WHOLE_ROOM_MINIMUM), className="soft")]
    names = {line.row: _("Group {name}").format(name=line.row) for line in mine}
    names[OTHERS] = _("In no group that is told")
    heading = _("How many of each group agreed")
    parts = [html.Summary(heading), _table(mine, heading, names)]
    return [html.Details(parts, className="review-fold")]


def _groups() -> dict[str, str]:
    said = {
        "resident": _phone("a resident"),
        "municipality": _phone("employed by the municipality"),
        "state": _phone("employed by the state or the county"),
        "business": _phone("from a business"),
        "academia": _phone("from research or teaching"),
        "civil": _phone("from an association or organisation"),
    }
    return {name: words_[0].upper() + words_[1:] for name, words_ in said.items()} | _rest()


def _districts(session: Session) -> dict[str, str]:
    try:
        found = queries.areas(services().library, session.city, "district")
    except DataError:
        found = ()
    return {area.id: area.name for area in found} | _rest()


def _guesses() -> dict[str, str]:
    return {
        "below": _("Guessed less than the model"),
        "within": _("Guessed within the model's range"),
        "above": _("Guessed more than the model"),
        OTHERS: _("Others together"),
        NOT_SAID: _("Did not guess"),
    }


def _screens() -> dict[str, str]:
    return {
        "hidden": _("Before the results were shown"),
        "shown": _("While the results were shown"),
        OTHERS: _("Others together"),
    }


def _rest() -> dict[str, str]:
    return {OTHERS: _("Others together"), NOT_SAID: _("Not said")}
