"""What the rules let a facilitator and a participant do to the agenda and its rounds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workshop.builders import agenda, step, text
from tests.workshop.by_hand import NOW, Room
from workshop.agenda import parse_agenda
from workshop.commands import Command
from workshop.errors import Rejected
from workshop.rules import command


def test_opening_a_step_starts_the_workshop_and_closes_what_was_open():
    room = Room()
    assert [e.kind for e in room.cmd("next")] == ["session_opened", "round_opened"]
    assert [e.kind for e in room.cmd("open_step", step="score")] == ["round_closed", "round_opened"]
    assert [r.open for r in room.session.rounds] == [False, True]


def test_next_walks_through_the_agenda_and_ends():
    room = Room()
    for _ in agenda():
        room.cmd("next")
    assert room.session.current_round().step.id == "ideas"
    room.refuses("no_next", lambda: room.cmd("next"))


def test_closing_what_is_closed_does_nothing():
    room = Room()
    room.cmd("next")
    assert room.cmd("close_round") and room.cmd("close_round") == []


def test_reopening_continues_the_round_unless_its_results_were_seen():
    room = Room()
    room.cmd("open_step", step="statements")
    room.cmd("close_round")
    assert [e.kind for e in room.cmd("reopen_round")] == ["round_reopened"]
    room.cmd("reveal")
    room.cmd("hide")
    room.cmd("close_round")
    assert [e.kind for e in room.cmd("reopen_round")] == ["round_opened"]
    assert room.session.current_round().number == 2


def test_a_command_with_an_old_version_is_a_conflict():
    room = Room()
    wish = Command("c1", "next", expected_version=room.session.version - 1)
    room.refuses("conflict", lambda: command(room.session, wish, NOW))


def test_votes_do_not_move_the_facilitators_version():
    room = Room(2)
    room.cmd("open_step", step="statements")
    version = room.session.version
    room.act("ballot", "p1", round="r1", item="a", value="agree", rev=1)
    assert room.session.version == version


@pytest.mark.parametrize("name", ["close_round", "reopen_round", "reveal", "hide"])
def test_commands_about_a_round_need_one(name: str):
    room = Room()
    room.refuses("no_round", lambda: room.cmd(name))
    assert room.session.phase == "lobby" and not room.session.rounds


def test_a_step_that_was_used_cannot_change_but_the_rest_can():
    room = Room()
    room.cmd("open_step", step="statements")
    changed = agenda()
    changed[1]["title"] = text("another question")
    room.refuses("step_used", lambda: room.cmd("set_agenda", steps=changed))
    room.refuses("step_used", lambda: room.cmd("set_agenda", steps=[step("show", "only")]))
    turned = [step("show", "new"), *reversed(agenda())]
    assert room.cmd("set_agenda", steps=turned)
    assert [s.id for s in room.session.agenda][:2] == ["new", "ideas"]


@pytest.mark.parametrize(
    ("at", "fields", "code"),
    [
        ("statements", {"item": "a", "value": "maybe"}, "invalid"),
        ("statements", {"item": "z", "value": "agree"}, "unknown_item"),
        ("statements", {"item": "", "value": "agree"}, "unknown_item"),
        ("approval", {"item": "", "value": ["a", "z"]}, "unknown_item"),
        ("approval", {"item": "", "value": ["a", "a"]}, "invalid"),
        ("approval", {"item": "a", "value": ["a"]}, "unknown_item"),
        ("approval", {"item": "", "value": "a"}, "invalid"),
        ("score", {"item": "a", "value": 6}, "limit"),
        ("score", {"item": "a", "value": -1}, "limit"),
        ("score", {"item": "a", "value": 2.5}, "invalid"),
        ("score", {"item": "a", "value": True}, "invalid"),
        ("score", {"item": "a", "value": "3"}, "invalid"),
        ("show", {"item": "", "value": "agree"}, "invalid"),
    ],
)
def test_a_bad_ballot_is_refused_and_changes_nothing(at: str, fields: dict[str, Any], code: str):
    room = Room(1)
    room.cmd("open_step", step=at)
    room.refuses(code, lambda: room.act("ballot", "p1", round="r1", rev=1, **fields))
    assert not room.session.rounds[0].ballots and not room.session.rounds[0].answered


def test_approval_keeps_to_its_cap():
    steps = [step("approval", "three", settings={"cap": 2})]
    room = Room(1, steps)
    room.cmd("next")
    vote = {"round": "r1", "rev": 1}
    room.refuses("limit", lambda: room.act("ballot", "p1", value=["a", "b", "c"], **vote))
    assert room.act("ballot", "p1", value=["b", "a"], **vote)
    assert room.session.rounds[0].ballots["p1", ""].value == ["a", "b"]


def test_votes_belong_to_the_round_on_screen_by_someone_who_joined():
    room = Room(1)
    room.cmd("open_step", step="statements")
    vote = {"item": "a", "value": "agree", "rev": 1}
    room.refuses("forbidden", lambda: room.act("ballot", "stranger", round="r1", **vote))
    room.refuses("unknown_item", lambda: room.act("ballot", "p1", round="r7", **vote))
    room.refuses("unknown_item", lambda: room.act("ballot", "p1", round="../r1", **vote))
    room.cmd("open_step", step="score")
    room.refuses("closed", lambda: room.act("ballot", "p1", round="r1", **vote))
    room.cmd("close_session")
    room.refuses("session_closed", lambda: room.act("ballot", "p1", round="r2", **vote))
    assert [len(each.ballots) for each in room.session.rounds] == [0, 0]


def test_a_ballot_keeps_what_was_on_screen_for_the_one_who_cast_it():
    room = Room(1)
    room.cmd("open_step", step="statements")
    hidden = room.session.seq
    room.cmd("reveal")
    vote = {"round": "r1", "item": "a", "value": "agree"}
    (event,) = room.act("ballot", "p1", rev=1, seen_seq=hidden, **vote)
    assert event.body["context"] == {
        "seen_seq": hidden,
        "screen": hidden,
        "round": "r1",
        "revealed": False,
    }
    assert not room.session.rounds[0].ballots["p1", "a"].saw
    (event,) = room.act("ballot", "p1", rev=2, seen_seq=10**9, **vote)
    assert event.body["context"]["revealed"] is True
    assert room.session.rounds[0].ballots["p1", "a"].saw
    assert event.body["context"]["seen_seq"] == room.session.seq - 1


def test_withdrawing_takes_the_answer_back_and_answering_again_counts():
    room = Room(1)
    room.cmd("open_step", step="statements")
    vote = {"round": "r1", "item": "a"}
    room.act("ballot", "p1", value="agree", rev=1, **vote)
    room.act("withdraw", "p1", rev=2, **vote)
    assert len(room.session.rounds[0].answered) == 0
    assert room.act("withdraw", "p1", rev=3, **vote) == []
    room.act("ballot", "p1", value="pass", rev=4, **vote)
    assert dict(room.session.rounds[0].answered) == {"p1": 1}


def test_the_timer_announces_and_closes_nothing():
    room = Room(1)
    room.cmd("open_step", step="statements")
    room.cmd("timer", seconds=60)
    assert room.session.timer.ends_at_ms == NOW + 60_000
    assert room.session.current_round().open
    for bad in (0, -5, 10**6, "60", True, None):
        room.refuses("invalid", lambda bad=bad: room.cmd("timer", seconds=bad))
    room.cmd("next")
    assert room.session.timer is None


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ([], "agenda_empty"),
        ("steps", "agenda_empty"),
        ([step("show", f"s{n}") for n in range(31)], "agenda_long"),
        ([step("show", "same"), step("show", "same")], "agenda_duplicate"),
        ([step("poll", "x")], "agenda_kind"),
        ([step("show", "Has Spaces")], "agenda_id"),
        ([step("show", "x", title={})], "agenda_title"),
        ([step("show", "x", title={"nb": "t" * 141})], "agenda_title"),
        ([step("show", "x", title={"de": "Titel"})], "agenda_title"),
        ([step("show", "x", text={"nb": "t" * 601})], "agenda_text"),
        ([step("statements", "x", options=[])], "agenda_options"),
        ([step("score", "x", settings={"max": 99})], "agenda_settings"),
        ([step("pins", "x", settings={})], "agenda_settings"),
        ([step("show", "x", minutes=-1)], "agenda_minutes"),
        ([step("show", "x", view={"city": "../x", "layer": "districts"})], "agenda_view"),
    ],
)
def test_an_agenda_says_what_is_wrong_with_it(broken: Any, code: str):
    with pytest.raises(Rejected) as refused:
        parse_agenda(broken)
    assert refused.value.code == code
