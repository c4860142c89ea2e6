"""A running server and the library of facts, for every test that asks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.library import Library
from tests.built_library import built_library, copy_of_library
from tests.people import OPEN
from tests.product import Running

AS_MANY = 12  # other tests take as long as one in a browser
# What takes longer than its number of tests tells: seconds, on a machine that does nothing else.
LONG_S = {
    "browser/test_damage.py": 32,
    "browser/test_ends.py": 40,
    "browser/test_phone_looks.py": 18,
    "browser/test_scenarios_room.py": 30,
    "browser/test_scenarios_stations.py": 20,
    "browser/test_signin.py": 25,
    "browser/test_stage.py": 80,
    "browser/test_workshop.py": 38,
    "browser/test_xss.py": 30,
    "data/test_twins.py": 32,
    "flows/test_scenarios.py": 32,
    "soak/test_short.py": 40,
    "twin/test_energy_measures.py": 35,
}
A_TEST_S = 0.2


@pytest.fixture(autouse=True)
def hung_up() -> Iterator[None]:
    """No line stays open after its test."""
    yield
    hang_up()


def hang_up() -> None:
    while OPEN:
        OPEN.pop().close()


@pytest.fixture
def server_in(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """`server_in(**environment)` makes a server that is stopped when the test ends."""
    made: list[Running] = []

    def make(**environment: str) -> Running:
        made.append(Running(tmp_path / f"server-{len(made)}", **environment))
        return made[-1]

    yield make
    hang_up()
    for one in made:
        one.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for the tests of a module; who prepares it starts it."""
    running = Running(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with the opened example workshop, shared by the tests of a module."""
    running = Running(tmp_path_factory.mktemp("example"))
    running.start("--example")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def library_dir() -> Path:
    """A data folder with the built library, to read from."""
    return built_library()


@pytest.fixture(scope="session")
def library(library_dir: Path) -> Library:
    return Library(library_dir)


@pytest.fixture
def own_library_dir(library_dir: Path, tmp_path: Path) -> Path:
    """A copy of the library, to write further versions into."""
    return copy_of_library(library_dir, tmp_path / "own")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of several processes each takes the file that is next, those that take long first: a story
    in a browser is one test, and at the end one core would go through all of them alone."""
    if hasattr(config, "workerinput"):
        files: Counter[Path] = Counter()
        for item in items:
            files[item.path] += AS_MANY if "browser" in item.path.parts else 1
        items.sort(key=lambda item: (-seconds(item.path, files[item.path]), str(item.path)))


def seconds(path: Path, tests: int) -> float:
    return max(LONG_S.get(f"{path.parent.name}/{path.name}", 0), tests * A_TEST_S)


def pytest_configure(config: pytest.Config) -> None:
    """There is no screen here: the browser of Dash's own plugin runs without one."""
    if hasattr(config.option, "headless"):
        config.option.headless = True
