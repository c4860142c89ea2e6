"""The scenarios that a round showed: version, run and figures, as the room saw them."""

from __future__ import annotations

import datetime as dt

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_table import columns, framed
from dashboards._scenarios_words import unit
from dashboards._services import services
from data.errors import DataError
from workshop.exhibits import cards
from workshop.language import date, number, pick, picked
from workshop.model import Json, Round

_ = words("review")


def shown_scenarios(round_: Round) -> list[Component]:
    """A table for each scenario; for sliders also where they were last let go."""
    told = [_scenario(each) for each in cards(round_)]
    if round_.live:
        told.append(_table(round_.live["card"], _("Where the sliders were last let go")))
    return [*told, *_baskets(round_)]


def _baskets(round_: Round) -> list[Component]:
    """What each rule's basket would do, by the model, as it was when the round was shown."""
    rules = round_.basket or {}
    names = {"greedy": _("Most supported first"), "equal": _("Equal shares")}
    if len({tuple(each["bought"]) for each in rules.values()}) == 1:
        rules, names = {"equal": rules["equal"]}, {"equal": _("both rules")}
    told = [(names[rule], each["card"]) for rule, each in rules.items() if "card" in each]
    return [part for name, card in told for part in _basket(name, card)]


def _basket(name: str, told: Json) -> list[Component]:
    title = _("What it would do: {rule}").format(rule=name)
    kind = _("full model") if told["kind"] == "full" else _("estimate")
    models = ", ".join(f"{model} {version}" for model, version in told["models"].items())
    return [
        html.H4(title, className="review-scenario"),
        html.P(f"{kind}, {models}", className="soft figures review-origin"),
        _table(told, title),
        *_indicators(told, title),
    ]


def _scenario(told: Json) -> Component:
    language, name = picked(told["names"], current())
    kind = _("full model") if told["kind"] == "full" else _("estimate")
    kind = _("another model") if told.get("foreign") else kind
    models = ", ".join(f"{model} {version}" for model, version in told["models"].items())
    origin = _("Version {n}, run {run} ({kind}: {models})").format(
        n=told["version"], run=told["run"], kind=kind, models=models
    )
    return html.Div(
        [
            html.H4(name, lang=language, className="review-scenario"),
            html.P(origin + _whence(told), className="soft figures review-origin"),
            *_newer(told),
            html.P(_measures(told) or pick(told.get("about", {}), current()), className="soft"),
            _table(told, name),
            *_rangeless(told),
            *_indicators(told, name),
        ]
    )


def _newer(told: Json) -> list[Component]:
    """That the scenario was changed since: what the room saw and answered is this version."""
    try:
        newest = services().twin.scenarios.get(told["scenario"]).newest.number
    except DataError:  # it is held elsewhere
        return []
    if newest <= told["version"]:
        return []
    said = _("Changed since: version {n} is the newest now. The answers here are about this one.")
    return [html.P(said.format(n=newest), className="review-newer")]


def _whence(told: Json) -> str:
    """Where its figures by district come from; older sessions kept nothing of it."""
    found = told.get("whence")
    if found is None:
        return ""
    if not found["by"]:
        return " · " + _("Districts approximate, by where people live")
    day = date(dt.date.fromisoformat(found["date"]), current())
    said = _("Districts by the building register ({date}, {by})")
    return " · " + said.format(date=day, by=found["by"])


def _measures(told: Json) -> str:
    """What the scenario consists of, in one line."""
    said = _("{what}: {level}, from {year}")
    return " · ".join(
        said.format(what=pick(m["names"], current()), level=_level(m), year=m["start"])
        for m in told["measures"]
    )


def _level(measure: Json) -> str:
    if measure["unit"] == "share":
        return f"{number(100 * measure['level'], current(), 0)} %"
    told = number(measure["level"], current(), 0)
    if not measure.get("closed"):
        return told
    away = _("taken away: {n}").format(n=number(measure["closed"], current(), 0))
    return f"{told} ({away})"


def _table(told: Json, name: str) -> Component:
    head = columns([_("Figure"), _("Unit")])
    head += columns([_("Today's course"), _("Change"), "p10", "p90"], "number")
    rows = [_row(each) for each in (*told["figures"], *told["cost"])]
    return framed(_("{name}, {year}").format(name=name, year=told["year"]), head, rows)


def _rangeless(told: Json) -> list[Component]:
    """What stands for an end that nobody gave."""
    figures = (*told["figures"], *told["cost"])
    if all(each["change"][0] is not None for each in figures):
        return []
    return [html.P(_("– under p10 and p90: no range is given."), className="soft")]


def _indicators(told: Json, name: str) -> list[Component]:
    """The indicators that it moves most; older sessions kept none."""
    kpis = told.get("kpis", [])
    if not kpis:
        return []
    figures = [_("Newest value"), _("Change"), "p10", "p90", _("Then"), _("Benchmark"), _("Band")]
    head = columns([_("Indicator"), _("Unit")]) + columns(figures, "number")
    caption = _("{name}: indicators in {year}").format(name=name, year=told["year"])
    return [framed(caption, head, [_kpi(each) for each in kpis])]


def _kpi(told: Json) -> Component:
    low, middle, high = told["change"]
    digits = max(0, told["decimals"])
    after = told["after"][1] if told["after"] else None
    newest = _value(told["before"], digits) + (f" ({told['period']})" if told["period"] else "")
    goal = "–" if told["benchmark"] is None else number(told["benchmark"], current())
    figures = [_value(each, digits) for each in (middle, low, high, after)]
    cells = [newest, *figures, goal, _bands(told["bands"])]
    return html.Tr(
        [
            html.Th([pick(told["names"], current()), html.Br(), told["code"]], scope="row"),
            html.Td(pick(told["unit"], current())),
            *[html.Td(each, className="number figures") for each in cells],
        ]
    )


def _bands(bands: list[int] | None) -> str:
    """Of four: now, and at either end of the range."""
    if not bands:
        return "–"
    now, worst, best = bands
    return f"{now} → {worst}" if worst == best else f"{now} → {worst}–{best}"


def _row(told: Json) -> Component:
    low, middle, high = told["change"]
    values = (told["baseline"], middle, low, high)
    return html.Tr(
        [
            html.Th(pick(told["names"], current()), scope="row"),
            html.Td(unit(told["unit"])),
            *[
                html.Td(_value(each, told["decimals"]), className="number figures")
                for each in values
            ],
        ]
    )


def _value(value: float | None, decimals: int) -> str:
    return "–" if value is None else number(value, current(), decimals).replace("-", "−")
