"""What is counted in a round, and who sees it when."""

from __future__ import annotations

from tests.workshop.by_hand import Room
from workshop.desk_view import desk_view
from workshop.tally import movement, results
from workshop.views import Frame, mine_view, phone_view, stage_view


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
