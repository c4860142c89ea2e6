"""What is said of one row or one area of a file; `{…}` is filled with what was found."""

from __future__ import annotations

from collections.abc import Callable

Words = Callable[[str], str]


def said(_: Words) -> dict[str, str]:
    return {
        **_tables(_),
        **_cells(_),
        **_areas_of_rows(_),
        **_figures(_),
        **_shapes(_),
        **_notes(_),
    }


def _tables(_: Words) -> dict[str, str]:
    return {
        "import_column_missing": _(
            "The column “{expected}” is missing. The first row says: {found}."
        ),
        "import_column_twice": _("This column is there twice. Expected it once."),
        "import_no_rows": _("No row has been filled in. Expected at least one value."),
        "import_decimal_mixed": _(
            "Decimal comma in row {comma}, decimal point in row {point}. Expected one of them in"
            " the whole file."
        ),
        "import_duplicate": _(
            "The same area, year, code and data point as in row {first}. Expected each once."
        ),
    }


def _cells(_: Words) -> dict[str, str]:
    return {
        "import_formula": _("Found a formula, {found}. Expected its result: paste it as a value."),
        "import_cell_error": _("Found {found}, which a formula left behind. Expected a value."),
        "import_cell_date": _("Found the date {found}. Expected a text or a number."),
        "import_period": _(
            "Found “{found}”. Expected a year with four digits, {latest} at the latest."
        ),
        "import_code": _(
            "“{found}” is the code of no indicator. Expected a code such as EN: E: E: 2C; all of"
            " them are in the template."
        ),
        "import_code_near": _(
            "“{found}” is the code of no indicator. Did you mean {nearest} ({name})?"
        ),
        "import_point": _(
            "Found “{found}”. {code} has several data points; expected one of: {expected}."
        ),
        "import_point_none": _(
            "Found “{found}”. {code} has no data points; expected an empty cell."
        ),
        "import_grade": _(
            "Found “{found}”. Expected one of the six grades of data quality, or an empty cell."
        ),
        "import_text_long": _("The text is too long. Expected at most {most} signs."),
    }


def _areas_of_rows(_: Words) -> dict[str, str]:
    return {
        "import_area": _(
            "“{found}” is no area of {city}. Expected a name or a number, such as {nearest}."
        ),
        "import_area_other_city": _(
            "“{found}” is another city. Expected areas of {city}: import one city at a time."
        ),
        "import_area_year": _(
            "{found} did not have its borders of today in {year}. Expected {other} for that year."
        ),
    }


def _figures(_: Words) -> dict[str, str]:
    return {
        "import_number": _("Found “{found}”. Expected a number, or “not reported”."),
        "import_number_unclear": _(
            "“{found}” can be read in two ways. Expected a number without a sign between thousands,"
            " such as 1234 or 1,23."
        ),
        "import_value_missing": _("The cell is empty. Expected a number, or “not reported”."),
        "import_yes_no": _("Found “{found}”. Expected yes, no or “not reported”."),
        "import_unit": _(
            "“{found}” cannot be converted exactly. Expected {expected}, or a unit that can."
        ),
        "import_unit_twice": _(
            "The value says per cent and the unit says “{found}”. Expected one of them."
        ),
    }


def _shapes(_: Words) -> dict[str, str]:
    return {
        "import_geometry_kind": _("This is no area. Expected a Polygon or a MultiPolygon."),
        "import_geometry_invalid": _(
            "The border crosses itself near {found}, and it is unclear which surface is meant."
            " Expected a border that does not."
        ),
        "import_area_outside": _("This area lies outside the municipality. Expected it inside."),
        "import_name_column": _(
            "Nothing in the file looks like names. Choose a property below; the file has: {found}."
        ),
        "import_name": _("Found “{found}”. Expected a name of 1 to {most} signs."),
        "import_people": _("Found “{found}”. Expected a whole number of inhabitants."),
        "import_id": _("Found “{found}”. Expected a number or a name."),
        "import_id_twice": _("“{found}” is also the number of area {first}. Expected each once."),
        "import_name_twice": _("“{found}” is also the name of area {first}. Expected each once."),
    }


def _notes(_: Words) -> dict[str, str]:
    return {
        "import_note_windows1252": _(
            "The file uses an old encoding (Windows-1252). Its letters were read as that."
        ),
        "import_note_column": _("This column is not known and is left out."),
        "import_note_repaired": _("The border was mended; its surface is the same."),
        "import_note_astray": _("{percent}% of this area lies in a neighbouring municipality."),
        "import_note_overlap": _("This area and area {other} lie over each other."),
        "import_note_cover": _("The areas cover {percent}% of the municipality."),
    }
