"""What is said of a building register; `{…}` is filled with what was found."""

from __future__ import annotations

from collections.abc import Callable

Words = Callable[[str], str]


def said(_: Words) -> dict[str, str]:
    return {**_whose(_), **_rows(_), **_whole(_), **_notes(_)}


def _whose(_: Words) -> dict[str, str]:
    return {
        "import_register_by": _("Say whose register this is."),
        "import_register_date": _("Say of which day the register is."),
        "import_register_licence": _("Say under which terms the register may be used."),
    }


def _rows(_: Words) -> dict[str, str]:
    return {
        "import_building_use": _(
            "“{found}” is no use that is known. Expected a building type with three digits, such as"
            " 111, or a word such as house, school or office."
        ),
        "import_building_year": _(
            "Found “{found}”. Expected the year it was built, {latest} at the latest, or an empty"
            " cell if nobody knows."
        ),
        "import_building_floor": _(
            "Found “{found}”. Expected a floor area in m², above 0 and at most {most}."
        ),
        "import_building_owner": _(
            "Found “{found}”. Expected “municipal”, or the municipality's share from 0 to 100%."
        ),
        "import_building_outside": _(
            "This building stands in none of the city's districts, or the file does not say where."
        ),
    }


def _whole(_: Words) -> dict[str, str]:
    return {
        "import_building_where": _(
            "Choose the column with the district, or both columns with coordinates."
        ),
        "import_buildings_wrong": _(
            "{found} of {rows} rows cannot be used. Put them right, or choose above to leave them"
            " out."
        ),
        "import_buildings_left": _(
            "{found} of {rows} rows cannot be used. More than one in five cannot be left out:"
            " the register would say too little."
        ),
        "import_building_segment": _(
            "The register has no {kind}. Expected some: their part of the city would be nowhere."
        ),
    }


def _notes(_: Words) -> dict[str, str]:
    return {
        "import_note_left": _("{found} of {rows} rows are left out: something in them is wrong."),
        "import_note_passed": _(
            "{found} buildings are passed over: garages, holiday homes, farms, factories and plants"
            " are not part of the model."
        ),
        "import_note_undated": _("Of {found} buildings nobody knows the year."),
        "import_note_unowned": _(
            "Of {found} schools, nursing homes and the like the file does not say whose they are."
            " The usual share of such buildings is taken as the municipality's."
        ),
        "import_note_system": _("The coordinates were read as {found}."),
    }
