"""Plain addresses of the scenarios page: what it starts from, answers to sliders, and saving.

All of them run on native threads, as every page does. Answers are computed one at a time, and
kept: who moves the year or looks at another output gets the same draws in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify

from dashboards import _scenarios_asked as sent
from dashboards import _scenarios_reach as reach_of
from dashboards import _scenarios_told as words_of
from dashboards._doors import current_user
from dashboards._language import current
from dashboards._scenarios_held import held_answer, outputs_of, people_of, whose
from dashboards._scenarios_json import (
    Wanted,
    answer_json,
    cuts_json,
    dragged_cuts_json,
    map_json,
)
from dashboards._scenarios_refusals import refusal
from dashboards._scenarios_start import start, state
from dashboards._services import services
from data import queries
from data.errors import DataError
from data.models.goals import Goal
from data.records import City
from data.scenario_sentence import Place, sentence
from data.scenarios.records import Draft, Edit, Run, Scenario
from data.twin.tables import load_assumptions, load_measures, load_outputs
from layers.errors import LayerError
from twin.answer import Answer
from twin.errors import TwinError
from twin.scenario import Chosen, Output
from workshop.language import pick
from workshop.server.refusals import NotOpen, SignInFirst

routes = Blueprint("scenarios", __name__)
Json = dict[str, Any]
MOST_COMPARED = 4


@routes.get("/scenarios/<city>/start")
def begin(city: str) -> Response:
    return jsonify(start(_city(city)))


@routes.get("/scenarios/<city>/state")
def look(city: str) -> Response:
    return jsonify(state(_city(city)))


@routes.post("/scenarios/<city>/answer")
def answer(city: str) -> Response:
    """{chosen, output, year, whole, drawn, compared}; `whole` is False while one drags.

    `held`, or a compared {held}, is a scenario of another model by its id, in place of measures.
    """
    found, asked = _city(city), sent.body()
    chosen = sent.mix(asked)
    outputs, year = outputs_of(found.id), sent.year(asked)
    output = outputs.get(str(asked.get("output")))
    if output is None:
        raise TwinError("output_unknown", str(asked.get("output"))[:60])
    drawn = tuple(str(each) for each in sent.listed(asked.get("drawn"), len(outputs)))
    wanted = Wanted(output.id, drawn, year)
    if asked.get("whole") is not True and not isinstance(chosen, str):
        return jsonify(_dragging(found, chosen, wanted, output))
    full = _full(found, chosen, asked)
    first = full.answer if full else _answered(found, chosen, output.id)
    others = [
        sent.mix(each if isinstance(each, dict) else {"chosen": each})
        for each in sent.listed(asked.get("compared"), MOST_COMPARED)
    ]
    answers = [first, *(_answered(found, each, output.id) for each in others)]
    if isinstance(chosen, str):
        meant = _of_another(found, chosen, first, year)
    else:
        meant = _of_ours(found, chosen, first, wanted) | _off(full, output, year)
        meant["flows"] = _flows(found.id, chosen, year)
    code = found.municipality
    told = answer_json(first, code, wanted, outputs) | map_json(first, code, output.id)
    beside = [_beside(each, code, wanted, outputs) for each in answers[1:]]
    cuts = cuts_json(answers, code, output)
    return jsonify(told | meant | {"ok": True, "whole": True, "cuts": cuts, "compared": beside})


def _dragging(city: City, chosen: tuple[Chosen, ...], wanted: Wanted, output: Output) -> Json:
    """As much as is on the screen: it has to be there within a breath."""
    parts, code = services().twin, city.municipality
    # What only another model tells is not told by ours.
    known = output.id if output.id in load_outputs() else next(iter(load_outputs()))
    found, areas = parts.quick.answer(city.id, chosen, wanted.drawn, known, wanted.year)
    return (
        answer_json(found, code, wanted, load_outputs())
        | map_json(areas, code, output.id)
        | _of_ours(city, chosen, found, wanted)
        | {"ok": True, "whole": False, "compared": [], "difference": ""}
        | {"cuts": dragged_cuts_json(areas, found, code, output)}
    )


def _full(city: City, chosen: tuple[Chosen, ...] | str, asked: Json) -> Run | None:
    """What the full models said of just this mix, when it is a saved scenario as it was saved."""
    if isinstance(chosen, str):
        return None
    return services().twin.beyond.full(city.id, chosen, str(asked.get("from") or ""))


def _of_ours(city: City, chosen: tuple[Chosen, ...], found: Answer, wanted: Wanted) -> Json:
    """What our own models' answer means: a sentence, indicators and flows."""
    place = Place(pick(city.names, current()), city.municipality, current())
    beyond = services().twin.beyond
    people = beyond.people(city.id, wanted.year)
    return {
        "foreign": False,
        "sentence": sentence(found, chosen, place, wanted.year),
        "kpis": words_of.indicators(beyond.indicators(city, found, wanted.year, people)),
    }


def _of_another(city: City, scenario: str, found: Answer, year: int) -> Json:
    people = people_of(scenario, year)
    effects = services().twin.beyond.indicators(city, found, year, people) if people else ()
    return {
        "foreign": True,
        "sentence": whose(services().twin.scenarios.get(scenario)),
        "difference": "",
        "kpis": words_of.indicators(effects),
        "flows": [],
    }


def _off(full: Run | None, output: Output, year: int) -> Json:
    more = services().twin.beyond.off(full, output.id, year) if full else None
    return {"difference": words_of.off(more, output)}


def _answered(city: City, mix: tuple[Chosen, ...] | str, output: str) -> Answer:
    if isinstance(mix, str):
        return held_answer(city, mix)
    # Our models know nothing of what only another one tells.
    known = output if output in load_outputs() else next(iter(load_outputs()))
    return services().twin.twins.answer(city.id, mix, known)


def _beside(each: Answer, code: str, wanted: Wanted, outputs: Mapping[str, Output]) -> Json:
    """What is told of a mix that is only compared."""
    told = answer_json(each, code, wanted, outputs)
    return {"kind": told["kind"], "now": told["now"]} | map_json(each, code, wanted.output)


def _flows(city: str, chosen: Sequence[Chosen], year: int) -> list[Json]:
    """Nothing flows otherwise than today unless a measure about waste or materials is chosen."""
    circular = [each for each in chosen if load_measures()[each.measure].theme == "circular"]
    again = [each for each in chosen if each.measure == "rehabilitate"]
    if not circular and not again:
        return []
    return words_of.flows(services().twin.beyond.flows(city, chosen, year))


@routes.get("/scenarios/<city>/goals")
def goals(city: str) -> Response:
    return jsonify(reach_of.goals(_city(city)))


@routes.post("/scenarios/<city>/reach")
def reach(city: str) -> Response:
    """{goal, value, relative, year, chance}: the cheapest mix that gets there, if any does."""
    found, asked = _city(city), sent.body()
    relative = asked.get("relative") is True
    value = sent.number(asked, "value")
    bound = reach_of.share(asked.get("goal"), value) if relative else value
    what = str(asked.get("goal"))[:60]
    goal = Goal(what, bound, sent.year(asked), sent.number(asked, "chance"), relative)
    return jsonify({"ok": True} | reach_of.search(found, goal))


@routes.post("/scenarios/<city>/save")
def save(city: str) -> Response:
    """{name, chosen}: a scenario of its own; {of, seen, chosen}: the next version of one, when
    `seen` is its newest. The full models then run for it."""
    found, asked = _city(city), sent.body()
    chosen = sent.measures(asked.get("chosen"))
    if not chosen:
        raise TwinError("scenario_empty")
    parts = services()
    if asked.get("of"):
        made = _changed(found, asked, chosen)
    else:
        draft = Draft({current(): str(asked.get("name") or "").strip()}, {}, chosen)
        made = parts.twin.scenarios.create(found.id, draft, _role())
    parts.twin.twins.compute(made.id)
    return jsonify({"ok": True, "id": made.id, "version": made.newest.number})


def _changed(city: City, asked: Json, chosen: tuple[Chosen, ...]) -> Scenario:
    """Under the name that it has; what was told about the measures of before is not told now."""
    scenarios, seen = services().twin.scenarios, sent.listed(asked.get("seen"), 2)
    held = scenarios.get(str(asked["of"])[:60])
    if held.city != city.id:
        raise DataError("scenario_unknown", f"{held.id} is not of {city.id}.")
    if len(seen) != 2 or not all(isinstance(each, int) for each in seen):
        raise TwinError("invalid")
    draft = Draft(held.newest.draft.names, {}, chosen)
    return scenarios.save(held.id, draft, _role(), (seen[0], seen[1]))


@routes.post("/scenarios/<city>/assumptions")
def assume(city: str) -> Response:
    """{changed: {id: {value, low, high}}, version}: a new version of the city's table."""
    found, asked = _city(city), sent.body()
    changed = asked.get("changed")
    if not isinstance(changed, dict) or not isinstance(asked.get("version"), int):
        raise TwinError("invalid")
    edits = {
        str(name): Edit(*(sent.number(each, figure) for figure in ("value", "low", "high")))
        for name, each in changed.items()
    }
    held = services().twin.scenarios.edit_assumptions(found.id, edits, _role(), asked["version"])
    return jsonify({"ok": True, "version": held.number})


@routes.errorhandler(TwinError)
@routes.errorhandler(LayerError)
def refused(why: TwinError | LayerError) -> tuple[Response, int]:
    return _told(why.code, _named(why.about))


@routes.errorhandler(DataError)
def not_held(why: DataError) -> tuple[Response, int]:
    return _told(why.code, "")


@routes.errorhandler(SignInFirst)
@routes.errorhandler(NotOpen)
def closed(why: SignInFirst | NotOpen) -> tuple[Response, int]:
    """The page's script says it beside the button that was pressed."""
    return jsonify({"ok": False, "code": "closed"}), 403 if isinstance(why, NotOpen) else 401


def _told(code: str, about: str) -> tuple[Response, int]:
    status = 404 if code == "unknown_city" else 409
    return jsonify({"ok": False, "code": code, "text": refusal(code, about)}), status


def _named(about: str) -> str:
    """A measure, an output or an assumption by its name, anything else as it is."""
    tables: Sequence[Mapping[str, Any]] = (load_measures(), load_outputs(), load_assumptions())
    found = next((table[about].names for table in tables if about in table), None)
    return pick(found, current()) if found else about


def _role() -> str:
    """Who makes a version: a role in a city, never a person."""
    user = current_user()
    return str(user.role) if user else ""


def _city(city: str) -> City:
    return queries.city(services().library, city)
