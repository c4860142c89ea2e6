"""The screens' typeface for paper: it holds every weight at once, paper wants a file for each."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "assets" / "vendor" / "fonts"
# Kerning and ligatures are not used on paper, and would take most of the time.
_UNUSED = ("GPOS", "GSUB", "GDEF")


def weights(name: str, wanted: Iterable[int], folder: Path) -> dict[int, Path]:
    """One of our fonts as a file for each weight, in `folder`, which stays until all is printed."""
    files = {weight: folder / f"{name}-{weight}.ttf" for weight in wanted}
    for weight, place in files.items():
        place.write_bytes(_one(name, weight))
    return files


@cache
def _one(name: str, weight: int) -> bytes:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - with the paper, not with the server
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    font = TTFont(FONTS / f"{name}.woff2", recalcTimestamp=False)
    for table in _UNUSED:
        del font[table]
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = None
    held = io.BytesIO()
    font.save(held)
    return held.getvalue()
