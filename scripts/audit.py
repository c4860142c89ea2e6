"""`make audit`: dangerous calls in our code, secrets in the tree, and what the product is made of.

Every exception is written where it is made: a call that bandit doubts carries ruff's `noqa` of the
same number with its reason beside it; files that look as if they held secrets stand in ALLOWED.
The list of everything the product is made of is written to sbom.json (CycloneDX). None of the
three asks the network: known weaknesses of packages have to be looked up by somebody who has one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).resolve().parents[1]
CODE = ("app.py", "dashboards", "layers", "data", "twin", "workshop")
# B404 doubts that subprocess is imported at all; each call of it is judged by itself.
SKIPPED = "B404"
NO_PASSWORD = "Possible hardcoded password: ''"  # noqa: S105  an empty one opens nothing
READ = re.compile(r"\.(py|js|toml|ya?ml|json|sh|html|md|in|cfg)$|Makefile$|^\.ci/|^\.npmrc$")
# Checksums of the locks, texts of translators, and other people's figures.
NOT_READ = re.compile(r"^(package-lock\.json|locales/|data/catalogue/|docs/pictures/)")
MADE_UP = {
    "Secret Keyword", "Base64 High Entropy String", "Hex High Entropy String",
    "Basic Auth Credentials",
}  # fmt: skip
ALLOWED = (
    ("tests/", MADE_UP),  # passwords and keys that were made up for a test
    ("data/sources/packages.yml", {"Hex High Entropy String"}),  # checksums of what is fetched
    ("data/cities/", {"Hex High Entropy String"}),  # checksums of the fits that are shipped
    ("workshop/service.py", {"Base64 High Entropy String"}),  # the letters of a join code
    ("workshop/second_step.py", {"Base64 High Entropy String"}),  # the letters of a spare code
)
Json = dict[str, Any]


def main() -> int:
    with ThreadPoolExecutor() as pool:
        calls, held = pool.submit(dangerous_calls), pool.submit(secrets)
        made = pool.submit(bill_of_materials)
        problems = [*calls.result(), *held.result()]
        bill = made.result()
    (ROOT / "sbom.json").write_text(json.dumps(bill, indent=1), encoding="utf-8")
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems; {len(bill['components'])} parts listed in sbom.json.")
    return 1 if problems else 0


def dangerous_calls() -> list[str]:
    """What bandit doubts, unless its line says why it is right."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", "-s", SKIPPED, *CODE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    unread = [f"{one['filename']}: {one['reason']}" for one in found["errors"]]
    return unread + [
        f"{one['filename']}:{one['line_number']} {one['test_id']} {one['issue_text']}"
        for one in found["results"]
        if not excused(one)
    ]


def excused(one: Json) -> bool:
    if one.get("issue_text") == NO_PASSWORD:
        return True
    lines = (ROOT / one["filename"]).read_text(encoding="utf-8").splitlines()
    numbers = [one["line_number"], *one["line_range"]]
    code = one["test_id"].replace("B", "S")
    return any(re.search(rf"noqa:.*\b{code}\b", lines[number - 1]) for number in numbers)


def secrets() -> list[str]:
    """What looks like a secret in a file that git knows."""
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [n for n in told.stdout.splitlines() if READ.search(n) and not NOT_READ.search(n)]
    found = SecretsCollection(root=str(ROOT))
    with default_settings():
        found.scan_files(*names)
    return [
        f"{name}:{one.line_number} {one.type}"
        for name, one in found
        if not any(name.startswith(place) and one.type in types for place, types in ALLOWED)
    ]


def bill_of_materials() -> Json:
    """The packages of both locks, as CycloneDX."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.txt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    bill = json.loads(done.stdout)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bill["metadata"]["component"] = {
        "type": "application", "name": project["name"], "version": project["version"],
    }  # fmt: skip
    for one in bill["components"]:
        # Where this machine happens to fetch from is nobody's business.
        one.pop("externalReferences", None)
        one.pop("description", None)
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    bill["components"] += [script(name, one) for name, one in lock["packages"].items() if name]
    return bill


def script(name: str, one: Json) -> Json:
    plain = name.split("node_modules/")[-1]  # one may lie inside another that wants its own
    return {
        "type": "library",
        "bom-ref": f"npm-{name.removeprefix('node_modules/')}",
        "name": plain,
        "version": one["version"],
        "purl": f"pkg:npm/{plain.replace('@', '%40')}@{one['version']}",
        "scope": "excluded" if one.get("dev") else "required",
    }


if __name__ == "__main__":
    raise SystemExit(main())
