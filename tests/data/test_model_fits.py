"""A city is fitted once for the same inputs; until it is fitted anew, the last good fit answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.models.fits import ABOUT, KEPT, Fits, Needs
from data.models.jobs import Jobs, ModelError
from tests.data import model_work
from twin.errors import TwinError

LONG = 60.0


class City:
    """What the city is today; a test changes it."""

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        self.inputs, self.fail = "one", False
        self.folder, self.jobs = folder, jobs
        self.fits = self.opened()

    def opened(self) -> Fits:
        parts = {"words": model_work.Words}
        return Fits(self.folder, self.jobs, self.needs, "tests.data.model_work:part", parts)

    def needs(self, city: str) -> Needs:
        if city != "alesund":
            raise TwinError("city_without_data", city)
        return Needs(self.inputs, (self.inputs, self.fail))

    def fit(self) -> None:
        job = self.fits.ask("alesund")
        assert job is not None
        job.wait(LONG)

    def text(self) -> str:
        found = self.fits.find("alesund")
        assert found is not None
        return found.parts["words"].text


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    jobs = Jobs(tmp_path)
    yield City(tmp_path, jobs)
    jobs.stop()


def test_a_fit_is_kept_until_the_inputs_change(city: City) -> None:
    assert city.fits.find("alesund") is None
    city.fit()
    assert city.fits.ask("alesund") is None
    assert city.opened().find("alesund").current
    city.inputs = "two"
    before = city.fits.find("alesund")
    assert (before.parts["words"].text, before.current) == ("one", False)
    city.fit()
    assert city.text() == "two"
    city.inputs = "one"  # as when an assumption gets its old figure back
    assert city.fits.ask("alesund") is None
    assert city.text() == "one"


def test_a_fit_that_breaks_off_leaves_the_last_good_one(city: City) -> None:
    city.fit()
    city.inputs, city.fail = "two", True
    with pytest.raises(ModelError):
        city.fit()
    assert city.text() == "one"
    told = city.fits.state("alesund")
    assert (told.ready, told.current, told.word, told.error) == (
        True,
        False,
        "failed",
        "model_died",
    )
    city.fail = False
    city.fit()
    assert city.text() == "two"
    assert city.fits.state("alesund").current


def test_a_damaged_fit_is_made_anew(city: City) -> None:
    city.fit()
    (city.folder / "alesund" / "one" / "words.npz").write_text("torn")
    assert city.opened().find("alesund") is None
    city.fits = city.opened()
    city.fit()
    assert city.text() == "one"


def test_only_a_few_fits_of_a_city_are_kept(city: City) -> None:
    for number in range(KEPT + 1):
        old = city.folder / "alesund" / f"old{number}"
        old.mkdir(parents=True)
        (old / ABOUT).write_text('{"made_at": 0, "seconds": 0}')
        os.utime(old / ABOUT, (number, number))
    city.fit()
    left = sorted(each.name for each in (city.folder / "alesund").iterdir())
    assert left == ["old2", "old3", "one"]


def test_a_city_without_data_is_refused_by_name(city: City) -> None:
    with pytest.raises(TwinError, match="atlantis"):
        city.fits.ask("atlantis")
