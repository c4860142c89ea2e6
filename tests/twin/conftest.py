"""The energy model made ready once: it takes seconds."""

from __future__ import annotations

import pytest

from data.library import Library
from data.twin.stock import city_tables
from twin.energy.inputs import City
from twin.energy.run import Model


@pytest.fixture(scope="session")
def alesund(library: Library) -> City:
    return city_tables(library, "alesund")


@pytest.fixture(scope="session")
def alesund_model(alesund: City, tmp_path_factory: pytest.TempPathFactory) -> Model:
    return Model(alesund, tmp_path_factory.mktemp("alesund"))
