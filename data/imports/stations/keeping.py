"""A list of stations is taken: it becomes the city's next version."""

from __future__ import annotations

import datetime as dt

from data.imports.findings import Refusal
from data.imports.pending import Upload
from data.imports.stations.look import Listed
from data.library import Library
from data.twin.station_file import StationList, StationLists


def keep(library: Library, upload: Upload, shown: Listed, role: str) -> int:
    """The version that is in force from now on."""
    if shown.whose is None or not shown.stations or any(each.error for each in shown.findings):
        raise Refusal("import_nothing")
    now = dt.datetime.now(dt.UTC).isoformat("T", "seconds")
    made = StationList(
        **shown.whose, file=upload.file, sha256=upload.sha256, taken_at=now, role=role,
        stations=shown.stations,
    )  # fmt: skip
    return StationLists(library.data_dir).keep(upload.city, made)
