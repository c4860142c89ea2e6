"""`python -m data.facts`: checking a figure on a screen from a shell."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data import facts

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ask(library_dir: Path, capsys: pytest.CaptureFixture[str]):
    def answer(*question: str) -> tuple[int, str, str]:
        status = facts.main([*question, "--data-dir", str(library_dir)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return answer


def test_the_figure_can_be_divided_again_by_hand(ask) -> None:
    status, out, _ = ask("alesund", "EN: E: E: 2C")
    assert status == 0
    assert "14989.82771 kWh per capita per year  [derived, ungraded]" in out
    assert "886.1 GWh metered in 2024 divided by 59,113 inhabitants" in out
    assert "measured on Ålesund (1508)" in out


def test_a_program_gets_the_same_as_json(library_dir: Path) -> None:
    command = [sys.executable, "-m", "data.facts", "alesund", "EN:E:E:2C", "--json"]
    done = subprocess.run(
        [*command, "--data-dir", str(library_dir)], capture_output=True, text=True, cwd=ROOT
    )
    answer = json.loads(done.stdout)
    (only,) = answer["observations"]
    assert done.returncode == 0
    assert answer["status"] == "derived"
    assert only["value"] == pytest.approx(14_989.83, abs=0.01)
    assert {"period", "unit", "quality", "source", "geography", "break_before"} <= set(only)


def test_a_published_value_names_region_source_and_page(ask) -> None:
    _, out, _ = ask("alesund", "EC: I: T: 4A")
    assert "measured on Ålesund region (alesund-region), public_transport" in out
    assert "2020  6 percent  [published, ungraded]" in out
    assert "U4SSC factsheet for Ålesund, 2020 (ITU / U4SSC)" in out
    assert "page 30" in out


def test_an_unpublished_value_is_said_to_be_not_reported(ask) -> None:
    status, out, _ = ask("baerum", "EC: I: B: 1A")
    assert (status, out) == (0, "Bærum, EC: I: B: 1A\n  not reported\n")
    _, out, _ = ask("asker", "SC: SH: FS: 1A")
    assert "2020  not reported  [not_reported, ungraded]" in out
    _, out, _ = ask("baerum", "EC: I: B: 1A", "--json")
    assert json.loads(out)["status"] == "not_reported"


@pytest.mark.parametrize(
    ("city", "code", "sentence"),
    [
        ("oslo", "EC: I: B: 1A", "There is no city 'oslo'; we hold"),
        ("alesund", "EC: I: B: 9Z", "'EC: I: B: 9Z' is the code of no indicator"),
        ("alesund", "'; DROP TABLE areas", "is the code of no indicator"),
    ],
)
def test_an_unknown_city_or_code_is_one_sentence(ask, city: str, code: str, sentence: str) -> None:
    status, out, err = ask(city, code)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_other_spellings_and_aliases_of_a_code_are_understood(ask) -> None:
    assert ask("alesund", "en_e_e_2c")[1] == ask("alesund", "EN: E: E: 2C")[1]


def test_a_folder_without_a_library_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert facts.main(["alesund", "EC: I: B: 1A", "--data-dir", str(tmp_path)]) == 2
    assert "`python -m data.build` makes one" in capsys.readouterr().err
