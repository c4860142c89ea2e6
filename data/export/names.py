"""Names of exported files: made by us from letters that every file system takes."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote

from workshop.model import Session

REHEARSAL = "rehearsal"
_KEPT = re.compile(r"[^a-z0-9]+")


def filename(session: Session, what: str, ending: str) -> str:
    """``radslag-alesund-2026-03-12-1a2b3c-results.csv``; a rehearsal says so in its name."""
    day = moment(session.created_at_ms).date().isoformat()
    parts = ["radslag", session.city, day, session.id[-6:], what]
    if session.rehearsal:
        parts.insert(1, REHEARSAL)
    return "-".join(filter(None, map(_plain, parts))) + f".{_plain(ending)}"


def disposition(name: str) -> str:
    """The Content-Disposition of a download (RFC 6266, RFC 8187)."""
    return f"attachment; filename=\"{_header(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def moment(ms: int) -> dt.datetime:
    """Milliseconds since 1970 as a time in UTC."""
    return dt.datetime.fromtimestamp(ms / 1000, tz=dt.UTC)


def minute(ms: int) -> str:
    """A time to the minute, never finer: ``2026-03-12T17:04Z``."""
    return moment(ms).strftime("%Y-%m-%dT%H:%MZ")


def _plain(part: str) -> str:
    return _KEPT.sub("-", part.lower()).strip("-")[:40]


def _header(name: str) -> str:
    """Only what may stand between quotes in a header."""
    return re.sub(r'[^\x20-\x7e]|["\\/]', "_", name)
