"""The house of sign-in, the administrator who came first, and a provider to sign in at."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.product import free_port
from tests.workshop.at_provider import BACK, HERE, SECRET
from tests.workshop.signin_house import House
from workshop.accounts import User
from workshop.settings import WELL_KNOWN, Provider

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.accounts.close()


@pytest.fixture
def astrid(house: House) -> User:
    return house.administrator().user


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """node-oidc-provider, a certified implementation, as its own process."""
    port = free_port()
    script = str(ROOT / "tests/workshop/provider.mjs")
    log = tmp_path_factory.mktemp("provider") / "log.txt"
    with log.open("w") as told:
        process = subprocess.Popen(
            ["node", script, str(port), BACK, f"{HERE}/sign-out"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=told,
        )
    assert process.stdout and process.stdout.readline() == b"ready\n", log.read_text()
    yield Provider(f"http://127.0.0.1:{port}{WELL_KNOWN}", "radslag", SECRET, "Kommunen")
    process.terminate()
    process.wait(10)
    process.stdout.close()
