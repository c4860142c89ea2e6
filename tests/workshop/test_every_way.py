"""Each way of asking can be compared: between groups of people, and between two rounds."""

from __future__ import annotations

from typing import Any

import pytest
from immutables import Map

from data.export import groups as exported
from data.export.results import rows as results_rows
from tests.workshop.asking import asked
from tests.workshop.test_together import session_of
from workshop.agreement import agreement
from workshop.ballots import METHODS
from workshop.breakdown import breakdowns, measure
from workshop.flows import flows
from workshop.model import Ballot, Participant, Round, Session
from workshop.tally import movement

SET: dict[str, Any] = {"budget": {"money": 9, "costs": {"a": 3, "b": 4, "status-quo": 5}}}
# Somebody who is for option a more than for b, and somebody who is the other way round.
FOR: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "statements": ({"a": "agree", "b": "disagree"}, {"a": "disagree", "b": "agree"}),
    "approval": ({"": ["a"]}, {"": ["b"]}),
    "score": ({"a": 5, "b": 1}, {"a": 1, "b": 5}),
    "judgment": (
        {"": {"a": 5, "b": 1, "status-quo": 0}},
        {"": {"a": 1, "b": 5, "status-quo": 0}},
    ),
    "ranking": ({"": ["a", "b"]}, {"": ["b", "a"]}),
    "dots": ({"": {"a": 8}}, {"": {"b": 8}}),
    "budget": ({"": ["a"]}, {"": ["b"]}),
    "resistance": ({"a": 2, "b": 9}, {"a": 9, "b": 2}),
    "pairwise": (
        {"a|b": "a", "a|status-quo": "a"},
        {"a|b": "b", "a|status-quo": "status-quo"},
    ),
    "quadratic": ({"": {"a": 5}}, {"": {"b": 5}}),
    "likert": ({"a": 5, "b": 1}, {"a": 1, "b": 5}),
}
ABSTAINED = {kind: {item: "abstain" for item in own} for kind, (own, _) in FOR.items()}


def round_of(kind: str, people: list[dict[str, Any]], number: int = 1) -> Round:
    """A closed round; every ballot is checked as one from a phone is."""
    step = asked(kind, ("a", "b", "status-quo"), **SET.get(kind, {}))
    ballots = {
        (f"p{n}", item): Ballot(METHODS[kind].validate(step, item, value), 1, f"{n}{item}", 100 + n)
        for n, own in enumerate(people)
        for item, value in own.items()
    }
    return Round(f"r{number}", step, number, 10 * number, 1, open=False, ballots=Map(ballots))


def grouped(*rounds: Round, groups: list[str]) -> Session:
    people = {f"p{n}": Participant(f"p{n}", "nb", group) for n, group in enumerate(groups)}
    return session_of(*rounds, participants=Map(people))


def test_every_way_is_here():
    assert {*FOR, "guess"} == METHODS.keys()


@pytest.mark.parametrize("kind", FOR)
def test_every_way_is_told_by_group(kind: str):
    up, down = FOR[kind]
    answers = [up] * 8 + [down] * 6 + [up] * 5 + [down] * 12
    round_ = round_of(kind, answers)
    session = grouped(round_, groups=["resident"] * 14 + ["business"] * 17)
    table = breakdowns(session, round_)["group"]
    assert [(row["id"], row["voters"]) for row in table["rows"]] == [
        ("business", 17), ("resident", 14),
    ]  # fmt: skip
    assert table["items"][0] == {"id": "a", "for": [5, 8]}
    assert {line.measure for line in exported.lines(session, "nb") if line.value} == {
        measure(round_), *({"agree"} if kind == "statements" else ()),
    }  # fmt: skip


@pytest.mark.fault("T7")
@pytest.mark.parametrize("kind", FOR)
def test_no_way_is_told_by_group_where_a_cell_would_be_one_to_four(kind: str):
    up, down = FOR[kind]
    round_ = round_of(kind, [up] * 3 + [down] * 9 + [up] * 8 + [down] * 8)
    session = grouped(round_, groups=["resident"] * 12 + ["business"] * 16)
    table = breakdowns(session, round_).get("group", {"items": [{"id": "a"}]})
    assert table["items"][0] == {"id": "a"}


@pytest.mark.parametrize("kind", FOR)
def test_every_way_says_who_moved_between_two_rounds(kind: str):
    up, down = FOR[kind]
    before = round_of(kind, [up] * 9 + [down] * 6 + [up] * 7)
    after = round_of(kind, [up] * 9 + [up] * 6 + [down] * 7, 2)
    first = (flows(before, after) or [{}])[0]
    assert first == first | {"id": "a", "away": 7, "same": 9, "towards": 6}
    moved = movement(before, after)
    assert moved and (moved["changed"], moved["both"]) == (13, 22)
    standing = moved["options"][0]
    assert standing["before"] is not None and standing["before"] != standing["after"]


@pytest.mark.fault("T7")
@pytest.mark.parametrize("kind", FOR)
def test_where_few_moved_no_way_says_how_many(kind: str):
    up, down = FOR[kind]
    before, after = round_of(kind, [up] * 9 + [down] * 8), round_of(kind, [up] * 12 + [down] * 5, 2)
    assert (flows(before, after) or [{}])[0] == {"id": "a"}
    moved = movement(before, after)
    assert moved and moved["changed"] is None


@pytest.mark.parametrize("kind", FOR)
def test_who_abstains_leans_nowhere(kind: str):
    if kind == "statements":  # a pass is an answer there
        return
    assert METHODS[kind].leanings(asked(kind, ("a", "b", "status-quo"), **SET.get(kind, {})),
                                  ABSTAINED[kind]) == {}  # fmt: skip


def test_another_pair_is_no_change_of_mind():
    before = round_of("pairwise", [{"a|b": "a"}] * 9 + [{"a|b": "b"}] * 9)
    other = [{"a|b": "a", "a|status-quo": "status-quo"}] * 9 + [{"a|b": "b"}] * 9
    assert (flows(before, round_of("pairwise", other, 2)) or [{}])[0]["same"] == 18


NUMBERED = [kind for kind in METHODS if METHODS[kind].scale(
    asked(kind, ("a", "b", "status-quo"), **SET.get(kind, {})))]  # fmt: skip


def test_ways_with_numbers_say_how_much_people_agree():
    assert set(NUMBERED) == {"guess", "score", "judgment", "likert", "resistance"}
    for kind in ("judgment", "likert", "resistance"):
        round_ = round_of(kind, [FOR[kind][0]] * 9)
        found = agreement(round_)
        assert found and found["options"][0]["median"] == found["options"][0]["q3"]
        lines = [line.measure for line in results_rows(session_of(round_), "nb")]
        assert "q1" in lines and ("kendall_w" in lines) == (kind == "judgment")
    guessed = round_of("guess", [{"": value} for value in (-9, -8, -5, 2, 7)])
    assert (agreement(guessed) or {})["options"] == [{"id": "", "median": -5, "q1": -8, "q3": 2}]
