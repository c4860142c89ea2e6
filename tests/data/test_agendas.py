"""Agenda templates: ours are complete and true, and a file that is wrong says where."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data import agendas, queries
from data.library import Library
from data.scenarios.ready import load_ready
from data.twin.tables import load_measures
from tests.built_library import built_library
from workshop.agenda import step_json
from workshop.errors import SENTENCES

HOURS = ("energy-alesund", "circular-baerum")
HALF_HOURS = ("scenarios-alesund", "scenarios-baerum")
OURS = (*HOURS, *HALF_HOURS)
LANGUAGES = {"nb", "nn", "sv", "en"}

SMALL = """\
city: alesund
language: en
name: {en: "A short talk"}
steps:
  - {id: hello, kind: show, minutes: 5, title: {en: Hello}}
  - id: which
    kind: approval
    minutes: 10
    title: {en: Which one}
    options:
      - {id: a, text: {en: This}}
      - {id: b, text: {en: That}}
"""


def texts(value: Any, at: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of an agenda, with the place where it stands."""
    if isinstance(value, dict):
        if value and set(value) <= LANGUAGES:
            yield at, value
            return
        for name, part in value.items():
            yield from texts(part, f"{at}.{name}")
    if isinstance(value, (list, tuple)):
        for index, part in enumerate(value):
            yield from texts(part, f"{at}[{index}]")


def figures(text: str, language: str) -> list[str]:
    """Every figure of a text, without the sign between its thousands and with a decimal point."""
    thousands, decimal = (",", ".") if language == "en" else ("\u00a0", ",")
    joined = re.sub(rf"(?<=\d){thousands}(?=\d{{3}})", "", text)
    return [f.replace(decimal, ".") for f in re.findall(r"\d+(?:[.,]\d+)?", joined)]


def everything(template: agendas.Template) -> dict[str, Any]:
    return {
        "name": dict(template.name),
        "about": dict(template.about),
        "steps": [step_json(step) for step in template.steps],
    }


@pytest.mark.parametrize("key", OURS)
def test_each_text_of_our_templates_is_written_in_all_four_languages(tmp_path: Path, key: str):
    found = list(texts(everything(agendas.load(tmp_path, key))))
    assert len(found) > (40 if key in HOURS else 15)
    assert [at for at, text in found if set(text) != LANGUAGES] == []


@pytest.mark.parametrize("key", HALF_HOURS)
def test_our_templates_about_scenarios_show_the_ready_ones_of_their_city(tmp_path: Path, key: str):
    template = agendas.load(tmp_path, key)
    assert template.minutes == 30
    kinds = {step.kind for step in template.steps}
    assert {"scenario", "compare", "guess", "live"} <= kinds
    ready = load_ready()
    for step in template.steps:
        assert all(ready[each].city == template.city for each in step.scenarios)
        assert set(step.settings.get("measures", ())) <= set(load_measures())


@pytest.mark.parametrize("key", HOURS)
def test_our_templates_last_an_hour_and_use_every_kind_of_step(tmp_path: Path, key: str):
    template = agendas.load(tmp_path, key)
    assert template.minutes == 60
    assert 7 <= len(template.steps) <= 9
    kinds = {step.kind for step in template.steps}
    assert kinds == {"show", "statements", "approval", "score", "pins", "ideas"}
    assert any(step.card for step in template.steps) and any(step.view for step in template.steps)
    (statements,) = [step for step in template.steps if step.kind == "statements"]
    assert 6 <= len(statements.options) <= 8
    assert all(step.notes for step in template.steps)


@pytest.mark.parametrize("key", OURS)
def test_the_same_figures_stand_in_every_language(tmp_path: Path, key: str):
    for at, text in texts(everything(agendas.load(tmp_path, key))):
        plain = {tag: sorted(figures(t, tag)) for tag, t in text.items()}
        assert len({tuple(found) for found in plain.values()}) == 1, (at, plain)


def test_the_u4ssc_figures_of_our_templates_are_the_published_ones(tmp_path: Path):
    rows = Path(agendas.BUILT_IN).parent / "observations"
    published: set[str] = set()
    for path in rows.glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["area"] == "alesund-region" and row["period"] == "2020":
                    published.add(row["value"])
    (step,) = [s for s in agendas.load(tmp_path, "energy-alesund").steps if s.id == "known"]
    points = step.card["points"] if step.card else []
    told = [figures(point["en"], "en")[0] for point in points]
    assert told and set(told) <= published


def test_a_template_that_is_kept_can_be_listed_loaded_and_taken_away(tmp_path: Path):
    template, ours = agendas.parse_text(SMALL, "small.yml"), ["energy-alesund", "scenarios-alesund"]
    key = agendas.save(tmp_path, template)
    assert key.startswith("a-short-talk-")
    kept = agendas.load(tmp_path, key)
    assert dataclasses.replace(kept, key="") == template
    assert [t.key for t in agendas.templates(tmp_path, "alesund")] == [*ours, key]
    agendas.remove(tmp_path, key)
    assert [t.key for t in agendas.templates(tmp_path, "alesund")] == ours


def test_keeping_the_same_name_twice_keeps_both(tmp_path: Path):
    template = agendas.parse_text(SMALL, "small.yml")
    assert agendas.save(tmp_path, template) != agendas.save(tmp_path, template)
    assert len(list(agendas.own_folder(tmp_path).glob("*.yml"))) == 2


def test_a_handed_over_file_reads_back_as_the_same_agenda(tmp_path: Path):
    ours = agendas.load(tmp_path, "energy-alesund")
    again = agendas.parse_text(agendas.as_text(ours), "copy.yml")
    assert again.steps == ours.steps


def test_our_own_templates_cannot_be_taken_away(tmp_path: Path):
    with pytest.raises(agendas.TemplateError) as refused:
        agendas.remove(tmp_path, "energy-alesund")
    assert refused.value.code == "template_read_only"


@pytest.mark.parametrize("key", ["../secret_key", "/etc/passwd", "", "a" * 90, "Ålesund"])
def test_a_key_that_is_a_path_reaches_no_file(tmp_path: Path, key: str):
    with pytest.raises(agendas.TemplateError) as refused:
        agendas.load(tmp_path, key)
    assert refused.value.code == "template_unknown"


@pytest.mark.parametrize(
    ("wrong", "code", "step", "field"),
    [
        (SMALL.replace("kind: approval", "kind: raffle"), "agenda_kind", 2, "kind"),
        (SMALL.replace("minutes: 5", "minutes: soon"), "agenda_minutes", 1, "minutes"),
        (SMALL.replace("id: which", "id: hello"), "agenda_duplicate", None, "steps"),
        (SMALL.replace("{en: This}", "{en: ''}"), "agenda_options", 2, "options[0].text"),
        (SMALL.replace("city: alesund\n", ""), "template_city", None, "city"),
        (SMALL.replace("name: {en", "nome: {en"), "template_name", None, "name"),
        ("just words", "template_unreadable", None, ""),
        ("a: [1", "template_unreadable", None, ""),
        ("a: &x [1]\nb: *x\n", "template_unreadable", None, ""),
        ("!!python/object/apply:os.getcwd []", "template_unreadable", None, ""),
        ("x" * 300_000, "template_large", None, ""),
    ],
)
def test_a_wrong_file_names_the_file_the_step_and_the_field(
    wrong: str, code: str, step: int | None, field: str
):
    with pytest.raises(agendas.TemplateError) as refused:
        agendas.parse_text(wrong, "mine.yml")
    error = refused.value
    assert (error.code, error.file, error.step, error.field) == (code, "mine.yml", step, field)
    assert code in SENTENCES or code in agendas.SENTENCES


def test_one_broken_file_does_not_hide_the_others(tmp_path: Path):
    folder = agendas.own_folder(tmp_path)
    folder.mkdir()
    (folder / "broken.yml").write_text("steps: [", "utf-8")
    (folder / "latin.yml").write_bytes("name: Ålesund".encode("latin-1"))
    assert {t.key for t in agendas.templates(tmp_path)} == set(OURS)
    assert [error.file for error in agendas.problems(tmp_path)] == ["broken.yml", "latin.yml"]


def test_baerum_is_told_truly_that_nothing_is_reported():
    with (agendas.BUILT_IN.parent / "observations" / "u4ssc.csv").open(encoding="utf-8") as file:
        values = [r for r in csv.DictReader(file) if r["area"].startswith("baerum") and r["value"]]
    assert values == []


@pytest.mark.parametrize(
    ("key", "municipality", "told"),
    [
        ("energy-alesund", "1508", {None: (2022, 2023, 2024), "XX": (2024,), "C": (2024,)}),
        ("circular-baerum", "3201", {None: (2022, 2023, 2024), "XX": (2024,)}),
    ],
)
def test_the_metered_figures_of_our_templates_are_those_of_the_library(
    tmp_path: Path, key: str, municipality: str, told: dict[str | None, tuple[int, ...]]
):
    library = Library(built_library())
    metered = {
        f"{queries.electricity(library, municipality, year, industry)[0].kwh / 1e6:.1f}"
        for industry, years in told.items()
        for year in years
    }
    people = f"{queries.area(library, municipality).population:,}"
    library.close()
    (step,) = [s for s in agendas.load(tmp_path, key).steps if s.id == "electricity"]
    written = step.text["en"]
    assert {f for f in figures(written, "en") if "." in f} == metered
    assert people in written
