"""What a run of digits is: somebody's identity number, a telephone number, or just a number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress

from stdnum import luhn
from stdnum.no import fodselsnummer

from workshop.detector.digits import Chunk, Run

_CALLED = re.compile(
    r"\b(tlf|telefon\w*|mob|mobil\w*|ring|ringe|sms|vipps\w*|swish\w*|nummer\w*|phone|call)\b"
)
_COUNTED = re.compile(
    r"\s*(,-|kr\b|kron|nok\b|sek\b|mill|mrd|kwh|mwh|gwh|twh|m2|m3|kvm|kvadrat|tonn?\b|%|prosent"
    r"|procent|innbygg|invånar|person|euro|€|liter|meter|km\b)"
)
_NAMED = re.compile(r"(kr|nok|sek|org\.?\s?nr|orgnr|gnr|bnr|konto\w*|isbn|saksnr|sak|dnr)[\s.:]*\Z")
# How Norwegian telephone numbers are grouped; 50 000 000 (2, 3, 3) is an amount.
_GROUPS = {(8,), (2, 2, 2, 2), (3, 2, 3), (4, 4), (3, 5), (5, 3)}
_YEARS = re.compile(r"(19|20)\d\d(19|20)\d\d\Z")
_COUNTRIES = ("0047", "0046", "0045", "00358", "0048", "0049", "0044", "0037", "0038")
SHORTEST = 8
MANY = 5  # chunks: nobody writes an amount in so many pieces


def kinds(run: Run) -> set[str]:
    """The findings in a run of digits."""
    if sum(len(chunk.digits) for chunk in run.chunks) < SHORTEST:
        return set()
    if _identity(run):
        return {"national_id"}
    return {"phone"} if _phone(run) else set()


def _windows(run: Run, shortest: int, longest: int) -> Iterator[tuple[tuple[Chunk, ...], str]]:
    """Neighbouring chunks of that many digits together."""
    for first in range(len(run.chunks)):
        digits = ""
        for last in range(first, len(run.chunks)):
            digits += run.chunks[last].digits
            if len(digits) > longest:
                break
            if len(digits) >= shortest:
                yield run.chunks[first : last + 1], digits


def _identity(run: Run) -> bool:
    return any(
        fodselsnummer.is_valid(digits) if len(digits) == 11 else _swedish(digits)
        for _, digits in _windows(run, 10, 12)
    )


def _swedish(digits: str) -> bool:
    """A personnummer or samordningsnummer (its day is 60 higher), with or without the century."""
    if len(digits) == 12 and digits[:2] not in ("18", "19", "20"):
        return False
    year, month, day = int(digits[:-8]), int(digits[-8:-6]), int(digits[-6:-4])
    day = day - 60 if day > 60 else day
    with suppress(ValueError):
        # Without a century any leap year will do.
        dt.date(year if year > 99 else 2000 + year % 4, month, day)
        return luhn.is_valid(digits[-10:])
    return False


def _phone(run: Run) -> bool:
    if _COUNTED.match(run.after) or _NAMED.search(run.before):
        return False
    called = bool(_CALLED.search(run.before))
    if called and any(digits[0] != "1" for _, digits in _windows(run, 8, 12)):
        return True
    return _abroad(run) or any(
        (_norwegian(chunks, digits) or _from_sweden(chunks, digits)) and not _moment(chunks, digits)
        for chunks, digits in _windows(run, 8, 10)
    )


def _abroad(run: Run) -> bool:
    """A number with its country's code in front."""
    for chunks, digits in _windows(run, 9, 15):
        if chunks[0].gap.endswith("+") or digits.startswith(_COUNTRIES):
            return True
    return False


def _norwegian(chunks: tuple[Chunk, ...], digits: str) -> bool:
    if len(digits) == 10 and digits.startswith("47") and len(chunks) == 1:
        digits = digits[2:]
    elif len(digits) != 8:
        return False
    if digits[0] in "01" or _counting(digits):
        return False
    if any("," in chunk.gap for chunk in chunks[1:]) or _decimal(chunks[0]):
        return False
    sizes = tuple(len(chunk.digits) for chunk in chunks)
    spelled = any(chunk.spelled for chunk in chunks)
    return sizes in _GROUPS or len(chunks) >= MANY or spelled or len(chunks[0].digits) == 10


def _from_sweden(chunks: tuple[Chunk, ...], digits: str) -> bool:
    """0 and an area or mobile code, then the rest: eight to ten digits in all."""
    if digits[0] != "0" or digits[1] == "0" or _decimal(chunks[0]):
        return False
    if len(chunks) == 1:
        return len(digits) == 10 or (len(digits) == 9 and digits[1] != "7")
    return 2 <= len(chunks[0].digits) <= 4 or len(chunks) >= MANY


def _decimal(chunk: Chunk) -> bool:
    """The digits after a decimal point."""
    return chunk.gap in (".", ",")


def _counting(digits: str) -> bool:
    """1 2 3 4 …, or the same downwards, or one digit over and over."""
    return len({int(b) - int(a) for a, b in zip(digits, digits[1:], strict=False)}) == 1


def _moment(chunks: tuple[Chunk, ...], digits: str) -> bool:
    """A date, a span of years, or a span of hours: eight digits that say when."""
    if len(digits) != 8:
        return False
    if _YEARS.match(digits):
        return True
    pairs = [digits[i : i + 2] for i in range(0, 8, 2)]
    hours = len(chunks) in (2, 4) and all(
        int(hour) <= 24 and int(minute) < 60 for hour, minute in (pairs[:2], pairs[2:])
    )
    return hours or any(
        _date(*parts)
        for parts in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2]))
    )


def _date(year: str, month: str, day: str) -> bool:
    with suppress(ValueError):
        return 1850 < dt.date(int(year), int(month), int(day)).year < 2100
    return False
