"""Ballots that are wrong in any way are refused with a code that has a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workshop.asking import asked, counted, rated
from tests.workshop.asking import one_each as whole
from workshop.ballots import METHODS
from workshop.ballots.resistance import STATUS_QUO
from workshop.errors import SENTENCES, Rejected
from workshop.model import Step

NAN = float("nan")
ONE = {"judgment", "ranking", "dots", "budget", "quadratic", "approval"}
# Nothing that JSON can hold and no way of asking means.
NONSENSE = (NAN, float("inf"), "zz", "", None, True, -1, 10**30, 2.5, ["a", 1], {"a": NAN},
            {"a": "1"}, {"a": True}, {"a": [1]}, {"a": None}, {}, [[]], {"zz": 1})  # fmt: skip


def step(kind: str) -> Step:
    settings: dict[str, dict[str, Any]] = {
        "budget": {"money": 10, "costs": {"a": 6, "b": 5, "c": 4, STATUS_QUO: 1}},
        "dots": {"dots": 5, "cap": 3},
        "quadratic": {"credits": 9},
        "approval": {"cap": 2},
    }
    return asked(kind, ("a", "b", "c", STATUS_QUO), **settings.get(kind, {}))


@pytest.mark.parametrize(
    ("kind", "item", "value", "code"),
    [
        ("judgment", "", {"a": 5, "b": 5, "c": 5}, "incomplete"),
        ("judgment", "", {"a": 6, "b": 0, "c": 0, STATUS_QUO: 0}, "invalid"),
        ("judgment", "", {"a": 1, "z": 0}, "unknown_item"),
        ("judgment", "a", 3, "unknown_item"),
        ("ranking", "", ["a", "b", "a"], "repeated"),
        ("ranking", "", ["a", "z"], "unknown_item"),
        ("ranking", "", [], "invalid"),
        ("ranking", "", {"a": 1}, "invalid"),
        ("dots", "", {"a": 3, "b": 3}, "dots_over"),
        ("dots", "", {"a": 4}, "limit"),
        ("dots", "", {"a": -1}, "limit"),
        ("dots", "", {"a": 0}, "invalid"),
        ("dots", "", {"a": 1, "z": 1}, "unknown_item"),
        ("budget", "", ["a", "b"], "money_over"),
        ("budget", "", ["c", "c"], "repeated"),
        ("budget", "", ["z"], "unknown_item"),
        ("resistance", "a", 11, "limit"),
        ("resistance", "z", 1, "unknown_item"),
        ("resistance", "", 1, "unknown_item"),
        ("pairwise", "a|b", "c", "invalid"),
        ("pairwise", "b|a", "a", "unknown_item"),
        ("pairwise", "a|a", "a", "unknown_item"),
        ("pairwise", "a", "a", "unknown_item"),
        ("pairwise", "a|b|c", "a", "unknown_item"),
        ("quadratic", "", {"a": 3, "b": 1}, "credits_over"),
        ("quadratic", "", {"a": -2}, "limit"),
        ("likert", "a", 0, "limit"),
        ("likert", "a", 6, "limit"),
        ("likert", "", 3, "unknown_item"),
    ],
)
def test_a_wrong_ballot_has_a_code_of_its_own(kind: str, item: str, value: Any, code: str):
    with pytest.raises(Rejected) as refused:
        METHODS[kind].validate(step(kind), item, value)
    assert refused.value.code == code
    assert SENTENCES[code]


@pytest.mark.parametrize("kind", METHODS)
@pytest.mark.parametrize("value", NONSENSE, ids=repr)
def test_no_nonsense_is_a_ballot(kind: str, value: Any):
    asking = step(kind)
    item = next(iter(METHODS[kind].items(asking)))
    fine = {"guess": (-1, 2.5), "approval": (), "resistance": (), "score": ()}
    if value in fine.get(kind, ()) and not isinstance(value, bool):
        METHODS[kind].validate(asking, item, value)
        return
    with pytest.raises(Rejected) as refused:
        METHODS[kind].validate(asking, item, value)
    assert refused.value.code in SENTENCES


@pytest.mark.parametrize("kind", [kind for kind in METHODS if kind not in ("guess", "statements")])
def test_abstaining_is_counted_apart_and_changes_no_figure(kind: str):
    asking = step(kind)
    items = list(METHODS[kind].items(asking))
    assert METHODS[kind].validate(asking, items[0], "abstain") == "abstain"
    some: Any = {
        "approval": ["a"],
        "score": 3,
        "judgment": {"a": 5, "b": 1, "c": 2, STATUS_QUO: 0},
        "ranking": ["b", "a"],
        "dots": {"a": 2},
        "budget": ["a", "c"],
        "resistance": 4,
        "pairwise": "a",
        "quadratic": {"a": 2},
        "likert": 4,
    }[kind]
    one: Any = {items[0]: some}
    with_, without = ([one] * 6 + [{items[0]: "abstain"}] * 4, [one] * 6)
    told, plain = (counted(asking, rated(asking, each)) for each in (with_, without))
    apart = {"abstentions", "passed", "voters"}
    assert _but(told, apart) == _but(plain, apart)
    assert told != plain


def _but(found: Any, names: set[str]) -> Any:
    """The figures without what is said of abstaining, at any depth."""
    if isinstance(found, dict):
        return {key: _but(each, names) for key, each in found.items() if key not in names}
    return [_but(each, names) for each in found] if isinstance(found, list) else found


@pytest.mark.parametrize("kind", METHODS)
def test_nobody_having_answered_is_no_result_and_no_error(kind: str):
    asking = step(kind)
    for votes in ({}, whole(asking, ["abstain"] * 6) if kind in ONE else {}):
        found = counted(asking, votes)
        assert METHODS[kind].sentence(asking, found) is None
        assert set(METHODS[kind].standing(asking, votes).values()) <= {None}


@pytest.mark.parametrize(
    ("kind", "settings", "code"),
    [
        ("dots", {"dots": 0}, "agenda_settings"),
        ("dots", {"dots": 3, "cap": 4}, "agenda_settings"),
        ("likert", {"steps": 6}, "agenda_settings"),
        ("quadratic", {"credits": NAN}, "agenda_settings"),
        ("budget", {"money": 10}, "agenda_costs"),
        ("budget", {"money": 10, "costs": {"a": 6, "b": 5}}, "agenda_costs"),
        ("budget", {"money": 3, "costs": {"a": 6, "b": 5, "c": 4}}, "agenda_costs"),
        ("budget", {"money": 9, "costs": {"a": 0, "b": 5, "c": 4}}, "agenda_costs"),
        ("budget", {"money": 9, "costs": {"a": 1, "b": 5, "c": 4}, "completion": 1},
         "agenda_settings"),
        ("resistance", {}, "agenda_status_quo"),
    ],
)  # fmt: skip
def test_a_step_that_cannot_be_asked_so_is_refused(kind: str, settings: Any, code: str):
    with pytest.raises(Rejected) as refused:
        asked(kind, "abc", **settings)
    assert refused.value.code == code
    assert SENTENCES[code]
