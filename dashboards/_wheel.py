"""The wheel: a city's parts as rings around its own score, one segment a part.

Drawn from the part in focus: its children are the innermost ring, indicators always the outermost.
Every segment is a button with its whole message as its name; one of them is the tab stop, and
assets/explore.js lets the arrow keys walk from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dashboards._drawing import (
    Node,
    arc,
    at,
    el,
    ring_piece,
    shortened,
    svg,
    width_of,
)
from dashboards._parts import Part

SIZE = 330.0
HUB = 66.0
EDGE = 322.0
# Rings from the middle outwards, by how many lie below the part in focus; shares of the radius.
RINGS = {4: (0.15, 0.17, 0.46, 0.22), 3: (0.17, 0.5, 0.33), 2: (0.42, 0.58), 1: (1.0,)}
GAP = 1.2


@dataclass(frozen=True)
class Segment:
    part: Part
    ring: int
    inner: float
    outer: float
    start: float
    end: float

    @property
    def turn(self) -> float:
        return (self.start + self.end) / 2

    @property
    def radius(self) -> float:
        return (self.inner + self.outer) / 2

    @property
    def arc_length(self) -> float:
        return (self.end - self.start) * 6.2832 * self.radius

    @property
    def thickness(self) -> float:
        return self.outer - self.inner


def depth(part: Part) -> int:
    return 1 + max(map(depth, part.children)) if part.children else 0


def segments(focus: Part) -> tuple[Segment, ...]:
    """Every part below the one in focus, each as wide as the indicators it holds."""
    shares = RINGS.get(depth(focus), (1.0,))
    edges = [HUB]
    for share in shares:
        edges.append(edges[-1] + share * (EDGE - HUB))
    return tuple(_spread(focus, 0.0, 1.0, 0, edges))


def _spread(
    part: Part, start: float, end: float, ring: int, edges: list[float]
) -> Iterator[Segment]:
    turn = start
    for child in part.children:
        width = (end - start) * child.total / part.total
        yield Segment(child, ring, edges[ring], edges[ring + 1], turn, turn + width)
        yield from _spread(child, turn, turn + width, ring + 1, edges)
        turn += width


def draw(
    focus: Part,
    *,
    chosen: str | None,
    back: Part | None,
    hub: tuple[str, str, str],
    label: str,
    back_label: Callable[[str], str],
) -> Node:
    """The drawing. `hub` is (figure, line, line); `back` is where a click in the middle leads."""
    pieces = segments(focus)
    enter = chosen if any(piece.part.id == chosen for piece in pieces) else None
    enter = enter or (pieces[0].part.id if pieces else None)
    drawn = [_segment(piece, chosen, enter) for piece in pieces]
    middle = _middle(hub, back, back_label)
    half = SIZE
    return svg(
        *drawn,
        middle,
        box=(-half, -half, 2 * half, 2 * half),
        class_="wheel",
        role="group",
        aria_label=label,
    )


def _segment(piece: Segment, chosen: str | None, enter: str | None) -> Node:
    part = piece.part
    pad = GAP / (6.2832 * piece.outer)
    start, end = piece.start + pad / 2, piece.end - pad / 2
    shape = ring_piece(piece.inner + GAP / 2, piece.outer, start, end)
    picked = " chosen" if part.id == chosen else ""
    return el(
        "g",
        el("title", part.told),
        el("path", d=shape),
        *_label(piece),
        class_=f"segment {part.level} {part.state}{picked}",
        role="button",
        tabindex="0" if part.id == enter else "-1",
        aria_label=part.told,
        aria_pressed="true" if picked else None,
        data_id=part.id,
        data_level=part.level,
        data_ring=str(piece.ring),
    )


def _label(piece: Segment) -> list[Node]:
    size = 15.0 if piece.part.level in ("dimension", "subdimension") else 12.5
    name = piece.part.name
    if piece.arc_length > width_of(name, size) + 10 and piece.thickness > size:
        return [_along(piece, name, size)]
    if piece.arc_length >= size + 2 and piece.thickness > 34:
        text = shortened(name, piece.thickness - 10, size)
        return [_outwards(piece, text, size)] if text else []
    text = shortened(name, piece.arc_length - 10, size)
    return [_along(piece, text, size)] if text and piece.thickness > size else []


def _along(piece: Segment, text: str, size: float) -> Node:
    """Text that follows the ring."""
    upside = 0.25 < piece.turn % 1 < 0.75
    line = arc(piece.radius + (size * 0.34 if upside else -size * 0.34), piece.start, piece.end)
    name = f"wheel-arc-{piece.ring}-{round(piece.start * 1e4)}"
    return el(
        "g",
        el("path", id=name, d=line, class_="guide"),
        el(
            "text",
            el("textPath", text, href=f"#{name}", startOffset="50%", text_anchor="middle"),
            font_size=size,
        ),
        class_="words",
        aria_hidden="true",
    )


def _outwards(piece: Segment, text: str, size: float) -> Node:
    """Text along the spoke, turned so that it is never upside down."""
    x, y = at(piece.radius, piece.turn)
    angle = piece.turn % 1 * 360 - 90
    if angle > 90:
        angle -= 180
    return el(
        "text",
        text,
        transform=f"translate({x:.2f} {y:.2f}) rotate({angle:.2f})",
        font_size=size,
        text_anchor="middle",
        dominant_baseline="central",
        class_="words",
        aria_hidden="true",
    )


def _middle(hub: tuple[str, str, str], back: Part | None, back_label: Callable[[str], str]) -> Node:
    figure, first, second = hub
    texts = [
        el("text", figure, y=-6, class_="hub-figure"),
        el("text", first, y=16, class_="hub-line"),
        el("text", second, y=32, class_="hub-line"),
    ]
    disc = el("circle", r=HUB - 5, class_="hub-disc")
    if back is None:
        return el("g", disc, *texts, class_="hub")
    arrow = el("path", d="M6 -49 L-1 -42 L6 -35 M-1 -42 H12", class_="hub-arrow")
    return el(
        "g", disc, arrow, *texts, class_="hub segment", role="button", tabindex="0",
        aria_label=back_label(back.name), data_id=back.id, data_level=back.level,
        data_ring="-1",
    )  # fmt: skip
