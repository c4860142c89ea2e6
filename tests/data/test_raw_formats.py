"""Raw ballots in the formats of others, read back by their own readers where one is at hand."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from immutables import Map

from data.export.ballots import ballots_csv, ballots_jsonl, lines
from data.export.cells import PLAIN
from data.export.pabulib import pabulib_files
from data.export.polis import polis_files
from data.export.preflib import preflib_files
from data.export.raw import archive
from tests.workshop import asking, oracle
from tests.workshop.test_together import session_of
from workshop.ballots import METHODS
from workshop.model import Ballot, Participant, Round, Session

A, D, P = "agree", "disagree", "pass"
COSTS = {"a": 30, "b": 20, "c": 60}


def session(
    kind: str, people: list[dict[str, Any]], options: Sequence[str] = "abc", **more: Any
) -> Session:
    """A closed session with one round; what each person answered by item."""
    step = asking.asked(kind, options, **more)
    votes = {
        (f"secret-{n}", item): Ballot(value, 1, f"op{n}{item}", 100 + n)
        for n, own in enumerate(people)
        for item, value in own.items()
    }
    round_ = Round("r1", step, 1, 10, 1, open=False, ballots=Map(votes))
    known = {who: Participant(who, "sv", "business", "d1") for who, _ in votes}
    return session_of(round_, participants=Map(known))


def whole(*ballots: Any) -> list[dict[str, Any]]:
    return [{"": ballot} for ballot in ballots]


RANKED = whole(["a", "b"], ["a", "b"], ["c"], ["b", "c", "a"], ["c", "a", "b"], "abstain")
GRADED = whole(*({"a": 5, "b": n % 3, "c": 0} for n in range(7)), "abstain")
BASKETS = whole(["a", "b"], ["a", "b"], ["c"], [], ["b"], "abstain")
# Two camps that answer four statements in opposite ways; some answer less.
CAMPS = [
    {"a": yes, "b": no, "c": yes if n % 3 else P, "d": no}
    for n in range(9)
    for yes, no in ((A, D), (D, A))
]


# -- PrefLib


def read_preflib(files: dict[str, str], folder: Path) -> dict[str, Any]:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return {name: oracle.preflib(folder / name) for name in files}


def test_rankings_are_read_back_by_preflib_as_they_were_and_as_they_are_counted(tmp_path: Path):
    found = read_preflib(preflib_files(session("ranking", RANKED), "en"), tmp_path)
    assert set(found) == {"step-1-round-1.soi", "step-1-round-1-as-counted.toc"}
    orders = [((1,), (2,)), ((1,), (2,)), ((3,),), ((2,), (3,), (1,)), ((3,), (1,), (2,))]
    assert Counter(found["step-1-round-1.soi"].full_profile()) == Counter(orders)
    counted = Counter(found["step-1-round-1-as-counted.toc"].full_profile())
    assert counted[((3,), (1, 2))] == 1 and counted[((1,), (2,), (3,))] == 2
    assert found["step-1-round-1.soi"].alternatives_name == {1: "a", 2: "b", 3: "c"}
    assert found["step-1-round-1.soi"].description.endswith("abstained: 1")
    complete = preflib_files(session("ranking", whole(*[["a", "b", "c"]] * 6)), "en")
    assert set(read_preflib(complete, tmp_path)) == {"step-1-round-1.soc"}


def test_grades_and_marks_are_read_back_by_preflib_as_categories(tmp_path: Path):
    (grades,) = read_preflib(preflib_files(session("judgment", GRADED), "en"), tmp_path).values()
    assert list(grades.categories_name.values())[0] == "Excellent" and grades.num_categories == 6
    assert grades.multiplicity == {
        ((1,), (), (), (), (), (2, 3)): 3,
        ((1,), (), (), (), (2,), (3,)): 2,
        ((1,), (), (), (2,), (), (3,)): 2,
    }
    marks = session("approval", whole(["a", "c"], ["a", "c"], [], ["b"], ["b"], "abstain"))
    (found,) = read_preflib(preflib_files(marks, "nb"), tmp_path).values()
    assert found.multiplicity == {((1, 3), (2,)): 2, ((), (1, 2, 3)): 1, ((2,), (1, 3)): 2}
    assert found.categories_name == {1: "Merket", 2: "Ikke merket"}


LAID = whole(*[{"b": 3, "c": 3}] * 4, {"a": 1}, "abstain")
SCORED = [{"a": 5, "b": n % 2, "c": "abstain"} for n in range(5)] + [{"a": 0, "b": 0, "c": 3}]


@pytest.mark.parametrize(
    ("kind", "people", "orders"),
    [
        ("score", SCORED, {((1,), (2,)): 5, ((3,), (1, 2)): 1}),
        ("resistance", [{"a": 9, "b": 0, "status-quo": 0}] * 5, {((2, 3), (1,)): 5}),
        ("dots", LAID, {((2, 3), (1,)): 4, ((1,), (2, 3)): 1}),
        ("quadratic", whole(*[{"a": 2, "c": 1}] * 6), {((1,), (3,), (2,)): 6}),
    ],
)  # fmt: skip
def test_what_was_given_to_options_is_read_back_by_preflib_as_the_order_that_follows_from_it(
    tmp_path: Path, kind: str, people: Any, orders: Any
):
    last = "status-quo" if kind == "resistance" else "c"
    found = read_preflib(preflib_files(session(kind, people, ["a", "b", last]), "en"), tmp_path)  # pyright: ignore[reportArgumentType]
    order = next(each for name, each in found.items() if "-as-order." in name)
    assert order.multiplicity == orders and order.modification_type == "induced"
    numbers = found.get("step-1-round-1.cat")
    assert (numbers is None) == (kind in ("dots", "quadratic"))
    if kind == "score":
        assert numbers.categories_name == {1: "5", 2: "4", 3: "3", 4: "2", 5: "1", 6: "0"}
        assert numbers.multiplicity[((1,), (), (), (), (2,), ())] == 2, "no number is no zero"


# -- Pabulib: read by its own definition, as its reader needs a solver that is not free


def read_pb(text: str) -> dict[str, list[dict[str, str]]]:
    """Three titles, each followed by a head and lines, all of them CSV with semicolons."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        if row and row[0] in ("META", "PROJECTS", "VOTES") and len(row) == 1:
            rows = found.setdefault(row[0], [])
        else:
            rows.append(row)
    return {name: [dict(zip(head, r, strict=True)) for r in told]
            for name, (head, *told) in found.items()}  # fmt: skip


def test_baskets_are_read_back_by_the_definition_of_pabulib_and_bought_alike():
    step = session("budget", BASKETS, money=80, costs=COSTS)
    (text,) = pabulib_files(step, "en").values()
    found = read_pb(text)
    meta = {row["key"]: row["value"] for row in found["META"]}
    assert meta["vote_type"] == "approval" and meta["budget"] == meta["max_sum_cost"] == "80"
    assert int(meta["num_projects"]) == len(found["PROJECTS"]) == 3
    assert int(meta["num_votes"]) == len(found["VOTES"]) == 5 and "abstained: 1" in text
    again = [[each for each in row["vote"].split(",") if each] for row in found["VOTES"]]
    costs = {row["project_id"]: int(row["cost"]) for row in found["PROJECTS"]}
    assert costs == COSTS and {row["votes"] for row in found["PROJECTS"]} == {"2", "3", "1"}
    read = asking.asked("budget", list(costs), money=int(meta["budget"]), costs=costs)
    recounted = METHODS["budget"].count(read, asking.one_each(read, again))
    first = METHODS["budget"].count(read, {(str(n), ""): b[""] for n, b in enumerate(BASKETS)})
    assert recounted["rules"] == first["rules"]


# -- Polis


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and where it is served on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Nothing: the test says what it read."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.filterwarnings("ignore")
def test_statements_are_read_back_by_red_dwarf_and_give_the_same_matrix(served: tuple[Path, str]):
    from reddwarf.data_loader import Loader  # noqa: PLC0415  it warns while it is loaded

    folder, address = served
    told = session("statements", [*CAMPS, {"a": A}], "abcd")
    for name, text in polis_files(told, "en").items():
        (folder / name.split("/")[1]).write_text(text, "utf-8")
    loader = Loader(directory_url=address, is_cache_enabled=False)
    loader.session.close()
    read: dict[int, dict[int, int]] = {}
    for vote in loader.votes_data:
        read.setdefault(vote["participant_id"], {})[vote["statement_id"]] = vote["vote"]
    sign = {A: 1, D: -1, P: 0}
    theirs = Counter(tuple(own.get(at) for at in range(4)) for own in read.values())
    ours = Counter(tuple(sign.get(own.get(o, "")) for o in "abcd") for own in [*CAMPS, {"a": A}])
    assert theirs == ours
    assert [c["txt"] for c in loader.comments_data] == ["a", "b", "c", "d"]
    assert [c["agree_count"] for c in loader.comments_data] == [10, 9, 6, 9]
    assert not loader.skipped_dup_votes


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_five_files_of_polis_agree_with_one_another():
    files = polis_files(session("statements", CAMPS, "abcd"), "en", random.Random(1))  # noqa: S311
    found = {name.split("/")[1]: text for name, text in files.items()}
    assert set(found) == {
        "summary.csv", "comments.csv", "votes.csv", "participant-votes.csv", "comment-groups.csv",
    }  # fmt: skip
    people, groups = rows(found["participant-votes.csv"]), rows(found["comment-groups.csv"])
    # Two more groups of three are in the answers: groups of fewer than five have no letter.
    assert Counter(person["group-id"] for person in people) == {"0": 6, "1": 6, "": 6}
    votes = Counter((v["comment-id"], v["vote"]) for v in rows(found["votes.csv"]))
    for statement in groups:
        at = statement["comment-id"]
        assert votes[at, "1"] == int(statement["total-agrees"])
        assert votes[at, "-1"] == int(statement["total-disagrees"])
        assert sum(int(statement[f"group-{g}-votes"]) for g in "ab") == 12
        assert votes[at, "1"] == sum(person[at] == "1" for person in people)
    summary = dict(csv.reader(io.StringIO(found["summary.csv"])))
    assert summary["voters"] == "18" and summary["groups"] == "2" and summary["comments"] == "4"


# -- what none of them may hold


@pytest.mark.fault("T7")
def test_no_format_has_group_district_time_or_who_and_none_has_so_few_that_they_can_be_told():
    kinds = (
        ("statements", [own | {"d": A} if n < 4 else {k: own[k] for k in "abc"}
                        for n, own in enumerate(CAMPS)], {"options": "abcd"}),
        ("ranking", RANKED, {}),
        ("judgment", GRADED, {}),
        ("budget", BASKETS, {"money": 80, "costs": COSTS}),
        ("score", [{"a": 1, "b": n} | ({"c": 2} if n < 4 else {}) for n in range(6)], {}),
    )  # fmt: skip
    for kind, people, more in kinds:
        told = session(kind, people, **more)
        text = every_format(told)
        assert "secret" not in text and "business" not in text and "d1" not in text
        assert not [n for n in range(len(people)) if f"op{n}" in text]
        assert kind != "score" or (
            "ALTERNATIVE NAME 2" in text and "ALTERNATIVE NAME 3" not in text
        )
        few = every_format(session(kind, people[:4], **more))
        assert "withheld" in few and few.count("\n") < 5, few
        if kind == "statements":
            # Four answered statement d: it is in none of them.
            assert "comment-body" in text and not [r for r in text.splitlines() if ",d," in r]


def every_format(told: Session) -> str:
    formats = (polis_files, preflib_files, pabulib_files)
    files = [text for make in formats for text in make(told, "en").values()]
    plain = lines(told, "en")
    return "\n".join([*files, ballots_csv(plain, PLAIN), ballots_jsonl(plain)])


def test_numbers_are_drawn_anew_for_every_file_and_archives_have_no_time():
    told = session("statements", CAMPS, "abcd")
    drawn = {polis_files(told, "en")["step-1-round-1/votes.csv"] for _ in range(9)}
    assert len(drawn) > 5
    packed = zipfile.ZipFile(io.BytesIO(archive({"a/b.csv": "x"})))
    assert [(f.filename, f.date_time[0]) for f in packed.infolist()] == [("a/b.csv", 1980)]
    assert archive({"a": "x"}) == archive({"a": "x"})


@pytest.mark.parametrize(
    ("kind", "people", "wanted"),
    [
        ("judgment", GRADED, ("a", "5")),
        ("dots", whole(*[{"b": 3}] * 6), ("b", "3")),
        ("ranking", RANKED, ("", "b c a")),
        ("pairwise", [{"a|b": "a", "b|c": "undecided"}] * 6, ("a|b", "a")),
        ("likert", [{"a": 4, "b": "dont_know"}] * 6, ("b", "dont_know")),
    ],
)
def test_the_long_table_has_every_way_of_asking(kind: str, people: Any, wanted: tuple[str, str]):
    found = rows(ballots_csv(lines(session(kind, people), "en"), PLAIN))
    assert wanted in {(row["item"], row["value"]) for row in found}
    assert {row["person"] for row in found} == {str(n) for n in range(1, len(people) + 1)}
