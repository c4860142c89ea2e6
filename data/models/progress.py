"""How far background work is, in words that a page can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.models.fits import State
from data.models.jobs import Job


@dataclass(frozen=True, slots=True)
class Progress:
    """`share` from 0 to 1, `code` says why it failed, `left` in how many seconds it is done, where
    that can be told.

    `anew`: a city that answers as it was, until it is fitted to what has changed since.
    """

    state: Literal["ready", "working", "failed", "absent"]
    share: float = 0.0
    code: str = ""
    left: float | None = None
    anew: bool = False


def of_fit(state: State) -> Progress:
    """How ready a city's model is."""
    if state.ready and state.current:
        return Progress("ready", 1.0)
    if state.ready:
        return Progress("ready", state.progress, state.error, state.left, bool(state.word))
    if state.error:
        return Progress("failed", 0.0, state.error)
    if not state.word:
        return Progress("absent")
    return Progress("working", state.progress, "", state.left)


def of_job(job: Job) -> Progress:
    """How far the full models of a scenario are, that are not done."""
    if job.error:
        return Progress("failed", 0.0, job.error.code)
    share, _word = job.progress()
    return Progress("working", share, "", job.left())
