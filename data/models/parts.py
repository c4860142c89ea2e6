"""The twin's parts of one server: the saved scenarios, and the models that answer.

They are made when somebody first asks: reading them takes numpy and a database file, which
nobody should wait for who comes back to a workshop after a restart.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from data import queries
from data.errors import DataError
from data.library import Library
from twin.errors import TwinError

if TYPE_CHECKING:
    from data.exhibits import Exhibits
    from data.models.beyond import Beyond
    from data.models.live import Twins
    from data.models.quick import Quick
    from data.models.stations import BestPlaces
    from data.scenarios.store import Scenarios

log = logging.getLogger("data.models")


class TwinParts:
    """Safe from any thread; never on the socket loop."""

    def __init__(
        self, data_dir: Path, library: Library, fit: bool = False, cities: Path | None = None
    ) -> None:
        """`fit`: cities are made ready by workers; without, those that are answer. `cities`: where
        the fits lie that came with the product, if not where they do."""
        self._data_dir, self._library, self._fit = data_dir, library, fit
        self._cities = cities
        self._lock = threading.RLock()
        self._scenarios: Scenarios | None = None
        self._twins: Twins | None = None
        self._places: BestPlaces | None = None

    @property
    def scenarios(self) -> Scenarios:
        with self._lock:
            if self._scenarios is None:
                from data.scenarios.store import Scenarios  # noqa: PLC0415  see above

                self._scenarios = Scenarios(self._data_dir, self.areas_of)
            return self._scenarios

    @property
    def twins(self) -> Twins:
        with self._lock:
            if self._twins is None:
                from data.models.live import Twins  # noqa: PLC0415  see above

                more = (self._cities,) if self._cities else ()
                self._twins = Twins(self.scenarios, self._library, self._fit, *more)
            return self._twins

    @property
    def quick(self) -> Quick:
        from data.models.quick import Quick  # noqa: PLC0415  see above

        return Quick(self.twins)

    @property
    def best_places(self) -> BestPlaces:
        with self._lock:
            if self._places is None:
                from data.models.stations import BestPlaces  # noqa: PLC0415  see above

                self._places = BestPlaces(self._library, self.scenarios)
            return self._places

    @property
    def beyond(self) -> Beyond:
        from data.models.beyond import Beyond  # noqa: PLC0415  see above

        return Beyond(self._library, self.scenarios, self.twins)

    @property
    def exhibits(self) -> Exhibits:
        from data.exhibits import Exhibits  # noqa: PLC0415  see above

        return Exhibits(self._library, self)

    def prepare(self) -> None:
        """Make ready what is not, in the background; a city that cannot be is left out."""
        if not self._fit:
            return
        try:
            self.twins.prepare()
        except DataError as problem:
            log.error("twin_not_prepared", extra={"code": problem.code, "problem": str(problem)})

    def renew(self, city: str) -> None:
        """The same for a city that something has changed for; at once, and without waiting."""
        if self._fit:
            later = threading.Thread(target=self._renew, args=(city,), name="renew", daemon=True)
            later.start()

    def _renew(self, city: str) -> None:
        try:
            self.twins.renew(city)
        except (DataError, TwinError) as problem:
            log.error("twin_not_prepared", extra={"code": problem.code, "problem": str(problem)})

    def areas_of(self, city: str) -> frozenset[str]:
        """The districts that a measure can be limited to."""
        return frozenset(each.id for each in queries.areas(self._library, city, "district"))

    def close(self) -> None:
        with self._lock:
            if self._places is not None:
                self._places.close()
            if self._twins is not None:
                self._twins.close()
            if self._scenarios is not None:
                self._scenarios.close()
