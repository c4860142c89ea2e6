"""The QR code that a stage shows."""

from __future__ import annotations

import io

import segno

INK, PAPER = "#13262e", "#ffffff"
QUIET = 3  # modules of white around it


def qr_svg(address: str) -> bytes:
    """The address as an SVG that fills whatever box it is put in."""
    picture = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        picture, kind="svg", border=QUIET, xmldecl=False, omitsize=True, dark=INK, light=PAPER
    )
    return picture.getvalue()
