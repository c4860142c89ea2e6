"""Printed codes as PDF, A4: a sheet of slips to cut apart, or a card to stand on each table.

Everything that is printed comes from here: letters from the font that the screens use, squares
drawn by us. Plain codes pass through this module and are kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from data.export.paper import EDGE, PAGE_H, PAGE_W, SOFT, Look, Paper, paper
from workshop.language import pick, translator
from workshop.model import Session
from workshop.slips import Slip

COLUMNS, ROWS = 2, 5
SLIP_W, SLIP_H = (PAGE_W - 2 * EDGE) / COLUMNS, (PAGE_H - 2 * EDGE) / ROWS


@dataclass(frozen=True)
class Batch:
    """What stands on every piece of paper: `address` as people type it, `admits` for tables."""

    session: Session
    address: str
    admits: int = 1

    def say(self, sentence: str) -> str:
        return translator(self.session.language, "desk")(sentence)

    @property
    def title(self) -> str:
        _ = self.say
        title = pick(self.session.title, self.session.language)
        return f"{title} ({_('Rehearsal')})" if self.session.rehearsal else title


def sheet(batch: Batch, slips: Iterable[Slip]) -> bytes:
    """Ten slips a page, each with a person's own code, with lines to cut along."""
    left = iter(slips)
    with paper() as sheets:
        while page := list(islice(left, COLUMNS * ROWS)):
            sheets.turn()
            for place, slip in enumerate(page):
                column, row = place % COLUMNS, place // COLUMNS
                _slip(sheets, batch, slip, EDGE + column * SLIP_W, EDGE + row * SLIP_H)
            _cut_lines(sheets)
        return sheets.pdf()


def tent_cards(batch: Batch, slips: Iterable[Slip]) -> bytes:
    """A page for each table, to be folded once: the same can be read from both sides."""
    with paper() as sheets:
        for slip in slips:
            sheets.turn()
            sheets.dashed(0, PAGE_H / 2, PAGE_W, PAGE_H / 2)
            _card(sheets, batch, slip)
            with sheets.upside_down():
                _card(sheets, batch, slip)
        return sheets.pdf()


def _slip(on: Paper, batch: Batch, slip: Slip, x: float, y: float) -> None:
    _ = batch.say
    side, pad = 31.0, 5.5
    left = x + pad + side + 5
    width = x + SLIP_W - pad - left
    on.square(slip.address, x + pad, y + pad, side)
    on.lines(batch.title, (left, y + pad), width, Look(9.5, bold=True), most=2)
    on.lines(_("Your code"), (left, y + 16.5), width, Look(8, grey=SOFT))
    on.code(slip.spaced, (left, y + 20.5), width, 21)
    on.lines(batch.address, (left, y + 32), width, Look(10, bold=True))
    told = _("Scan the square, or type the address and then the code. It lets in one person, once.")
    on.lines(told, (x + pad, y + 42), SLIP_W - 2 * pad - 12, Look(7.8, grey=SOFT), most=2)
    # Small: it is for whoever lost a phone, and says nothing of who holds the slip.
    on.right(f"nr {slip.number}", x + SLIP_W - pad, y + 45.3, 8)


def _card(on: Paper, batch: Batch, slip: Slip) -> None:
    """The lower half of a page."""
    _ = batch.say
    top, edge, side = PAGE_H / 2 + 16, 17.0, 62.0
    whole = PAGE_W - 2 * edge
    width = whole - side - 8
    on.lines(batch.title, (edge, top), whole, Look(14, bold=True, grey=SOFT))
    on.square(slip.address, PAGE_W - edge - side, top + 14, side)
    on.lines(_("Table {n}").format(n=slip.number), (edge, top + 13), width, Look(40, bold=True))
    on.lines(_("The table's code"), (edge, top + 37), width, Look(13, grey=SOFT))
    on.code(slip.spaced, (edge, top + 45), width, 54)
    on.lines(batch.address, (edge, top + 70), width, Look(17, bold=True))
    told = _("Scan the square, or type the address and then the code. It lets in {n} phones.")
    on.lines(told.format(n=batch.admits), (edge, top + 88), whole, Look(13, grey=SOFT), most=2)


def _cut_lines(on: Paper) -> None:
    """Across the whole sheet and round it: scissors need no more than that."""
    for column in range(COLUMNS + 1):
        at = EDGE + column * SLIP_W
        on.dashed(at, EDGE - 4, at, PAGE_H - EDGE + 4)
    for row in range(ROWS + 1):
        at = EDGE + row * SLIP_H
        on.dashed(EDGE - 4, at, PAGE_W - EDGE + 4, at)
