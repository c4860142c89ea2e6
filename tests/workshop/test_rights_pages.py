"""The pages on what a participant has a right to: every sentence of theirs, in four languages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.product import Prepared, Running
from tests.workshop.builders import agenda
from workshop.language import sentences
from workshop.phone import inline

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(inline.__file__).parent / "templates/rights"


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_every_sentence_of_the_pages_is_translated_and_none_is_left_over(language: str) -> None:
    needed: set[str] = set()
    for template in PAGES.glob("*.html"):
        found = re.findall(r"""_\((["'])(.*?)\1\)""", template.read_text(encoding="utf-8"))
        needed |= {words for _, words in found}
    said = (PAGES.parents[1] / "stored.py").read_text(encoding="utf-8")
    needed |= set(re.findall(r'say\("(.*?)"\)', said))
    assert len(needed) > 50
    assert set(sentences(language, "rights")) == needed


NOTICE = """
alesund:
  controller: {nb: "Ålesund kommune, plan", en: "Ålesund, planning"}
  contact: personvern@example.no
  purpose: {en: "For the energy plan."}
"""


class Asked:
    """A session whose page is opened by somebody who has not joined."""

    def __init__(self, server: Running) -> None:
        self.server = server
        with Prepared(server) as before:
            self.session = before.session(agenda())
            kept = before.workshop.command(self.session.id, "set_retention", {"days": 30})
            assert kept.ok
        server.start(pages=False)

    def page(self, language: str, path: str = "", code: str = "") -> requests.Response:
        address = f"{self.server.url}/j/{code or self.session.code}{path}"
        return requests.get(address, headers={"Accept-Language": language}, timeout=10)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    server = Running(tmp_path_factory.mktemp("asked"))
    yield Asked(server)
    server.stop()


@pytest.mark.fault("T8")
@pytest.mark.parametrize(
    ("language", "who", "word", "length"),
    [
        ("nb", "Ålesund kommune spør", "pseudonyme", "30 dager etter møtet"),
        ("nn", "Ålesund kommune spør", "pseudonyme", "30 dagar etter møtet"),
        ("sv", "Ålesund kommun frågar", "pseudonyma", "30 dagar efter mötet"),
        ("en", "The municipality of Ålesund asks", "pseudonymous", "30 days after the workshop"),
    ],
)
def test_before_the_first_input_the_page_says_who_asks_and_what_is_kept(
    asked: Asked, language: str, who: str, word: str, length: str
) -> None:
    short = asked.page(language).text
    notice = short[short.index('id="notice"') : short.index("<details>")]
    assert short.index('id="notice"') < min(short.index("<select"), short.index("<input"))
    assert who in notice and word in notice and length in notice
    assert f"/j/{asked.session.code}/stored" in short[: short.index('id="join"')]
    whole = asked.page(language, "/stored").text
    assert who.rsplit(" ", 1)[0] in whole and word in whole and length in whole


def test_a_wrong_code_learns_nothing_from_the_page_on_what_is_stored(asked: Asked) -> None:
    wrong = asked.page("en", "/stored", "AAAAAA")
    assert wrong.status_code == 404 and "days after" not in wrong.text


def test_the_operator_says_who_answers_for_it_and_a_broken_file_keeps_nobody_out(
    asked: Asked,
) -> None:
    file = asked.server.folder / "notice.yml"
    file.write_text(NOTICE, "utf-8")
    whole = asked.page("en", "/stored").text
    assert "Ålesund, planning asks" in whole and "personvern@example.no" in whole
    assert "For the energy plan." in whole and "has not written its legal basis" in whole
    assert "Ålesund, planning asks. For the energy plan." in asked.page("en").text
    for broken in ("alesund: [", "- a", "alesund: 3", "alesund: {contact: 7}"):
        file.write_text(broken, "utf-8")
        page = asked.page("en")
        assert page.status_code == 200 and "The municipality of Ålesund asks" in page.text
    file.unlink()


ANONYMOUS = re.compile(r"anonym", re.IGNORECASE)
# Where the word says what holds once the key is destroyed, or that we do not say it.
SAID_RIGHTLY = re.compile(r"destroy|never “?anonymous|not anonymous|after retention|ødel|förstör")


def test_nothing_that_is_pseudonymous_is_called_anonymous() -> None:
    told = subprocess.run(
        ["git", "ls-files", "-z", "locales", "docs", "workshop", "dashboards", "assets", "data"]
        + ["README.md", "layers"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    wrong: list[str] = []
    for name in told.stdout.decode().split("\0"):
        if Path(name).suffix not in (".po", ".md", ".py", ".html", ".js", ".yml"):
            continue
        text = (ROOT / name).read_text(encoding="utf-8")
        for paragraph in re.split(r"\n\s*\n", text) if ANONYMOUS.search(text) else ():
            if ANONYMOUS.search(paragraph) and not SAID_RIGHTLY.search(paragraph):
                wrong.append(f"{name}: {paragraph.strip()[:80]}")
    assert wrong == []
