"""No cell by group or district is one to four, nor can be found to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map
from scipy.optimize import linprog

from tests.workshop.builders import step
from tests.workshop.by_hand import Room
from workshop.agenda import parse_agenda
from workshop.breakdown import NOT_SAID, OTHERS, breakdowns
from workshop.model import Ballot, HandCount, Participant, Round, Session
from workshop.tally import results

pytestmark = pytest.mark.fault("T7")

ROOM = Room(0).session
ANSWERS = ("agree", "disagree", "pass", None)
Person = tuple[str | None, str | None, tuple[str | None, ...]]
# Group, district, answers to two items: rooms in which some groups are large and some tiny.
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([None, "resident", "resident", "business", "civil"]),
        st.sampled_from([None, "d1", "d1", "d2"]),
        st.tuples(*[st.sampled_from(["agree", "agree", "disagree", "pass", None])] * 2),
    ),
    min_size=5,
    max_size=60,
)


def held(people: Sequence[Person], repeat: int = 1) -> tuple[Session, Round]:
    """A closed round in which each answered as told, everybody `repeat` times over."""
    asked = parse_agenda([step("statements", "statements")])[0]
    crowd = list(enumerate([*people] * repeat))
    known = {f"p{n}": Participant(f"p{n}", "nb", g, d) for n, (g, d, _) in crowd}
    ballots = {
        (f"p{n}", item): Ballot(value, 1, f"op{n}{item}", n)
        for n, (_, _, values) in crowd
        for item, value in zip("ab", values, strict=True)
        if value is not None
    }
    round_ = Round("r1", asked, 1, 1, 1, open=False, ballots=Map(ballots))
    session = Session(
        **{f: getattr(ROOM, f) for f in ("id", "city", "title", "language", "rehearsal", "code")},
        bounds=None, agenda=(asked,), created_at_ms=1, participants=Map(known), rounds=(round_,),
    )  # fmt: skip
    return session, round_


def told(people: Sequence[Person], repeat: int = 1) -> dict[str, Any]:
    return breakdowns(*held(people, repeat))


def crowd(group: str | None, agree: int, disagree: int) -> list[Person]:
    answers = ["agree"] * agree + ["disagree"] * disagree
    return [(group, None, (answer, answer)) for answer in answers]


def test_groups_of_five_or_more_are_told_with_how_many_were_for():
    table = told(crowd("resident", 10, 5) + crowd("business", 6, 7))["group"]
    assert table["rows"] == [{"id": "business", "voters": 13}, {"id": "resident", "voters": 15}]
    assert table["items"][0] == {"id": "a", "for": [6, 10]}
    assert table["items"][2] == {"id": "c"}  # nobody answered it


def test_a_group_of_one_to_four_goes_into_the_row_of_the_others():
    small = crowd("civil", 2, 2) + crowd("business", 5, 5)
    table = told(crowd("resident", 10, 5) + crowd(None, 9, 6) + small)["group"]
    assert [row["id"] for row in table["rows"]] == ["resident", NOT_SAID, OTHERS]
    assert table["rows"][2]["voters"] == 14 and table["items"][0]["for"] == [10, 9, 7]


def test_a_row_that_would_leave_one_to_four_is_not_told_either():
    """All others together are four: shown groups would leave them by subtraction."""
    assert told(crowd("resident", 20, 10) + crowd("business", 2, 2)) == {}


@pytest.mark.parametrize(("agree", "disagree"), [(8, 3), (3, 8), (1, 20)])
def test_a_cell_of_one_to_four_withholds_the_item(agree: int, disagree: int):
    assert told(crowd("resident", 10, 5) + crowd("business", agree, disagree)) == {}


def test_rare_answers_of_the_room_must_not_all_lie_in_one_row():
    """The room is told that three disagreed and three passed: all would be among the businesses."""
    residents = [("resident", None, ("agree", "agree"))] * 10
    mixed = [("business", None, (value, value)) for value in 6 * ["agree"] + 3 * ["pass"]]
    mixed += [("business", None, ("disagree", "disagree"))] * 3
    assert told(residents + mixed) == {}
    spread = [("resident", None, ("pass", "pass"))] * 6
    assert told(residents + mixed + spread)["group"]["items"][0]["for"] == [6, 10]


def test_an_item_that_the_room_is_not_told_is_not_broken_down():
    people: list[Person] = [(g, None, ("agree", None)) for g in ("resident", "business")] * 10
    people += [("resident", None, ("agree", "disagree"))] * 3
    assert told(people)["group"]["items"] == [
        {"id": "a", "for": [10, 13]},
        {"id": "b"},
        {"id": "c"},
    ]


def test_where_hands_were_counted_nothing_is_broken_down():
    session, round_ = held(crowd("resident", 10, 5) + crowd("business", 6, 7))
    hands = HandCount("hands", 9, 0, Map({o: (3, 3, 3) for o in "abc"}), 9)
    assert breakdowns(session, replace(round_, by_hand=Map({"hands": hands}))) == {}


@settings(max_examples=40, deadline=None)
@given(PEOPLE, st.integers(1, 3))
def test_every_number_told_is_nobody_or_five_at_least(people: list[Person], repeat: int):
    for table in told(people, repeat).values():
        cells = [(row["voters"], row["voters"]) for row in table["rows"]]
        for item in table["items"]:
            pairs = zip(table["rows"], item.get("for", ()), strict=False)
            cells += [(n, row["voters"] - n) for row, n in pairs]
        assert not [pair for pair in cells if 0 < pair[0] < 5 or 0 < pair[1] < 5]


@settings(max_examples=20, deadline=None)
@given(PEOPLE, st.integers(1, 3))
def test_nobody_can_reckon_a_cell_to_be_one_to_four(people: list[Person], repeat: int):
    """All that is published of an item as equations; the least and the most that each cell of each
    group can be under them, also of the groups and answers that are not told."""
    session, round_ = held(people, repeat)
    for by, table in breakdowns(session, round_).items():
        named = ["resident", "business", "civil"] if by == "group" else ["d1", "d2"]
        for least, most in _bounds(round_, table, [*named, NOT_SAID]):
            assert not (least > 0.5 and most < 4.5), (least, most, table)


def _bounds(round_: Round, table: Any, groups: list[str]) -> Iterator[tuple[float, float]]:
    rows = [row["id"] for row in table["rows"]]
    whole = sum(row["voters"] for row in table["rows"])
    for item in table["items"]:
        if "for" not in item:
            continue
        room = next(o for o in results(round_)["options"] if o["id"] == item["id"])
        totals = [room[a] for a in ANSWERS[:3]] + [whole - room["n"]]
        equations: list[tuple[list[tuple[str, int]], int]] = [
            ([(g, a) for g in groups], total) for a, total in enumerate(totals)
        ]
        for row, n, told_of in zip(rows, item["for"], table["rows"], strict=True):
            inside = [g for g in groups if g == row or (row == OTHERS and g not in rows)]
            equations.append(([(g, 0) for g in inside], n))
            rest = told_of["voters"] - n
            equations.append(([(g, a) for g in inside for a in (1, 2, 3)], rest))
        for g in groups:
            for cell in ([(g, 0)], [(g, 1)], [(g, 2)], [(g, 1), (g, 2), (g, 3)]):
                yield _range(groups, equations, cell)


def _range(groups: list[str], equations: Any, cell: list[tuple[str, int]]) -> tuple[float, float]:
    places = [(g, a) for g in groups for a in range(4)]
    matrix = [[float(place in terms) for place in places] for terms, _ in equations]
    right = [total for _, total in equations]
    goal = [float(place in cell) for place in places]
    low = linprog(goal, A_eq=matrix, b_eq=right)
    high = linprog([-g for g in goal], A_eq=matrix, b_eq=right)
    assert low.success and high.success
    return low.fun, -high.fun


def test_a_large_room_is_broken_down_by_group_and_by_district():
    """The rule does not simply withhold everything."""
    people = [
        (group, district, (answer, answer))
        for group in ("resident", "business")
        for district in ("d1", None)
        for answer in ("agree", "disagree", "pass")
    ]
    found = told(people, 6)
    assert {by: [i.get("for") for i in t["items"]] for by, t in found.items()} == {
        "group": [[12, 12], [12, 12], None],
        "district": [[12, 12], [12, 12], None],
    }
    assert Counter(len(t["rows"]) for t in found.values()) == {2: 2}
