"""A sheet of A4 and what we put on it: words in the house's letters, codes, squares, cut lines.

Places are millimetres from the upper left corner, sizes of letters are points.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import segno

from data.export.typeface import weights

if TYPE_CHECKING:
    from fpdf import FPDF

PAGE_W, PAGE_H, EDGE = 210.0, 297.0, 10.0
INK, SOFT, CUT = 20, 90, 150  # greys
MM = 0.3528  # of a point
LEADING = 1.32
SMALLEST = 5.0

_WEIGHTS = {"": 420, "B": 680}

Place = tuple[float, float]


class Look(NamedTuple):
    """How words are set: the size is the largest they may have."""

    size: float
    bold: bool = False
    grey: int = INK


@contextmanager
def paper() -> Iterator[Paper]:
    """An empty document. Its letters lie in a folder of their own as long as it is written."""
    from fpdf import FPDF  # noqa: PLC0415 - half a second, which no start of the server has to spare

    with tempfile.TemporaryDirectory() as folder:
        pdf = FPDF(format="A4")
        pdf.set_auto_page_break(False)
        pdf.set_creator("Rådslag")
        files = weights("inter-latin", _WEIGHTS.values(), Path(folder))
        for style, weight in _WEIGHTS.items():
            pdf.add_font("house", style, files[weight])
        yield Paper(pdf)


class Paper:
    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._fitted: dict[tuple[str, float, Look, int], tuple[Look, list[str]]] = {}

    def turn(self) -> None:
        self._pdf.add_page()

    def pdf(self) -> bytes:
        return bytes(self._pdf.output())

    def upside_down(self) -> AbstractContextManager[None]:
        return self._pdf.rotation(180, PAGE_W / 2, PAGE_H / 2)

    def lines(self, text: str, at: Place, width: float, look: Look, most: int = 1) -> None:
        """A text in at most so many lines; one that is too long becomes smaller, then ends."""
        look, found = self._fit(text, width, look, most)
        self._letters(look)
        for number, line in enumerate(found):
            self._pdf.text(at[0], at[1] + look.size * MM * (1 + LEADING * number), line)

    def right(self, text: str, x: float, y: float, size: float) -> None:
        """A short text that ends at `x`."""
        self._letters(Look(size, grey=SOFT))
        self._pdf.text(x - self._pdf.get_string_width(text), y + size * MM, text)

    def code(self, text: str, at: Place, width: float, size: float) -> None:
        """Wide letters on one line, as large as there is room for."""
        while size > SMALLEST:
            self._letters(Look(size, bold=True))
            self._pdf.set_char_spacing(size * 0.1)
            if self._pdf.get_string_width(text) <= width:
                break
            size *= 0.95
        self._pdf.text(at[0], at[1] + size * MM, text)
        self._pdf.set_char_spacing(0)

    def square(self, address: str, x: float, y: float, side: float) -> None:
        """The address as a QR code. Which mask is best is not worth the time that it takes."""
        picture = io.BytesIO()
        code = segno.make(address, error="m", micro=False, mask=2, boost_error=False)
        code.save(picture, kind="png", scale=6, border=0)
        picture.seek(0)
        self._pdf.image(picture, x, y, side, side)

    def dashed(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._pdf.set_draw_color(CUT)
        self._pdf.set_line_width(0.2)
        self._pdf.set_dash_pattern(dash=1.6, gap=1.6)
        self._pdf.line(x1, y1, x2, y2)
        self._pdf.set_dash_pattern()

    def _letters(self, look: Look) -> None:
        self._pdf.set_font("house", "B" if look.bold else "", look.size)
        self._pdf.set_text_color(look.grey)

    def _fit(self, text: str, width: float, look: Look, most: int) -> tuple[Look, list[str]]:
        """(the look in which the text fits, its lines). The same words come on every slip."""
        asked = (text, width, look, most)
        if asked not in self._fitted:
            found = self._broken(text, width, look)
            while (found is None or len(found) > most) and look.size > SMALLEST:
                look = look._replace(size=look.size * 0.95)
                found = self._broken(text, width, look)
            self._fitted[asked] = (look, (found or [text])[:most])
        return self._fitted[asked]

    def _broken(self, text: str, width: float, look: Look) -> list[str] | None:
        """The text in lines that end between words; None where one word is too wide."""
        self._letters(look)
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._pdf.get_string_width(longer) <= width:
                lines[-1] = longer
            elif self._pdf.get_string_width(word) <= width:
                lines.append(word)
            else:
                return None
        return lines
