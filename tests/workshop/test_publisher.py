"""The last state always reaches the screen, whatever is committed while a view is being made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.product import Prepared, Running
from tests.workshop.builders import step
from workshop.encoded import Encoded
from workshop.model import Session
from workshop.publisher import Publisher


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
