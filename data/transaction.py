"""Several statements of which all hold, or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def together(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing."""
    db.begin()
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()
