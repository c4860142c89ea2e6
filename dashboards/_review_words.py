"""Small phrases that both review pages use: dates, lengths, kinds of step, cities."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from dashboards._language import current, plurals, words
from dashboards._services import services
from data import queries
from data.errors import DataError
from workshop.language import date, pick
from workshop.model import Session, StepKind

_ = words("review")
_n = plurals("review")

# The time of every city that we hold, in Norway and in Sweden.
HALL = ZoneInfo("Europe/Oslo")


def local(ms: int) -> dt.datetime:
    """A stored time as the clocks in the hall showed it."""
    return dt.datetime.fromtimestamp(ms / 1000, tz=HALL)


def day(ms: int) -> str:
    return date(local(ms).date(), current(), "long")


def clock(ms: int) -> str:
    """Hours and minutes: 17:04."""
    return local(ms).strftime("%H:%M")


def minutes(n: int) -> str:
    return _n("{n} minute", "{n} minutes", n).format(n=n)


def let_in(session: Session) -> str:
    """How people were let in, and with that what a count of them is worth."""
    if session.level == "table":
        return _("Table codes: each table had a set number of phones")
    if session.level == "codes":
        return _("One-time codes: one person each, not a secret ballot")
    return _("Open to all, one answer from each phone: a guide")


def people(n: int) -> str:
    return _n("{n} participant", "{n} participants", n).format(n=n)


def steps(n: int) -> str:
    return _n("{n} step", "{n} steps", n).format(n=n)


def phase(name: str) -> str:
    return {"lobby": _("Not begun"), "open": _("Under way"), "closed": _("Finished")}[name]


def kind(name: StepKind) -> str:
    names = {
        "show": _("Shown"),
        "statements": _("Statements"),
        "approval": _("Choices"),
        "score": _("Scores"),
        "pins": _("Pins on a map"),
        "ideas": _("Ideas"),
        "scenario": _("Scenario"),
        "compare": _("Scenarios compared"),
        "guess": _("Guess"),
        "live": _("Live sliders"),
        "ranking": _("Ranking"),
        "dots": _("Dots"),
        "budget": _("Budget basket"),
        "quadratic": _("Quadratic votes"),
        "resistance": _("Resistance"),
        "pairwise": _("Comparison in pairs"),
        "judgment": _("Grades (majority judgment)"),
        "likert": _("Survey (Likert scale)"),
    }
    return names[name]


def city_name(city: str) -> str:
    """The city's name, or its id where the library does not know it any more."""
    try:
        return pick(queries.city(services().library, city).names, current())
    except DataError:
        return city
