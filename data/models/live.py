"""One service that answers sliders: the page and the workshop's live step ask it alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.scenarios.records import Scenario
from data.scenarios.store import Scenarios
from twin.answer import Answer
from twin.errors import TwinError
from twin.scenario import Chosen


@dataclass(frozen=True, slots=True)
class Progress:
    """How far background work is; `share` from 0 to 1, `code` says why it failed."""

    state: Literal["ready", "working", "failed", "absent"]
    share: float = 0.0
    code: str = ""


class Twins:
    """The models of every city, as far as they are fitted. Safe from any thread."""

    def __init__(self, scenarios: Scenarios) -> None:
        self._scenarios = scenarios

    def progress(self, city: str) -> Progress:
        """Whether the city's model answers, and how far its preparation is."""
        return Progress("absent")

    def runs(self, city: str) -> Sequence[tuple[Scenario, Progress]]:
        """Saved scenarios whose full models run, or could not."""
        return ()

    def amounts(self, city: str) -> Mapping[str, float]:
        """Measure → how many things its whole level is about, where that is known."""
        return {}

    def answer(self, city: str, chosen: Sequence[Chosen], output: str) -> Answer:
        """The city as a whole with every output, and its areas with this one, in every year."""
        raise TwinError("model_not_ready", city)
