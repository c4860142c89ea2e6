"""Small agendas and a small real workshop, for tests that need a session."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from data.log_store import LogStore
from workshop.commands import Operation
from workshop.model import CHOICE_KINDS, Step
from workshop.service import ANSWER_WITHIN_S, Workshop

_numbers = itertools.count(1)

BOUNDS = (6.0, 62.3, 7.0, 62.8)


class NoFacts:
    """A library that holds nothing: a workshop must run without one."""

    def shown(self, view: dict[str, Any]) -> dict[str, Any]:
        return {"view": view["indicator"]}

    def exhibits(self, city: str, step: Step) -> dict[str, Any]:
        cards = [card(name) for name in step.scenarios if name != "gone"]
        sliders = [{"id": m, "highest": 0.5} for m in step.settings.get("measures", ())]
        return {"scenarios": cards} | ({"measures": sliders} if sliders else {})

    def live(self, city: str, step: Step, chosen: list[dict[str, Any]]) -> dict[str, Any]:
        return card("live") if chosen else {}

    def basket(self, city: str, step: Step, bought: Sequence[str]) -> dict[str, Any]:
        known = step.settings["measures"]
        silent = [each for each in bought if each not in known]
        told = {"card": card("basket")} if len(silent) < len(bought) else {}
        return told | {"silent": silent}

    def bounds(self, city: str) -> tuple[float, float, float, float] | None:
        return BOUNDS

    def places(self, city: str) -> tuple[list[str], list[str]]:
        return ["d1", "d2"], ["Torget"]


def card(name: str, version: int = 3) -> dict[str, Any]:
    """What a round shows of a scenario: see `data.scenario_cards`."""
    figure = {"output": "energy_total", "names": text("Energy"), "unit": "GWh/a", "decimals": 1}
    effect = {"baseline": 400.0, "change": [-60, -40, -30], "percent": [-15, -10, -7.5]}
    return {
        "scenario": name,
        "version": version,
        "run": f"run-{name}-{version}",
        "kind": "full",
        "names": text(f"Scenario {name}"),
        "about": text("What it is"),
        "year": 2040,
        "models": {"ebm": "1.2.0"},
        "measures": [],
        "figures": [figure | effect],
        "cost": [],
        "kpis": [indicator()] if name == "heat" else [],
        "areas": {"d1": [-6, -4, -3]},
        "places": [["d1", -4]],
    }


def indicator() -> dict[str, Any]:
    """What a card says of an indicator that its scenario moves: see `data.scenario_kpis`."""
    return {
        "code": "EN: E: E: 2C",
        "point": "",
        "names": text("Electricity"),
        "unit": text("kWh per resident"),
        "before": 15000,
        "period": "2024",
        "change": [-900, -700, -500],
        "after": [14100, 14300, 14500],
        "decimals": -2,
        "better": "lower",
        "clear": True,
        "part": False,
        "benchmark": 12000,
        "distance": [3000, 2300],
        "bands": [2, 2, 3],
    }


def text(words: str) -> dict[str, str]:
    return {"nb": words, "nn": words, "sv": words, "en": words}


def step(kind: str, name: str, **more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"id": name, "kind": kind, "title": text(name), "minutes": 5}
    if kind in CHOICE_KINDS:
        base["options"] = [{"id": o, "text": text(f"{name} {o}")} for o in "abc"]
    if kind == "resistance":
        base["options"].append({"id": "status-quo", "text": text("as it is")})
    if kind == "compare":
        base["options"] = [{"id": o, "text": text(o)} for o in ("heat", "sun")]
    if kind in ("scenario", "guess"):
        base["settings"] = {"scenario": "heat"}
    if kind == "live":
        base["settings"] = {"measures": ["retrofit", "solar"]}
    if kind == "pins":
        base["settings"] = {"categories": [{"id": "good", "text": text("good")}]}
    return base | more


def agenda() -> list[dict[str, Any]]:
    kinds = ("show", "statements", "approval", "score", "pins", "ideas")
    return [step(kind, kind) for kind in kinds]


def small_workshop(folder: Path) -> Workshop:
    workshop = Workshop(LogStore(folder), NoFacts())
    workshop.start()
    return workshop


def opened(workshop: Workshop, people: int = 0, at: str | None = None) -> str:
    """A session with `people` participants p1, p2 …, with the step `at` open."""
    session_id = workshop.create("alesund", text("Energy"), agenda(), "nb", "tester")
    assert workshop.command(session_id, "open_session").ok
    all_taken(workshop, session_id, (op("join", f"p{n}") for n in range(1, people + 1)))
    if at is not None:
        assert workshop.command(session_id, "open_step", {"step": at}).ok
    return session_id


def all_taken(workshop: Workshop, session_id: str, wishes: Iterable[Operation]) -> None:
    """They are committed together, which takes no longer than one."""
    asked = [workshop.submit(session_id, wish) for wish in wishes]
    answers = [each.result(ANSWER_WITHIN_S) for each in asked]
    assert all(each.ok for each in answers), answers


def op(do: str, who: str, **fields: Any) -> Operation:
    op_id = fields.pop("op_id", None) or f"op-{next(_numbers):08d}"
    return Operation(op_id=op_id, do=do, participant=who, **fields)  # type: ignore[arg-type]
