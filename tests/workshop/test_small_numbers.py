"""Fewer than five are never told apart: in a round, in one of its items, between two rounds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workshop.builders import step, text
from tests.workshop.by_hand import Room
from workshop.desk_view import desk_view
from workshop.tally import movement, results
from workshop.views import Frame, phone_view, stage_view

pytestmark = pytest.mark.fault("T7")


def asked(kind: str, answers: dict[str, list[Any]]) -> Room:
    """A round in which person n gives the n-th answer to each item; None is no answer."""
    room = Room(max(map(len, answers.values())))
    room.cmd("open_step", step=kind)
    for item, values in answers.items():
        for n, value in enumerate(values, 1):
            if value is not None:
                room.act("ballot", f"p{n}", round="r1", item=item, value=value, rev=1)
    return room


@pytest.mark.parametrize(("kind", "value"), [("statements", "agree"), ("score", 3)])
def test_an_item_that_fewer_than_five_answered_is_told_nowhere(kind: str, value: Any):
    room = asked(kind, {"a": [value] * 6, "b": [value] * 4})
    first, second, third = results(room.session.rounds[0])["options"]
    assert first["n"] == 6
    assert second == {"id": "b", "too_few": True}
    assert third == {"id": "c", "too_few": True}
    room.cmd("reveal")
    frame = Frame(room.session)
    for view in (stage_view(frame), phone_view(frame), desk_view(frame)):
        assert view["results"]["options"][1] == {"id": "b", "too_few": True}
        assert view["round"]["turnout"]["answered"] == 6


def test_with_the_fifth_answer_an_item_is_shown():
    room = asked("statements", {"a": ["agree"] * 6, "b": ["pass"] * 5})
    assert results(room.session.rounds[0])["options"][1]["pass"] == 5


def moved(pairs: list[tuple[Any, Any]]) -> dict[str, Any]:
    """The movement of people who answered item a with (before, after); None is no answer."""
    room = Room(len(pairs), [step("statements", "statements")])
    for at, round_ in enumerate(("r1", "r2")):
        room.cmd("open_step", step="statements")
        for n, pair in enumerate(pairs, 1):
            if pair[at] is not None:
                room.act("ballot", f"p{n}", round=round_, item="a", value=pair[at], rev=1)
    found = movement(*room.session.rounds)
    assert found is not None
    return found


STAYED, TURNED = ("agree", "agree"), ("agree", "pass")
CAME, LEFT = (None, "agree"), ("agree", None)


@pytest.mark.parametrize(
    ("pairs", "changed"),
    [
        ([STAYED] * 6, 0),
        ([STAYED] * 6 + [TURNED] * 4, None),
        ([STAYED] * 4 + [TURNED] * 6, None),
        ([STAYED] * 5 + [TURNED] * 5, 5),
        ([STAYED] * 5 + [TURNED] * 5 + [CAME], 5),
        ([STAYED] * 6 + [CAME], None),
        ([STAYED] * 6 + [LEFT], None),
        ([TURNED] * 6 + [CAME], None),
        ([STAYED] * 6 + [CAME] * 5, 0),
        ([TURNED] * 6, 6),
    ],
)
def test_how_many_changed_is_told_when_it_tells_nobodys_answer(
    pairs: list[tuple[Any, Any]], changed: int | None
):
    assert moved(pairs)["changed"] == changed


def test_the_item_of_few_has_no_before_and_no_after():
    room = Room(6, [step("statements", "statements", title=text("x"))])
    for round_ in ("r1", "r2"):
        room.cmd("open_step", step="statements")
        for n in range(1, 7):
            room.act("ballot", f"p{n}", round=round_, item="a", value="agree", rev=1)
        room.act("ballot", "p1", round=round_, item="b", value="agree", rev=1)
    options = movement(*room.session.rounds)["options"]
    assert options[0]["after"] == 1.0
    assert options[1] == {"id": "b", "before": None, "after": None}
