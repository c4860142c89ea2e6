"""From answers to places: people who answer alike lie close to each other.

A matrix has a row for each person and a column for each statement: 1 agrees, -1 disagrees, 0
passes, NaN was not answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workshop.model import Step

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

VALUES = {"agree": 1.0, "disagree": -1.0, "pass": 0.0}  # noqa: S105  an answer, no word to enter by
ANSWERS_NEEDED = 7
PEOPLE_NEEDED = 15


def matrix_of(step: Step, votes: Mapping[tuple[str, str], Any]) -> tuple[list[str], Floats]:
    """The people who answered anything, and their answers."""
    people = sorted({person for person, _ in votes})
    columns = {option.id: at for at, option in enumerate(step.options)}
    rows = {person: at for at, person in enumerate(people)}
    matrix = np.full((len(people), len(columns)), np.nan)
    for (person, item), value in votes.items():
        matrix[rows[person], columns[item]] = VALUES[value]
    return people, matrix


def answers_needed(statements: int) -> int:
    return min(ANSWERS_NEEDED, statements)


def counted(matrix: Floats) -> Flags:
    """Who has answered enough to be put in a group.

    Polis fills up to the fifteen most active; here there are no groups until fifteen have answered
    enough, so that there is never anybody to fill up with.
    """
    answers = np.count_nonzero(~np.isnan(matrix), axis=1)
    return answers >= answers_needed(matrix.shape[1])


def places(matrix: Floats) -> Floats:
    """Everybody on the two axes along which answers differ most.

    What was not answered is taken as the statement's mean, which draws those who answered little
    to the middle: they are moved out again by the square root of how much is missing.
    """
    answered = ~np.isnan(matrix)
    means = np.where(answered, matrix, 0.0).sum(axis=0) / np.maximum(1, answered.sum(axis=0))
    away = np.where(answered, matrix - means, 0.0)
    _, axes = np.linalg.eigh(away.T @ away)
    widest = np.zeros((matrix.shape[1], 2))
    widest[:, : min(2, matrix.shape[1])] = axes[:, ::-1][:, :2]
    moved = np.sqrt(matrix.shape[1] / np.maximum(1, answered.sum(axis=1)))
    return (away @ (widest * _direction(widest))) * moved[:, None]


def _direction(axes: Floats) -> Floats:
    """An axis has no front: the statement that weighs most in it points forward."""
    heaviest = np.argmax(np.round(np.abs(axes), 9), axis=0)
    signs = np.sign(axes[heaviest, np.arange(axes.shape[1])])
    return np.where(signs == 0, 1.0, signs)
