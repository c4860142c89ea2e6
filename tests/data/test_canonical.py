"""The fast way and the standard's own way write the same bytes, whatever is written."""

from __future__ import annotations

from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from data.canonical import LARGEST, canonical

NUMBERS = st.integers(-LARGEST, LARGEST) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
)


@given(VALUES)
def test_every_value_is_written_as_the_standard_says(value: Any):
    assert canonical(value) == rfc8785.dumps(value)


def test_small_fractions_controls_and_odd_names_are_written_as_the_standard_says():
    value = {"z": 1e-7, "é": '\x1f\b\u2028"\\/', "\ufb33": [], "😂": {}, "a": 62.470001}
    assert canonical(value) == rfc8785.dumps(value)
