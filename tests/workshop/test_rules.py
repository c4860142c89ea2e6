"""The rules of the session, without server, database or clock."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workshop.builders import BOUNDS, agenda, op, step, text
from workshop.agenda import parse_agenda, step_json
from workshop.commands import Command
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import Session
from workshop.rules import command, create, evolve, operate
from workshop.tally import movement, results
from workshop.views import Frame, desk_view, mine_view, phone_view, stage_view

NOW = 1_700_000_000_000


class Room:
    """A session that is driven by hand: each act goes through decide and evolve."""

    def __init__(self, people: int = 0, steps: list[dict[str, Any]] | None = None) -> None:
        parsed = [step_json(s) for s in parse_agenda(steps or agenda())]
        body = {
            "session": "s1",
            "city": "alesund",
            "title": text("Energi"),
            "language": "nb",
            "rehearsal": False,
            "code": "ABCDEF",
            "bounds": list(BOUNDS),
            "steps": parsed,
        }
        first = Recorded(1, "create", NOW, Event("session_created", body))
        self.session: Session = create(first)
        for n in range(1, people + 1):
            self.act("join", f"p{n}")

    def take(self, events: list[Event], op_id: str) -> list[Event]:
        for event in events:
            recorded = Recorded(self.session.seq + 1, op_id, NOW, event)
            self.session = evolve(self.session, recorded)
        return events

    def act(self, do: str, who: str, **fields: Any) -> list[Event]:
        wish = op(do, who, **fields)
        return self.take(operate(self.session, wish), wish.op_id)

    def cmd(self, name: str, **args: Any) -> list[Event]:
        wish = Command(f"cmd-{self.session.seq}", name, args)
        return self.take(command(self.session, wish, NOW), wish.op_id)

    def refuses(self, code: str, act: Any) -> None:
        before = self.session
        with pytest.raises(Rejected) as refused:
            act()
        assert refused.value.code == code
        assert self.session == before


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


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"lat": 59.0, "lon": 6.2}, "outside"),
        ({"lat": 6.2, "lon": 62.5}, "outside"),
        ({"lat": "62.5", "lon": 6.2}, "invalid"),
        ({"lat": None, "lon": 6.2}, "invalid"),
        ({"lat": 62.5, "lon": 6.2, "category": "evil"}, "unknown_item"),
    ],
)
def test_a_pin_stands_inside_the_city_in_a_known_category(fields: dict[str, Any], code: str):
    room = Room(1)
    room.cmd("open_step", step="pins")
    body = {"category": "good"} | fields
    room.refuses(code, lambda: room.act("pin", "p1", round="r1", body=body))
    assert not room.session.rounds[0].contributions


def test_a_pins_words_wait_for_the_facilitator_and_its_place_does_not():
    room = Room(1)
    room.cmd("open_step", step="pins")
    body = {"lat": 62.47, "lon": 6.15, "category": "good"}
    room.act("pin", "p1", round="r1", body=body, text="Solceller her")
    room.cmd("reveal")
    (pin,) = stage_view(Frame(room.session))["results"]["pins"]
    assert pin["text"] is None and pin["lat"] == 62.47
    assert "Solceller" not in str(phone_view(Frame(room.session)))
    room.cmd("moderate", text_ids=[pin["id"]], verdict="approve")
    assert stage_view(Frame(room.session))["results"]["pins"][0]["text"] == "Solceller her"
    room.cmd("undo_moderation", text_id=pin["id"])
    assert "Solceller" not in str(stage_view(Frame(room.session)))


def test_each_person_has_so_many_pins_and_ideas():
    steps = [step("ideas", "few", settings={"per_person": 2, "length": 40})]
    room = Room(1, steps)
    room.cmd("next")
    idea = {"round": "r1"}
    room.refuses("text_empty", lambda: room.act("idea", "p1", text="  ", **idea))
    room.refuses("text_long", lambda: room.act("idea", "p1", text="x" * 41, **idea))
    room.act("idea", "p1", text="one", **idea)
    (second,) = room.act("idea", "p1", text="two", **idea)
    room.refuses("limit", lambda: room.act("idea", "p1", text="three", **idea))
    room.act("delete", "p1", item=second.body["id"])
    assert room.act("idea", "p1", text="three", **idea)


def test_only_ones_own_contribution_can_be_deleted():
    room = Room(2)
    room.cmd("open_step", step="ideas")
    (idea,) = room.act("idea", "p1", round="r1", text="Mine")
    room.refuses("not_yours", lambda: room.act("delete", "p2", item=idea.body["id"]))
    assert room.act("delete", "p1", item="c999") == []


def test_merging_brings_the_authors_support_along():
    room = Room(7)
    room.cmd("open_step", step="ideas")
    (first,) = room.act("idea", "p1", round="r1", text="Solceller på skulane")
    (second,) = room.act("idea", "p2", round="r1", text="Sol på skoler")
    one, two = first.body["id"], second.body["id"]
    support = {"round": "r1", "item": one, "value": True, "rev": 1}
    room.refuses("unknown_item", lambda: room.act("support", "p3", **support))
    room.cmd("moderate", text_ids=[one], verdict="approve")
    room.act("support", "p3", **support)
    room.refuses(
        "unknown_item",
        lambda: room.cmd("moderate", text_ids=[one], verdict="merge", into=one),
    )
    room.cmd("moderate", text_ids=[two], verdict="merge", into=one)
    counted = results(room.session.rounds[0])
    shown = {"id": one, "text": "Solceller på skulane", "supports": None}
    assert counted == {"kind": "ideas", "count": 1, "ideas": [shown]}
    for n in range(4, 8):
        room.act("support", f"p{n}", **support)
    assert results(room.session.rounds[0])["ideas"] == [shown | {"supports": 6}]


def test_fewer_than_five_answers_are_not_shown():
    room = Room(5)
    room.cmd("open_step", step="statements")
    for n in range(1, 5):
        room.act("ballot", f"p{n}", round="r1", item="a", value="agree", rev=1)
    assert results(room.session.rounds[0]) == {
        "kind": "statements",
        "too_few": True,
        "voters": 4,
        "needed": 5,
    }
    room.act("ballot", "p5", round="r1", item="a", value="pass", rev=1)
    assert results(room.session.rounds[0])["options"][0]["agree"] == 4


def test_abstentions_are_counted_apart():
    room = Room(6)
    room.cmd("open_step", step="score")
    for n, value in enumerate([0, 2, 4, 5, "abstain", "abstain"], 1):
        room.act("ballot", f"p{n}", round="r1", item="a", value=value, rev=1)
    row = results(room.session.rounds[0])["options"][0]
    assert (row["n"], row["mean"], row["median"], row["abstentions"]) == (4, 2.75, 3, 2)
    assert row["counts"] == [1, 0, 1, 0, 1, 1]


def test_a_second_round_shows_what_moved():
    room = Room(12)
    for round_, agreeing in (("r1", 2), ("r2", 8)):
        room.cmd("open_step", step="statements")
        for n in range(1, 13):
            value = "agree" if n <= agreeing else "disagree"
            room.act("ballot", f"p{n}", round=round_, item="a", value=value, rev=1)
    moved = movement(*room.session.rounds)
    assert (moved["changed"], moved["both"]) == (6, 12)
    assert moved["options"][0] == {"id": "a", "before": 2 / 12, "after": 8 / 12}
    assert stage_view(Frame(room.session))["previous"] is None
    room.cmd("reveal")
    assert stage_view(Frame(room.session))["previous"]["movement"] == moved


def test_no_view_names_a_participant_but_ones_own():
    room = Room(7)
    room.cmd("open_step", step="statements")
    for n in range(1, 8):
        room.act("ballot", f"p{n}", round="r1", item="a", value="agree", rev=1)
    room.cmd("reveal")
    told = stage_view(Frame(room.session))["said"]
    assert told["options"] == {"options": ["a"]} and told["numbers"] == {"share": 1.0}
    for view in (stage_view, phone_view, desk_view):
        assert all(f"'p{n}'" not in str(view(Frame(room.session))) for n in range(1, 8))
    assert mine_view(room.session, "p3")["ballots"] == {"r1": {"a": {"value": "agree", "rev": 1}}}


def test_results_stay_hidden_from_stage_and_phone_until_they_are_revealed():
    room = Room(6)
    room.cmd("open_step", step="approval")
    for n in range(1, 7):
        room.act("ballot", f"p{n}", round="r1", value=["a"], rev=1)
    assert stage_view(Frame(room.session))["results"] is None
    assert stage_view(Frame(room.session))["said"] is None
    assert phone_view(Frame(room.session))["results"] is None
    assert desk_view(Frame(room.session))["results"]["hidden"] is True
    room.cmd("reveal")
    assert stage_view(Frame(room.session))["results"]["options"][0]["count"] == 6
    room.cmd("hide")
    assert stage_view(Frame(room.session))["results"] is None


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


@pytest.mark.fault("F47")
def test_an_idea_may_have_as_many_letters_as_its_question_says():
    room = Room(1, [step("ideas", "ideas", settings={"length": 20, "per_person": 5})])
    room.cmd("open_session")
    room.cmd("open_step", step="ideas")
    for letter in ("å", "👩‍👩‍👧‍👦", "e\u0301\u0323"):
        room.act("idea", "p1", round="r1", text=letter * 20)
        sent = {"round": "r1", "text": letter * 21}
        room.refuses("text_long", lambda sent=sent: room.act("idea", "p1", **sent))
    assert len(room.session.rounds[0].contributions) == 3, "none too long"


def test_why_somebody_objects_waits_for_the_facilitator_and_for_the_result():
    room = Room(5, [step("resistance", "which")])
    room.cmd("next")
    for n in range(1, 6):
        room.act("ballot", f"p{n}", round="r1", item="a", value=9, rev=1)
    room.act("idea", "p1", round="r1", text="Too far to walk")
    (reason,) = room.session.rounds[0].contributions
    room.cmd("reveal")
    assert phone_view(Frame(room.session))["reasons"] == []
    room.cmd("moderate", text_ids=[reason], verdict="approve")
    told = [{"id": reason, "text": "Too far to walk"}]
    assert phone_view(Frame(room.session))["reasons"] == told
    room.cmd("hide")
    assert phone_view(Frame(room.session))["reasons"] == []
