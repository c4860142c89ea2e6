"""A question asked again with feedback: its rule, what it said, reasons, and the rounds."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_table import BY, columns, framed
from workshop.ballots.judgment import GRADES
from workshop.delphi import reasons, rule, verdict
from workshop.language import number, picked, translator
from workshop.model import Json, Round, Session
from workshop.objections import objections

_ = words("review")


def asked_again(session: Session, round_: Round) -> list[Component]:
    """The rule that everybody had read, what it said after this round, and people's reasons."""
    if rule(round_) is None:
        return []
    given = [] if objections(round_) else [_item(each) for each in reasons(round_)]
    why = [html.H5(_("Why, in people's own words")), html.Ul(given)] if given else []
    said = "" if round_.open else " " + says(verdict(session, round_)["says"])
    return [html.P(_rule(rule(round_) or {}) + said, className="rs-note"), *why]


def _item(reason: Json) -> Component:
    return html.Li(reason["text"], dir="auto")


def objected(round_: Round) -> list[Component]:
    """Why people object, by what they object to; what names no option stands last."""
    given = objections(round_)
    texts = {option.id: picked(option.text, current()) for option in round_.step.options}
    found: list[Component] = []
    for item in [*texts, ""]:
        own = [_item(each) for each in given if each["about"] == item]
        language, name = texts[item] if item else (current(), _("No option named"))
        found += [html.Dt(name, lang=language), html.Dd(html.Ul(own))] if own else []
    return [html.H5(_("Why people object, in their own words")), html.Dl(found)] if found else []


def _rule(declared: Json) -> str:
    n, most = declared["rounds"], number(declared["most"], current(), 0)
    return {
        "middle": _(
            "At most {n} rounds; stop when half of the room lies within {most} of each other on "
            "the scale."
        ),
        "changed": _("At most {n} rounds; stop when fewer than {most}% change their answer."),
        "rounds": _("{n} rounds, as agreed."),
    }[declared["stop"]].format(n=n, most=most)


def says(word: str) -> str:
    return {
        "stop": _("The rule said: stop."),
        "on": _("The rule said: once more."),
        "unsure": _("Too few to say what the rule said."),
    }[word]


def _said() -> dict[str, str]:
    return {"stop": _("stop"), "on": _("once more"), "unsure": _("too few to say")}


def over_rounds(session: Session, round_: Round, told: Mapping[str, Json]) -> list[Component]:
    """How the middle half moved from round to round, how much people agreed, and what the rule
    said; of what is released of each round. Nothing where there was one round alone."""
    rounds = [r for r in session.rounds_of(round_.step.id) if told.get(r.id, {}).get("agreement")]
    if len(rounds) < 2:
        return []
    heading = _("From round to round")
    items = [(o.id, picked(o.text, current())) for o in round_.step.options]
    if not items:
        items = [("", picked(round_.step.title, current()))]
    heads = columns(_("Round {n}").format(n=r.number) for r in rounds)
    lines = [_line(round_, item, name, rounds, told) for item, name in items]
    lines.append(_words(_("Kendall's W"), [_w(told[r.id]["agreement"]) for r in rounds]))
    if rule(round_) is not None:
        said = [_said()[told[r.id]["delphi"]["says"]] for r in rounds]
        lines.append(_words(_("The rule said"), said))
    about = _("The middle answer, and between which two the middle half lies.")
    table = framed(heading, [html.Td(), *heads], lines, BY)
    return [html.H4(heading), html.P(about, className="soft"), table]


def _line(
    round_: Round, item: str, name: tuple[str, str], rounds: list[Round], told: Mapping[str, Json]
) -> Component:
    cells: list[Component] = []
    for each in rounds:
        found = {m["id"]: m for m in told[each.id]["agreement"]["options"]}.get(item)
        cells.append(html.Td(_middle(round_, found), className="figures"))
    return html.Tr([html.Th(name[1], lang=name[0], scope="row"), *cells])


def _words(head: str, cells: list[str]) -> Component:
    return html.Tr([html.Th(head, scope="row"), *(html.Td(c, className="figures") for c in cells)])


def _middle(round_: Round, found: Json | None) -> str:
    if found is None:
        return "–"
    return f"{in_words(round_, found['median'])} ({half(round_, found)})"


def half(round_: Round, found: Json) -> str:
    """Between which two the middle half lies, or the one that it is."""
    low, high = (in_words(round_, found[name]) for name in ("q1", "q3"))
    return low if low == high else f"{low}–{high}"


def _w(found: Json) -> str:
    return "–" if found["w"] is None else number(found["w"], current(), 2)


def in_words(round_: Round, value: float) -> str:
    """A number of the question's scale: a grade by its name, between two of them both."""
    if round_.step.way != "judgment":
        told = number(value, current(), 0 if value == int(value) else 1)
        return told.replace("-", "−")
    say = translator(current(), "stage")
    names = [say(GRADES[int(value)]), say(GRADES[-int(-value // 1)])]
    return names[0] if names[0] == names[1] else " / ".join(names)
