"""What the stage is told of results with many options, reckoned without a server: each way of
asking with twelve, and a basket of five whose two rules buy different things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.browser.stage_hall import LONG, MONEY, cast_by
from tests.workshop.builders import card, step
from tests.workshop.by_hand import Room
from workshop.model import Json
from workshop.views import Frame, stage_view

PEOPLE = 12
WAYS = ("statements", "approval", "score", "judgment", "ranking", "dots", "budget", "resistance",
        "pairwise", "quadratic", "likert")  # fmt: skip
NAMES = {
    "nn": "Sykkelparkeringsanlegg ved alle busshaldeplassane",
    "sv": "Kommunfullmäktigesammanträdesdirektsändning",
}
WHY = "<i>Støy</i> heile natta for oss som bur ved hamna, og ingen buss etter klokka åtte"
SETTINGS: dict[str, Json] = {"budget": MONEY, "likert": {"steps": 7}}
# The most supported is dear, and nearly as many want two that are cheap.
APART = {"money": 60, "unit": "MNOK", "costs": dict(zip("abcde", (30, 30, 15, 12, 9), strict=True))}


def crowded() -> Iterator[tuple[str, Json]]:
    for kind in WAYS:
        yield kind, _view(kind)
    yield "rules apart", _apart()


def _view(kind: str) -> Json:
    named = [{"id": f"o{n}", "text": LONG | NAMES if n % 3 else LONG} for n in range(12)]
    if kind == "resistance":
        named[-1] = {"id": "status-quo", "text": LONG | NAMES}
    more = {"settings": SETTINGS[kind]} if kind in SETTINGS else {}
    room = Room(PEOPLE, [step(kind, kind, options=named, **more)])
    room.cmd("next")
    for n in range(PEOPLE):
        for fields in cast_by(kind, [option["id"] for option in named], n):
            room.act(who=f"p{n + 1}", round="r1", **fields)
    if kind == "resistance":
        room.act("idea", "p1", round="r1", item="o2", text=WHY)
        room.cmd("moderate", text_ids=[*room.session.rounds[0].contributions], verdict="approve")
    room.cmd("reveal")
    return stage_view(Frame(room.session))


def _apart() -> Json:
    """Both rules with what each would do, by the model."""
    named = [{"id": each, "text": LONG | NAMES} for each in "abcde"]
    measures = {each: {"measure": f"m_{each}", "level": 0.3} for each in "abcd"}
    settings = APART | {"measures": measures}
    room = Room(51, [step("budget", "budget", options=named, settings=settings)])
    room.cmd("next")
    for n in range(51):
        basket: list[str] = ["a", "b"] if n < 26 else ["c", "d"]
        room.act("ballot", f"p{n + 1}", round="r1", item="", value=basket, rev=1)
    room.cmd("reveal")
    view = stage_view(Frame(room.session))
    told: dict[str, Any] = {
        rule: {"bought": [o["id"] for o in view["results"]["options"] if o[rule]],
               "card": card("heat")}
        for rule in ("greedy", "equal")
    }  # fmt: skip
    assert told["greedy"]["bought"] != told["equal"]["bought"]
    return view | {"round": view["round"] | {"basket": told}}


def show(page: Page, view: Json) -> None:
    """Have an open stage draw this view, after everything that it has shown."""
    page.evaluate(
        "(view) => { const { epoch, seq, join } = radslag.stage.shown();"
        " radslag.stage.receive({ ...view, epoch, seq: seq + 1, join }); }",
        view,
    )
