"""The last state always reaches the screen, whatever is committed while a view is being made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.product import Prepared, Running
from tests.workshop.builders import op, step
from workshop import publisher as publishing
from workshop import tally, views
from workshop.encoded import Encoded
from workshop.model import Round, Session
from workshop.publisher import REST, Publisher


def test_a_commit_while_a_view_is_made_is_shown_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sent: list[dict[str, Any]] = []

    def send(to: str, told: Encoded, event: str = "view") -> None:
        sent.append(json.loads(told))

    with Prepared(Running(tmp_path)) as before:
        workshop = before.workshop
        session = before.session([step("statements", "quick")])
        assert workshop.command(session.id, "next").ok
        publisher = Publisher(workshop, before.doors, send, lambda call, *told: call(*told))
        publisher.came(session.id, "stage", "stage")
        read = workshop.state
        late = iter(["reveal"])

        def read_and_be_overtaken(session_id: str) -> Session:
            state = read(session_id)
            for name in late:
                assert workshop.command(session_id, name).ok
            return state

        monkeypatch.setattr(workshop, "state", read_and_be_overtaken)
        publisher._publish(session.id)
        publisher._publish(session.id)
        assert [view["round"]["revealed"] for view in sent] == [False, True]
        assert sent[-1]["seq"] == read(session.id).seq


TAKES_S = 0.2


def untold(to: str, told: Encoded, event: str = "view") -> None:
    """Nobody is listening."""


def test_what_takes_long_to_count_is_counted_less_often_and_never_on_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    clock = [100.0]
    counts: list[int] = []

    def slow(round_: Round) -> dict[str, Any] | None:
        counts.append(len(round_.ballots))
        clock[0] += TAKES_S
        return tally.results(round_)

    monkeypatch.setattr(views, "results", slow)
    monkeypatch.setattr(publishing.time, "monotonic", lambda: clock[0])
    with Prepared(Running(tmp_path)) as before:
        workshop = before.workshop
        session = before.session([step("pairwise", "pairs")])
        assert workshop.command(session.id, "next").ok
        for n in range(6):
            assert workshop.operate(session.id, op("join", f"p{n}")).ok
        publisher = Publisher(workshop, before.doors, untold, lambda *_: None)
        publisher.came(session.id, "desk", "desk")

        def vote(n: int) -> None:
            wish = op("ballot", f"p{n}", round="r1", item="a|b", value="a", rev=1)
            assert workshop.operate(session.id, wish).ok

        waits: list[bool] = []
        for n in range(5):
            vote(n)
            waits.append(publisher._publish(session.id))
        assert counts == [1] and all(waits[1:]), "the others wait for their turn"
        clock[0] += REST * TAKES_S + 0.01
        publisher._publish(session.id)
        assert counts == [1, 5]
        vote(5)
        assert workshop.command(session.id, "reveal").ok
        assert not publisher.ready(session.id), "a phone that joins now is told on a thread"
        publisher._publish(session.id)
        assert counts == [1, 5, 6], "what the facilitator does is shown at once"
        assert publisher.ready(session.id)
