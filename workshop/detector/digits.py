"""Digits as a person means them: full-width, spelled in words, with O for 0, and spread out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ONES = {
    "0": ("null", "noll", "zero"), "1": ("en", "ein", "ett", "eitt", "én", "one"),
    "2": ("to", "två", "two"), "3": ("tre", "three"), "4": ("fire", "fyra", "four"),
    "5": ("fem", "five"), "6": ("seks", "sex", "six"), "7": ("sju", "syv", "seven"),
    "8": ("åtte", "åtta", "eight"), "9": ("ni", "nio", "nine"),
}  # fmt: skip
_TEENS = {
    "10": ("ti", "tio", "ten"), "11": ("elleve", "elva", "eleven"), "12": ("tolv", "twelve"),
    "13": ("tretten", "tretton", "thirteen"), "14": ("fjorten", "fjorton", "fourteen"),
    "15": ("femten", "femton", "fifteen"), "16": ("seksten", "sexton", "sixteen"),
    "17": ("sytten", "sjutton", "seventeen"), "18": ("atten", "arton", "eighteen"),
    "19": ("nitten", "nitton", "nineteen"),
}  # fmt: skip
_TENS = {
    "2": ("tjue", "tjugo", "twenty"), "3": ("tretti", "trettio", "thirty"),
    "4": ("førti", "fyrtio", "forty"), "5": ("femti", "femtio", "fifty"),
    "6": ("seksti", "sextio", "sixty"), "7": ("sytti", "sjuttio", "seventy"),
    "8": ("åtti", "åttio", "eighty"), "9": ("nitti", "nittio", "ninety"),
}  # fmt: skip


def _spelled() -> dict[str, str]:
    words = {word: digits for digits, found in (*_ONES.items(), *_TEENS.items()) for word in found}
    for ten, names in _TENS.items():
        for name in names:
            words[name] = f"{ten}0"
            for one, ones in _ONES.items():
                words |= {name + word: ten + one for word in ones if one != "0"}
    return words


WORDS = _spelled()
_LETTER = "a-zæøåäöé"
# Digits with look-alikes among them, standing free; digits that stand against letters; words.
_TOKEN = re.compile(
    rf"(?<![{_LETTER}])[0-9oil|]*[0-9][0-9oil|]*(?![{_LETTER}])|[0-9]+"
    rf"|(?<![{_LETTER}])o{{1,2}}(?![{_LETTER}])|[{_LETTER}]+"
)
_LOOKALIKE = str.maketrans("oil|", "0111")
_GAP = re.compile(r"[\s.,\-–—/\\_*+():;·•'\"~=]{0,4}\Z")
NEAR = 28  # signs before a run that may say what it is


@dataclass(frozen=True, slots=True)
class Chunk:
    """Digits that stand together; `gap` is what stands between them and the chunk before."""

    digits: str
    gap: str
    spelled: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Chunks with nothing but separators between them, and the text around them."""

    chunks: tuple[Chunk, ...]
    before: str
    after: str


def plain(text: str) -> str:
    """Small letters, ASCII digits, no invisible signs: what the eye reads."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(_sign(letter) for letter in folded)


def _sign(letter: str) -> str:
    if unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return ""
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)


def runs(text: str) -> list[Run]:
    """Every run of digits in a text that has passed `plain`."""
    found: list[Run] = []
    chunks: list[Chunk] = []
    start = end = 0
    for token in _TOKEN.finditer(text):
        digits = _digits(token.group())
        if digits is None:
            continue
        gap = text[end : token.start()]
        if chunks and not _GAP.match(gap):
            found.append(_run(text, chunks, start, end))
            chunks = []
        if not chunks:
            start = token.start()
            gap = text[max(0, start - 1) : start]
        chunks.append(Chunk(digits, gap, token.group()[0].isalpha()))
        end = token.end()
    if chunks:
        found.append(_run(text, chunks, start, end))
    return found


def _digits(token: str) -> str | None:
    """The digits that a token stands for; None for an ordinary word."""
    if token in WORDS:
        return WORDS[token]
    real = sum(letter.isdigit() for letter in token)
    if 2 * real >= len(token) or set(token) == {"o"}:
        return token.translate(_LOOKALIKE)
    return None


def _run(text: str, chunks: list[Chunk], start: int, end: int) -> Run:
    return Run(_tens(chunks), text[max(0, start - NEAR) : start], text[end : end + NEAR])


def _tens(chunks: list[Chunk]) -> tuple[Chunk, ...]:
    """ "Forty two" is one number of two digits."""
    joined: list[Chunk] = []
    for chunk in chunks:
        last = joined[-1] if joined else None
        pair = last and last.spelled and chunk.spelled and len(chunk.digits) == 1
        if (
            last
            and pair
            and len(last.digits) == 2
            and last.digits[0] > "1"
            and last.digits[1] == "0"
        ):
            joined[-1] = Chunk(last.digits[0] + chunk.digits, last.gap, spelled=True)
        else:
            joined.append(chunk)
    return tuple(joined)
