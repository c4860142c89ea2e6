"""What the response surface does not know: warmth given back, cooler homes, milder winters.

Saved power for equipment and lighting no longer warms the rooms, so heating makes up for a part;
a degree less indoors saves a share of heating; winters may become milder until 2050. Each is a
factor on heating, in every carrier alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from twin.answer import Floats, Singles
from twin.energy.emissions import Known
from twin.energy.owners import DWELLINGS, KINDS, by_owner
from twin.energy.use import CARRIERS, PURPOSES
from twin.products import Numbers, product
from twin.scenario import BASE, LAST

HEATING = PURPOSES.index("heating")
WARM = [PURPOSES.index(purpose) for purpose in ("heating", "hot_water", "cooling")]
PLUGGED = [PURPOSES.index(purpose) for purpose in ("equipment", "lighting")]
ELECTRICITY = CARRIERS.index("electricity")
# GWh: what is divided by is at least this.
TINY = np.float32(1e-9)


@dataclass(frozen=True, eq=False)
class Whole:
    """The whole city's stock, with some measures in all of it.

    `use`: what is used without measures, then what each product of drivers changes of it: (key,
    kind, purpose, carrier, years), kinds as in `owners`. `owned`: (draws,), as there.
    `basis`: 1, then those products: (draws, key). `cooler`:
    the share of dwellings that are a degree cooler, (draws, years), if any are. `mild` as from
    `milder`.
    """

    use: Floats
    basis: Floats
    cooler: Floats | None
    mild: Floats
    known: Known
    owned: Floats

    @cached_property
    def more(self) -> Singles:
        """GWh a year of heating beyond what the surface tells: (draws, kind, carrier, years).

        In short numbers: it is a small part of what it is added to, and made in half the time.
        """
        basis = short(self.basis)
        heated = product(basis, short(self.use[:, :, HEATING]))
        factor = np.repeat(short(self.mild)[:, None], len(KINDS), axis=1)
        plugged = short(self.use[1:, :, PLUGGED].sum(axis=(2, 3)))
        if plugged.any():
            saved = np.maximum(-product(basis[:, 1:], plugged), 0)
            saved *= short(self.known["heat_return"])[:, None, None]
            saved /= np.maximum(summed(heated, axis=2), TINY)
            saved += 1
            factor *= saved
        if self.cooler is not None:
            factor[:, DWELLINGS] *= short(1 - self.known["indoor_saving"][:, None] * self.cooler)
        factor -= 1
        heated *= factor[:, :, None]
        return heated


class Energy:
    """Energy in GWh a year of some buildings, summed as far as the outputs need it.

    `parts`: what holds in each of them, and their share of the whole city's stock (segment,);
    `share`: theirs together. What is in proportion to the measures is summed before it is drawn.
    """

    def __init__(self, parts: Sequence[tuple[Whole, Floats]], share: Floats) -> None:
        self._parts, self._share = tuple(parts), share[[*KINDS]]

    @cached_property
    def carriers(self) -> Floats:
        """(draws, segment, carrier, years)."""
        found = self._drawn(summed(self._use, axis=2))
        found += self._more
        return self._by_owner(found)

    @cached_property
    def electric(self) -> Floats:
        """(draws, segment, purpose, years)."""
        found = self._drawn(self._use[:, :, :, ELECTRICITY])
        found[:, :, HEATING] += self._more[:, :, ELECTRICITY]
        return self._by_owner(found)

    @cached_property
    def power(self) -> Floats:
        """Electricity for everything: (draws, segment, years)."""
        found = self._drawn(summed(self._use[:, :, :, ELECTRICITY], axis=2))
        found += self._more_electric
        return self._by_owner(found)

    @cached_property
    def electric_heating(self) -> Floats:
        """Electricity for heating: (draws, segment, years)."""
        found = self._drawn(self._use[:, :, HEATING, ELECTRICITY])
        found += self._more_electric
        return self._by_owner(found)

    @cached_property
    def warmth(self) -> Floats:
        """For heating, hot water and cooling, whatever the carrier: (draws, segment, years)."""
        found = self._drawn(summed(summed(self._use[:, :, WARM], axis=2), axis=2))
        found += summed(self._more, axis=2)
        return self._by_owner(found)

    @cached_property
    def _use(self) -> Floats:
        """As `Whole.use`. What no measure touches is the city's own, to the last digit."""
        first = self._parts[0][0].use
        found = first * _wide(self._share, first)
        for whole, share in self._parts[1:]:
            found += (whole.use - first) * _wide(share[[*KINDS]], first)
        return found

    @cached_property
    def _more(self) -> Singles:
        return self._weighed([whole.more for whole, _ in self._parts])

    @cached_property
    def _more_electric(self) -> Singles:
        return self._weighed([whole.more[:, :, ELECTRICITY] for whole, _ in self._parts])

    def _weighed(self, each: Sequence[Singles]) -> Singles:
        """The parts' own, by their shares; where parts do not differ, to the last digit."""
        found = each[0] * short(_wide(self._share, each[0]))
        for own, (_, share) in zip(each[1:], self._parts[1:], strict=True):
            apart = own - each[0]
            apart *= short(_wide(share[[*KINDS]], apart))
            found += apart
        return found

    def _by_owner(self, found: Floats) -> Floats:
        return by_owner(found, self._parts[0][0].owned)

    def _drawn(self, use: Floats) -> Floats:
        return product(self._parts[0][0].basis, use)


def short(numbers: Floats) -> Singles:
    return numbers.astype(np.float32)


def _wide(share: Floats, use: Floats | Singles) -> Floats:
    return share.reshape(1, -1, *[1] * (use.ndim - 2))


def summed(array: Numbers, axis: int) -> Numbers:
    """As numpy's sum, in a fifth of its time where the axis is short and the last one too.

    Terms are added in their order, so that the same terms give the same sum to the last digit.
    """
    return reduce(np.add, np.moveaxis(array, axis, 0))


def milder(known: Known, years: Sequence[int]) -> Floats:
    """(draws, years): heating against today's climate; 1 up to the base year, a line to 2050."""
    way = np.clip((np.asarray(years, float) - BASE) / (LAST - BASE), 0.0, 1.0)
    return 1.0 + (known["heating_future"][:, None] - 1.0) * way
