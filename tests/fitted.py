"""A server's folder with cities that can answer at once: the fits that tests keep, put in place.

A server may run in it: to such a one a worker has just made the city ready.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import requests

from data.library import Library
from data.models.needs import needs_of
from data.scenarios.reading import Published
from tests.product import Running, link_library
from tests.twin.cities import reference, surface
from tests.twin.energy.small import weather
from twin.energy.hours import local


def fit(folder: Path, *cities: str) -> None:
    """As `data.models.fits` leaves them. The weather is made up; all else is the models' own."""
    link_library(folder)
    library = Library(folder)
    held = Published(folder)
    for city in cities:
        known = held.assumptions(city).table
        needs = needs_of(library, city, known)
        home = folder / "models" / city / needs.fit.key
        home.mkdir(parents=True)
        made = replace(reference(city), weights=needs.tables.weights)
        made.save(home / "reference.npz")
        surface(city).save(home / "surface.npz")
        north, east = needs.fit.arguments[-1]
        local(weather(), north, east, made.use).save(home / "local.npz")
        told = {"made_at": 0.0, "seconds": 0.0, "told": dict(needs.fit.told)}
        (home / "about.json").write_text(json.dumps(told), "utf-8")
    held.close()
    library.close()


def wake(server: Running, city: str) -> None:
    """Ask the models once, however long it takes: the first question loads the mathematics, and a
    command at the desk, which is answered within seconds, does not wait for that."""
    lights = {"measure": "lighting", "level": 0.1, "start": 2030}
    body = {"chosen": [lights], "output": "co2e", "year": 2040, "whole": False, "drawn": ["co2e"]}
    answer = requests.post(
        f"{server.url}/scenarios/{city}/answer",
        json=body | {"compared": []},
        headers={"Origin": server.url},
        timeout=60,
    )
    assert answer.ok, answer.text
