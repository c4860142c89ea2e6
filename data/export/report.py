"""The results as a report for an archive: PDF/A-2u, every letter with its meaning, nothing outside.

The figures are the lines of `data.export.results`, so that the report says what the table says.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from fpdf.fonts import TTFFont

from data.export.figures import Figures
from data.export.names import minute, moment
from data.export.results import Row, rows
from data.export.typeface import weights
from workshop.language import date, pick, translator
from workshop.model import Session

FACES = {"inter": "inter-latin", "interext": "inter-latin-ext"}
WEIGHTS = {"": 400, "B": 650}
MARGIN, LINE, INDENT, WIDE = 18, 5.2, 6, 110
UNKNOWN = "?"  # for a letter that the typeface does not have: PDF/A allows no empty boxes


def report_pdf(session: Session, language: str, now_ms: int, told: Figures | None = None) -> bytes:
    """The whole report. `now_ms` is when it is made, `told` the figures that may leave."""
    with tempfile.TemporaryDirectory() as letters:
        page = _Page(Path(letters), pick(session.title, language), language, now_ms)
        _written(page, session, language, told)
        return bytes(page.output())


def _written(page: _Page, session: Session, language: str, told: Figures | None) -> None:
    _ = translator(language, "review")
    page.words(pick(session.title, language), 17, "B", 8)
    _facts(page, session, language)
    found = rows(session, language, told)
    for (step, title), of_step in groupby(found, key=lambda row: (row.step, row.step_title)):
        page.ln(4)
        page.words(f"{step}. {title}", 12.5, "B", 6.5)
        for number, of_round in groupby(of_step, key=lambda row: row.round):
            page.words(_("Round {n}").format(n=number), 9, "B")
            _lines(page, of_round)
    if not found:
        page.words(_("There are no results that may be reported."))


class _Page(FPDF):
    """Paper with our typeface, which knows the letters that it has."""

    def __init__(self, letters: Path, title: str, language: str, now_ms: int) -> None:
        super().__init__(enforce_compliance=DocumentCompliance.PDFA_2U)
        for family, name in FACES.items():
            files = weights(name, WEIGHTS.values(), letters)
            for style, weight in WEIGHTS.items():
                self.add_font(family, style, files[weight])
        faces = [face for face in self.fonts.values() if isinstance(face, TTFFont)]
        self._letters = {letter for face in faces for letter in face.cmap}
        self.set_fallback_fonts(["interext"], exact_match=True)
        self.set_creation_date(dt.datetime.fromtimestamp(now_ms // 1000, tz=dt.UTC))
        self.set_title(self.known(title))
        self.set_creator("Rådslag")
        self.set_lang(language)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.add_page()

    def known(self, words: str) -> str:
        """The words in letters that can be printed."""
        flat = words.replace("\n", " ")
        return "".join(c if ord(c) in self._letters else UNKNOWN for c in flat)

    def words(self, text: str, size: float = 9.5, style: str = "", height: float = LINE) -> None:
        self.set_font("inter", style, size)
        self.multi_cell(0, height, self.known(text), new_x="LMARGIN", new_y="NEXT")

    def figure(self, name: str, figure: str, indent: float) -> None:
        """A name to the left and what belongs to it to the right."""
        self.set_x(MARGIN + indent)
        self.cell(WIDE - indent, LINE, self.known(name))
        self.multi_cell(0, LINE, self.known(figure), align="R", new_x="LMARGIN", new_y="NEXT")


def _facts(page: _Page, session: Session, language: str) -> None:
    _ = translator(language, "review")
    facts = [date(moment(session.created_at_ms).date(), language, "long")]
    facts.append(_("{n} had joined").format(n=len(session.participants)))
    if session.rehearsal:
        facts.append(_("Rehearsal: simulated"))
    page.words(" · ".join(facts))
    page.words(_("Fewer than five are never told apart; what would show them is withheld."))
    page.words(_("Seal of the record: {hash}").format(hash=session.head))
    page.words(minute(session.closed_at_ms or session.created_at_ms))


def _lines(page: _Page, found: Iterable[Row]) -> None:
    """What a figure is about on a line of its own, then one line for each figure."""
    for text, of_item in groupby(found, key=lambda row: row.text):
        page.words(text) if text else page.set_font("inter", "", 9.5)
        for row in of_item:
            page.figure(row.measure.replace("_", " "), _told(row), INDENT if text else 0)


def _told(row: Row) -> str:
    if row.value is None:
        return row.note
    figure = f"{row.value:.3f}" if isinstance(row.value, float) else str(row.value)
    return f"{figure} (n = {row.n})" if row.n is not None else figure
