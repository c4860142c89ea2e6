"""What roofs yield: measured clouds under the city's sun, never a clear sky."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.errors import DataError
from data.twin.weather import read_weather
from tests.built_library import built_library
from twin.energy.climate import HOURS, clock
from twin.energy.solar import ROOFS, sun
from twin.energy.use import SEGMENTS

OSLO = (59.93, 10.74)
ALESUND = (62.47, 6.15)
FILE = "hisim-1.2.4/653025_59.93_10.74_2019.csv"


@pytest.fixture(scope="module")
def file() -> Path:
    return built_library() / "sources" / FILE


def test_the_weather_year_is_whole_and_holds_what_was_measured(file: Path) -> None:
    weather = read_weather(file)
    assert (weather.latitude, weather.longitude) == OSLO
    assert weather.level.sum() / 4000 == pytest.approx(737.7, abs=0.1)
    assert weather.temperature.min() == pytest.approx(-19.9)


@pytest.mark.parametrize("lines", [0, 2, 3, 100])
def test_a_cut_weather_file_is_refused(lines: int, file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv"
    cut.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:lines]), "utf-8")
    with pytest.raises(DataError) as told:
        read_weather(cut)
    assert told.value.code == "weather_file"


@pytest.mark.parametrize("place", [OSLO, ALESUND])
def test_a_roof_yields_what_clouds_let_through_and_nothing_at_night(
    place: tuple[float, float], file: Path
) -> None:
    weather = read_weather(file)
    found = sun(weather, *place)
    assert set(found.shape) == set(ROOFS) == set(SEGMENTS)
    for segment in SEGMENTS:
        # kWh per kWp for each kWh/m² on level ground: around 1, where a clear sky gives half more.
        assert 0.9 < found.per_irradiation[segment] < 1.2
        shape = found.shape[segment]
        assert shape.shape == (HOURS,)
        assert shape.sum() == pytest.approx(1)
        assert (shape >= 0).all()
        hour, _, _ = clock(weather.year)
        assert shape[(hour < 3) | (hour == 23)].sum() == pytest.approx(0, abs=1e-4)
        assert shape[(hour >= 10) & (hour < 17)].sum() > 0.55


def test_pitched_roofs_in_three_directions_and_flat_ones_mix_to_whole_roofs() -> None:
    for mix in ROOFS.values():
        assert sum(mix.values()) == pytest.approx(1)


def test_the_clock_on_the_wall_skips_an_hour_in_spring_and_gains_one_in_autumn() -> None:
    hour, _, day = clock(2019)
    counts = np.bincount(day, minlength=366)
    assert counts[90] == 23  # 31 March
    assert counts[300] == 25  # 27 October
    assert hour[0] == 1  # midnight UTC
