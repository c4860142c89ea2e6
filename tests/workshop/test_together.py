"""How much people agree, how they moved between rounds, and what they had met before they voted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map
from scipy.stats import friedmanchisquare

from data.export import groups as exported
from data.export.results import rows
from tests.workshop.builders import step
from tests.workshop.test_breakdown import held
from workshop.agenda import parse_agenda
from workshop.agreement import agreement, kendall
from workshop.breakdown import breakdowns
from workshop.flows import WAYS, flows
from workshop.model import Ballot, Round, Screen, Session

Answers = list[dict[str, Any]]  # of each person: item → answer


def asked(kind: str, answers: Answers, number: int = 1, **more: Any) -> Round:
    """A closed round; a person who answered nothing is an empty dict. Ballots are numbered from
    100 on, by person."""
    ballots = {
        (f"p{n}", item): Ballot(value, 1, f"op{n}{item}", 100 + n)
        for n, own in enumerate(answers)
        for item, value in own.items()
    }
    stated = parse_agenda([step(kind, kind)])[0]
    opened = more.pop("opened_seq", 10 * number)
    return Round(f"r{number}", stated, number, opened, 1, open=False, ballots=Map(ballots), **more)


def session_of(*rounds: Round, **more: Any) -> Session:
    empty, _ = held([])
    steps = {each.step.id: each.step for each in rounds}
    return replace(empty, agenda=tuple(steps.values()), rounds=rounds, phase="closed", **more)


# -- agreement


def test_kendalls_w_is_the_friedman_statistic_over_its_greatest_value():
    """Five hundred rooms, ties in most of them; scipy corrects for ties the same way."""
    dice = np.random.default_rng(2)
    compared = 0
    for _ in range(500):
        people, options = int(dice.integers(2, 30)), int(dice.integers(3, 8))
        given_ = dice.integers(0, int(dice.integers(2, 11)), (people, options))
        if all(len(set(own)) == 1 for own in given_.tolist()):
            assert kendall(given_.tolist()) is None
            continue
        chi = friedmanchisquare(*given_.T).statistic
        assert kendall(given_.tolist()) == pytest.approx(chi / (people * (options - 1)))
        compared += 1
    assert compared > 450


def test_all_alike_is_one_and_opposite_orders_are_nought():
    assert kendall([[1, 2, 3]] * 6) == pytest.approx(1)
    assert kendall([[1, 2, 3]] * 6 + [[3, 2, 1]] * 6) == pytest.approx(0)
    assert kendall([[2, 2, 2]] * 6) is None and kendall([]) is None


def test_agreement_is_told_of_five_who_gave_every_option_a_number():
    full = asked("score", [{"a": 5, "b": 3, "c": 0}] * 5 + [{"a": 4, "b": "abstain"}] * 4)
    found = agreement(full)
    assert (found["w"], found["raters"], found["reads"]) == (pytest.approx(1), 5, "strong")
    assert found["options"][0] == {"id": "a", "median": 5, "q1": 4, "q3": 5}
    few = agreement(asked("score", [{"a": 5, "b": 3, "c": 0}] * 4 + [{"a": 4, "b": 4}] * 4))
    assert few["w"] is None and few["raters"] is None
    assert agreement(asked("score", [{"a": 5}] * 4)) is None
    assert agreement(asked("statements", [{"a": "agree"}] * 9)) is None


# -- movement


def moves(*ways: tuple[int, str, str]) -> tuple[Round, Round]:
    """Two rounds on statement a: so many went from one answer to another; "" is no answer."""
    people = [(old, new) for n, old, new in ways for _ in range(n)]
    first: Answers = [{"a": old} if old else {} for old, _ in people]
    second: Answers = [{"a": new} if new else {} for _, new in people]
    return asked("statements", first), asked("statements", second, 2)


A, D, P = "agree", "disagree", "pass"


def test_ways_between_two_rounds_are_told_answer_by_answer():
    found = flows(*moves((9, A, A), (6, D, A), (7, D, D)))[0]
    assert [found[way] for way in WAYS] == [0, 16, 6]
    assert found["ways"] == [[A, A, 9], [D, A, 6], [D, D, 7]]


@pytest.mark.fault("T7")
@pytest.mark.parametrize(
    ("ways", "kept"),
    [
        (((9, A, A), (3, D, A), (7, D, D)), ()),
        (((9, A, A), (3, D, A), (3, D, P), (7, D, D)), WAYS),
        (((9, A, A), (6, D, A), (7, D, D), (1, "", A)), ()),
        (((9, A, A), (6, D, A), (7, D, D), (5, P, P), (1, "", A)), WAYS),
        (((9, A, A), (7, D, D), (1, "", A)), ()),
        (((9, A, A), (7, D, D), (6, "", A)), (*WAYS, "ways")),
        (((2, A, A), (2, D, D)), ()),
    ],
    ids=[
        "few moved",
        "few by answer",
        "one came",
        "one came, three answers",
        "nobody moved and one came",
        "six came",
        "four",
    ],
)
def test_ways_that_would_tell_about_one_to_four_are_withheld(ways: Any, kept: Any):
    found = flows(*moves(*ways))
    assert tuple((found or [{}])[0]) == (("id", *kept) if found else ())


COUNTS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from([A, D, P, ""]), st.sampled_from([A, D, P, ""])),
    max_size=8,
)


@pytest.mark.fault("T7")
@settings(max_examples=200, deadline=None)
@given(COUNTS)
def test_no_way_told_is_one_to_four_nor_leaves_so_many(ways: list[tuple[int, str, str]]):
    before, after = moves(*ways)
    found = (flows(before, after) or [{}])[0]
    assert not [n for way in WAYS if 0 < (n := found.get(way, 0)) < 5]
    for side, counted in ((0, before), (1, after)):
        told = Counter({A: 0})
        for each in found.get("ways", ()):
            assert each[2] >= 5
            told[each[side]] += each[2]
        room = Counter(ballot.value for ballot in counted.ballots.values())
        left = [room[answer] - told[answer] for answer in (A, D, P)]
        assert not found.get("ways") or not [n for n in left if 0 < n < 5]


def test_marks_and_points_move_too_and_hands_are_not_followed():
    old = [{"": ["a"]}] * 6 + [{"": ["b"]}] * 7
    new = [{"": ["a", "b"]}] * 6 + [{"": ["b"]}] * 7
    found = flows(asked("approval", old), asked("approval", new, 2))
    assert found[1] == {"id": "b", "away": 0, "same": 7, "towards": 6}
    points = [asked("score", [{"a": n}] * 6, at) for at, n in enumerate((2, 4), 1)]
    assert flows(*points)[0]["towards"] == 6
    assert flows(asked("guess", []), asked("guess", [], 2)) is None


def test_movement_and_agreement_are_lines_of_the_results():
    before, after = moves((9, A, A), (6, D, A), (7, D, D))
    told = {(r.round, r.item, r.measure): r.value for r in rows(session_of(before, after), "en")}
    assert told[2, "a", "moved_towards"] == 6 and told[2, "a", "disagree_to_agree"] == 6
    scored = session_of(asked("score", [{"a": 5, "b": 3, "c": 0}] * 5))
    told = {(r.item, r.measure): r.value for r in rows(scored, "en")}
    assert told["", "kendall_w"] == pytest.approx(1) and told["a", "q1"] == 5


# -- what they had met before


def guess(values: list[float], **more: Any) -> Round:
    """A guess whose model says between 10 and 20 percent less."""
    made = asked("guess", [{"": value} for value in values], **more)
    figure = {"output": made.step.settings["output"], "names": {}, "unit": "GWh",
              "change": [-60, -40, -30], "percent": [-20, -15, -10]}  # fmt: skip
    card = {"scenario": "heat", "version": 1, "run": "x", "figures": [figure]}
    return replace(made, shown={"scenarios": [card]})


def test_votes_are_told_by_what_people_had_guessed_once_the_model_was_shown():
    first = guess([-25.0] * 7 + [-15.0] * 6 + [0.0] * 6)
    vote = asked("statements", [{"a": A}] * 7 + [{"a": D}] * 12 + [{"a": A}] * 8, 2)
    shown = (Screen(15, "r1", True), Screen(20, "r2", False))
    found = breakdowns(session_of(first, vote, screens=shown), vote)["guess"]
    assert {row["id"]: row["voters"] for row in found["rows"]} == {
        "above": 6, "below": 7, "within": 6, "not_said": 8,
    }  # fmt: skip
    assert found["items"][0]["for"] == [0, 7, 0, 8]
    lines = exported.lines(session_of(first, vote, screens=shown), "en")
    assert {line.by for line in lines} == {"group", "district", "guess", "opinion"}
    # The model came later, or never: nothing was learned from it.
    for late in ((Screen(25, "r1", True),), ()):
        assert "guess" not in breakdowns(session_of(first, vote, screens=late), vote)


def test_votes_are_told_by_what_the_ballots_say_was_on_the_screen():
    vote = asked("statements", [{"a": A}] * 8 + [{"a": D}] * 9)
    saw = {key: replace(each, saw=each.seq >= 108) for key, each in vote.ballots.items()}
    found = breakdowns(session_of(vote), replace(vote, ballots=Map(saw)))["screen"]
    assert [(row["id"], row["voters"]) for row in found["rows"]] == [("hidden", 8), ("shown", 9)]
    assert found["items"][0]["for"] == [8, 0]
    assert "screen" not in breakdowns(session_of(vote), vote)
