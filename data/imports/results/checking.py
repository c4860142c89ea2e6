"""What each line of a foreign table means, or exactly what is wrong with it.

Pure: a table of plain cells, the choices and the city's areas go in; figures and findings come out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from data.imports import cells, limits
from data.imports.findings import Finding, short
from data.imports.grades import NOT_REPORTED
from data.imports.places import Places
from data.imports.results.columns import Chosen, bare, is_baseline
from data.imports.results.lines import Line, lines, missing
from data.imports.results.outputs import Outputs
from data.records import Area
from twin.scenario import Output

_FIRST, _LAST = 1990, 2100
_LONGEST_NAME = 80
_HIGHEST = 10**18
Key = tuple[str, int, str, str]


@dataclass(frozen=True)
class Figure:
    """One value in its output's unit; a bound that is None was not reported.

    `scenario` is empty for what happens when nothing is done. `converted`: the unit it came in.
    """

    place: int
    area: str
    year: int
    output: str
    scenario: str
    value: float
    p10: float | None
    p90: float | None
    converted: str = ""

    @property
    def key(self) -> Key:
        return self.area, self.year, self.output, self.scenario


@dataclass(frozen=True)
class Checked:
    """All that was understood. `scenarios` holds the names as they are written in the file."""

    figures: tuple[Figure, ...]
    outputs: Mapping[str, Output]
    scenarios: tuple[str, ...]
    findings: tuple[Finding, ...]


def check(told: Mapping[str, Any], chosen: Chosen, places: Places) -> Checked:
    """Every figure and every finding."""
    findings = [*map(Finding.of_json, told["findings"]), *missing(chosen)]
    if any(each.error for each in findings):
        return Checked((), {}, (), tuple(findings))
    reader = _Reader(told, chosen, places)
    figures: dict[Key, Figure] = {}
    for line in lines(told, chosen):
        figure = reader.read(line)
        if figure is not None and figure.key in figures:
            reader.say(line, "import_result_twice", "value", first=figures[figure.key].place)
        elif figure is not None:
            figures[figure.key] = figure
    findings += reader.findings
    if not figures and not findings:
        findings.append(Finding("import_no_rows"))
    scenarios = tuple(reader.scenarios.values())
    findings += _too_many(scenarios, reader.used)
    return Checked(tuple(figures.values()), reader.used, scenarios, tuple(findings))


def _too_many(scenarios: tuple[str, ...], outputs: Mapping[str, Output]) -> list[Finding]:
    found = []
    if len(scenarios) > limits.SCENARIOS:
        args = {"found": len(scenarios), "most": limits.SCENARIOS}
        found.append(Finding("import_scenarios", args=args))
    if len(outputs) > limits.OUTPUTS:
        args = {"found": len(outputs), "most": limits.OUTPUTS}
        found.append(Finding("import_outputs", args=args))
    return found


class _Reader:
    """Reads line by line; what is wrong with one is gathered, and the line left out."""

    def __init__(self, told: Mapping[str, Any], chosen: Chosen, places: Places) -> None:
        self.by_feature, self.layer = told["by"] == "feature", short(told["layer"])
        self.places, self.outputs = places, Outputs()
        self.used: dict[str, Output] = {}
        self.scenarios: dict[str, str] = {}
        self.style, mixed = _style(told, chosen)
        self.findings: list[Finding] = mixed

    def say(self, line: Line, code: str, part: str, **args: Any) -> None:
        column = line.named.get(part, "")
        row, feature = (None, line.place) if self.by_feature else (line.place, None)
        self.findings.append(Finding(code, row, column, self.layer, feature, args))

    def read(self, line: Line) -> Figure | None:
        """Every cell is looked at even when another is wrong: one asks once, not five times."""
        before = len(self.findings)
        area, year = self._area(line), self._year(line)
        output, unit = self._output(line)
        scenario = self._scenario(line)
        factor = self._factor(line, output, unit)
        value = self._number(line, "value")
        bounds = [self._number(line, part) for part in ("p10", "p90")]
        if len(self.findings) > before or None in (area, year, output, factor, value):
            return None
        assert area and year and output and factor and value is not None  # noqa: S101
        low, high = (None if each is None else float(each * factor) for each in bounds)
        figure = Figure(
            line.place, area.id, year, output.id, scenario, float(value * factor), low, high,
            unit if factor != 1 else "",
        )  # fmt: skip
        return figure if self._ordered(line, figure) else None

    def _text(self, line: Line, part: str) -> str:
        found = cells.text(line.cells.get(part, ""))
        if isinstance(found, cells.Wrong):
            self.say(line, found.code, part, found=found.found)
            return ""
        return found

    def _area(self, line: Line) -> Area | None:
        text = self._text(line, "area")
        found = self.places.find(text)
        if found is None:
            city = self.places.city.names
            nearest = self.places.nearest(text)
            self.say(line, "import_area", "area", found=short(text), city=city, nearest=nearest)
        return found

    def _year(self, line: Line) -> int | None:
        text = self._text(line, "year")
        if re.fullmatch(r"\d{4}", text, re.ASCII) and _FIRST <= int(text) <= _LAST:
            return int(text)
        args = {"found": short(text), "first": _FIRST, "last": _LAST}
        self.say(line, "import_result_year", "year", **args)
        return None

    def _output(self, line: Line) -> tuple[Output | None, str]:
        name, unit = self._text(line, "output"), self._text(line, "unit")
        if not bare(name) or len(name) > _LONGEST_NAME:
            self.say(line, "import_output", "output", found=short(name), most=_LONGEST_NAME)
            return None, unit
        if not unit or len(unit) > _LONGEST_NAME:
            self.say(line, "import_unit_needed", "unit")
            return None, unit
        found = self.outputs.meant(name, unit)
        if found is not None:
            self.used[found.id] = found
        else:
            self.say(line, "import_output", "output", found=short(name), most=_LONGEST_NAME)
        return found, unit

    def _scenario(self, line: Line) -> str:
        name = self._text(line, "scenario")
        if is_baseline(name):
            return ""
        if len(name) > _LONGEST_NAME:
            self.say(line, "import_text_long", "scenario", found=short(name), most=_LONGEST_NAME)
        return self.scenarios.setdefault(name.casefold(), name)

    def _factor(self, line: Line, output: Output | None, unit: str) -> Fraction | None:
        if output is None:
            return None
        found = self.outputs.factor(unit, output)
        if found is None:
            args = {"found": short(unit), "expected": output.unit, "name": dict(output.names)}
            self.say(line, "import_result_unit", "unit", **args)
        return found

    def _number(self, line: Line, part: str) -> Fraction | None:
        """None for a bound that is not there, and for a value that is said not to be known."""
        before = len(self.findings)
        text = self._text(line, part)
        if len(self.findings) > before:
            return None
        if text.casefold() in NOT_REPORTED or (not text and part != "value"):
            return None
        found = cells.number(line.cells[part], text, self.style)
        if isinstance(found, cells.Wrong):
            self.say(line, found.code, part, found=found.found)
            return None
        return self._finite(line, part, Fraction(found[0]))

    def _finite(self, line: Line, part: str, value: Fraction) -> Fraction | None:
        if abs(value) < _HIGHEST:
            return value
        self.say(line, "import_number", part, found=short(self._text(line, part)))
        return None

    def _ordered(self, line: Line, figure: Figure) -> bool:
        """A range lies around its value, and has both of its ends."""
        low, high = figure.p10, figure.p90
        if (low is None) != (high is None):
            self.say(line, "import_range_half", "p10" if low is None else "p90")
            return False
        if low is None or high is None or low <= figure.value <= high:
            return True
        self.say(line, "import_range_order", "value")
        return False


def _style(told: Mapping[str, Any], chosen: Chosen) -> tuple[str | None, list[Finding]]:
    """The decimal sign of everything that is read as a number."""
    held = [
        (line.place, line.cells[part])
        for line in lines(told, chosen) for part in ("value", "p10", "p90") if part in line.cells
    ]  # fmt: skip
    return cells.style_of(held, told["delimiter"], short(chosen.parts["value"]))
