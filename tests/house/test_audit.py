"""What the product is made of, and how it comes to a machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scripts import audit

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.fault("T22")
def test_the_bill_of_materials_names_every_locked_package_and_no_address() -> None:
    bill = audit.bill_of_materials()
    told = {(one["name"], one["version"]) for one in bill["components"]}
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    locked = set(re.findall(r"(?m)^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^\s;]+)", lock))
    scripts = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked |= {(n.split("node_modules/")[-1], one["version"]) for n, one in scripts.items() if n}
    assert len(locked) > 80
    assert locked <= told
    assert "://" not in json.dumps(bill["components"])


@pytest.mark.fault("T22")
def test_nothing_is_installed_without_its_checksum_and_no_package_runs_a_script() -> None:
    steps = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    assert re.search(r"pip install [^&|]*--require-hashes", steps)
    assert re.search(r"npm ci [^&|]*--ignore-scripts", steps)


@pytest.mark.fault("T22", "T23")
def test_a_doubtful_call_is_excused_by_its_own_line_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    (tmp_path / "a.py").write_text("bad()  # noqa: S608  known names\nbad()\n")
    one = {"filename": "a.py", "test_id": "B608", "line_number": 1, "line_range": [1]}
    assert audit.excused(one)
    assert not audit.excused({**one, "line_number": 2, "line_range": [2]})
    assert not audit.excused({**one, "test_id": "B301"})
