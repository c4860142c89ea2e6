"""The house of sign-in, and the administrator who came first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workshop.signin_house import House
from workshop.accounts import User


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.accounts.close()


@pytest.fixture
def astrid(house: House) -> User:
    return house.administrator().user
