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
HUB = 58.0
EDGE = 322.0
# Rings from the middle outwards, by how many lie below the part in focus; shares of the radius.
RINGS = {4: (0.13, 0.34, 0.4, 0.13), 3: (0.3, 0.32, 0.38), 2: (0.38, 0.62), 1: (1.0,)}
GAP = 1.2
ROOM = 7.0  # between a label and the edges of its piece
LINE = 1.12


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

    def inside_length(self, size: float, lines: int) -> float:
        """How long the innermost of some lines along the ring may be."""
        radius = self.radius - size * (0.34 + (lines - 1) * 0.6)
        return (self.end - self.start) * 6.2832 * max(radius, 1.0)

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
    deep = depth(focus)
    drawn = [_segment(piece, chosen, enter, deep > 3) for piece in pieces]
    middle = _middle(hub, back, back_label)
    half = SIZE
    return svg(
        *drawn,
        middle,
        box=(-half, -half, 2 * half, 2 * half),
        class_=f"wheel depth-{deep}",
        role="group",
        aria_label=label,
    )


def _segment(piece: Segment, chosen: str | None, enter: str | None, crowded: bool) -> Node:
    part = piece.part
    pad = GAP / (6.2832 * piece.outer)
    start, end = piece.start + pad / 2, piece.end - pad / 2
    shape = ring_piece(piece.inner + GAP / 2, piece.outer, start, end)
    picked = " chosen" if part.id == chosen else ""
    return el(
        "g",
        el("title", part.told),
        el("path", d=shape, class_="shape"),
        *_label(piece, crowded),
        class_=f"segment {part.level} {part.state}{picked}",
        role="button",
        tabindex="0" if part.id == enter else "-1",
        aria_label=part.told,
        aria_pressed="true" if picked else None,
        data_id=part.id,
        data_level=part.level,
        data_ring=str(piece.ring),
    )


def _label(piece: Segment, crowded: bool) -> list[Node | str]:
    """The name where it can be read: along the ring, else outwards, else nothing."""
    if crowded and piece.part.level == "indicator":
        return []
    sizes = (
        (14.0, 12.5, 11.5) if piece.part.level in ("dimension", "subdimension") else (12.0, 11.0)
    )
    name, thick = piece.part.name, piece.thickness - ROOM
    for size in sizes:
        for count in (1, 2):
            along = wrapped(name, piece.inside_length(size, count) - ROOM, thick, size)
            if 0 < len(along) <= count:
                return _along(piece, along, size)
        outwards = wrapped(name, thick, piece.arc_length - 2, size)
        if outwards:
            return _outwards(piece, outwards, size)
    if piece.arc_length > sizes[-1] * LINE:
        text = shortened(name, thick, sizes[-1])
        return _outwards(piece, [text], sizes[-1]) if text else []
    return []


def wrapped(text: str, length: float, height: float, size: float) -> list[str]:
    """The text in lines no longer than `length`; empty when they do not fit into `height`."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size) <= length:
            lines[-1] = joined
        else:
            lines.append(word)
    fits = all(width_of(line, size) <= length for line in lines)
    return lines if fits and len(lines) * size * LINE <= height else []


def _along(piece: Segment, lines: list[str], size: float) -> list[Node | str]:
    """Lines that follow the ring, the first outermost; in the lower half innermost."""
    upside = 0.25 < piece.turn % 1 < 0.75
    nodes: list[Node | str] = []
    for n, line in enumerate(lines):
        shift = ((len(lines) - 1) / 2 - n) * size * LINE
        radius = (
            piece.radius - shift + size * 0.34 if upside else piece.radius + shift - size * 0.34
        )
        name = f"wheel-arc-{piece.ring}-{round(piece.start * 1e4)}-{n}"
        words = el("textPath", line, href=f"#{name}", startOffset="50%", text_anchor="middle")
        nodes += [
            el("path", id=name, d=arc(radius, piece.start, piece.end), class_="guide"),
            el("text", words, font_size=size, class_="words", aria_hidden="true"),
            " ",
        ]
    return nodes


def _outwards(piece: Segment, lines: list[str], size: float) -> list[Node | str]:
    """Lines along the spoke, turned so that they are never upside down."""
    x, y = at(piece.radius, piece.turn)
    angle = piece.turn % 1 * 360 - 90
    if angle > 90:
        angle -= 180
    top = -(len(lines) - 1) / 2 * size * LINE + size * 0.35
    spans: list[Node | str] = []
    for n, line in enumerate(lines):
        spans += [el("tspan", line, x=0, y=top + n * size * LINE), " "]
    return [
        el(
            "text",
            *spans,
            transform=f"translate({x:.2f} {y:.2f}) rotate({angle:.2f})",
            font_size=size,
            text_anchor="middle",
            class_="words",
            aria_hidden="true",
        )
    ]


def _middle(hub: tuple[str, str, str], back: Part | None, back_label: Callable[[str], str]) -> Node:
    figure, first, second = hub
    texts = [
        el("text", figure, y=-4, class_="hub-figure"),
        " ",
        el("text", first, y=15, class_="hub-line"),
        " ",
        el("text", second, y=30, class_="hub-line"),
    ]
    disc = el("circle", r=HUB - 5, class_="hub-disc")
    if back is None:
        return el("g", disc, *texts, class_="hub")
    arrow = el("path", d="M5 -46 L-2 -39 L5 -32 M-2 -39 H11", class_="hub-arrow")
    return el(
        "g", disc, arrow, *texts, class_="hub segment", role="button", tabindex="0",
        aria_label=f"{' '.join(hub)}. {back_label(back.name)}", data_id=back.id,
        data_level=back.level, data_ring="-1",
    )  # fmt: skip
