"""What a run of the soak found: figures with their floors, and a report that anybody can read."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from tests.built_library import ROOT


@dataclass(frozen=True)
class Figure:
    """One measured number. `floor` must be reached; `stretch` is tried."""

    name: str
    value: float
    floor: float
    stretch: float
    unit: str = ""
    more_is_better: bool = False

    def reaches(self, mark: float) -> bool:
        return self.value >= mark if self.more_is_better else self.value <= mark

    @property
    def met(self) -> bool:
        return self.reaches(self.floor)


def at_most(
    name: str, value: float, floor: float, stretch: float | None = None, unit: str = ""
) -> Figure:
    return Figure(name, round(value, 3), floor, floor if stretch is None else stretch, unit)


def at_least(name: str, value: float, floor: float, unit: str = "") -> Figure:
    return Figure(name, round(value, 3), floor, floor, unit, more_is_better=True)


@dataclass
class Outcome:
    """What one part found. `skipped` says why it could not run at all."""

    figures: list[Figure] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: str = ""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return not self.skipped and not self.problems and all(f.met for f in self.figures)

    @property
    def verdict(self) -> str:
        return "SKIPPED" if self.skipped else "passed" if self.passed else "FAILED"


def machine() -> dict[str, object]:
    """What the figures were taken on."""
    return {
        "taken_at": time.strftime("%Y-%m-%d %H:%M:%S %Z"),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


def write(
    found: dict[str, Outcome], faults: dict[str, tuple[str, ...]], facts: dict[str, object]
) -> tuple[Path, Path]:
    """The report beside the code, as Markdown and as JSON; both are ignored by git."""
    told, data = ROOT / "soak-report.md", ROOT / "soak-report.json"
    told.write_text(markdown(found, faults, facts))
    parts = {
        name: asdict(one) | {"verdict": one.verdict, "faults": faults[name]}
        for name, one in found.items()
    }
    data.write_text(json.dumps({"machine": facts, "parts": parts}, indent=1))
    return told, data


def markdown(
    found: dict[str, Outcome], faults: dict[str, tuple[str, ...]], facts: dict[str, object]
) -> str:
    lines = ["# Soak report", ""]
    lines += [f"- {name.replace('_', ' ')}: {value}" for name, value in facts.items()]
    lines += ["", "| part | cases | verdict | seconds |", "|---|---|---|---|"]
    for name, one in found.items():
        lines.append(f"| {name} | {' '.join(faults[name])} | {one.verdict} | {one.seconds:.0f} |")
    skipped = {name: one.skipped for name, one in found.items() if one.skipped}
    if skipped:
        lines += ["", "## NOT SHOWN HERE", ""]
        lines += [f"- **{name}** was skipped: {why}" for name, why in skipped.items()]
    lines += ["", "## Figures", "", "| part | figure | found | floor | stretch |"]
    lines.append("|---|---|---|---|---|")
    lines += [_row(name, f) for name, one in found.items() for f in one.figures]
    for name, one in found.items():
        if one.problems or one.notes:
            lines += ["", f"## {name}", ""]
            lines += [f"- {note}" for note in one.notes]
            lines += [f"- PROBLEM: {problem}" for problem in one.problems[:50]]
    return "\n".join(lines) + "\n"


def _row(part: str, figure: Figure) -> str:
    def mark(wanted: float) -> str:
        sign = "≥" if figure.more_is_better else "≤"
        return f"{sign} {wanted:g} {'✓' if figure.reaches(wanted) else '✗'}"

    value = f"{figure.value:g} {figure.unit}".strip()
    return f"| {part} | {figure.name} | {value} | {mark(figure.floor)} | {mark(figure.stretch)} |"
