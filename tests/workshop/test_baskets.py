"""What the room's basket would do: asked while people vote, shown when the result is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from data.export.results import rows
from data.log_store import LogStore
from tests.workshop.asking import asked
from tests.workshop.builders import NoFacts, op, step, text
from workshop.baskets import EVERY_S, Baskets
from workshop.commands import Command
from workshop.errors import SENTENCES, Rejected
from workshop.exhibits import for_phone
from workshop.last_baskets import last_baskets
from workshop.model import Json, Round, Step
from workshop.rules import replay
from workshop.service import Workshop
from workshop.views import Frame, phone_view, stage_view

SUN = {"measure": "rooftop_solar", "level": 0.3, "start": 2027}
MONEY: Json = {"money": 10, "costs": {"a": 6, "b": 5, "c": 4}, "measures": {"a": SUN}}


class Model(NoFacts):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.again = threading.Event()
        self.unready = 0  # how many times it has no answer yet

    def basket(self, city: str, step: Step, bought: Sequence[str]) -> dict[str, Any]:
        if self.asked:
            self.again.set()
        self.asked.append(tuple(bought))
        told = super().basket(city, step, bought)
        return {"silent": told["silent"]} if len(self.asked) <= self.unready else told


class Room:
    """Five people before a basket, and what the screens are told of it."""

    def __init__(self, folder: Path, every_s: float) -> None:
        self.model, self.folder = Model(), folder
        self.workshop = Workshop(LogStore(folder), self.model)
        self.workshop.start()
        steps = [step("budget", "buy", settings=MONEY), step("approval", "next")]
        self.id = self.workshop.create("alesund", text("Energy"), steps, "nb", "tester")
        assert self.workshop.command(self.id, "open_step", {"step": "buy"}).ok
        self.changed = threading.Condition()
        self.baskets = Baskets(self.workshop, self._tell, every_s)
        self.workshop.observe(lambda session_id, _: self._tell(session_id))
        self.baskets.start()
        for n in range(5):
            assert self.workshop.operate(self.id, op("join", f"p{n}")).ok

    def _tell(self, _session_id: str) -> None:
        with self.changed:
            self.changed.notify_all()

    def vote(self, basket: list[str], rev: int = 1) -> None:
        for n in range(5):
            cast = op("ballot", f"p{n}", round="r1", value=basket, rev=rev)
            assert self.workshop.operate(self.id, cast).ok

    @property
    def round(self) -> Round:
        return self.workshop.state(self.id).rounds[0]

    def told(self) -> Json:
        """As the desk is told; whoever tells it looks at the newest state."""
        return self.baskets.told(Frame(self.workshop.state(self.id))) or {}

    def until(self, holds: Callable[[], object]) -> None:
        with self.changed:
            assert self.changed.wait_for(holds, 10)

    def stop(self) -> None:
        self.baskets.stop()
        self.workshop.stop()


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def made(every_s: float = 0.01) -> Room:
        rooms.append(Room(tmp_path, every_s))
        return rooms[0]

    yield made
    rooms[0].stop()


def test_what_a_basket_would_do_is_hidden_with_the_result_and_then_in_the_record(
    make: Callable[..., Room],
):
    room = make()
    assert room.told() == {} and not room.model.asked, "of nobody's basket nothing is said"
    room.vote(["a", "c"])
    room.until(lambda: "card" in room.told().get("equal", {}))
    told = room.told()
    assert told["greedy"]["bought"] == ["a", "c"] and told["greedy"]["silent"] == ["c"]
    session = room.workshop.state(room.id)
    assert room.round.basket is None and "basket" not in stage_view(Frame(session))["round"]
    assert "basket" not in phone_view(Frame(session))["round"] | for_phone(room.round)
    version = session.version
    assert room.workshop.command(room.id, "reveal").ok
    room.until(lambda: room.told() and room.round.basket == told)
    session = room.workshop.state(room.id)
    assert session.version == version + 1, "desks are not overtaken by it"
    assert stage_view(Frame(session))["round"]["basket"] == told
    told_to_phones(room, told)
    room.vote(["b", "c"], rev=2)
    room.until(lambda: room.told() and (room.round.basket or {})["greedy"]["bought"] == ["b", "c"])
    assert "card" not in (room.round.basket or {})["greedy"], "what is not modelled has no effect"
    room.vote(["a", "c"], rev=3)
    room.until(lambda: room.told() == told == room.round.basket)
    assert room.model.asked == [("a", "c"), ("b", "c")], "each basket once"
    assert room.workshop.command(room.id, "close_session").ok
    again = replay(LogStore(room.folder).open(room.id).load())
    assert again.rounds[0].basket == told
    lines = {(row.item, row.measure): row.value for row in rows(again, "nb")}
    assert lines["basket_equal", "energy_total_change_p50"] == -40


def told_to_phones(room: Room, told: Json) -> None:
    """Which baskets they are; who looks fetches the rest, and only while the stage shows it."""
    light = {"bought": ["a", "c"], "modelled": True}
    view = phone_view(Frame(room.workshop.state(room.id)))["round"]
    assert view["basket"] == {"greedy": light, "equal": light}
    assert for_phone(room.round)["basket"] == told
    assert room.workshop.command(room.id, "hide").ok
    hidden = phone_view(Frame(room.workshop.state(room.id)))["round"] | for_phone(room.round)
    assert "basket" not in hidden
    assert room.workshop.command(room.id, "reveal").ok


def test_a_round_that_is_closed_unseen_is_kept_too(make: Callable[..., Room]):
    room = make()
    room.vote(["a"])
    room.until(lambda: "card" in room.told().get("equal", {}))
    assert room.workshop.command(room.id, "next").ok
    room.until(lambda: (room.told(), room.round.basket)[1])


def test_what_nobody_kept_is_reckoned_before_the_workshop_closes(make: Callable[..., Room]):
    room = make(every_s=3600)
    room.vote(["a"])
    room.until(lambda: "card" in room.told().get("equal", {}))
    assert room.workshop.command(room.id, "reveal").ok
    room.until(lambda: room.told() and room.round.basket)
    room.vote(["a", "c"], rev=2)
    assert room.told() == {} and room.model.asked == [("a",)], "its time has not come"
    assert room.workshop.command(room.id, "close_session").ok
    kept = replay(LogStore(room.folder).open(room.id).load()).rounds[0].basket or {}
    assert {rule: each["bought"] for rule, each in kept.items()} == {
        "greedy": ["a", "c"], "equal": ["a", "c"],
    }  # fmt: skip
    assert "card" in kept["equal"] and room.model.asked == [("a",), ("a", "c")]


def test_a_workshop_closes_without_a_model_that_does_not_answer(make: Callable[..., Room]):
    room, silent = make(every_s=3600), threading.Event()
    room.vote(["a"])
    room.until(lambda: "card" in room.told().get("equal", {}))
    assert room.workshop.command(room.id, "reveal").ok
    room.until(lambda: room.told() and room.round.basket)
    room.vote(["a", "c"], rev=2)
    session = room.workshop.state(room.id)
    told = last_baskets(session, lambda *_: {"late": silent.wait(10)}, within_s=0.01)
    silent.set()
    closing = Command("c", "close_session", shown={"baskets": told})
    assert told == {} and room.workshop.submit(room.id, closing).result().ok
    assert room.round.basket == {}, "what was said of another basket is not said of this one"


def test_the_model_is_asked_no_oftener_than_it_may_be(make: Callable[..., Room]):
    assert EVERY_S >= 2
    room = make(every_s=3600)
    room.vote(["a"])
    room.until(lambda: "card" in room.told().get("equal", {}))
    room.vote(["a", "c"], rev=2)
    assert room.told() == {}, "what was said of another basket is not said of this one"
    assert not room.model.again.wait(0.3) and room.model.asked == [("a",)]


def test_a_model_that_was_not_ready_is_asked_again_until_it_answers(make: Callable[..., Room]):
    room = make()
    room.model.unready = 3
    room.vote(["a", "c"])
    room.until(lambda: "card" in room.told().get("equal", {}))
    assert room.model.asked == [("a", "c")] * 4


def test_no_desk_can_say_what_a_basket_would_do(make: Callable[..., Room]):
    room = make()
    room.vote(["a"])
    assert room.workshop.command(room.id, "reveal").ok
    refused = room.workshop.command(room.id, "keep_basket", {"round": "r1", "basket": {"x": 1}})
    assert refused.reason == "invalid" and room.round.basket is None


@pytest.mark.parametrize(
    "measures",
    [
        {"z": SUN},
        {"a": SUN, "b": SUN},
        {"a": SUN | {"level": 0}},
        {"a": SUN | {"level": True}},
        {"a": SUN | {"level": float("nan")}},
        {"a": SUN | {"start": 2024}},
        {"a": SUN | {"measure": "../x"}},
        {"a": SUN | {"areas": "d1"}},
        {"a": SUN | {"areas": [1]}},
        {"a": "sun"},
        ["a"],
    ],
    ids=str,
)
def test_a_measure_that_cannot_be_is_refused_with_its_step(measures: Any):
    with pytest.raises(Rejected) as refused:
        asked("budget", **MONEY | {"measures": measures})
    assert refused.value.code == "agenda_measures" and SENTENCES[refused.value.code]
