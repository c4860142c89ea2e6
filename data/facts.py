"""`python -m data.facts CITY "KPI CODE" [--json]`: every observation behind a figure."""

import argparse
import json
import sys
from dataclasses import asdict

from data import command_line, queries
from data.cards import load_catalogue
from data.errors import DataError
from data.library import Library
from data.records import Observation, Segment

BAD_QUESTION = 2


def main(arguments: list[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        library = Library(chosen.data_dir)
        city = queries.city(library, chosen.city)
        code = load_catalogue().normalise_code(chosen.code)
        segments = queries.series(library, city.id, code)
    except DataError as problem:
        sys.stderr.write(f"data.facts: {problem}\n")
        return BAD_QUESTION
    if chosen.json:
        answer = {
            "city": city.id,
            "code": code,
            "status": queries.kpi_status(library, city.id, code),
            "library": library.version,
            "observations": [_plain(one) for each in segments for one in each.observations],
        }
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(_told(f"{city.names['en']}, {code}", segments))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = command_line.parser("data.facts", __doc__)
    parser.add_argument("city", help="a city's id, such as alesund")
    parser.add_argument("code", help='a KPI code, such as "EN: E: E: 2C"')
    parser.add_argument("--json", action="store_true", help="the same for programs")
    return parser


def _plain(each: Observation) -> dict[str, object]:
    return {**asdict(each), "reported": each.reported}


def _told(title: str, segments: tuple[Segment, ...]) -> str:
    lines = [title]
    for segment in segments:
        name = segment.area_names["en"]
        if any(each.break_before for each in segment.observations):
            lines.append("  --- break in the series: measured on another geography ---")
        point = f", {segment.data_point}" if segment.data_point else ""
        lines.append(f"  measured on {name} ({segment.geography}){point}")
        for each in segment.observations:
            lines += _observation_lines(each)
    if not segments:
        lines.append("  not reported")
    return "\n".join(lines) + "\n"


def _observation_lines(each: Observation) -> list[str]:
    figure = f"{each.value:.10g} {each.unit}" if each.value is not None else each.text_value
    figure = figure or "not reported"
    lines = [f"    {each.period}  {figure}  [{each.quality}, {each.grade}]"]
    lines.append(f"          {each.source_titles['en']} ({each.attribution})")
    if each.notes:
        lines.append(f"          {each.notes['en']}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
