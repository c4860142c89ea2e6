"""Whether other rules say the same of a question, and how many people another result was away."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_table import BY, columns, framed
from workshop.ballots.judgment import GRADES
from workshop.language import picked, translator
from workshop.model import Json, Round

_ = words("review")


def robust(round_: Round, told: Json) -> list[Component]:
    """Nothing for a question that puts nothing first, or of which nothing is told."""
    found = told.get("robust")
    if found is None:
        return []
    heading = html.H4(_("Do other rules say the same?"))
    if found["agree"]:
        agreed = [_("All rules agree:"), " ", *_options(round_, found["rules"][0]["first"])]
        names = "; ".join(_rule(round_, each) for each in found["rules"])
        by = html.P(_("Counted by: {rules}.").format(rules=names), className="soft")
        parts = [html.P(agreed, className="rs-note"), by]
    else:
        decides = html.P(_("The rule decides, so talk about it."), className="rs-note")
        parts = [decides, _table(round_, found["rules"])]
    return [heading, *parts, *_thresholds(round_, found), *_turn(round_, found)]


def _table(round_: Round, rules: Iterable[Json]) -> Component:
    rows = [
        html.Tr([html.Th(name[0].upper() + name[1:], scope="row"), html.Td(first)])
        for name, first in (
            (_rule(round_, each), _options(round_, each["first"])) for each in rules
        )
    ]
    return framed(_("First by it"), columns([_("Rule"), _("First by it")]), rows, BY)


def _options(round_: Round, items: Iterable[str]) -> list[Component | str]:
    texts = {option.id: picked(option.text, current()) for option in round_.step.options}
    parts: list[Component | str] = []
    for item in items:
        language, text = texts[item]
        parts += [", ", html.Span(text, lang=language)]
    return parts[1:] or [_("nothing")]


def _thresholds(round_: Round, found: Json) -> list[Component]:
    """What would be first with another threshold, a fold away; a sentence where it is the same."""
    told = found["thresholds"]
    if not told:
        return []
    if len({frozenset(each["first"]) for each in told}) == 1:
        return [html.P(_("It is the same with every threshold."), className="soft")]
    rows = _table(round_, [{"rule": "at_least"} | each for each in told])
    parts = [html.Summary(_("What another threshold would give")), rows]
    return [html.Details(parts, className="review-fold")]


def _turn(round_: Round, found: Json) -> list[Component]:
    turn = found["turn"]
    if turn is None:
        return []
    exact = _(
        "For another result by this rule – {rule} – at least {n} of {m} would have had to answer "
        "otherwise."
    )
    enough = _(
        "It is enough that {n} of {m} answer otherwise: then this rule – {rule} – gives another "
        "result. Fewer may be enough."
    )
    said = exact if turn["exact"] else enough
    rule = _rule(round_, turn | {"at": None})
    return [html.P(said.format(n=turn["people"], m=turn["of"], rule=rule), className="review-turn")]


def _rule(round_: Round, rule: Json) -> str:
    if rule["rule"] == "at_least":
        return _at_least(round_, rule["at"])
    return {
        "agree_share": _("most agree"),
        "agree_net": _("most agree, less those who disagree"),
        "marks": _("most marks"),
        "split": _("each ballot one vote, shared among its marks"),
        "mean": _("highest mean"),
        "median": _("highest median"),
        "majority_grade": _("best middle grade"),
        "mean_grade": _("best mean grade"),
        "borda": _("average rank (Borda)"),
        "schulze": _("pair by pair (Schulze)"),
        "runoff": _("runoff"),
        "dots": _("most dots"),
        "people": _("most people who gave it any"),
        "votes": _("most votes"),
        "equal": _("equal shares of the money"),
        "greedy": _("most supported first"),
        "acceptance": _("least resistance in all"),
        "highest_objection": _("mildest highest objection"),
        "strong_objections": _("fewest strong objections"),
        "chance": _("wins most often (Bradley–Terry)"),
        "pairs_won": _("largest share of its pairs won"),
    }[rule["rule"]]


def _at_least(round_: Round, at: int) -> str:
    if round_.step.way == "judgment":
        grade = translator(current(), "stage")(GRADES[at])
        return _("most give at least “{grade}”").format(grade=grade)
    most = round_.step.settings["max"]
    return _("most give at least {n} of {m}").format(n=at, m=most)
