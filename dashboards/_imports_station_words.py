"""What is said of a list of stations; `{…}` is filled with what was found."""

from __future__ import annotations

from collections.abc import Callable

Words = Callable[[str], str]


def said(_: Words) -> dict[str, str]:
    return {
        "import_list_by": _("Say whose list this is."),
        "import_list_date": _("Say of which day the list is."),
        "import_list_licence": _("Say under which terms the list may be used."),
        "import_station_where": _("Choose both columns with coordinates."),
        "import_station_outside": _(
            "This station stands in none of the city's districts, or the file does not say where."
        ),
        "import_stations_wrong": _(
            "{found} of {rows} stations cannot be used. Put them right, or choose above to leave"
            " them out."
        ),
        "import_no_stations": _("No station can be read. Expected at least one."),
        "import_stations_districts": _(
            "This city has no districts here, so nobody could tell who has a station near. Bring"
            " the districts first."
        ),
        "import_note_twice": _("{found} rows are of a station that was on the list already."),
    }
