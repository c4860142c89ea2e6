"""One service that answers sliders: the page and the workshop's live step ask it alike.

A city is fitted in a worker when it is first asked for. Answers come from the fit, in the server;
the full models run for what is saved, in workers too, and their runs go to the store.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path

from data import queries
from data.errors import DataError
from data.library import Library
from data.models.answers import Around, CityTwin
from data.models.fits import Fits, Needs
from data.models.jobs import Job, Jobs
from data.models.needs import PARTS, CityNeeds, needs_of
from data.models.progress import Progress, of_fit, of_job
from data.models.runs import Order, estimate, task_for
from data.models.shipped import CITIES, take
from data.scenarios.records import Run, Scenario
from data.scenarios.store import Scenarios
from data.twin.places import demand
from data.twin.register_file import Registers
from data.twin.station_file import StationLists, stations
from data.twin.tables import load_measures
from twin.answer import Answer
from twin.errors import TwinError
from twin.scenario import Chosen, checked

BUSY_SECONDS = 5.0  # how long an answer waits for those before it
KEPT_ANSWERS = 64
log = logging.getLogger("data.models")


class Twins:
    """The models of every city, as far as they are fitted. Safe from any thread."""

    def __init__(
        self, scenarios: Scenarios, library: Library, fit: bool = True, cities: Path = CITIES
    ) -> None:
        """Without `fit`, no city is fitted: those that were before still answer. `cities` is
        where the fits lie that came with the product."""
        self._scenarios, self._library, self._fit = scenarios, library, fit
        self._folder = library.data_dir / "models"
        self._jobs = Jobs(self._folder)
        self._registers = Registers(library.data_dir)
        self._stations = StationLists(library.data_dir)
        self._needs = lru_cache(maxsize=16)(self._needs_at)
        self._around = lru_cache(maxsize=16)(self._around_at)
        fitting = (self._needs_now, "data.models.work:prepare", PARTS)
        shipped = partial(take, cities=cities) if fit else None
        self._fits = Fits(self._folder, self._jobs, *fitting, shipped)
        self._turn = threading.Lock()
        self._ready: dict[str, tuple[tuple[str, int, int], CityTwin]] = {}
        self._kept = lru_cache(maxsize=KEPT_ANSWERS)(_answered)
        self._ordered: dict[tuple[str, int], Job] = {}

    def close(self) -> None:
        """End what runs; what was asked for is asked for anew at the next start."""
        self._jobs.stop()

    def progress(self, city: str) -> Progress:
        """Whether the city's model answers; who asks first sets its preparation going."""
        try:
            state = self._fits.state(city)
            if self._fit and not state.current and not state.word:
                self._fits.ask(city)
                state = self._fits.state(city)
        except (TwinError, DataError) as refusal:
            return Progress("absent", 0.0, refusal.code)
        return of_fit(state)

    def runs(self, city: str) -> Sequence[tuple[Scenario, Progress]]:
        """Saved scenarios whose full models run, or could not."""
        told: list[tuple[Scenario, Progress]] = []
        for (id, _), job in list(self._ordered.items()):
            scenario = self._scenarios.get(id)
            if scenario.city == city and job.state != "done":
                told.append((scenario, of_job(job)))
        return told

    def amounts(self, city: str) -> Mapping[str, float]:
        """Measure → how many things its whole level is about, where that is known."""
        try:
            known = self._scenarios.assumptions(city).table
            people = queries.city(self._library, city).population
        except DataError:
            return {}
        if not people:
            return {}
        homes = people / known["people_per_home"].value
        electric = homes * known["direct_electric_dwellings"].value
        return {
            **dict.fromkeys(("retrofit_dwellings", "indoor_temperature"), homes),
            **{each: electric for each in load_measures() if each.startswith("heat_pumps_")},
        }

    def answer(self, city: str, chosen: Sequence[Chosen], output: str) -> Answer:
        """The city as a whole with every output, and its areas with this one, in every year."""
        twin = self.twin(city)
        sound = checked(tuple(chosen), load_measures(), frozenset(twin.districts))
        with self.in_turn():
            return self._kept(twin, sound, output)

    def fit(self, city: str) -> Job | None:
        """Make a city ready; None when it is."""
        return self._fits.ask(city)

    def compute(self, id: str, number: int | None = None) -> Job | None:
        """Run the full models for a version, and keep its runs; None when that is done already."""
        return self.compute_all([(id, self._scenarios.version(id, number).number)])

    def compute_all(self, versions: Sequence[tuple[str, int]]) -> Job | None:
        """The same for several versions of one city, in one worker."""
        orders = [each for each in map(self._order, versions) if each is not None]
        if not orders:
            return None
        city = orders[0].city
        needs = self._needs_now_of(city)
        self.fit(city)
        home = self._folder / city / needs.fit.key
        task = task_for(self._scenarios, orders, home, needs, self._around_now(city))
        job = self._jobs.ask(task)
        self._ordered |= {(each.scenario, each.number): job for each in orders}
        return job

    def prepare(self) -> None:
        """Fit every city that has data and no fit, and run the ready scenarios without a run.

        All fits come first: with a fit there are estimates, and steps can be opened.
        """
        cities = [each.id for each in queries.cities(self._library)]
        for act in (self.fit, self._compute_ready):
            for city in tuple(cities):
                try:
                    act(city)
                except (TwinError, DataError) as refusal:
                    log.info("not_fitted", extra={"city": city, "code": refusal.code})
                    cities.remove(city)

    def _compute_ready(self, city: str) -> None:
        ready = [each for each in self._scenarios.list(city) if each.ready]
        self.compute_all([(each.id, each.newest.number) for each in ready])

    def estimate(self, id: str, number: int) -> Run:
        """What the fit says of a version; TwinError `model_not_ready` where there is none yet."""
        scenario = self._scenarios.get(id)
        chosen = self._scenarios.version(id, number).draft.chosen
        known = self._scenarios.assumptions(scenario.city)
        twin = self.twin(scenario.city)
        with self.in_turn():
            order = Order(id, number, scenario.city, chosen, known, twin.around.stood)
            return estimate(self._scenarios, twin, order)

    def full(self, id: str, number: int | None = None) -> Run | None:
        """The full models' run of a version for the city as it answers now, if there is one.

        After a step back to an earlier register or list, that is not the newest.
        """
        scenario, version = self._scenarios.get(id), self._scenarios.version(id, number)
        if scenario.foreign:
            return None
        twin, known = self.twin(scenario.city), self._scenarios.assumptions(scenario.city)
        made_of = (scenario.city, version.draft.chosen, known, twin.around.stood)
        run = Order(id, version.number, *made_of).run_id(twin.key, "full")
        held = self._scenarios.run_ids(id, version.number)
        return self._scenarios.run(run) if run in held else None

    def renew(self, city: str) -> None:
        """Fit a city to what has changed, and run the full models for all that was saved of it."""
        ours = [each for each in self._scenarios.list(city) if not each.foreign]
        self.fit(city)
        self.compute_all([(each.id, each.newest.number) for each in ours])

    def _order(self, version: tuple[str, int]) -> Order | None:
        id, number = version
        scenario = self._scenarios.get(id)
        if scenario.foreign:
            return None
        known = self._scenarios.assumptions(scenario.city)
        chosen = self._scenarios.version(id, number).draft.chosen
        stood = self._around_now(scenario.city).stood
        order = Order(id, number, scenario.city, chosen, known, stood)
        done = order.run_id(self._needs_now_of(scenario.city).fit.key, "full")
        return None if done in self._scenarios.run_ids(id, number) else order

    def twin(self, city: str) -> CityTwin:
        """The city's models, as it is today or was last fitted; TwinError `model_not_ready`."""
        fitted = self._fits.find(city)
        if fitted is None:
            self.progress(city)
            raise TwinError("model_not_ready", city)
        known = self._scenarios.assumptions(city).number
        made_of = (fitted.key, known, self._stations.stamp(city))
        held = self._ready.get(city)
        if held is None or held[0] != made_of:
            held = (made_of, CityTwin(fitted, self._around_now(city)))
            self._ready[city] = held
        return held[1]

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """One answer at a time: two at once would each take twice as long."""
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise TwinError("busy")
        try:
            yield
        finally:
            self._turn.release()

    def _needs_now(self, city: str) -> Needs:
        return self._needs_now_of(city).fit

    def _needs_now_of(self, city: str) -> CityNeeds:
        number = self._scenarios.assumptions(city).number
        return self._needs(city, number, self._library.version, self._registers.stamp(city))

    def _needs_at(self, city: str, number: int, _library: int, _register: int) -> CityNeeds:
        return needs_of(self._library, city, self._scenarios.assumptions(city, number).table)

    def _around_now(self, city: str) -> Around:
        number = self._scenarios.assumptions(city).number
        return self._around(city, number, self._library.version, self._stations.stamp(city))

    def _around_at(self, city: str, number: int, _library: int, _stations: int) -> Around:
        known = self._scenarios.assumptions(city, number).table
        stand = stations(self._library.data_dir, city)
        return Around(known, demand(self._library, city), stand)


def _answered(twin: CityTwin, chosen: tuple[Chosen, ...], output: str) -> Answer:
    return twin.live(chosen, output)
