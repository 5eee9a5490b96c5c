"""What every page must be, whatever it shows: without a finding of axe, no wider than the screen, in letters that can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SMALLEST_TEXT = 16

_OPEN_ALL = "() => document.querySelectorAll('details').forEach(details => { details.open = true })"
_RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.map(v => v.id + ': ' + v.help + ' – ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '));
}"""
_TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1 && !e.closest('.scroll'));
  return wide.slice(0, 5).map(e => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right));
}"""
_TOO_SMALL = """least => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    const unseen = !parent.getClientRects().length || parent.closest('.vh, .skip, script, style, title');
    if (!node.data.trim() || unseen) continue;
    const drawn = parent.ownerSVGElement ? Math.abs(parent.getScreenCTM().d) : 1;  // a drawing is scaled with its frame
    const size = Math.round(parseFloat(getComputedStyle(parent).fontSize) * drawn * 10) / 10;
    if (size < least) found.add(size + 'px: ' + node.data.trim().slice(0, 40));
  }
  return [...found];
}"""


def faults(page: Page) -> list[str]:
    """Everything that is wrong with the page as it is shown now, in words; each ``<details>`` is opened first."""
    page.evaluate(_OPEN_ALL)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # not a script tag: the site's policy refuses inline scripts
    return [
        *_say("axe", page.evaluate(_RUN_AXE)),
        *_say("too wide", page.evaluate(_TOO_WIDE)),
        *_say("too small", page.evaluate(_TOO_SMALL, SMALLEST_TEXT)),
    ]


def _say(kind: str, found: list[Any]) -> list[str]:
    return [f"{kind}: {each}" for each in found]
