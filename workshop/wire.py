"""Messages from the network, read strictly: every field of the right kind, or `invalid`.

What passes here is bounded in size and depth and holds no number that is not finite, so that the
session never sees anything that it would have to doubt.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any, cast

from workshop import letters
from workshop.commands import COMMANDS, OPERATIONS, POSTED, Command, Operation
from workshop.errors import Rejected
from workshop.language import known

DEEPEST = 6
LONGEST_LIST = 64
LONGEST_TEXT = 4000
LONGEST_ITEM = 96  # two options of a pair, each of forty letters at most
# Of one text as it is kept: 400 letters of any script, or some 300 families.
MOST_BYTES = 12_000
_OP_ID = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")
_OP_FIELDS = frozenset(
    ("op_id", "do", "round", "item", "value", "rev", "seen_seq", "lat", "lon", "category")
    + ("text", "place", "group", "district", "language")
)
_JOIN_FIELDS = frozenset(("epoch", "seq", "shown", "proof"))
_CMD_FIELDS = frozenset(("op_id", "name", "args", "expected_version"))
# A commanded agenda is the one message that is large by right.
_BIG = {"set_agenda": (12, 200)}


def operation(message: object, participant: str, language: str = "nb") -> Operation:
    """A phone's message as an operation, or `Rejected("invalid", field)`."""
    fields = _fields(message, _OP_FIELDS)
    # `plain_text` mends a person's own words; everything else is taken as it is or not at all.
    _bounded({k: v for k, v in fields.items() if k != "text"}, DEEPEST, LONGEST_LIST)
    do = fields.get("do")
    if do not in OPERATIONS or do in POSTED:
        raise Rejected("invalid", "do")
    body: dict[str, Any] = {name: fields[name] for name in ("lat", "lon") if name in fields}
    for name in ("category", "group", "district"):
        if name in fields:
            body[name] = _short(fields[name], name)
    if "place" in fields:
        body["place"] = plain_text(fields["place"], 80, "place")
    return Operation(
        op_id=_op_id(fields),
        do=do,
        participant=participant,
        round=_short(fields.get("round"), "round"),
        item=_short(fields.get("item", ""), "item", LONGEST_ITEM) or "",
        value=fields.get("value"),
        rev=_whole(fields.get("rev", 0), "rev"),
        seen_seq=_whole(fields.get("seen_seq", 0), "seen_seq"),
        body=body,
        text=plain_text(fields["text"], LONGEST_TEXT, "text") if "text" in fields else None,
        language=known(_short(fields.get("language"), "language")) or language,
    )


def command(message: object, actor: str) -> Command:
    """A desk's message as a command, or `Rejected("invalid", field)`."""
    fields = _fields(message, _CMD_FIELDS)
    name = fields.get("name")
    if name not in COMMANDS:
        raise Rejected("invalid", "name")
    args = fields.get("args", {})
    if not isinstance(args, dict):
        raise Rejected("invalid", "args")
    deepest, longest = _BIG.get(name, (DEEPEST, 200))
    _bounded(args, deepest, longest)
    expected = fields.get("expected_version")
    if expected is not None:
        _whole(expected, "expected_version")
    return Command(_op_id(fields), name, cast(dict[str, Any], args), expected, actor)


def position(message: object) -> tuple[str, int, str]:
    """(epoch, seq, proof) of somebody who joins: what they have seen so far."""
    fields = _fields(message or {}, _JOIN_FIELDS)
    epoch, proof = (_short(fields.get(name), name) or "" for name in ("epoch", "proof"))
    return epoch, _whole(fields.get("seq") or 0, "seq"), proof


def shown(message: object) -> tuple[str, int]:
    """(epoch, seq) of the view that somebody who joins still shows; seq 0 for none."""
    fields = _fields(message or {}, _JOIN_FIELDS)
    return position(message)[0], _whole(fields.get("shown") or 0, "shown")


def plain_text(value: object, longest: int, where: str) -> str:
    """A person's words: composed (NFC), one space at a time, without control or direction marks.

    Length is counted in letters as a reader sees them; marks stacked on one letter are cut at four,
    and a letter that is joined of many is cut where no real one goes on.
    """
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 4 * longest + 64:
        raise Rejected("text_long" if isinstance(value, str) else "invalid", where)
    composed = unicodedata.normalize("NFC", value.encode("utf-8", "replace").decode())
    kept: list[str] = []
    marks = 0
    for letter in composed:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif not (category in ("Cs", "Co", "Cn") or _turns(letter) or marks > 4):
            kept.append(letter)
    text = " ".join("".join(kept).split(" "))
    text = re.sub(" +", " ", text).strip()
    text = letters.bounded(text)
    if letters.count(text) > longest or len(text.encode()) > MOST_BYTES:
        raise Rejected("text_long", where)
    return text


def _turns(letter: str) -> bool:
    """Marks that turn the direction of what follows, which could reach beyond the text."""
    return letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff"


def _fields(message: object, allowed: frozenset[str]) -> dict[str, Any]:
    if not isinstance(message, dict):
        raise Rejected("invalid", "message")
    fields = cast(dict[object, Any], message)
    unknown = [str(name)[:40] for name in fields if name not in allowed]
    if unknown:
        raise Rejected("invalid", unknown[0])
    return cast(dict[str, Any], message)


def _op_id(fields: dict[str, Any]) -> str:
    op_id = fields.get("op_id")
    if not isinstance(op_id, str) or not _OP_ID.match(op_id):
        raise Rejected("invalid", "op_id")
    return op_id


def _short(value: object, where: str, longest: int = 64) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise Rejected("invalid", where)
    return value


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Rejected("invalid", where)
    return value


def _bounded(value: object, depth: int, longest: int) -> None:
    """Refuse what is nested too deep, too long, or holds NaN, an infinity or a huge number."""
    if isinstance(value, (dict, list)):
        if depth == 0 or len(cast(list[object], value)) > longest:
            raise Rejected("invalid", "size")
        items = cast(dict[str, object], value).values() if isinstance(value, dict) else value
        for item in cast(list[object], items):
            _bounded(item, depth - 1, longest)
    elif isinstance(value, (int, float)) and not _plain(value):
        raise Rejected("invalid", "number")
    elif isinstance(value, str):
        _storable(value)


def _plain(value: float) -> bool:
    """Written so that NaN, which is neither smaller nor larger, is refused too; as is −0."""
    return abs(value) < 2**63 and (value != 0 or math.copysign(1, value) > 0)


def _storable(value: str) -> None:
    """Refuse what is too long, or holds half of a surrogate pair: that is no text in any file."""
    if len(value) > 2 * LONGEST_TEXT:
        raise Rejected("text_long", "text")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Rejected("invalid", "text")
