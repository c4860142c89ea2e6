"""A question asked again with feedback, until the rule that was declared beforehand says stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from data.export.results import rows
from tests.workshop.builders import card, step, text
from tests.workshop.by_hand import NOW, Room
from workshop.agenda import parse_agenda
from workshop.commands import Command
from workshop.desk_view import desk_view
from workshop.errors import Rejected
from workshop.rehearsal_people import answers, crowd
from workshop.rules import command
from workshop.views import Frame, phone_view, stage_view

MIDDLE = {"rounds": 3, "stop": "middle", "most": 1}
CHANGED = {"rounds": 3, "stop": "changed", "most": 20}
OPTIONS = [{"id": "a", "text": text("a")}]


def asked(rule: dict[str, Any], people: int = 10, kind: str = "score") -> Room:
    """A room before a question about one option."""
    return Room(people, [step(kind, kind, options=OPTIONS, settings={"delphi": rule})])


def round_of(
    room: Room, answers: Sequence[int | None], kind: str = "score", close: bool = True
) -> Any:
    """Ask (again), let person n give the nth answer, close; what everybody is told."""
    room.cmd("open_step", step=kind)
    round_ = room.session.current
    for n, value in enumerate(answers, 1):
        if value is not None:
            room.act("ballot", f"p{n}", round=round_, item="a", value=value, rev=1)
    if close:
        room.cmd("close_round")
    frame = Frame(room.session)
    told = stage_view(frame)["round"]["delphi"]
    assert told == phone_view(frame)["round"]["delphi"] == desk_view(frame)["round"]["delphi"]
    return told


def test_the_rule_is_told_before_the_first_answer():
    told = round_of(asked(MIDDLE), [], close=False)
    assert {name: told[name] for name in MIDDLE} == MIDDLE
    assert (told["scale"], told["says"], told["feedback"]) == ([0, 5], None, None)


def test_the_rule_says_stop_when_the_middle_half_lies_close():
    room = asked(MIDDLE)
    assert round_of(room, [0, 0, 1, 1, 2, 3, 4, 5, 5, 5])["says"] == {"says": "on", "why": "middle"}
    again = round_of(room, [3, 3, 3, 3, 3, 3, 4, 4, 4, 5])
    assert again["says"] == {"says": "stop", "why": "middle"}
    feedback = again["feedback"]
    assert feedback["middles"] == [{"id": "a", "median": 2.5, "q1": 1, "q3": 4.75}]
    assert (feedback["number"], feedback["verdict"]["says"]) == (1, "on")


def test_after_the_last_round_it_says_stop_and_one_may_still_go_on():
    room = asked(MIDDLE | {"rounds": 2})
    spread = [0, 0, 1, 1, 2, 3, 4, 5, 5, 5]
    round_of(room, spread)
    assert round_of(room, spread)["says"] == {"says": "stop", "why": "rounds"}
    told = round_of(room, spread, close=False)
    assert told["feedback"]["verdict"] == {"says": "stop", "why": "rounds"}


@pytest.mark.parametrize(
    ("changed", "says", "known"),
    [(0, "stop", 0), (5, "stop", 5), (6, "on", 6), (2, "stop", None), (28, "on", None)],
)
def test_the_rule_says_stop_when_few_changed_and_tells_no_few(changed: int, says: str, known: Any):
    room = asked(CHANGED, 29)
    first = [2] * 29
    assert round_of(room, first)["says"] == {"says": "on", "why": "rounds"}
    told = round_of(room, [3] * changed + [2] * (29 - changed))
    assert told["says"] == {"says": says, "why": "changed"}
    verdict = round_of(room, [], close=False)["feedback"]["verdict"]
    assert (verdict["changed"], verdict["both"]) == (known, 29)


@pytest.mark.fault("T7")
def test_the_rule_is_unsure_where_one_to_four_would_decide():
    """Four of twelve are more than a fifth, one is less: what it says is the same for both."""
    for changed in (1, 4):
        room = asked(CHANGED, 12)
        round_of(room, [2] * 12)
        told = round_of(room, [3] * changed + [2] * (12 - changed))
        assert told["says"] == {"says": "unsure", "why": "changed"}


@pytest.mark.fault("T7")
def test_of_four_answers_nothing_is_told_and_the_rule_cannot_say():
    room = asked(MIDDLE, 4)
    assert round_of(room, [1, 2, 3, 4])["says"] == {"says": "unsure", "why": "few"}
    assert round_of(room, [], close=False)["feedback"]["middles"] == []


@pytest.mark.fault("T7")
def test_what_people_read_of_a_round_never_changes():
    room = asked(MIDDLE)
    round_of(room, [0, 0, 1, 1, 2, 3, 4, 5, 5, 5])
    before = round_of(room, [], close=False)["feedback"]
    room.act("withdraw", "p1", round="r1", item="a", source="receipt")
    assert stage_view(Frame(room.session))["round"]["delphi"]["feedback"] == before


def test_reasons_are_told_when_approved_and_are_no_answers():
    room = asked(MIDDLE, 6)
    room.cmd("open_step", step="score")
    room.act("idea", "p1", round="r1", text="It is cold in the hall")
    room.act("idea", "p2", round="r1", text="Never shown")
    assert stage_view(Frame(room.session))["round"]["turnout"]["answered"] == 0
    room.act("ballot", "p1", round="r1", item="a", value=3, rev=1)
    written = {c.text: c.id for c in room.session.rounds[0].contributions.values()}
    shown = written["It is cold in the hall"]
    room.cmd("moderate", text_ids=[shown], verdict="approve")
    told = round_of(room, [])
    assert [each["text"] for each in told["reasons_given"]] == ["It is cold in the hall"]
    room.act("delete", "p1", item=shown)
    assert stage_view(Frame(room.session))["round"]["delphi"]["reasons_given"] == []
    assert len(room.session.rounds[0].answered) == 1
    silent = asked(MIDDLE | {"reasons": False}, 6)
    silent.cmd("open_step", step="score")
    silent.refuses("invalid", lambda: silent.act("idea", "p1", round="r1", text="x"))


def test_a_guess_is_asked_again_without_the_models_answer():
    rule = {"rounds": 2, "stop": "middle", "most": 10}
    guess = step("guess", "guess", settings={"scenario": "heat", "delphi": rule})
    room = Room(6, [guess])
    for number in (1, 2):
        wish = Command(f"o{number}", "open_step", {"step": "guess"},
                       shown={"guess": {"scenarios": [card("heat")]}})  # fmt: skip
        room.take(command(room.session, wish, NOW), wish.op_id)
        for n in range(1, 7):
            room.act("ballot", f"p{n}", round=f"r{number}", item="", value=-n * number, rev=1)
    view = stage_view(Frame(room.session))
    feedback = view["round"]["delphi"]["feedback"]
    assert feedback["middles"] == [{"id": "", "median": -3.5, "q1": -4.75, "q3": -2.25}]
    assert view["round"]["shown"]["scenarios"][0]["figures"] == []


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("statements", MIDDLE), ("approval", MIDDLE), ("ranking", MIDDLE), ("ideas", MIDDLE),
        ("score", MIDDLE | {"most": 6}), ("score", MIDDLE | {"most": -1}),
        ("score", MIDDLE | {"most": True}), ("score", MIDDLE | {"most": float("nan")}),
        ("score", MIDDLE | {"rounds": 4}), ("score", MIDDLE | {"rounds": 1}),
        ("score", MIDDLE | {"stop": "mood"}), ("score", CHANGED | {"most": 101}),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_kept_is_refused(kind: str, rule: dict[str, Any]):
    with pytest.raises(Rejected, match="agenda_delphi"):
        parse_agenda([step(kind, kind, settings={"delphi": rule})])


def test_in_a_rehearsal_people_come_nearer_to_the_middle_and_some_say_why():
    people = crowd(60, 1)
    room = Room(0, [step("score", "score", options=OPTIONS, settings={"delphi": MIDDLE})])
    room.cmd("open_step", step="score")
    first = answers(people, room.session.rounds[0], 1, None, ())
    read = {"middles": [{"id": "a", "median": 2, "q1": 1, "q3": 4}], "number": 1}
    again = answers(people, replace(room.session.rounds[0], number=2, feedback=read), 1, None, ())
    apart = [
        sum(abs(w.value - 2) for w in wishes if isinstance(w.value, int))
        for wishes in (first, again)
    ]
    assert apart[1] < 0.8 * apart[0]
    assert 0 < sum(wish.do == "idea" for wish in first) < 20


def test_the_rule_and_what_it_said_are_lines_of_the_results():
    room = asked(MIDDLE)
    round_of(room, [0, 0, 1, 1, 2, 3, 4, 5, 5, 5])
    round_of(room, [3] * 10)
    told = {(row.round, row.measure): row.value for row in rows(room.session, "nb")}
    assert (told[1, "delphi_says"], told[2, "delphi_says"]) == ("on", "stop")
    assert (told[2, "delphi_stop"], told[2, "delphi_most"]) == ("middle", 1)
    assert (told[1, "q3"], told[2, "q3"]) == (4.75, 3)
