"""What axe finds wrong on a page, whatever the page's policy allows.

Asked for that alone: to put together and send all that is right takes longer than to look.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.built_library import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
# What fades in has other colours on the way.
STILL = """Promise.all(document.getAnimations()
  .filter((one) => one.playState === 'running' && one.effect.getComputedTiming().endTime < 1000)
  .map((one) => one.finished.catch(() => null)))"""
ONLY = "{resultTypes: ['violations'], selectors: false, iframes: false}"
TOLD = """(found) => found.violations
  .map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160)).join(' | '))"""
# Every two of language, scheme and (small, large) are met together: no rule asks for three.
LOOKS = (("nb", "light", 0), ("nb", "dark", 1), ("en", "light", 1), ("en", "dark", 0))


def violations(page: Page, part: str = "document") -> list[str]:
    """Each rule that is broken, with the elements that break it; frames are not looked into."""
    loaded = page.evaluate("'axe' in window")
    run = f"{STILL}.then(() => axe.run({part}, {ONLY})).then({TOLD})"
    return page.evaluate(run if loaded else f"{AXE}; {run}")
