"""What a round showed of scenarios, as it leaves: which version, by which run, with which figures.

These are facts that the room was shown, not answers: they leave with every file.
"""

from __future__ import annotations

from collections.abc import Iterator

from workshop.exhibits import cards
from workshop.language import pick, translator
from workshop.model import Json, Round, Session

PERCENTILES = ("p10", "p50", "p90")
# Item, text, measure, value and note of one line.
Told = tuple[str, str, str, str | float | None, str]


def shown(session: Session) -> list[Json]:
    """Every scenario that was shown, in the order of the rounds; with what was asked about it."""
    return [
        {
            "round": round_.id,
            "step": round_.step.id,
            "asked": round_.step.asks,
            **{name: told[name] for name in ("scenario", "version", "run", "kind", "models")},
        }
        for round_ in session.rounds
        for told in cards(round_)
    ]


def lines(round_: Round, language: str) -> Iterator[Told]:
    """The figures of a round's scenarios, of its sliders where they were last let go, and of what
    its baskets would do."""
    for told in cards(round_):
        yield from _card(told, language)
    if round_.live:
        yield from _card(round_.live["card"] | {"scenario": "live", "version": None}, language)
    for rule, each in (round_.basket or {}).items():
        unnamed = {"scenario": f"basket_{rule}", "version": None, "names": {}, "measures": []}
        yield from _card(each["card"] | unnamed, language) if "card" in each else ()


def _card(told: Json, language: str) -> Iterator[Told]:
    _ = translator(language, "review")
    item, text = told["scenario"], pick(told["names"], language)
    models = ", ".join(f"{name} {version}" for name, version in told["models"].items())
    kind = _("full model") if told["kind"] == "full" else _("estimate")
    kind = _("another model") if told.get("foreign") else kind
    if told["version"]:
        yield item, text, "scenario_version", told["version"], ""
        yield item, text, "scenario_run", told["run"], f"{kind}, {models}"
    for each in told["measures"]:
        note = _("from {year}").format(year=each["start"])
        yield item, pick(each["names"], language), f"level_{each['id']}", each["level"], note
        if each.get("closed"):
            yield item, pick(each["names"], language), f"closed_{each['id']}", each["closed"], note
    for each in (*told["figures"], *told["cost"]):
        name, note = pick(each["names"], language), f"{each['unit']}, {told['year']}"
        yield item, name, f"{each['output']}_today", each["baseline"], note
        for mark, value in zip(PERCENTILES, each["change"], strict=True):
            yield item, name, f"{each['output']}_change_{mark}", value, note
    for each in told.get("kpis", ()):
        yield from _kpi(each, item, told["year"], language)


def _kpi(each: Json, item: str, year: int, language: str) -> Iterator[Told]:
    """An indicator before and after; what its scenario does not touch has no line."""
    name, unit = pick(each["names"], language), pick(each["unit"], language)
    value, note = "_".join(filter(None, (each["code"], each["point"]))), f"{unit}, {year}"
    yield item, name, f"{value}_today", each["before"], f"{unit}, {each['period']}".strip(", ")
    for told in ("change", "after"):
        for mark, figure in zip(PERCENTILES, each[told] or (), strict=False):
            yield item, name, f"{value}_{told}_{mark}", figure, note
    if each["benchmark"] is not None:
        yield item, name, f"{value}_benchmark", each["benchmark"], unit
    for which, band in zip(("today", "low", "high"), each["bands"] or (), strict=False):
        yield item, name, f"{value}_band_{which}", band, note
