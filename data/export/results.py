"""Results of a session as one long table: a line for each figure, whatever the kind of question.

The figures are those that `workshop.tally` gives to every screen; with fewer than five voters
there are none, only a line that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from itertools import chain
from typing import Any

from data.export import robust, scenarios, together
from data.export.cells import Cell, Dialect, table
from data.export.figures import Figures, closed, live
from data.export.rounds import Named, idea_names, named
from data.export.said import spoken
from workshop.ballots import METHODS
from workshop.delphi import reasons, rule
from workshop.language import pick, translator
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round, Session
from workshop.objections import objections
from workshop.taken_back import called
from workshop.tally import results, sentence


@dataclass(frozen=True)
class Row(Named):
    """One figure. `n` is how many answers it rests on, None where that says nothing."""

    item: str = ""
    text: str = ""
    measure: str = ""
    value: Cell = None
    n: int | None = None
    note: str = ""


COLUMNS = tuple(field.name for field in fields(Row))


def rows(session: Session, language: str, told: Figures | None = None) -> list[Row]:
    """Every figure of the closed rounds, in the order of the workshop. `told` are the figures that
    may leave; without it, those that stand."""
    figures = live(session) if told is None else told
    found: list[Row] = []
    for round_ in closed(session):
        if round_.id in figures:
            found += _of_round(session, round_, figures[round_.id], language)
        blank = Row(*named(session, round_, language))
        for item, text, measure, value, note in scenarios.lines(round_, language):
            found.append(
                replace(blank, item=item, text=text, measure=measure, value=value, note=note)
            )
    return found


def results_csv(
    session: Session, language: str, dialect: Dialect, told: Figures | None = None
) -> str:
    head = headings(language) if dialect.name == "excel" else COLUMNS
    return table(head, (astuple(row) for row in rows(session, language, told)), dialect)


def headings(language: str) -> tuple[str, ...]:
    """The columns in the reader's language, for people; programs get `COLUMNS`."""
    _ = translator(language, "review")
    return (
        _("Source"),
        _("Step no."),
        _("Step"),
        _("Kind"),
        _("Round no."),
        _("Item"),
        _("Text"),
        _("Measure"),
        _("Value"),
        _("Rests on (n)"),
        _("Note"),
    )


def _of_round(session: Session, round_: Round, told: Json, language: str) -> Iterator[Row]:
    blank = Row(*named(session, round_, language))
    found = _with_words(round_, told["results"], told["answered"])
    note = as_released(told, language)
    yield replace(blank, measure="answered", value=told["answered"], note=note)
    if found.get("too_few"):
        _ = translator(language, "review")
        note = _("Fewer than {n} voters: results withheld").format(n=found["needed"])
        yield replace(blank, measure="voters", value=found["voters"], note=note)
        return
    yield from _CONTRIBUTED.get(found["kind"], _counted)(blank, round_, found, language)
    yield from _in_the_room(blank, round_, found, language)
    yield from _moved(round_, told["previous"], blank, language)
    texts = called(round_.step, language)
    more = (
        together.ways(told["previous"]),
        together.agreement(told.get("agreement")),
        together.delphi(round_, told),
        robust.lines(told.get("robust")),
    )
    for item, measure, value, n in chain(*more):
        text = texts.get(item, "")
        yield replace(blank, item=item, text=text, measure=measure, value=value, n=n)
    for each in objections(round_) or (reasons(round_) if rule(round_) else []):
        yield replace(blank, item=each.get("about", ""), measure="reason", text=each["text"])


def as_released(told: Json, language: str) -> str:
    """That figures stand from an earlier release; "" where they are as they are now."""
    _ = translator(language, "review")
    stands = _("As first released: what changed since would tell about fewer than {n}")
    return stands.format(n=WHOLE_ROOM_MINIMUM) if told.get("as_released") else ""


def _with_words(round_: Round, told: Json, answered: int) -> Json:
    """The figures, of ideas with the words that stand: those can be taken back at any time."""
    if told["kind"] != "ideas":
        return told
    found, supports = results(round_) or {}, told["supports"]
    ideas = [idea | {"supports": supports.get(idea["id"])} for idea in found["ideas"]]
    return found | {"ideas": ideas, "answered": answered}


def _counted(blank: Row, round_: Round, found: Json, language: str) -> Iterator[Row]:
    """What was voted: the voters, each figure of the method, the model's own, and one sentence."""
    unit = found.get("asked", {}).get("unit", "")
    yield replace(blank, measure="voters", value=found["voters"])
    if "abstentions" in found:
        n = found["voters"]
        yield replace(blank, measure="abstentions", value=found["abstentions"], n=n)
    texts = called(round_.step, language)
    for item, measure, value, n in METHODS[found["kind"]].measures(found):
        row = replace(blank, item=item, text=texts.get(item, ""), measure=measure, note=unit)
        yield replace(row, value=value, n=n)
    for option in found.get("options", ()):
        if option.get("too_few"):
            _ = translator(language, "review")
            note = _("Fewer than {n} answered: withheld").format(n=WHOLE_ROOM_MINIMUM)
            text = texts.get(option["id"], "")
            yield replace(blank, item=option["id"], text=text, measure="answers", note=note)
    for mark, value in zip(scenarios.PERCENTILES, found.get("model", ()), strict=False):
        yield replace(blank, measure=f"model_{mark}", value=value, note=unit)
    said = sentence(round_, found)
    if said is not None:
        yield replace(blank, measure="sentence", value=spoken(said, round_.step, language))


def _in_the_room(blank: Row, round_: Round, found: Json, language: str) -> Iterator[Row]:
    """Raised hands and paper apart; they stand in the sums too."""
    texts = called(round_.step, language)
    for each in found.get("by_hand", ()):
        how, people = each["source"], each["people"]
        yield replace(blank, measure=f"{how}_people", value=people)
        for option in each["options"] or ():
            item = replace(blank, item=option["id"], text=texts.get(option["id"], ""), n=people)
            for name in _COUNTED[found["kind"]]:
                yield replace(item, measure=f"{how}_{name}", value=option[name])


_COUNTED = {
    "statements": ("agree", "disagree", "pass"),
    "approval": ("count",),
    "score": ("n", "mean"),
}


def _pins(blank: Row, round_: Round, found: Json, language: str) -> Iterator[Row]:
    """Pins that were held back are not counted here; the manifest says how many there are."""
    approved = [c for c in round_.contributions.values() if c.state == "approved"]
    yield replace(blank, measure="pins_released", value=len(approved))
    for category in round_.step.settings["categories"]:
        count = sum(1 for pin in approved if pin.category == category["id"])
        text = pick(category["text"], language)
        item = replace(blank, item=category["id"], text=text)
        yield replace(item, measure="pins_released", value=count, n=len(approved))


def _ideas(blank: Row, round_: Round, found: Json, language: str) -> Iterator[Row]:
    yield replace(blank, measure="ideas_released", value=found["count"])
    names = idea_names(round_)
    _ = translator(language, "review")
    for idea in found["ideas"]:
        item = replace(blank, item=names[idea["id"]], text=idea["text"])
        few = idea["supports"] is None
        note = _("Fewer than {n} answered: withheld").format(n=WHOLE_ROOM_MINIMUM) if few else ""
        rests = None if few else found["answered"]
        yield replace(item, measure="supports", value=idea["supports"], n=rests, note=note)


_CONTRIBUTED: dict[str, Callable[[Row, Round, Any, str], Iterator[Row]]] = {
    "pins": _pins,
    "ideas": _ideas,
}


def _moved(round_: Round, previous: Json | None, blank: Row, language: str) -> Iterator[Row]:
    """What changed since the round before; nothing where too few answered both."""
    if previous is None:
        return
    moved = previous["movement"]
    _ = translator(language, "review")
    if moved is None:
        note = _("Fewer than {n} answered both rounds: movement withheld")
        note = note.format(n=WHOLE_ROOM_MINIMUM)
        yield replace(blank, measure="changed", note=note)
        return
    yield replace(blank, measure="answered_both", value=moved["both"])
    changed = moved["changed"]
    few = "" if changed is not None else _("It would tell about fewer than {n}: withheld")
    note = few.format(n=WHOLE_ROOM_MINIMUM)
    yield replace(blank, measure="changed", value=changed, n=moved["both"], note=note)
    texts = called(round_.step, language)
    for option in moved["options"]:
        item = replace(blank, item=option["id"], text=texts.get(option["id"], ""))
        yield replace(item, measure="before", value=option["before"])
        yield replace(item, measure="after", value=option["after"])
