"""Take pictures of every screen into pictures/, and one page that shows them all.

    make pictures            all of them
    python -m scripts.pictures stage phone      only those whose name begins so

Stage 1920×1080; desk, review, explore, import and sign-in 1366×768; phone 390×844 with touch;
light and dark, bokmål and English, and nynorsk and Swedish where words are long.
"""

from __future__ import annotations

import html
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.scenes import Scene, play
from tests.built_library import ROOT
from tests.people import sign_in
from tests.product import Prepared, Running

FOLDER = ROOT / "pictures"
STAGE, DESK, PHONE = (1920, 1080), (1366, 768), (390, 844)
LOOKS = (("nb", "light"), ("nb", "dark"), ("en", "light"), ("en", "dark"))
LONG = (("nn", "light"), ("sv", "dark"))
SETTLED_MS = 1500

SCENES = (
    Scene("lobby", people=0),
    Scene("lobby-full", people=300),
    Scene("show-map", at="electricity"),
    Scene("show-card", at="welcome"),
    Scene("statements-hidden", at="statements", revealed=False),
    Scene("statements", at="statements"),
    Scene("statements-few", at="statements", people=3),
    Scene("statements-300", at="statements", people=300),
    Scene("approval", at="measures"),
    Scene("score", at="weight"),
    Scene("pins", at="places"),
    Scene("ideas", at="ideas"),
    Scene("again", at="measures", again=True),
    Scene("closed", at="statements", closed=True),
    Scene("circular", template="circular-baerum", at="statements"),
)


@dataclass(frozen=True)
class Shot:
    """One picture: where, how large, and whether somebody has signed in."""

    name: str
    path: str
    size: tuple[int, int]
    language: str
    scheme: str
    signed_in: bool = False
    joins: bool = False
    whole: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}-{self.language}-{self.scheme}.png"


@dataclass(frozen=True)
class Place:
    """The addresses of one scene."""

    scene: Scene
    session: str
    code: str
    token: str
    key: str


def shots(places: list[Place]) -> Iterator[Shot]:
    for place in places:
        name = place.scene.name
        stage = f"/stage/{place.session}?key={place.key}"
        full = name in ("statements", "lobby")
        for language, scheme in (*LOOKS, *LONG) if full else (LOOKS[1], LOOKS[2]):
            path = f"{stage}&lang={language}&scheme={scheme}"
            yield Shot(f"stage-{name}", path, STAGE, language, scheme)
        if name not in ("lobby-full", "statements-300", "statements-few"):
            for language, scheme in (*LOOKS, *LONG) if full else (LOOKS[0], LOOKS[3]):
                path = f"/j/{place.code}#{place.token}"
                yield Shot(f"phone-{name}", path, PHONE, language, scheme, joins=True, whole=True)
    by_name = {place.scene.name: place for place in places}
    yield from signed_in(by_name)
    yield from public(by_name)


def signed_in(by_name: dict[str, Place]) -> Iterator[Shot]:
    paths = {
        "desk-list": "/desk",
        "desk-lobby": f"/desk/{by_name['lobby'].session}",
        "desk-statements": f"/desk/{by_name['statements-hidden'].session}",
        "desk-ideas": f"/desk/{by_name['ideas'].session}",
        "review-list": "/review",
        "review-session": f"/review/{by_name['again'].session}",
        "import": "/import",
        "review-remains": f"/review/{by_name['closed'].session}#review-keep",
        "account": "/account",
        "account-second-step": "/account/second-step",
        "people": "/people",
    }
    for name, path in paths.items():
        for language, scheme in LOOKS:
            yield Shot(name, path, DESK, language, scheme, signed_in=True, whole=True)
    for name in ("desk-statements", "review-session"):
        yield Shot(f"{name}-phone", paths[name], PHONE, "nn", "light", signed_in=True, whole=True)


def public(by_name: dict[str, Place]) -> Iterator[Shot]:
    welcome = by_name["lobby"]
    for language, scheme in (*LOOKS, *LONG):
        yield Shot("explore-alesund", "/explore/alesund", DESK, language, scheme, whole=True)
        yield Shot(
            "phone-welcome",
            f"/j/{welcome.code}#{welcome.token}",
            PHONE,
            language,
            scheme,
            whole=True,
        )
        for name, path in (
            ("phone-stored", f"/j/{welcome.code}/stored"),
            ("phone-receipt", f"/receipt/{welcome.session}"),
            ("phone-unknown", "/j/NOSUCH"),
        ):
            yield Shot(name, path, PHONE, language, scheme, whole=True)
    for language, scheme in (LOOKS[0], LOOKS[3]):
        yield Shot("explore-baerum", "/explore/baerum", DESK, language, scheme, whole=True)
        yield Shot("explore-phone", "/explore/alesund", PHONE, language, scheme, whole=True)
        yield Shot("first", "/", DESK, language, scheme)
        yield Shot("first-phone", "/", PHONE, language, scheme)
        yield Shot("sign-in", "/sign-in", DESK, language, scheme)


class Camera:
    """Real Chromium; a fresh browser profile for every picture."""

    def __init__(self, browser: Browser, server: Running, cookies: dict[str, str]) -> None:
        self._browser = browser
        self._server = server
        self._cookies = cookies

    def take(self, shot: Shot) -> None:
        width, height = shot.size
        small = shot.size == PHONE
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if shot.scheme == "dark" else "light",
            has_touch=small,
            is_mobile=small,
            device_scale_factor=2 if small else 1,
        )
        cookies = {"lang": shot.language, "scheme": shot.scheme}
        cookies |= self._cookies if shot.signed_in else {}
        url = self._server.url
        context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items()])
        page = context.new_page()
        page.goto(url + shot.path)
        self._settle(page, shot)
        page.screenshot(path=FOLDER / shot.file, full_page=shot.whole, animations="disabled")
        context.close()

    @staticmethod
    def _settle(page: Page, shot: Shot) -> None:
        if shot.joins and page.locator("#join").is_visible():
            page.locator("#join").tap()
            page.locator("#app").wait_for()
        page.wait_for_load_state("networkidle") if "explore" in shot.name else None
        page.wait_for_timeout(SETTLED_MS)


def sheet(taken: list[Shot]) -> None:
    """One page with all the pictures, side by side."""
    files = [html.escape(shot.file) for shot in taken]
    figures = "\n".join(
        f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt=""></a>'
        f"<figcaption>{file}</figcaption></figure>"
        for file in files
    )
    style = "body{font:14px sans-serif;display:flex;flex-wrap:wrap;gap:12px}img{height:260px}"
    (FOLDER / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Pictures</title><style>{style}</style>{figures}"
    )


def main(only: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Running(Path(folder))
        with Prepared(server) as prepared:
            places = [place_of(prepared, scene) for scene in SCENES]
            link = prepared.desk_link()
        server.start()
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        try:
            camera = Camera(chromium, server, sign_in(server, link))
            wanted = [s for s in shots(places) if not only or s.name.startswith(tuple(only))]
            for number, shot in enumerate(wanted, 1):
                camera.take(shot)
                print(f"{number}/{len(wanted)} {shot.file}", flush=True)
            sheet(wanted)
        finally:
            chromium.close()
            server.stop()


def place_of(prepared: Prepared, scene: Scene) -> Place:
    session = play(prepared, scene)
    doors = prepared.doors
    return Place(
        scene, session.id, session.code, doors.join_token(session.id), doors.stage_key(session.id)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
