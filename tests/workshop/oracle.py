"""What pref_voting makes of ballots in our form, and what preflibtools reads in our files.

They ask for solvers, drawings, random elections and a compiler that nothing here uses: while they
are loaded, empty modules stand in their place, and their functions run as they are written.
"""

from __future__ import annotations

import sys
import types
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

UNUSED = (
    "matplotlib", "matplotlib.pyplot", "nashpy", "numba", "ortools", "ortools.linear_solver",
    "prefsampling", "prefsampling.core", "prefsampling.ordinal",
)  # fmt: skip


class _Empty(types.ModuleType):
    """Any name in it is another empty module; `jit` leaves a function as it is."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _as_it_is if name == "jit" else _Empty(name)


def _as_it_is(*given: Any, **_: Any) -> Any:
    return given[0] if given and callable(given[0]) else lambda function: function


def _loaded() -> dict[str, Any]:
    absent = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update({name: _Empty(name) for name in absent})
    try:
        from pref_voting.grade_methods import majority_judgement  # noqa: PLC0415
        from pref_voting.grade_profiles import GradeProfile  # noqa: PLC0415
        from pref_voting.iterative_methods import (  # noqa: PLC0415
            instant_runoff_for_truncated_linear_orders,
        )
        from pref_voting.margin_based_methods import beat_path  # noqa: PLC0415
        from pref_voting.profiles_with_ties import ProfileWithTies  # noqa: PLC0415
        from pref_voting.scoring_methods import symmetric_borda_scores  # noqa: PLC0415
        from preflibtools.instances import get_parsed_instance, sanity  # noqa: PLC0415
    finally:
        for name in absent:
            del sys.modules[name]
    return {
        "grades": GradeProfile,
        "judgment": majority_judgement,
        "profile": ProfileWithTies,
        "beat_path": beat_path,
        "borda": symmetric_borda_scores,
        "runoff": instant_runoff_for_truncated_linear_orders,
        "preflib": get_parsed_instance,
        "sanity": sanity,
    }


_THEIRS = _loaded()


def _profile(ids: Sequence[str], ballots: Sequence[Sequence[str]]) -> Any:
    kinds = Counter(map(tuple, ballots))
    ranks = [{each: place for place, each in enumerate(ballot, 1)} for ballot in kinds]
    made = _THEIRS["profile"](ranks, list(kinds.values()), candidates=list(ids))
    made.use_extended_strict_preference()
    return made


def schulze(ids: Sequence[str], ballots: Sequence[Sequence[str]]) -> list[str]:
    profile = _profile(ids, ballots)
    found = _THEIRS["beat_path"](
        profile, strength_function=profile.support, algorithm="floyd_warshall"
    )
    return sorted(found)


def borda(ids: Sequence[str], ballots: Sequence[Sequence[str]]) -> dict[str, float]:
    """Symmetric Borda: how many stand behind an option, less how many before it."""
    return _THEIRS["borda"](_profile(ids, ballots))


def runoff(ids: Sequence[str], ballots: Sequence[Sequence[str]]) -> list[str]:
    return sorted(_THEIRS["runoff"](_profile(ids, ballots)))


def judgment(ballots: Sequence[dict[str, int]], grades: Sequence[int]) -> list[str]:
    return sorted(_THEIRS["judgment"](_THEIRS["grades"](ballots, list(grades))))


def preflib(path: Path) -> Any:
    """A file as PrefLib's own reader has it, after its own checks found nothing wrong."""
    found = _THEIRS["preflib"](str(path))
    sanity = _THEIRS["sanity"]
    kind = sanity.categories if path.suffix == ".cat" else sanity.orders
    assert sanity.metadata(found) == [] and kind(found) == []
    return found
