"""While somebody drags a slider: the outputs on screen, and the districts in the year on screen.

The whole answer (`live.Twins.answer`) tells every output and the districts of every year, which
takes three times as long; it follows when the slider is let go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.models.answers import CityTwin
from data.models.live import Twins
from data.twin.indicators import load_links
from data.twin.tables import load_measures, load_outputs
from twin.answer import Answer
from twin.circular.touched import OUTPUTS, TOUCHES
from twin.energy.live import Wanted
from twin.energy.outputs import NAMES
from twin.scenario import Chosen, checked

# What the sentence is made of.
TOLD = (
    "energy_total", "electricity", "investment", "yearly_cost", "sorting_rate", "embodied_co2e",
    "station_access",
)  # fmt: skip


class Quick:
    def __init__(self, twins: Twins) -> None:
        self._twins = twins

    def answer(
        self, city: str, chosen: Sequence[Chosen], drawn: Iterable[str], output: str, year: int
    ) -> tuple[Answer, Answer]:
        """(the city in all years, its districts with `output` in `year`).

        Told are the outputs that are drawn, those of the sentence, and what moves an indicator.
        Raises TwinError for what cannot be chosen.
        """
        twin = self._twins.twin(city)
        sound = checked(tuple(chosen), load_measures(), frozenset(twin.districts))
        with self._twins.in_turn():
            return on_screen(twin, sound, drawn, output, year)


def on_screen(
    twin: CityTwin, chosen: Sequence[Chosen], drawn: Iterable[str], output: str, year: int
) -> tuple[Answer, Answer]:
    """As `Quick.answer`, of measures that are checked."""
    wanted = _wanted(chosen, {*drawn, output, *TOLD})
    return twin.answer(chosen, (), wanted), _districts(twin, chosen, output, year)


def _wanted(chosen: Sequence[Chosen], drawn: set[str]) -> tuple[str, ...]:
    """Waste and materials only where something that is chosen touches them."""
    wished = drawn | {link.output for link in load_links()}
    round_ = any(each.measure in TOUCHES for each in chosen)
    return tuple(each for each in load_outputs() if each in wished and (round_ or each in NAMES))


def _districts(twin: CityTwin, chosen: Sequence[Chosen], output: str, year: int) -> Answer:
    """An output that is told for the city alone has no districts."""
    if not load_outputs()[output].by_area:
        return Answer("estimate", (year,), {}, {}, 0, 0, {})
    if output in OUTPUTS:
        return twin.circular.answer(chosen, (output,), twin.districts, (year,))
    return twin.energy.answer(chosen, Wanted((output,), twin.districts, (year,)))
