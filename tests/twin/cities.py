"""Cities for the tests of the energy model: references kept from full runs, and their inputs."""

from __future__ import annotations

from pathlib import Path

from twin.energy.surface import Surface
from twin.energy.use import Reference

HELD = Path(__file__).with_name("references")


def reference(city: str) -> Reference:
    """`alesund` or `baerum` as the model has them; test_energy_reference.py runs it again."""
    return Reference.load(HELD / f"{city}.npz")


def surface(city: str) -> Surface:
    """The response surface fitted to forty full runs; `python -m bench.twin` measures it anew."""
    return Surface.load(HELD / f"{city}-surface.npz")
