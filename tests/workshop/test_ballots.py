"""Ways of asking: what every one of them must do, and what each says of its result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.export.ballots import lines
from data.export.results import rows
from data.export.said import spoken
from data.log_store import LogStore
from data.recount import recount
from tests.workshop.asking import asked, counted, one_each, rated
from tests.workshop.builders import op, small_workshop, step, text
from workshop.ballots import METHODS
from workshop.model import Step
from workshop.rules import replay
from workshop.views import mine_view


def approvals(first: int, second: int, none: int = 0) -> list[Any]:
    return [["a"]] * first + [["b"]] * second + ["abstain"] * none


def graded(best: str, grades: tuple[int, int, int]) -> list[Any]:
    """A ballot for each letter, with these grades for a, b and c."""
    return [dict(zip("abc", grades, strict=True)) for _ in best]


def said(step: Step, votes: dict[tuple[str, str], Any], language: str = "en") -> str:
    found = METHODS[step.kind].sentence(step, counted(step, votes))
    return spoken(found, step, language) if found else ""


@pytest.mark.parametrize(
    ("kind", "ballots", "sentence"),
    [
        ("approval", approvals(30, 5, 9), "Most support: a (86% of 35)."),
        (
            "approval",
            approvals(9, 8),
            "Most support: a (53% of 17), but others are so near that the order is not certain.",
        ),
        ("approval", approvals(9, 9)[:0], ""),
        ("approval", ["abstain"] * 6, ""),
        (
            "approval",
            [["a", "b", "c"]] * 6 + [["b"]] * 3 + [["a", "c"]] * 4,
            "The rule decides, so talk about it. Most marks: a, c. Each ballot one vote, shared"
            " among its marks: b.",
        ),
        ("judgment", graded("aaa", (4, 3, 1)), "Judged best: a, “Very good”."),
        (
            "judgment",
            [*graded("aaa", (3, 2, 0)), *graded("aa", (0, 5, 0))],
            "The rule decides, so talk about it. Best middle grade: a. Best mean grade: b. Most"
            " give at least “Good”: a.",
        ),
        ("judgment", graded("aab", (3, 3, 1)), "Judged equally well, “Good”: a, b."),
        (
            "judgment",
            [*graded("a", (4, 3, 2)), *graded("abc", (3, 3, 3))],
            "“Good” for a and for b, c; a stays ahead when middle grades are taken away one by"
            " one.",
        ),
    ],
)
def test_the_sentence_of_a_whole_ballot_claims_no_more_than_it_holds(
    kind: str, ballots: list[Any], sentence: str
):
    step = asked(kind)
    assert said(step, one_each(step, ballots)) == sentence


@pytest.mark.parametrize(
    ("kind", "ballots", "sentence"),
    [
        (
            "statements",
            [{"a": "agree", "b": "disagree"}] * 20,
            "Most agree with: a (100%).",
        ),
        ("score", [{"a": 5, "b": 1}] * 4 + [{"a": 4, "b": 2}] * 4,
         "Highest on average: a (4.5 of 5)."),
        ("score", [{"a": 5}, {"b": 4}],
         "Highest on average: a (5.0 of 5), but others are so near that the order is not certain."),
        ("score", [{"a": 5, "b": 2}] * 2 + [{"a": 1, "b": 2}] * 3,
         "The rule decides, so talk about it. Highest on average: a. In the middle: b."
         " Most with 3 or more: a."),
        ("score", [{"a": "abstain"}], ""),
        ("likert", [{"a": 5}] * 4 + [{"b": 4}] * 5, "Most agree with: b (100%)."),
        ("likert", [{"a": 5}] * 4 + [{"b": 2}] * 5, ""),
    ],
)  # fmt: skip
def test_the_sentence_of_answers_by_option_claims_no_more_than_it_holds(
    kind: str, ballots: list[Any], sentence: str
):
    step = asked(kind)
    assert said(step, rated(step, ballots)) == sentence


def test_a_tie_names_everybody_in_it_and_in_the_readers_words():
    step = asked("approval", "abc")
    votes = one_each(step, [["a", "b"]] * 30 + [["c"]] * 2)
    assert said(step, votes) == "Most support: a, b (94% of 32)."
    assert said(step, votes, "nb") == "Mest støtte: a, b (94\xa0% av 32)."


def test_a_guess_says_where_the_middle_half_lies():
    step = asked("guess")
    votes = one_each(step, [-20, -10, -10, 0, 5])
    assert said(step, votes) == (
        "Half of the guesses lie between -10 and 0 per cent, the middle one at -10 per cent."
    )
    quarters = {(f"p{n}", ""): n for n in (1, 2, 3, 4)}  # 1.75, 2.5, 3.25
    assert "between 2 and 3 per cent, the middle one at 3 " in said(step, quarters)


def test_a_basket_says_where_the_rule_decides_and_where_nothing_can_be_bought():
    talk = "The rule decides, so talk about it. Most supported first: a"
    some = asked("budget", money=10, costs={"a": 6, "b": 5, "c": 4}, completion="none")
    assert (
        said(some, one_each(some, [["a"]] * 5 + [["b", "c"]] * 4)) == talk + ", c. Equal shares: c."
    )
    none = asked("budget", money=10, costs={"a": 9, "b": 5, "c": 4}, completion="none")
    votes = one_each(none, [["a"]] * 3 + [["b"]] * 2 + [["c"]] * 2)
    assert said(none, votes) == talk + ". Equal shares buys nothing."


def test_a_ranking_goes_from_its_step_to_the_recount_and_the_files(tmp_path: Path):
    workshop = small_workshop(tmp_path)
    steps = [step("ranking", "first"), step("compare", "which", settings={"ballot": "ranking"})]
    session_id = workshop.create("alesund", text("Energi"), steps, "nb", "tester")
    workshop.command(session_id, "open_session")
    for n in range(1, 8):
        assert workshop.operate(session_id, op("join", f"p{n}")).ok
    for round_, ballots in (("r1", (["a", "b"], ["b"])), ("r2", (["heat"], ["sun", "heat"]))):
        assert workshop.command(session_id, "next").ok
        for n in range(1, 8):
            wish = op("ballot", f"p{n}", round=round_, value=ballots[n % 2], rev=1)
            assert workshop.operate(session_id, wish).ok
    assert mine_view(workshop.state(session_id), "p2")["ballots"] == {
        "r1": {"": {"value": ["a", "b"], "rev": 1}},
        "r2": {"": {"value": ["heat"], "rev": 1}},
    }
    workshop.command(session_id, "close_session")
    session = workshop.state(session_id)
    workshop.stop()
    counted_again = recount(replay(LogStore(tmp_path).open(session_id).load()))
    assert [r["results"]["winners"]["schulze"] for r in counted_again["rounds"]] == [["b"], ["sun"]]
    told = {(row.kind, row.measure, row.item): row for row in rows(session, "nb")}
    assert told["ranking", "before_a", "b"].value == 4 and told["ranking", "before_a", "b"].n == 7
    assert told["ranking", "runoff_1", "b"].value == 4
    assert "first b" in str(told["ranking", "sentence", ""].value)
    ranked = sorted(str(each.value) for each in lines(session, "nb") if each.kind == "ranking")
    assert ranked == ["['a', 'b']"] * 3 + ["['b']"] * 4
