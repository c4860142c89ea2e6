"""Ways of asking: what every one of them must do, and what each says of its result."""

from __future__ import annotations

from typing import Any

import pytest

from data.export.said import spoken
from tests.workshop.asking import asked, counted, one_each, rated
from workshop.ballots import METHODS
from workshop.model import Step


def approvals(first: int, second: int, none: int = 0) -> list[Any]:
    return [["a"]] * first + [["b"]] * second + ["abstain"] * none


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
        ("score", [{"a": "abstain"}], ""),
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
    assert said(step, votes) == "Half of the guesses lie between -10 and 0, the middle one at -10."
