"""What a round shows of scenarios: the cards that were added when it opened, and who sees what.

A card is made by `data.scenario_cards`, where its fields are told. It is a part of the round's
`shown` and never changes: a scenario that is changed later has another version.
"""

from __future__ import annotations

from workshop.model import Json, Round, Session

Bound = tuple[str, int, str]  # scenario, version, run
# What a phone's small screen does not draw.
HEAVY = ("areas", "models", "spots", "gone")


def cards(round_: Round) -> list[Json]:
    return round_.shown.get("scenarios", [])


def card(round_: Round, scenario: str) -> Json | None:
    return next((each for each in cards(round_) if each["scenario"] == scenario), None)


def refs(round_: Round) -> list[Json]:
    """Which scenarios, in which version, by which run."""
    return [{name: each[name] for name in ("scenario", "version", "run")} for each in cards(round_)]


def before(session: Session, round_: Round) -> Round | None:
    """The round before of the same step, where it asked about the same: who is asked about a
    scenario that was changed since has not moved."""
    if round_.number < 2:
        return None
    earlier = session.rounds_of(round_.step.id)[round_.number - 2]
    return earlier if _versions(earlier) == _versions(round_) else None


def _versions(round_: Round) -> list[tuple[str, int]]:
    return [(each["scenario"], each["version"]) for each in cards(round_)]


def figure(round_: Round) -> Json | None:
    """The figure of the output that the step looks at."""
    wanted = round_.step.settings.get("output")
    figures = [each for told in cards(round_) for each in told["figures"]]
    return next((each for each in figures if each["output"] == wanted), None)


def asked(round_: Round) -> Json:
    """What is guessed: the name of the output, and the unit of the answer."""
    found = figure(round_) if round_.step.kind == "guess" else None
    if found is None:
        return {}
    percent = round_.step.settings["as"] == "percent"
    unit = "%" if percent else found["unit"]
    return {"asked": {"output": found["output"], "names": found["names"], "unit": unit}}


def model(round_: Round) -> Json:
    """The model's own answer to a guess, as p10, p50 and p90; {} for every other step."""
    found = figure(round_) if round_.step.kind == "guess" else None
    if found is None:
        return {}
    change = found["percent" if round_.step.settings["as"] == "percent" else "change"]
    return ({"model": change} if change else {}) | asked(round_)


def visible(round_: Round) -> Json:
    """What may be on everybody's screen: without the effect, as long as it is being guessed."""
    if round_.step.kind != "guess" or round_.revealed or "scenarios" not in round_.shown:
        return round_.shown
    return round_.shown | {"scenarios": [_without_effect(each) for each in cards(round_)]}


def _without_effect(told: Json) -> Json:
    return told | {"figures": [], "areas": {}, "places": [], "kpis": [], "cost": []}


def for_phone(round_: Round) -> Json:
    """The cards of a round as a phone fetches them, with the settled sliders."""
    shown = visible(round_)
    told = [_light(each) for each in shown.get("scenarios", [])]
    live = round_.live and round_.live | {"card": _light(round_.live["card"])}
    districts = {area for each in told for area, _ in each["places"]}
    if live:
        districts |= {area for area, _ in live["card"]["places"]}
    names = {a: n for a, n in shown.get("districts", {}).items() if a in districts}
    found = {"round": round_.id, "scenarios": told, "live": live, "districts": names}
    return found | ({"basket": round_.basket} if round_.basket and round_.revealed else {})


def answered(round_: Round) -> Json:
    """Of the baskets of each rule: what is bought, what stands for no measure, and whether the
    model has said what it would do; that is fetched by who looks."""
    if not round_.basket or not round_.revealed:
        return {}
    return {
        rule: {"bought": each["bought"], "modelled": "card" in each}
        for rule, each in round_.basket.items()
    }


def _light(told: Json) -> Json:
    return {name: value for name, value in told.items() if name not in HEAVY}


def bound(session: Session) -> frozenset[Bound]:
    """Everything that people were asked about: these versions and runs can never change again.

    A rehearsal binds nothing: nobody votes in it.
    """
    if session.rehearsal:
        return frozenset()
    asked_ = (r for r in session.rounds if r.step.asks)
    return frozenset((r["scenario"], r["version"], r["run"]) for each in asked_ for r in refs(each))
