"""The legend of a map: one row a colour, with its numbers and how many areas wear it."""

from __future__ import annotations

from dataclasses import dataclass

from layers.classify import Classes
from workshop.language import number, translator

# Which of the five shades a class wears, so that few classes still use the whole span.
SHADES = {
    0: (),
    1: (4,),
    2: (2, 4),
    3: (1, 3, 5),
    4: (1, 2, 4, 5),
    5: (1, 2, 3, 4, 5),
}
MISSING = 0


@dataclass(frozen=True)
class LegendRow:
    """`shade` 1–5 is the CSS class ``map-shade-<n>``; 0 is the hatching of missing values."""

    shade: int
    text: str
    n: int


def shade(classes: Classes, value: float | None) -> int:
    """The shade of a value; 0 when there is none."""
    if value is None or not classes.bounds:
        return MISSING
    return SHADES[len(classes.bounds)][classes.index(value)]


def decimals(step: float) -> int:
    """How many decimals tell numbers apart that lie `step` from each other."""
    places = 0
    while places < 6 and round(step, places) != step:
        places += 1
    return places


def sensible(value: float) -> int:
    """How many decimals a figure of this size is read with."""
    size = abs(value)
    if size >= 1000 or value == round(value):
        return 0
    return 1 if size >= 100 else 2 if size >= 0.1 else 3


def legend(classes: Classes, missing: int, language: str) -> tuple[LegendRow, ...]:
    """Rows from the highest class to the lowest, then what is not reported."""
    _ = translator(language, "explore")
    edges = [edge for pair in classes.ranges() for edge in pair]
    digits = max((decimals(edge) for edge in edges), default=0)
    if classes.method == "single":
        digits = sensible(edges[0])
    shades = SHADES[len(classes.bounds)]
    rows = [
        LegendRow(shades[i], _range(low, high, language, digits), classes.counts[i])
        for i, (low, high) in enumerate(classes.ranges())
    ]
    rows.reverse()
    if missing:
        rows.append(LegendRow(MISSING, _("Not reported"), missing))
    return tuple(rows)


def _range(low: float, high: float, language: str, digits: int) -> str:
    if low == high:
        return number(low, language, digits)
    return f"{number(low, language, digits)} – {number(high, language, digits)}"


def method(classes: Classes, language: str) -> str:
    """How the classes were made, in one sentence."""
    _ = translator(language, "explore")
    if classes.method == "quantiles":
        sentence = _("Classes with about equally many areas (quantiles), n = {n}.")
    elif classes.method == "fisher_jenks":
        sentence = _("Classes at natural breaks (Fisher–Jenks), n = {n}.")
    elif classes.method == "single":
        sentence = _("One value only, n = {n}.")
    else:
        return _("No value is reported for this map.")
    return sentence.format(n=number(classes.total, language))
