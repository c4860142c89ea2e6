"""Two rules that turn baskets into one: greedy, and equal shares with its completion.

Equal shares (Peters, Pierczyński & Skowron): everybody holds the same part of the money. Again and
again that project is bought whose supporters can pay for it at the least ρ, the part of its cost
that the one who pays most has to give; it ends when no project's supporters can pay it together.
Money that is left is used by the completion: first everybody's part is raised by whole per cents,
to the least that lets one project more be paid, as long as what is bought stays within the money;
then what is most supported is bought greedily. Of equal ρ, the more supported is bought first,
then the cheaper, then the agenda.

People with the same basket always hold the same money, so baskets are counted by kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

Kinds = Mapping[frozenset[str], int]
# Sums of shares are floating point: what differs by less is equal.
NEARLY = 1e-9
# Nobody's part is more than doubled: beyond that, equal shares would be so in name alone.
RAISED = 100


@dataclass(frozen=True, slots=True)
class Bought:
    """Projects in the order in which they were bought. `tied`: those among which nothing but the
    agenda decided. `raised`: by how many per cent everybody's part was raised."""

    items: tuple[str, ...]
    tied: frozenset[str] = frozenset()
    raised: int = 0
    missing: float | None = None  # what each supporter lacks of the project that is nearest


def greedy(
    costs: Mapping[str, int],
    money: float,
    support: Mapping[str, int],
    before: Bought = Bought(()),  # noqa: B008  it never changes
) -> Bought:
    """The most supported first, while there is money for it; then the cheaper, then the agenda."""
    left = money - sum(costs[each] for each in before.items)
    items = list(before.items)
    tied = set(before.tied)
    order = list(costs)
    wanted = [each for each in order if support[each] and each not in items]
    wanted.sort(key=lambda each: (-support[each], costs[each], order.index(each)))
    for each in wanted:
        if costs[each] <= left:
            items.append(each)
            left -= costs[each]
    for each in wanted:
        same = {o for o in wanted if (support[o], costs[o]) == (support[each], costs[each])}
        if 0 < len(same & set(items)) < len(same):
            tied |= same
    return Bought(tuple(items), frozenset(tied), before.raised)


def equal_shares(costs: Mapping[str, int], money: float, kinds: Kinds) -> Bought:
    """Equal shares alone, without completion."""
    people = sum(kinds.values())
    held = {basket: money / people for basket in kinds} if people else {}
    by = {c: [basket for basket in kinds if c in basket] for c in costs}
    support = {c: sum(kinds[basket] for basket in by[c]) for c in costs}
    left = [c for c in costs if support[c]]
    # What a project costs each can only grow while money is spent: it is looked at again only
    # where the price from before could still be the least.
    price = {c: 1 / support[c] for c in left}
    items: list[str] = []
    ties: list[set[str]] = []
    while left:
        best = _cheapest(costs, kinds, held, by, left, price)
        if not best:
            break
        best.sort(key=lambda c: (-support[c], costs[c], left.index(c)))
        same = [c for c in best if (support[c], costs[c]) == (support[best[0]], costs[best[0]])]
        ties.append(set(same))
        for basket in by[best[0]]:
            held[basket] -= min(held[basket], price[best[0]] * costs[best[0]])
        items.append(best[0])
        left = [c for c in left if c != best[0]]
    lacking = [
        _lack(costs[c], kinds, held, by[c], support[c])
        for c in costs
        if support[c] and c not in items
    ]
    tied = frozenset(c for tie in ties if tie - set(items) for c in tie)
    return Bought(tuple(items), tied, 0, min(lacking, default=None))


def _lack(
    cost: int, kinds: Kinds, held: Mapping[frozenset[str], float], by: list[frozenset[str]], n: int
) -> float:
    return max(0.0, (cost - sum(kinds[basket] * held[basket] for basket in by)) / n)


def _cheapest(
    costs: Mapping[str, int],
    kinds: Kinds,
    held: Mapping[frozenset[str], float],
    by: Mapping[str, list[frozenset[str]]],
    left: list[str],
    price: dict[str, float],
) -> list[str]:
    """Of the projects that can be paid, those at the least ρ; what cannot be paid leaves `left`."""
    fresh: set[str] = set()
    while left:
        least = min(price[c] for c in left)
        near = [c for c in left if price[c] <= least * (1 + NEARLY)]
        stale = [c for c in near if c not in fresh]
        if not stale:
            return near
        for c in stale:
            rho = _rho(costs[c], [(held[basket], kinds[basket]) for basket in by[c]])
            if rho is None:
                left.remove(c)
            else:
                price[c] = rho
                fresh.add(c)
    return []


def _rho(cost: int, purses: Sequence[tuple[float, int]]) -> float | None:
    """The least part of the cost at which these purses pay it together; None if they cannot."""
    people = sum(n for _, n in purses)
    rest = float(cost)
    if rest / people <= min(purse for purse, _ in purses):
        return 1 / people
    for purse, n in sorted(purses):
        if rest <= people * purse * (1 + NEARLY):
            return rest / people / cost
        rest -= purse * n
        people -= n
    return None


def completed(costs: Mapping[str, int], money: float, kinds: Kinds, completion: str) -> Bought:
    """Equal shares with as much of the completion as the step asks for."""
    best = equal_shares(costs, money, kinds)
    if completion == "none":
        return best
    people = sum(kinds.values())
    now = best
    raised = 0
    while now.missing is not None and raised < RAISED:
        raised += max(1, ceil(100 * now.missing * people / money - NEARLY))
        if raised > RAISED:
            break
        now = equal_shares(costs, money * (1 + raised / 100), kinds)
        if sum(costs[each] for each in now.items) > money:
            break
        best = Bought(now.items, now.tied, raised) if now.items != best.items else best
    if completion == "add":
        return best
    support = {c: sum(n for basket, n in kinds.items() if c in basket) for c in costs}
    return greedy(costs, money, support, best)
