"""Messages from the network: everything odd is refused before the session sees it."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop import letters, wire
from workshop.errors import Rejected

GOOD = {"op_id": "abcdefgh", "do": "ballot", "round": "r1", "item": "a", "value": "agree", "rev": 1}


def refused(message: Any) -> str:
    with pytest.raises(Rejected) as caught:
        wire.operation(message, "p1")
    return caught.value.code


def test_a_good_message_becomes_an_operation():
    made = wire.operation(GOOD, "p1")
    assert (made.participant, made.do, made.value, made.rev) == ("p1", "ballot", "agree", 1)


@pytest.mark.fault("F45")
@pytest.mark.parametrize(
    "change",
    [
        {"op_id": "short"},
        {"op_id": None},
        {"op_id": "a" * 65},
        {"op_id": "has spaces!"},
        {"do": "join"},
        {"do": ["ballot"]},
        {"participant": "p2"},
        {"source": "paper"},
        {"rev": -1},
        {"rev": 1.5},
        {"rev": True},
        {"rev": 2**53},
        {"seen_seq": "1"},
        {"value": float("nan")},
        {"value": float("inf")},
        {"value": [1e308 * 10]},
        {"value": 2**63},
        {"value": [[[[[[[1]]]]]]]},
        {"value": ["a"] * 65},
        {"round": "r1\n"},
        {"round": 7},
        {"item": {"$ne": 1}},
        {"lat": float("nan")},
        {"place": 5},
    ],
)
def test_anything_odd_is_invalid(change: dict[str, Any]):
    assert refused(GOOD | change) == "invalid"


@pytest.mark.parametrize("message", [None, [], "x", 1, {"a": 1}])
def test_what_is_not_a_message_is_invalid(message: Any):
    assert refused(message) == "invalid"


@pytest.mark.fault("F47")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  god \n idé\t ", "god idé"),
        ("e\u0301n", "én"),
        ("a\u202eb\u2066c", "abc"),
        ("nul\x00byte", "nul byte"),
        ("\ud800lone", "?lone"),
        ("z" + "\u0300" * 40, "z" + "\u0300" * 4),
        ("👩‍👧‍👦 sol", "👩‍👧‍👦 sol"),
        ("👩" + "\u200d👩" * 80, "👩" + "\u200d👩" * 7),
    ],
)
def test_words_are_kept_as_a_reader_sees_them(typed: str, kept: str):
    assert wire.plain_text(typed, 40, "text") == unicodedata.normalize("NFC", kept)


@pytest.mark.fault("F47")
def test_a_text_is_measured_in_letters_not_bytes():
    assert wire.plain_text("å" * 40, 40, "text") == "å" * 40
    with pytest.raises(Rejected) as caught:
        wire.plain_text("å" * 41, 40, "text")
    assert caught.value.code == "text_long"
    with pytest.raises(Rejected):
        wire.plain_text("x" * 100_000, 40, "text")


# What a reader counts; the phone counts the same (tests/browser/test_ends.py).
COUNTED = [
    ("👩‍👩‍👧‍👦", 1),
    ("👍🏽", 1),
    ("🇳🇴🇸🇪", 2),
    ("e\u0301", 1),
    ("z\u0300\u0301\u0302", 1),
    ("क्षि", 1),
]
COUNTED += [("å" * 9, 9), ("각", 1), ("a\u202eb", 2), ("  a  b ", 3)]


@pytest.mark.fault("F47")
@pytest.mark.parametrize(("typed", "counted"), COUNTED)
def test_letters_are_those_that_a_reader_counts(typed: str, counted: int):
    assert letters.count(wire.plain_text(typed, counted, "text")) == counted
    with pytest.raises(Rejected):
        wire.plain_text(typed, counted - 1, "text")


@pytest.mark.fault("F47")
@pytest.mark.parametrize("flood", ["z" + "\u0300" * 10_000, "👩" + "\u200d👩" * 5_000])
def test_a_flood_in_one_letter_is_cut_and_many_of_them_are_refused(flood: str):
    with pytest.raises(Rejected):
        wire.plain_text(flood, 400, "text")
    assert len(wire.plain_text(flood, wire.LONGEST_TEXT, "text")) <= 16
    with pytest.raises(Rejected):
        wire.plain_text("👩🏽\u200d❤️\u200d💋\u200d👨🏽" * 390, wire.LONGEST_TEXT, "text")


@given(st.text(max_size=200))
def test_no_text_keeps_a_control_or_turning_mark(typed: str):
    try:
        kept = wire.plain_text(typed, 200, "text")
    except Rejected:
        return
    assert not any(ord(c) < 32 or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2069" for c in kept)
    assert kept == kept.strip()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
        ),
    )
)
def test_whatever_arrives_is_read_or_refused_and_never_a_fault(message: Any):
    for read in (lambda: wire.operation(message, "p"), lambda: wire.command(message, "u")):
        try:
            read()
        except Rejected as refusal:
            assert refusal.code


def test_commands_are_known_by_name():
    good = {"op_id": "abcdefgh", "name": "reveal", "args": {}, "expected_version": 3}
    assert wire.command(good, "u1").expected_version == 3
    for change in ({"name": "drop_table"}, {"args": []}, {"expected_version": -1}, {"x": 1}):
        with pytest.raises(Rejected):
            wire.command(good | change, "u1")
