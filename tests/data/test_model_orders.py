"""What is ordered of the full models: the same inputs are the same run, others are another."""

from __future__ import annotations

from data.models.answers import Around
from data.models.runs import Order
from data.scenarios.plain import digest, digest_of
from data.scenarios.records import Assumptions
from twin.scenario import Chosen

MIX = (Chosen("recycling_stations", 2),)
KNOWN = Assumptions("alesund", 0, {}, frozenset())


def test_another_list_of_stations_is_another_run_and_none_is_the_one_from_before_lists() -> None:
    stands = [Around({}, None, each).stood for each in (None, (), ((6.1, 62.4),))]
    before, none, one = (Order("id", 1, "alesund", MIX, KNOWN, each) for each in stands)
    assert before.key("fit") == digest(["id", 1, "fit", digest_of(MIX), {}])
    assert len({each.run_id("fit", "full") for each in (before, none, one)}) == 3
    assert (before.inputs, set(one.inputs)) == ({}, {"stations"})
