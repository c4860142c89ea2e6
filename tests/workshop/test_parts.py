"""A result is shown in steps: how many answered, the result, who moved, by group."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.workshop.builders import op, opened, small_workshop, step
from tests.workshop.by_hand import Room
from workshop.breakdown import breakdowns
from workshop.commands import Command
from workshop.desk_view import desk_view
from workshop.rules import command
from workshop.views import Frame, phone_view, stage_view

GROUPS = {"resident": range(1, 13), "business": range(13, 28)}


def asked(rounds: int = 1, kind: str = "statements", **settings: Any) -> Room:
    """Twelve residents of whom seven agree, fifteen from businesses of whom five do; five of those
    agree too in the second round."""
    room = Room(27, [step(kind, kind, settings=settings)])
    for group, people in GROUPS.items():
        for n in people:
            room.act("profile", f"p{n}", body={"group": group, "district": None})
    for number in range(1, rounds + 1):
        room.cmd("open_step", step=kind)
        for n in range(1, 28):
            agrees = n <= 7 or 13 <= n <= 17 or (number > 1 and n > 22)
            value = "agree" if agrees else "disagree"
            room.act("ballot", f"p{n}", round=f"r{number}", item="a", value=value, rev=1)
    return room


def shown(room: Room) -> dict[str, Any]:
    """What is on the stage; phones are told no more."""
    frame = Frame(room.session)
    stage, phone = stage_view(frame), phone_view(frame)
    for name in ("part", "told"):
        assert stage["round"].get(name) == phone["round"].get(name)
    assert (stage["results"] is None) == (phone["results"] is None)
    return stage


def test_one_part_comes_after_the_other_and_the_result_is_a_press_away():
    room = asked(2)
    room.refuses("part_early", lambda: room.cmd("show_part", part="turnout"))
    room.cmd("close_round")
    assert desk_view(Frame(room.session))["parts"] == ["turnout", "result", "movement", "groups"]
    room.refuses("part_early", lambda: room.cmd("show_part", part="groups"))
    room.cmd("show_part", part="turnout")
    view = shown(room)
    assert view["round"]["part"] == "turnout" and view["results"] is None
    room.cmd("reveal")
    assert shown(room)["round"].get("part") is None and shown(room)["results"]["voters"] == 27
    room.refuses("part_early", lambda: room.cmd("show_part", part="turnout"))
    room.cmd("show_part", part="movement")
    first = shown(room)["round"]["told"]["options"][0]
    assert (first["away"], first["same"], first["towards"]) == (0, 22, 5)
    room.cmd("show_part", part="groups")
    told = shown(room)["round"]["told"]
    assert told["measure"] == "agree" and told["items"][0]["for"] == [10, 7]
    assert room.cmd("show_part", part="groups") == []
    room.cmd("reveal")
    assert "part" not in shown(room)["round"]
    room.cmd("show_part", part="groups")
    room.cmd("hide")
    assert "part" not in shown(room)["round"] and shown(room)["results"] is None


@pytest.mark.parametrize(("kind", "residents"), [("score", 5), ("likert", 5), ("approval", None)])
def test_by_group_numbers_have_their_middle_of_nine_at_least(kind: str, residents: int | None):
    room = Room(32, [step(kind, kind)])
    groups = {"resident": range(1, 13), "business": range(13, 25), "civil": range(25, 33)}
    room.cmd("next")
    for group, people in groups.items():
        for n in people:
            room.act("profile", f"p{n}", body={"group": group, "district": None})
            value: Any = 5 if group == "resident" else 1
            ballot = (
                {"item": "", "value": ["a"]}
                if kind == "approval"
                else {"item": "a", "value": value}
            )
            room.act("ballot", f"p{n}", round="r1", rev=1, **ballot)
    room.cmd("close_round")
    room.cmd("reveal")
    room.cmd("show_part", part="groups")
    told = shown(room)["round"]["told"]
    rows = [row["id"] for row in told["rows"]]
    found = told.get("middles", {}).get("a")
    by_group = dict(zip(rows, found, strict=True)) if found else None
    whole = {"resident": residents, "business": 1, "civil": None}
    assert by_group == (whole if residents else None), "eight are too few for a middle"


def test_who_wants_no_steps_reveals_with_one_press():
    room = asked()
    room.cmd("close_round")
    room.cmd("reveal")
    assert shown(room)["results"]["voters"] == 27 and "told" not in shown(room)["round"]


def test_what_a_step_does_not_have_cannot_be_shown():
    room = asked()
    room.cmd("close_round")
    room.cmd("reveal")
    for part in ("movement", "result", "seating", None):
        room.refuses("invalid", lambda part=part: room.cmd("show_part", part=part))
    nobody = Room(6, [step("statements", "statements")])
    nobody.cmd("open_step", step="statements")
    nobody.cmd("close_round")
    assert desk_view(Frame(nobody.session))["parts"] == ["turnout", "result"]


@pytest.mark.fault("T7")
def test_by_group_the_room_is_told_what_the_review_tells_and_no_cell_of_one_to_four():
    room = asked()
    for n in range(1, 5):  # four residents alone agree now
        room.act("ballot", f"p{n}", round="r1", item="b", value="agree", rev=1)
    for n in range(5, 28):
        room.act("ballot", f"p{n}", round="r1", item="b", value="disagree", rev=1)
    room.cmd("close_round")
    review = breakdowns(room.session, room.session.rounds[0])["group"]
    room.cmd("reveal")
    room.cmd("show_part", part="groups")
    told = shown(room)["round"]["told"]
    assert told["items"] == review["items"] and "for" not in told["items"][1]


@pytest.mark.fault("T7")
def test_what_the_room_was_told_by_group_stands_whatever_changes_afterwards():
    """Somebody says another group while the table is on the screen, and takes an answer back."""
    room = asked()
    room.cmd("close_round")
    room.cmd("reveal")
    room.cmd("show_part", part="groups")
    before = shown(room)["round"]["told"]
    room.act("profile", "p1", body={"group": "business", "district": None})
    room.act("withdraw", "p2", round="r1", item="a", source="receipt")
    assert shown(room)["round"]["told"] == before
    for part in ("reveal", "show_part"):
        room.cmd(part, part="groups")
    assert shown(room)["round"]["told"] == before
    found = breakdowns(room.session, room.session.rounds[0])["group"]
    assert found["items"] == before["items"] and found["rows"] == before["rows"]


@pytest.mark.fault("T7")
def test_who_moved_is_shown_again_as_it_was_shown():
    room = asked(2)
    room.cmd("close_round")
    room.cmd("reveal")
    room.cmd("show_part", part="movement")
    before = shown(room)["round"]["told"]
    assert "same" in before["options"][0]
    room.act("withdraw", "p1", round="r2", item="a", source="receipt")
    room.cmd("reveal")
    room.cmd("show_part", part="movement")
    assert shown(room)["round"]["told"] == before


@pytest.mark.fault("T7")
def test_nothing_is_told_by_group_while_people_answer():
    room = asked()
    room.cmd("reveal")
    before = shown(room)
    room.refuses("part_early", lambda: room.cmd("show_part", part="groups"))
    assert shown(room) == before


def test_the_part_on_the_screen_is_there_again_after_a_restart(tmp_path: Path):
    workshop = small_workshop(tmp_path)
    session = opened(workshop, 5, at="statements")
    for n in range(1, 6):
        wish = op("profile", f"p{n}", body={"group": "resident", "district": None})
        assert workshop.operate(session, wish).ok
        vote = op("ballot", f"p{n}", round="r1", item="a", value="agree", rev=1)
        assert workshop.operate(session, vote).ok
    for name, args in (("close_round", {}), ("reveal", {}), ("show_part", {"part": "groups"})):
        assert workshop.command(session, name, args).ok
    before = workshop.state(session).rounds[0]
    workshop.stop()
    again = small_workshop(tmp_path)
    after = again.state(session).rounds[0]
    again.stop()
    assert (after.part, after.told) == (before.part, before.told) == ("groups", {"groups": None})


def test_what_was_reckoned_beforehand_for_another_round_is_not_told():
    room = asked()
    room.cmd("close_round")
    room.cmd("reveal")
    wish = Command("c-1", "show_part", {"part": "groups"}, shown={"r9": {"groups": {"items": []}}})
    event = command(room.session, wish, 1)[0]
    assert event.body["told"]["items"][0]["for"] == [5, 7]
    known = command(room.session, replace(wish, shown={"r1": {"groups": None}}), 1)[0]
    assert known.body["told"] is None


def test_a_step_may_be_set_to_show_its_result_in_steps():
    assert asked(in_steps=True).session.agenda[0].settings == {"in_steps": True}
    assert asked().session.agenda[0].settings == {}
