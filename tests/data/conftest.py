"""The library of facts, for every test of this folder."""

from pathlib import Path

import pytest

from data.library import Library
from tests.built_library import built_library, copy_of_library


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
