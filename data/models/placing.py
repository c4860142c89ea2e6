"""The worker's part of finding the best places: the search, and nothing else to load."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data.models.worker import Tell
from twin.circular.access import Demand, Positions
from twin.circular.median import Placement, best, in_order


def place(
    _folder: Path, _tell: Tell, demand: Demand, existing: Positions, among: Positions, count: int
) -> Placement:
    """The best `count` of these places, in the order in which each next one helps most."""
    found = best(demand, existing, among, count)
    order = in_order(demand, existing, [among[i] for i in found.chosen], count)
    return replace(found, chosen=tuple(found.chosen[i] for i in order))
