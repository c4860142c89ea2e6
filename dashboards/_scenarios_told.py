"""What an answer means beyond its outputs, in words: indicators, flows, and how the model fits."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboards import _scenarios_words as said
from dashboards._language import current, words
from dashboards._scenarios_json import short
from data.scenarios.effects import KpiEffect, PointEffect
from data.scoring import value_of
from data.twin.tables import load_outputs
from twin.scenario import Output
from workshop.language import date, number, pick

if TYPE_CHECKING:  # the models take seconds to load, and nobody should wait for them at a start
    from data.twin.register_file import Register
    from twin.circular.flows import Flow
    from twin.energy.surface import Surface
    from twin.energy.use import Reference

_ = words("scenarios")
Json = dict[str, Any]


def indicators(effects: Iterable[KpiEffect]) -> Json:
    """The indicators that are moved, and the names of those that are not modelled."""
    told = tuple(effects)
    return {
        "moved": [
            _point(each, point)
            for each in told
            for point in each.points
            if point.change is not None
        ],
        "still": [each.card.names[current()] for each in told if not each.modelled],
    }


def _point(effect: KpiEffect, point: PointEffect) -> Json:
    card, link, change = effect.card, point.link, point.change
    of_card = next(each for each in card.values if each.id == link.data_point)
    name = card.names[current()]
    observed = point.observed
    before = value_of(observed.value, observed.text_value) if observed else None
    return {
        "code": card.code,
        "slug": card.slug,
        "output": link.output,
        "name": f"{name}: {of_card.names[current()]}" if link.data_point else name,
        "unit": of_card.unit.label[current()],
        "changeUnit": said.points() if of_card.unit.id == "percent" else "",
        "decimals": link.decimals,
        "digits": change.decimals if change else 0,
        "change": _range(change.low, change.middle, change.high) if change else None,
        "ranged": bool(change and change.ranged),
        "clear": bool(change and change.clear),
        "before": before,
        "period": observed.period if observed else "",
        "after": _range(*point.after) if point.after else None,
        "benchmark": point.benchmark.value if point.benchmark else None,
        "notes": [each for each in (band_words(effect), _covered(point)) if each],
        "assumption": pick(link.assumption, current()),
    }


def _range(*figures: float) -> list[float | None]:
    """An end that another model did not report is no number, which no browser could read."""
    return [each if math.isfinite(each) else None for each in figures]


def band_words(effect: KpiEffect) -> str:
    """What becomes of an indicator's band; "" where it has none."""
    if effect.bands is None:
        return ""
    now, worst, best = effect.bands
    if effect.new_band is not None:
        return _("from band {before} to {after} of 4").format(before=now, after=effect.new_band)
    if worst == best:
        return _("stays in band {n} of 4").format(n=now)
    return _("in band {worst} to {best} of 4").format(worst=worst, best=best)


def _covered(point: PointEffect) -> str:
    return _("only the part that the model covers") if point.link.covers == "part" else ""


# Things of the flows in columns from left to right; what is not here lies between.
COLUMNS = {"separate": 1, "residual": 1, "central": 2, "buildings": 1}
LAST = ("reused", "recycled", "incinerated", "landfilled", "open_burned", "open_dump")
LAST += ("other_treatment", "biogas", "composted")


def flows(found: Mapping[str, tuple[Sequence[Flow], Sequence[Flow]]]) -> list[Json]:
    """Each theme's flows before and after, with names and columns for the drawing."""
    titles = {"waste": _("Household waste"), "materials": _("Building materials")}
    return [
        {
            "theme": theme,
            "title": titles.get(theme, theme),
            "unit": said.unit("t/a"),
            "before": _flow(before, theme),
            "after": _flow(after, theme),
        }
        for theme, (before, after) in found.items()
    ]


def _flow(links: Sequence[Flow], theme: str) -> Json:
    names = dict.fromkeys(end for each in links for end in (each.source, each.target))
    sizes = {name: _size(name, links) for name in names}
    return {
        "nodes": [
            {
                "id": each,
                "name": thing(each, theme),
                "column": _column(each, links),
                "size": sizes[each],
            }
            for each in names
        ],
        "links": [
            {
                "from": each.source,
                "to": each.target,
                "range": [short(float(tonnes)) for tonnes in each.tonnes],
            }
            for each in links
        ],
    }


def _size(name: str, links: Sequence[Flow]) -> float:
    """What goes through it, by the middles of its flows."""
    into = sum(float(each.tonnes[1]) for each in links if each.target == name)
    out = sum(float(each.tonnes[1]) for each in links if each.source == name)
    return max(into, out)


def _column(name: str, links: Sequence[Flow]) -> int:
    if name in COLUMNS:
        return COLUMNS[name]
    if all(each.source != name for each in links):
        return 3
    return 0


def thing(name: str, theme: str) -> str:
    """What flows, and where it goes, in words."""
    if (theme, name) == ("materials", "other"):
        return _("other materials")
    return {
        "food": _("food waste"),
        "paper": _("paper and card"),
        "plastics": _("plastics"),
        "glass_metal": _("glass and metal"),
        "textiles": _("textiles"),
        "other": _("other waste"),
        "rest": _("what cannot be sorted"),
        "separate": _("collected by kind"),
        "residual": _("residual bin"),
        "central": _("sorting plant"),
        "reused": _("used again"),
        "recycled": _("recycled"),
        "incinerated": _("burnt in a plant"),
        "landfilled": _("landfill"),
        "open_burned": _("burnt in the open"),
        "open_dump": _("dumped"),
        "other_treatment": _("other treatment"),
        "concrete": _("concrete"),
        "wood": _("wood"),
        "steel": _("steel"),
        "gypsum": _("gypsum"),
        "glass": _("glass"),
        "insulation": _("insulation"),
        "reuse": _("used before"),
        "buildings": _("buildings"),
    }.get(name, pick(load_outputs()[name].names, current()) if name in load_outputs() else name)


def off(more: float | None, output: Output) -> str:
    """How far the full models lie from the estimate that they replace."""
    if more is None:
        return ""
    amount = f"{number(abs(more), current(), output.decimals + 1)} {said.unit(output.unit)}"
    higher, lower = _("The estimate was {amount} higher."), _("The estimate was {amount} lower.")
    sentence = higher if more < 0 else lower
    return sentence.format(amount=amount)


def basis(reference: Reference, surface: Surface) -> list[Json]:
    """How the city's model is tied to what was metered, and how far the estimate is off."""
    meters = [
        f"{year}: {number(gwh, current(), 1)} GWh"
        for year, gwh in sorted(reference.metered.items())
    ]
    factors = [
        f"{_factor(name)} × {number(each, current(), 3)}"
        for name, each in reference.calibration.items()
    ]
    return [
        {"name": _("Metered electricity"), "text": ", ".join(meters)},
        {"name": _("Multiplied to fit"), "text": ", ".join(factors)},
        {"name": _("Inputs"), "text": reference.inputs_hash[:12]},
        {"name": _("How close the estimate follows the model"), "text": _error(surface.error)},
    ]


def whence(register: Register | None) -> str:
    """Where the districts' energy comes from: a register, or where people live."""
    if register is None:
        return _("Energy in the districts: approximate, shared out by where people live.")
    said_so = _(
        "Energy in the districts: from the municipality's building register ({date}, {by})."
    )
    day = date(dt.date.fromisoformat(register.date), current())
    return said_so.format(date=day, by=register.by)


def _error(error: Mapping[str, float]) -> str:
    if "city" not in error:
        return ""
    said_so = _(
        "In 19 of 20 checks the estimate lay within {total}% of the city's use,"
        " and within {effect}% of the effect."
    )
    total, effect = (number(100 * error[each], current(), 2) for each in ("city", "effect:city"))
    return said_so.format(total=total, effect=effect)


def _factor(name: str) -> str:
    """ "electricity:dwellings" in words."""
    carrier, _colon, group = name.partition(":")
    groups = {"dwellings": _("homes"), "services": _("other buildings")}
    outputs = load_outputs()
    told = pick(outputs[carrier].names, current()) if carrier in outputs else carrier
    return f"{told} ({groups[group]})" if group in groups else told
