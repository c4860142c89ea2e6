"""Plain addresses of the scenarios page: what it starts from, answers to sliders, and saving.

All of them run on native threads, as every page does. Answers are computed one at a time, and
kept: who moves the year or looks at another output gets the same draws in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dashboards import _scenarios_words as said
from dashboards._doors import current_user
from dashboards._language import current
from dashboards._scenarios_held import held_answer, outputs_of, whose
from dashboards._scenarios_json import KINDS, Wanted, answer_json, areas_json, cuts_json
from dashboards._scenarios_start import start, state
from dashboards._services import services
from data import queries
from data.errors import DataError
from data.records import City
from data.scenarios.plain import chosen_of
from data.scenarios.records import Draft, Edit
from data.twin.tables import load_assumptions, load_measures, load_outputs
from layers.errors import LayerError
from twin.answer import Answer
from twin.errors import TwinError
from twin.scenario import YEARS, Chosen, Output
from workshop.language import pick
from workshop.server.refusals import NotOpen, SignInFirst

routes = Blueprint("scenarios", __name__)
Json = dict[str, Any]
MOST_COMPARED = 4
MOST_CHOSEN = 60


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
    found, asked = _city(city), _asked()
    chosen = _mix(asked)
    outputs, year = outputs_of(found.id), _year(asked)
    output = outputs.get(str(asked.get("output")))
    if output is None:
        raise TwinError("output_unknown", str(asked.get("output"))[:60])
    drawn = tuple(str(each) for each in _listed(asked.get("drawn"), len(outputs)))
    whole = asked.get("whole") is True
    others = [
        _mix(each if isinstance(each, dict) else {"chosen": each})
        for each in _listed(asked.get("compared"), MOST_COMPARED)
    ]
    code = found.municipality
    answers = [_answered(found, each, output.id) for each in (chosen, *others)]
    wanted = Wanted(output.id, drawn, year)
    told = answer_json(answers[0], code, wanted, outputs)
    name = pick(found.names, current())
    return jsonify(
        told
        | _of_year(told["areas"], answers[0].years, year, whole)
        | {
            "ok": True,
            "whole": whole,
            "cuts": cuts_json(answers, code, output),
            "foreign": isinstance(chosen, str),
            "sentence": whose(services().twin.scenarios.get(chosen))
            if isinstance(chosen, str)
            else said.sentence(answers[0], chosen, name, year, code),
            "compared": [_beside(each, code, wanted, outputs) for each in answers[1:]],
        }
    )


def _of_year(areas: Json, years: Sequence[int], year: int, whole: bool) -> Json:
    """The map of all years, or while somebody drags of the one on screen."""
    if whole:
        return {"areas": areas, "areaYears": list(years)}
    at = list(years).index(year)
    one = {
        area: {kind: [[row[at]] for row in told[kind]] for kind in KINDS}
        for area, told in areas.items()
    }
    return {"areas": one, "areaYears": [year]}


def _mix(asked: Json) -> tuple[Chosen, ...] | str:
    """Measures, or the id of a scenario that another model computed."""
    held = asked.get("held")
    return held if isinstance(held, str) and held else _chosen(asked.get("chosen"))


def _answered(city: City, mix: tuple[Chosen, ...] | str, output: str) -> Answer:
    if isinstance(mix, str):
        return held_answer(city, mix)
    # Our models know nothing of what only another one tells.
    known = output if output in load_outputs() else next(iter(load_outputs()))
    return services().twin.twins.answer(city.id, mix, known)


def _beside(each: Answer, code: str, wanted: Wanted, outputs: Mapping[str, Output]) -> Json:
    """What is told of a mix that is only compared."""
    told = answer_json(each, code, wanted, outputs)
    areas = areas_json(each, code, wanted.output)
    return {"kind": told["kind"], "now": told["now"], "areas": areas, "areaYears": told["years"]}


@routes.post("/scenarios/<city>/save")
def save(city: str) -> Response:
    """{name, chosen, from}: a scenario of its own; the full models then run for it."""
    found, asked = _city(city), _asked()
    chosen = _chosen(asked.get("chosen"))
    if not chosen:
        raise TwinError("scenario_empty")
    draft = Draft({current(): str(asked.get("name") or "").strip()}, {}, chosen)
    parts = services()
    made = parts.twin.scenarios.create(found.id, draft, _role())
    return jsonify({"ok": True, "id": made.id, "version": made.newest.number})


@routes.post("/scenarios/<city>/assumptions")
def assume(city: str) -> Response:
    """{changed: {id: {value, low, high}}, version}: a new version of the city's table."""
    found, asked = _city(city), _asked()
    changed = asked.get("changed")
    if not isinstance(changed, dict) or not isinstance(asked.get("version"), int):
        raise TwinError("invalid")
    edits = {
        str(name): Edit(*(_number(each, figure) for figure in ("value", "low", "high")))
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
    return jsonify({"ok": False, "code": code, "text": said.refusal(code, about)}), status


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


def _asked() -> Json:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise TwinError("invalid")
    return asked


def _chosen(asked: object) -> tuple[Chosen, ...]:
    """Measures as they were sent; what they may be is checked where they are answered."""
    try:
        return chosen_of(_listed(asked, MOST_CHOSEN))
    except (KeyError, TypeError, ValueError):
        raise TwinError("invalid") from None


def _listed(asked: object, most: int) -> list[Any]:
    if asked is None:
        return []
    if not isinstance(asked, list) or len(asked) > most:
        raise TwinError("invalid")
    return asked


def _year(asked: Json) -> int:
    year = asked.get("year")
    if type(year) is not int or year not in YEARS:
        raise TwinError("invalid")
    return year


def _number(asked: Any, name: str) -> float:
    value = asked.get(name) if isinstance(asked, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TwinError("invalid")
    return float(value)
