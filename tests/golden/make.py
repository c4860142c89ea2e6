"""Make the golden files: a session of today's format, and copies of it by older DuckDB versions.

    python -m tests.golden.make session
    python -m tests.golden.make scenarios
    python -m tests.golden.make storage PYTHON...

`session` runs once per released format, with that release's own code, and never again for it: a
golden file is what people have on their disks. `scenarios` is the same for the steps that show
scenarios, which came later in format 2. `storage` takes interpreters that have an older
DuckDB installed; each writes the rows of format 1 itself and dies with half of them in its WAL.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

from data import log_store
from data.log_store import LogStore
from tests.golden import scenarios
from tests.golden.plain import digest, plain
from tests.workshop.builders import NoFacts, agenda, op, step, text
from workshop.service import Workshop

HERE = Path(__file__).parent
IDEA, OTHER = "Solceller på skuletaket", "Sol på taket av skolen"
STORAGE_CHILD = """
import json, os, sys
import duckdb
path, given = sys.argv[1], json.load(sys.stdin)
connection = duckdb.connect(path)
for statement in given["schema"].split(";")[:-1]:
    connection.execute(statement)
def fill(table, rows):
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
fill("meta", given["meta"])
half = len(given["events"]) // 2
fill("events", given["events"][:half])
connection.execute("CHECKPOINT")
connection.execute("SET checkpoint_threshold = '1GB'")
fill("events", given["events"][half:])
fill("texts", [[name, bytes.fromhex(sealed)] for name, sealed in given["texts"]])
sys.stdout.write(duckdb.__version__)
sys.stdout.flush()
os._exit(0)  # as a crash does: what is in the WAL stays there
"""


class Clock:
    """A second passes at every look at it."""

    def __init__(self) -> None:
        self.now = 1_790_000_000_000

    def __call__(self) -> int:
        self.now += 1000
        return self.now


def story(workshop: Workshop) -> str:  # noqa: PLR0915  a story is as long as it is
    """A workshop in which everything happens that can happen."""
    session_id = workshop.create("alesund", text("Energi"), agenda(), "nb", "golden")

    def command(name: str, **args: Any) -> None:
        answer = workshop.command(session_id, name, args)
        assert answer.ok, (name, answer)

    def act(do: str, who: str, **fields: Any) -> Any:
        answer = workshop.operate(session_id, op(do, who, **fields))
        assert answer.ok, (do, answer)
        return answer.data.get("id")

    command("set_title", title=text("Energi i Ålesund"))
    command("set_agenda", steps=[*agenda(), step("show", "thanks")])
    command("open_session")
    for n in range(1, 8):
        profile = {"group": "resident", "district": "d1"} if n % 2 else {}
        act("join", f"p{n}", body=profile)
    act("profile", "p2", body={"group": "business", "district": "d2"}, language="sv")
    command("open_step", step="statements")
    command("timer", seconds=60)
    for n in range(1, 8):
        for item in "abc":
            value = ("agree", "disagree", "pass")[n % 3]
            act("ballot", f"p{n}", round="r1", item=item, value=value, rev=1, seen_seq=20)
    act("ballot", "p1", round="r1", item="a", value="pass", rev=2)
    act("withdraw", "p2", round="r1", item="b", rev=2)
    command("clear_timer")
    command("close_round")
    command("reopen_round")
    command("close_round")
    command("reveal")
    command("hide")
    command("reveal")
    command("blank", on=True)
    command("blank", on=False)
    _second_rounds(command, act)
    _places(command, act)
    _ideas(command, act)
    command("next")
    command("close_session")
    return session_id


def _second_rounds(command: Any, act: Any) -> None:
    command("reopen_round")
    for n in range(1, 7):
        act("ballot", f"p{n}", round="r2", item="a", value="agree", rev=1)
    command("open_step", step="approval")
    act("ballot", "p3", round="r3", value=["a", "c"], rev=1)
    command("open_step", step="score")
    act("ballot", "p4", round="r4", item="a", value=5, rev=1)


def _places(command: Any, act: Any) -> None:
    command("open_step", step="pins")
    where = {"lat": 62.4722, "lon": 6.1495, "category": "good"}
    act("pin", "p1", round="r5", body=where | {"place": "Torget"}, text="Benk i sola")
    act("pin", "p2", round="r5", body=where | {"lat": 62.5})
    gone = act("pin", "p3", round="r5", body=where | {"lon": 6.25}, text="Angra meg")
    act("delete", "p3", item=gone)


def _ideas(command: Any, act: Any) -> None:
    command("open_step", step="ideas")
    first = act("idea", "p1", round="r6", text=IDEA)
    second = act("idea", "p2", round="r6", text=OTHER)
    third = act("idea", "p3", round="r6", text="Ikkje noko for storskjermen")
    forgotten = act("idea", "p4", round="r6", text="Nøkkelen til denne blir øydelagd")
    command("moderate", text_ids=[first, forgotten], verdict="approve")
    command("moderate", text_ids=[second], verdict="merge", into=first)
    command("moderate", text_ids=[third], verdict="reject", reason="utanfor temaet")
    command("undo_moderation", text_id=forgotten)
    act("support", "p5", round="r6", item=first, value=True, rev=1)


def make_session(kind: str) -> Path:
    scenes = kind == "scenarios"
    folder = HERE / f"format-{log_store.FORMAT}{'-scenarios' if scenes else ''}"
    if folder.exists():
        raise SystemExit(f"{folder} is there already: a golden file is never made again")
    workshop = Workshop(LogStore(folder), NoFacts(), Clock())
    workshop.start()
    session_id = (scenarios.story if scenes else story)(workshop)
    workshop.stop()
    _forget_one(folder, session_id)
    expect(folder, session_id)
    return folder


def _forget_one(folder: Path, session_id: str) -> None:
    """One text whose key was destroyed: the last that was written."""
    keys = folder / "keys" / f"{session_id}.texts"
    keys.write_text("".join(keys.read_text("ascii").splitlines(keepends=True)[:-1]), "ascii")


def expect(folder: Path, session_id: str) -> None:
    """Write down what the file holds, as the code that made it reads it."""
    workshop = Workshop(LogStore(folder), NoFacts())
    workshop.start()
    session = workshop.state(session_id)
    *_, (last, _state) = workshop.history(session_id)
    workshop.stop()
    told = {
        "session": session_id,
        "format": log_store.FORMAT,
        "duckdb": duckdb.__version__,
        "events": session.seq,
        "head": session.head,
        "last_op": last.op_id,
        "digest": digest(session),
        "state": plain(session),
    }
    written = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(written + "\n", encoding="utf-8")


def make_storage(python: str) -> Path:
    """The rows of the golden session of format 1, written by another DuckDB."""
    source = HERE / "format-1"
    told = json.loads((source / "expected.json").read_text(encoding="utf-8"))
    name = f"{told['session']}.duckdb"
    with duckdb.connect(str(source / "sessions" / name), read_only=True) as connection:
        given = {
            "schema": (HERE / "format-1.sql").read_text(encoding="utf-8"),
            "meta": connection.execute("FROM meta").fetchall(),
            "events": connection.execute("FROM events ORDER BY seq").fetchall(),
            "texts": [
                (text_id, bytes(sealed).hex())
                for text_id, sealed in connection.execute("FROM texts").fetchall()
            ],
        }
    fresh = HERE / "fresh.duckdb"
    done = subprocess.run(
        [python, "-c", STORAGE_CHILD, str(fresh)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    folder = HERE / f"duckdb-{done.stdout}"
    folder.mkdir()
    fresh.rename(folder / name)
    fresh.with_name("fresh.duckdb.wal").rename(folder / f"{name}.wal")
    return folder


if __name__ == "__main__":
    kind = sys.argv[1]
    made = map(make_storage, sys.argv[2:]) if kind == "storage" else [make_session(kind)]
    for each in made:
        print(each)  # noqa: T201
