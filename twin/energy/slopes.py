"""The response surface as the draws meet it: what one unit of each product of drivers changes.

An effective level is what was chosen times a driver, which is the same for several measures and
drawn. So terms of the surface whose drivers are the same are one slope: the measures that hold
somewhere are a small table, and the draws enter in one product of two matrices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from twin.answer import Floats
from twin.energy.levers import MEASURES, ramp
from twin.energy.terms import SPARED, SPARING, Term, cells, measure_of
from twin.energy.use import CARRIERS, PURPOSES, SEGMENTS
from twin.errors import TwinError
from twin.scenario import YEARS

# Which assumptions a measure's effective level is multiplied by.
Driver = tuple[str, ...]
# The drivers of a term; none: 1.
Key = tuple[Driver, ...]
Whole = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
LEVERS = (*MEASURES, SPARING)
NONE = len(LEVERS)  # stands for 1 where a term has one lever only


@dataclass(frozen=True, eq=False)
class Slopes:
    """GWh a year for each product of drivers: (key, segment, purpose, carrier, year)."""

    keys: tuple[Key, ...]
    values: Floats


@dataclass(frozen=True, eq=False)
class _Layout:
    """The terms in which some measures act, in the order of the slopes that they are summed to.

    Of each term: where its coefficients are, its segment and its levers; of each slope: where its
    terms begin and where it stands.
    """

    keys: tuple[Key, ...]
    rows: Whole
    segments: Whole
    levers: Whole
    begins: Whole
    places: tuple[Whole, Whole, Whole]


def slopes(
    coefficients: Floats,
    torn: Floats,
    levels: Mapping[str, float],
    starts: Mapping[str, int],
    drivers: Mapping[str, Driver],
) -> Slopes:
    """What measures at these levels change, in every year; levels before they are drawn.

    `coefficients`: of all terms in the order of `terms.cells`. `drivers` names all measures that
    shall have keys, be their level nought. Raises `TwinError` with `measure_unknown`.
    """
    if strange := [each for each in (*levels, *drivers) if each not in MEASURES]:
        raise TwinError("measure_unknown", strange[0])
    layout = _layout(tuple(sorted(drivers.items())))
    shape = (len(layout.keys), len(SEGMENTS), len(PURPOSES), len(CARRIERS), len(YEARS))
    found = np.zeros(shape)
    if len(layout.rows):
        held = _in_place(torn, levels, starts)
        acting = held[layout.segments, layout.levers[0]] * held[layout.segments, layout.levers[1]]
        terms = acting[:, None] * coefficients[layout.rows]
        found[layout.places] = np.add.reduceat(terms, layout.begins, axis=0)
    return Slopes(layout.keys, found)


def _in_place(torn: Floats, levels: Mapping[str, float], starts: Mapping[str, int]) -> Floats:
    """(segment, lever, year): how much of each lever there is; 1 in the last place."""
    held = np.zeros((len(SEGMENTS), NONE + 1, len(YEARS)))
    held[:, NONE] = 1.0
    for measure, level in levels.items():
        reached = level * ramp(starts[measure])
        held[:, LEVERS.index(measure)] = reached
        if measure == SPARED:
            held[:, LEVERS.index(SPARING)] = reached
            held[:, LEVERS.index(SPARED)] = np.cumsum(reached * torn, axis=1)
    return held


@lru_cache(maxsize=256)
def _layout(drivers: tuple[tuple[str, Driver], ...]) -> _Layout:
    of, found = dict(drivers), list[tuple[Key, int, int, int, Term]]()
    row = 0
    for s, p, terms in cells():
        for term in terms:
            if all(measure_of(lever) in of for lever in term):
                key = tuple(sorted(of[measure_of(lever)] for lever in term))
                found.append((key, s, p, row, term))
            row += 1
    found.sort(key=lambda each: each[:3])
    keys = tuple(dict.fromkeys(each[0] for each in found))
    begins = [i for i, each in enumerate(found) if not i or each[:3] != found[i - 1][:3]]
    levers = [[LEVERS.index(lever) for lever in term] + [NONE] for *_, term in found]
    heads = [found[i] for i in begins]
    return _Layout(
        keys,
        np.array([each[3] for each in found], int),
        np.array([each[1] for each in found], int),
        np.array([each[:2] for each in levers], int).reshape(-1, 2).T,
        np.array(begins, int),
        (
            np.array([keys.index(each[0]) for each in heads], int),
            np.array([each[1] for each in heads], int),
            np.array([each[2] for each in heads], int),
        ),
    )
