"""What matters most: shares of the variance that are known in closed form, and none for noise."""

from __future__ import annotations

import numpy as np
import pytest

from twin.draws import draw
from twin.scenario import Assumption
from twin.spread import Classes


def drawn(count: int) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    asked = [Assumption(f"a{i}", 0.5, 0, 1, "x", "", "low", {}) for i in range(count)]
    return dict(draw(asked))


def test_the_shares_of_a_sum_are_those_of_its_squares() -> None:
    known = drawn(80)
    result = 3 * known["a0"] + 2 * known["a40"] + known["a79"]
    found = Classes(known).indices({"y": result})["y"]
    assert list(found)[:3] == ["a0", "a40", "a79"]
    for name, share in (("a0", 9 / 14), ("a40", 4 / 14), ("a79", 1 / 14)):
        assert found[name] == pytest.approx(share, abs=0.04)
    assert all(share < 0.06 for name, share in found.items() if name not in ("a0", "a40", "a79"))


def test_what_bends_counts_too_and_what_only_acts_together_does_not() -> None:
    known = drawn(10)
    bent = (known["a1"] - 0.5) ** 2
    together = (known["a2"] - 0.5) * (known["a3"] - 0.5)
    found = Classes(known).indices({"bent": bent, "together": together})
    assert found["bent"]["a1"] > 0.9
    assert not found["together"].keys() & {"a2", "a3"} or max(found["together"].values()) < 0.1


def test_nothing_is_told_of_what_does_not_vary_or_is_no_number() -> None:
    known = drawn(3)
    still, never = np.full(1024, 7.0), np.full(1024, np.nan)
    assert Classes(known).indices({"still": still, "never": never}) == {
        "still": {},
        "never": {},
    }


def test_assumptions_known_exactly_drive_nothing() -> None:
    known = {**drawn(2), "fixed": np.full(1024, 2.0)}
    found = Classes(known).indices({"y": known["a0"] * known["fixed"]})["y"]
    assert next(iter(found)) == "a0"
    assert "fixed" not in found
