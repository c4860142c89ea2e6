"""The opinion groups of a round as sentences and as lines of the table of groups."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.language import translator
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round
from workshop.opinion.told import told
from workshop.taken_back import called

BY = "opinion"
ALL = "all"
# by, row, voters, item, text, measure, value, note: what a line says after its round's name.
Told = tuple[str, str, int | None, str, str, str, int | None, str]


def figures(round_: Round) -> tuple[Json | None, dict[str, Json]]:
    """What is told in words, and the table of numbers beside those by group and district."""
    found = told(round_)
    if found is None:
        return None, {}
    table = found.pop("table", None)
    return found, {BY: table} if table else {}


def why_none(found: Json, language: str) -> str:
    """Why a round has no opinion groups; "" where it has."""
    _ = translator(language, "review")
    few = _(
        "No opinion groups: {needed} people who have answered at least {answers} statements are "
        "needed, and here they are fewer. In so small a room a group would be chance."
    )
    said = {
        "": "",
        "few": few,
        "alike": _("No opinion groups: everybody answered alike."),
        "small": _("No opinion groups: each of them would be fewer than {n} people."),
    }[found["why"]]
    return said.format(needed=found["needed"], answers=found["answers"], n=WHOLE_ROOM_MINIMUM)


def lines(round_: Round, told_: Json, language: str) -> Iterator[Told]:
    """The groups, how many agreed where that may be told, and what is said of them in words."""
    found = told_.get(BY)
    if found is None:
        return
    if found["why"]:
        yield BY, "", None, "", "", "", None, why_none(found, language)
        return
    texts = called(round_.step, language)
    table = told_["by"][BY]
    _ = translator(language, "review")
    withheld = _("It would tell about fewer than {n}: withheld").format(n=WHOLE_ROOM_MINIMUM)
    for place, row in enumerate(table["rows"]):
        for item in table["items"]:
            cells, text = item.get("for"), texts.get(item["id"], "")
            head = (BY, row["id"], row["voters"], item["id"], text, "agree")
            yield (*head, cells[place], "") if cells else (*head, None, withheld)
    notes = {
        "own": _("Sets this group apart from the others"),
        "shared": _("Every group by itself says so"),
    }
    for row, voters, why, said in [
        *((g["id"], g["people"], "own", g["own"]) for g in found["groups"]),
        (ALL, found["people"], "shared", found["shared"]),
    ]:
        for each in said:
            measure = f"{why}_{each['side']}"
            yield BY, row, voters, each["id"], texts.get(each["id"], ""), measure, None, notes[why]
