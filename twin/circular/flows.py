"""What flows where in one year, for a Sankey: of household waste, and of building materials.

Each percentile is of its own flow, so that the middles into and out of a thing need not agree to
the tonne. Things have ids; what they are called in each language is the screen's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twin.answer import Floats, ranged
from twin.circular.materials import MATERIALS, Materials
from twin.circular.waste import FRACTIONS, Waste

KILOS = 1000.0
Link = tuple[str, str, Floats]


@dataclass(frozen=True)
class Flow:
    """Tonnes a year that go from one thing to the next; `tonnes` is (3,): p10, p50, p90."""

    source: str
    target: str
    tonnes: Floats


def of_waste(found: Waste, people: float) -> tuple[Flow, ...]:
    """From the fractions over the bins to what becomes of them; of a single year."""
    scale = people / KILOS
    return _flows((source, target, kilos * scale) for source, target, kilos in _waste(found))


def of_materials(found: Materials) -> tuple[Flow, ...]:
    """Bought and reused materials into buildings, and out of them; of a single year.

    What is reused comes out of buildings and goes back into others.
    """
    return _flows(_materials(found))


def _flows(links: Iterable[Link]) -> tuple[Flow, ...]:
    return tuple(
        Flow(source, target, ranged(tonnes)[:, 0])
        for source, target, tonnes in links
        if tonnes.max() > 0
    )


def _waste(found: Waste) -> Iterator[Link]:
    for i, fraction in enumerate(FRACTIONS):
        yield fraction, "reused", found.reused[i]
        yield fraction, "separate", found.separate[i]
        yield fraction, "residual", found.residual[i]
    yield "residual", "central", found.central.sum(axis=0)
    for bin_, ways in found.treated.items():
        for way, kilos in ways.items():
            yield bin_, way, kilos


def _materials(found: Materials) -> Iterator[Link]:
    for i, name in enumerate(MATERIALS):
        yield name, "buildings", found.bought[i]
    yield "reuse", "buildings", found.reused.sum(axis=0)
    ways = {
        "reused": found.reused,
        "recycled": found.recycled,
        "incinerated": found.burnt,
        "landfilled": found.landfilled,
    }
    for way, tonnes in ways.items():
        yield "buildings", way, tonnes.sum(axis=0)
