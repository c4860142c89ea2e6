"""What the page's scripts are told once: measures, outputs, districts, scenarios, assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboards import _scenarios_told as words_of
from dashboards import _scenarios_words as said
from dashboards._doors import current_user
from dashboards._language import current, words
from dashboards._scenarios_held import outputs_of
from dashboards._scenarios_refusals import refusal
from dashboards._services import services
from data import queries
from data.records import Area, City
from data.scenarios.plain import chosen_json
from data.scenarios.records import Scenario
from data.twin.areas_at import Districts
from data.twin.tables import load_measures
from layers import subjects
from twin.scenario import BASE, EARLIEST, LATEST, YEARS, Assumption, Measure, Output
from workshop.language import pick

if TYPE_CHECKING:  # see _scenarios_told
    from data.models.progress import Progress

_ = words("scenarios")
Json = dict[str, Any]
# Amounts that can be added up over districts: these may be drawn as circles.
ADDED = frozenset({"GWh/a", "MW", "t/a", "MNOK", "MNOK/a"})


def start(city: City) -> Json:
    """Everything but answers; `state` has the part of it that changes by itself."""
    twins = services().twin.twins
    amounts = twins.amounts(city.id)
    areas = areas_of(city)
    found_state = state(city)
    return found_state | {
        "city": city.id,
        "name": pick(city.names, current()),
        "years": list(YEARS),
        "base": BASE,
        "earliest": EARLIEST,
        "latest": LATEST,
        "may": _may(city.id),
        "measures": [_measure(each, amounts.get(each.id)) for each in load_measures().values()],
        "outputs": [_output(each) for each in outputs_of(city.id).values()],
        "areas": _areas(areas, Districts(services().library, city.id).middles()),
        **_scenarios(city.id),
        "assumptions": _assumptions(city.id),
        "facts": _facts(city.id, found_state["model"]["state"]),
        "whence": _whence(city.id, areas, found_state["model"]["state"]),
        "sentence": _waiting(found_state["model"]["state"]),
    }


def state(city: City) -> Json:
    """How far the models are that work in the background."""
    twins = services().twin.twins
    found = twins.progress(city.id)
    runs = [_run(each, progress) for each, progress in twins.runs(city.id)]
    return {"model": _work(found, _model_words(found)), "runs": [*_anew(found), *runs]}


def areas_of(city: City) -> tuple[Area, ...]:
    """The districts of a city; the municipality alone where there are none."""
    library = services().library
    districts = queries.map_areas(library, city.id, subjects.LAYERS[1])
    return districts or (queries.area(library, city.municipality),)


def _areas(areas: Sequence[Area], middles: Mapping[str, tuple[float, float]]) -> list[Json]:
    everybody = sum(each.population or 0 for each in areas)
    return [
        {
            "id": each.id,
            "name": pick(each.names, current()) or each.name,
            "at": middles.get(each.id),
            "share": (each.population or 0) / everybody if everybody else 1 / len(areas),
        }
        for each in sorted(areas, key=lambda each: each.name)
    ]


def _may(city: str) -> Json:
    """The buttons that are shown; the table of roles is asked again when one is pressed."""
    user, doors = current_user(), services().doors
    return {"save": doors.may(user, "review", city), "assume": doors.may(user, "desk", city)}


def _measure(each: Measure, amount: float | None) -> Json:
    ground = said.ground(each.id)
    return {
        "id": each.id,
        "theme": each.theme,
        "unit": each.unit,
        "highest": each.highest,
        "step": each.step,
        "ramp": each.ramp,
        "by_area": each.by_area,
        "name": pick(each.names, current()),
        "about": pick(each.about, current()),
        "ground": ground.share,
        "all": ground.all,
        "what": ground.what,
        "amount": amount if ground.what else None,
    }


def _output(each: Output) -> Json:
    return {
        "id": each.id,
        "theme": each.theme,
        "unit": said.unit(each.unit),
        "changeUnit": said.points() if each.unit == "%" else "",
        "total": each.by_area and each.unit in ADDED,
        "decimals": each.decimals,
        "better": each.better,
        "by_area": each.by_area,
        "name": pick(each.names, current()),
        "about": pick(each.about, current()),
    }


def _scenarios(city: str) -> Json:
    found = services().twin.scenarios.list(city)
    return {
        "ready": [_scenario(each) for each in found if each.ready],
        "saved": [_scenario(each) for each in found if not each.ready],
    }


def _scenario(each: Scenario) -> Json:
    version = each.newest
    return {
        "id": each.id,
        "version": version.number,
        "stamp": list(version.stamp),
        "name": pick(version.draft.names, current()),
        "about": pick(version.draft.about, current()),
        "chosen": chosen_json(version.draft.chosen),
        "foreign": each.foreign is not None,
    }


def _assumptions(city: str) -> Json:
    held = services().twin.scenarios.assumptions(city)
    return {
        "version": held.number,
        "list": [_assumption(each, each.id in held.edited) for each in held.table.values()],
    }


def _assumption(each: Assumption, edited: bool) -> Json:
    return {
        "id": each.id,
        "name": pick(each.names, current()),
        "value": each.value,
        "low": each.low,
        "high": each.high,
        "unit": said.unit(each.unit),
        "source": each.source,
        "confidence": each.confidence,
        "edited": edited,
    }


def _facts(city: str, state: str) -> list[Json]:
    """What the model of this city rests on and how well it fits, in words."""
    if state != "ready":
        return []
    return words_of.basis(*services().twin.beyond.basis(city))


def _whence(city: str, areas: Sequence[Area], state: str) -> str:
    """What says how much of the city's buildings each district has."""
    if state != "ready" or len(areas) < 2:
        return ""
    return words_of.whence(services().twin.beyond.register(city))


def _waiting(state: str) -> str:
    if state == "working":
        return _("The model of this city is being prepared. What you choose here is kept.")
    return _("Without a model no figures are shown.")


def _model_words(found: Progress) -> str:
    if found.state == "ready":
        return ""
    if found.state == "working":
        return _(
            "The model of this city is being prepared: {n}% done. It takes a few minutes, once."
        ).format(n=round(100 * found.share))
    if found.state == "failed":
        return refusal(found.code)
    return refusal(found.code) if found.code else _("The model of this city is not prepared yet.")


def _anew(found: Progress) -> list[Json]:
    """A model that answers as it was, while it is fitted to what has changed since."""
    if not found.anew:
        return []
    if found.code:
        text = _(
            "The model could not be fitted to what has changed. The last one goes on answering."
        )
        text = f"{refusal(found.code)} {text}"
    else:
        text = _(
            "The model is being fitted to what has changed: {n}% done. Until then the last one"
            " goes on answering."
        ).format(n=round(100 * found.share))
    state = "failed" if found.code else "working"
    return [{"state": state, "progress": round(found.share, 3), "text": text}]


def _run(each: Scenario, found: Progress) -> Json:
    name = pick(each.newest.draft.names, current())
    text = ""
    if found.state == "working":
        text = _("The full models run for “{name}”: {n}% done.").format(
            name=name, n=round(100 * found.share)
        )
    if found.state == "failed":
        text = f"{name}: {refusal(found.code)}"
    return _work(found, text) | {"id": each.id, "name": name}


def _work(found: Progress, text: str) -> Json:
    return {"state": found.state, "progress": round(found.share, 3), "text": text}
