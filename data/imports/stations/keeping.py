"""A list of stations is taken: it becomes the city's next version."""

from __future__ import annotations

from data.imports.findings import Refusal
from data.imports.given import signed
from data.imports.pending import Upload
from data.imports.stations.look import Listed
from data.library import Library
from data.twin.station_file import StationList, StationLists


def keep(library: Library, upload: Upload, shown: Listed, role: str) -> int:
    """The version that is in force from now on."""
    if not shown.stations:
        raise Refusal("import_nothing")
    made = StationList(**signed(upload, shown, role), stations=shown.stations)
    return StationLists(library.data_dir).keep(upload.city, made)
