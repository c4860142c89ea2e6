"""Fits that come with the product: there before anybody waits, and never in the way of a better."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.exhibits import Exhibits
from data.library import Library
from data.models.needs import needs_of
from data.models.parts import TwinParts
from data.models.shipped import ABOUT, CITIES, take
from data.scenarios.reading import Published
from scripts.ship import write
from tests.product import link_library
from tests.workshop.builders import step
from workshop.agenda import parse_agenda

WARM = "alesund-warm-homes"


def made(folder: Path, key: str, says: bytes = b"fit") -> Path:
    home = folder / "alesund" / key
    home.mkdir(parents=True)
    (home / "surface.npz").write_bytes(says)
    (home / ABOUT).write_text(json.dumps({"made_at": 1.0, "seconds": 2.0}))
    return home


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    """A product with a fit of one city."""
    write(made(tmp_path / "elsewhere", "right"), tmp_path / "cities" / "alesund" / "fit")
    return tmp_path / "cities"


@pytest.mark.parametrize(
    ("key", "own", "taken"),
    [
        ("right", None, True),
        ("newer", None, True),  # it answers until the right one is made
        ("newer", "older", False),
        ("right", "older", True),
    ],
)
def test_a_shipped_fit_is_taken_where_nothing_better_was_made(
    cities: Path, tmp_path: Path, key: str, own: str | None, taken: bool
) -> None:
    models = tmp_path / "models"
    if own:
        made(models, own)
    assert take("alesund", key, models, cities) is taken
    assert (models / "alesund" / "right" / "surface.npz").is_file() is taken
    assert not take("asker", key, models, cities), "nothing was shipped for it"


def test_a_shipped_fit_that_is_not_as_it_was_shipped_is_left(cities: Path, tmp_path: Path) -> None:
    (cities / "alesund" / "fit" / "surface.npz").write_bytes(b"fat")
    assert not take("alesund", "right", tmp_path / "models", cities)
    assert not (tmp_path / "models").exists()


@pytest.fixture
def waiting(library_dir: Path, tmp_path: Path) -> Iterator[TwinParts]:
    """A server that starts for the first time, and whose worker cannot begin yet."""
    for name in ("library", "sources"):
        (tmp_path / name).symlink_to(library_dir.resolve() / name)
    (tmp_path / "models").mkdir()
    library = Library(tmp_path)
    parts = TwinParts(tmp_path, library, fit=True, cities=tmp_path / "none")
    with (tmp_path / "models" / ".worker").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield parts
        parts.close()
    library.close()


def test_before_the_first_fit_the_desk_is_told_that_the_model_is_prepared(
    waiting: TwinParts,
) -> None:
    shows: Exhibits = waiting.exhibits
    told = shows.offered("alesund")
    assert told["model"] == {"state": "working", "share": 0.0, "left": None}
    assert {each["kind"] for each in told["scenarios"]} == {""}
    look, sliders = parse_agenda(
        [
            step("scenario", "look", settings={"scenario": WARM}),
            step("live", "sliders", settings={"measures": ["rooftop_solar"]}),
        ]
    )
    assert all(shows.shown("alesund", each)["preparing"] for each in (look, sliders))


@pytest.mark.parametrize("city", ["alesund", "baerum"])
def test_what_is_shipped_answers_the_ready_scenarios_at_once(
    city: str, library_dir: Path, tmp_path: Path
) -> None:
    """Whatever has changed since it was made: the first workshop begins with it."""
    for name in ("library", "sources"):
        (tmp_path / name).symlink_to(library_dir.resolve() / name)
    library = Library(tmp_path)
    assert take(city, "of another code", library.data_dir / "models")
    parts = TwinParts(tmp_path, library)
    agenda = parse_agenda(
        [
            step("scenario", f"look-{n}", settings={"scenario": each.id})
            for n, each in enumerate(parts.scenarios.list(city))
        ]
    )
    told = parts.exhibits.offered(city, agenda)
    assert told["model"]["state"] == "ready"
    assert {each["kind"] for each in told["scenarios"]} == {"estimate"}
    assert all(parts.exhibits.shown(city, each)["scenarios"][0]["figures"] for each in agenda)
    parts.close()
    library.close()


@pytest.mark.parametrize("city", ["alesund", "baerum"])
def test_what_is_shipped_is_what_this_code_makes_of_these_tables(city: str, tmp_path: Path) -> None:
    """Else the first start is busy for minutes: `python -m scripts.ship` after a change."""
    link_library(tmp_path)
    library, published = Library(tmp_path), Published(tmp_path)
    needs = needs_of(library, city, published.assumptions(city, 0).table)
    told = json.loads((CITIES / city / "fit" / ABOUT).read_text("utf-8"))
    assert told["key"] == needs.fit.key
    published.close()
    library.close()
