"""Of opinion groups nothing is told that would tell about one to four people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map

from data.export import groups as exported
from data.export.cells import PLAIN
from data.export.opinions import why_none
from tests.workshop.builders import step, text
from tests.workshop.test_breakdown import held
from workshop.agenda import parse_agenda
from workshop.breakdown import OTHERS
from workshop.model import Ballot, HandCount, Json, Round, Session
from workshop.opinion.live import LiveGroups
from workshop.opinion.told import told

pytestmark = pytest.mark.fault("T7")

OPTIONS = "abcdefgh"
# For each sort of people: how many of them, and what all of them answer.
Sort = tuple[int, str]
WORDS = {"+": "agree", "-": "disagree", "0": "pass"}


def asked(*sorts: Sort) -> Round:
    """A closed round of eight statements; "." is an answer that was not given."""
    options = [{"id": o, "text": text(f"statement {o}")} for o in OPTIONS]
    stated = parse_agenda([step("statements", "statements", options=options)])[0]
    minds = [mind for many, mind in sorts for _ in range(many)]
    ballots = {
        (f"p{n}", option): Ballot(WORDS[answer], 1, f"op{n}{option}", n)
        for n, mind in enumerate(minds)
        for option, answer in zip(OPTIONS, mind, strict=True)
        if answer != "."
    }
    return Round("r1", stated, 1, 1, 1, open=False, ballots=Map(ballots))


def sizes(found: Json | None) -> list[int]:
    return [group["people"] for group in (found or {})["groups"]]


def test_two_camps_are_told_with_what_sets_them_apart_and_what_they_share():
    found = told(asked((14, "+++---++"), (9, "---+++++")))
    assert sizes(found) == [14, 9] and found["rest"] == 0
    first, second = ({(s["id"], s["side"]) for s in g["own"]} for g in found["groups"])
    assert first <= {(o, "agree") for o in "abc"} | {(o, "disagree") for o in "def"} and first
    assert second <= {(o, "disagree") for o in "abc"} | {(o, "agree") for o in "def"} and second
    assert found["shared"] == [{"id": "g", "side": "agree"}, {"id": "h", "side": "agree"}]
    assert found["table"]["items"][0] == {"id": "a", "for": [14, 0]}


def test_a_group_of_one_to_four_is_told_with_nobody_and_takes_another_along():
    """Three stand apart: told the other two groups, everybody could subtract them."""
    found = told(asked((12, "+++---++"), (10, "---+++++"), (3, "--------")))
    assert sizes(found) == [12] and found["rest"] == 13
    assert [row["id"] for row in found["table"]["rows"]] == ["A", OTHERS]
    assert found["shared"] == []


def test_those_who_answered_too_little_withhold_numbers_but_no_words():
    found = told(asked((14, "+++---++"), (9, "---+++++"), (2, "+......-")))
    assert sizes(found) == [14, 9] and found["rest"] == 2
    assert found["groups"][0]["own"] and not [i for i in found["table"]["items"] if "for" in i]
    assert [row["id"] for row in found["table"]["rows"]] == ["A", "B"]


@pytest.mark.parametrize(
    ("sorts", "why", "said"),
    [
        ([(9, "+++---++"), (5, "---+++++")], "few", "15 people who have answered at least 7"),
        ([(9, "+++---++"), (9, "---.....")], "few", "a group would be chance"),
        ([(20, "+++---++")], "alike", "everybody answered alike"),
    ],
)
def test_a_room_without_groups_is_told_why(sorts: Sequence[Sort], why: str, said: str):
    found = told(asked(*sorts))
    assert found is not None and found["why"] == why and "groups" not in found
    assert said in why_none(found, "en")


def test_other_questions_and_counted_hands_have_no_opinion_groups():
    round_ = asked((14, "+++---++"), (9, "---+++++"))
    hands = HandCount("hands", 9, 0, Map({o: (3, 3, 3) for o in OPTIONS}), 9)
    assert told(replace(round_, by_hand=Map({"hands": hands}))) is None
    marked = {(f"p{n}", ""): Ballot(["a"], 1, f"op{n}", n) for n in range(23)}
    approval = parse_agenda([step("approval", "approval")])[0]
    assert told(replace(round_, step=approval, ballots=Map(marked))) is None
    assert told(asked((4, "++++++++"))) is None


MINDS = st.lists(
    st.tuples(st.integers(1, 12), st.text("+-0.", min_size=8, max_size=8)), min_size=2, max_size=6
)


@settings(max_examples=150, deadline=None)
@given(MINDS)
def test_every_number_told_is_nobody_or_five_at_least(sorts: list[Sort]):
    found = told(asked(*sorts))
    if found is None or found["why"]:
        return
    table = found["table"]
    cells = [*sizes(found), *(row["voters"] for row in table["rows"])]
    for item in table["items"]:
        for row, n in zip(table["rows"], item.get("for", ()), strict=False):
            cells += [n, row["voters"] - n]
    assert not [n for n in cells if 0 < n < 5]
    # Numbers beside a rest that could be subtracted are not told at all.
    if 0 < found["rest"] < 5:
        assert not [item for item in table["items"] if "for" in item]


def test_the_table_of_groups_has_them_in_numbers_and_in_words():
    session, _ = held([])
    round_ = asked((14, "+++---++"), (9, "---+++++"))
    session = replace(session, agenda=(round_.step,), rounds=(round_,))
    found = [line for line in exported.lines(session, "en") if line.by == "opinion"]
    numbers = {(x.row, x.item): x.value for x in found if x.measure == "agree"}
    assert numbers["A", "a"] == 14 and numbers["B", "a"] == 0 and numbers["B", "g"] == 9
    words = {(x.row, x.item, x.measure) for x in found if x.note}
    assert ("all", "g", "shared_agree") in words and ("A", "a", "own_agree") in words
    assert "statement a" in exported.groups_csv(session, "en", PLAIN)
    small = replace(session, rounds=(asked((9, "+++---++")),))
    notes = [line.note for line in exported.lines(small, "nb") if line.by == "opinion"]
    assert len(notes) == 1 and "15" in notes[0]


def test_the_desk_is_told_anew_every_five_seconds_and_keeps_its_number_of_groups():
    now = [100.0]
    live = LiveGroups(lambda: now[0])
    two = [(14, "+++---++"), (9, "---+++++")]
    three = [(14, "+++---++"), (9, "---+++++"), (12, "-+-+-+--")]

    def ask(seq: int, sorts: Sequence[Sort], wait: float = 5.0) -> list[int]:
        now[0] += wait
        return sizes(live.told(_on_screen(replace(asked(*sorts), open=True), seq)))

    assert ask(1, two) == [14, 9]
    assert ask(2, three, wait=4.9) == [14, 9], "not yet five seconds"
    for seq in (3, 4, 5):
        assert len(ask(seq, three, wait=5.1)) == 2, "three updates keep to two groups"
    assert len(ask(6, three)) == 3, "the fourth in a row does not"
    closed = _on_screen(asked(*two), 7)
    assert sizes(live.told(closed)) == [14, 9], "closed, the clearest is told"
    few = live.told(_on_screen(asked((9, "++++++++")), 8))
    assert few is not None and few["why"] == "few"


def _on_screen(round_: Round, seq: int) -> Session:
    session, _ = held([])
    return replace(session, rounds=(round_,), current="r1", seq=seq)
