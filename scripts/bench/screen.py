"""The player's ticker while the page is busy: dropped frames, against the same line moved by a script.

A frame is dropped when the page's compositor began it and drew nothing. What the screen makes of drawn frames is not
counted: without a graphics card, a busy machine shows fewer of them whatever moves the line.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from campaign.content.read import read_campaign
from campaign.jobs import run
from campaign.kit import Plan
from campaign.project import TOOL, Project
from campaign.screen.files import screen_files
from campaign.store import Store, write_atomic
from campaign.web import style, web_fonts

ROUNDS, SECONDS = 3, 8
BLOCK, EVERY = 120, 500  # milliseconds that the main thread is held, and how often
REACH = 1.0  # dropped frames a second
CATEGORIES = ["disabled-by-default-devtools.timeline.frame", "devtools.timeline.frame"]
PLAYLIST = (
    "---\ntitle: 测量\nplaylist:\n  seconds: 4\n  items: [{card: 时钟}, {text: 测量一}]\n  ticker: 全部标语\n---\n"
)
BUSY = f"""setInterval(function () {{
  var end = performance.now() + {BLOCK};
  while (performance.now() < end) {{}}
}}, {EVERY})"""
SCRIPTED = """(function () {
  var node = document.querySelector('.ticker'), half = node.offsetWidth / 2, begun = performance.now();
  node.style.animation = 'none';
  (function step(now) {
    node.style.transform = 'translate3d(' + -((now - begun) * Player.tickerSpeed / 1000 % half) + 'px,0,0)';
    requestAnimationFrame(step);
  }(begun));
}())"""


def screen() -> None:
    """Frames a second, drawn and dropped, of both ways in turn."""
    with tempfile.TemporaryDirectory() as folder, _browser() as browser:
        page = _player(Path(folder))
        ours, script = [], []
        for _ in range(ROUNDS):
            ours.append(_frames(browser, page, ""))
            script.append(_frames(browser, page, SCRIPTED))
    print(f"\nTicker at 1920 x 1080, main thread held {BLOCK} ms every {EVERY} ms, {SECONDS} s, n={ROUNDS}")
    for name, rows in (("ours: CSS animation", ours), ("the same line moved by a script", script)):
        dropped = [row[1] for row in rows]
        drawn = statistics.median(row[0] for row in rows)
        spread = f"({min(dropped):.2f}-{max(dropped):.2f})"
        late = statistics.median(row[2] for row in rows)
        middle = statistics.median(dropped)
        print(f"  {name:32} {drawn:5.1f} drawn, {middle:5.2f} dropped a second {spread}, p99 {late:.0f} ms")
    print(f"  to reach: ours < {REACH:g} dropped a second")


def _player(root: Path) -> Path:
    """The player of the shipped facts and slogans with cards alone, which need no kit."""
    (root / "docs" / "screens").mkdir(parents=True)
    shutil.copyfile(TOOL / "mkdocs.yml", root / "mkdocs.yml")
    lines = (TOOL / "docs" / "slogans.md").read_text(encoding="utf-8").splitlines()
    slogans = "\n".join(line for line in lines if line.startswith(("#", "- ")))
    (root / "docs" / "slogans.md").write_text(f"# 标语\n{slogans}\n", encoding="utf-8")
    (root / "docs" / "screens" / "bench.md").write_text(PLAYLIST, encoding="utf-8")
    campaign = read_campaign(Project(root))
    fonts, store = web_fonts(campaign), Store(root / "cache")
    results = run(fonts.values(), store, 1, lambda _: None)
    write_atomic(root / "site" / "web" / "tokens.css", style(fonts, results))
    for task in fonts.values():
        name = next(line for line in _names(style(fonts, results)) if results[task.key][0][:8] in line)
        write_atomic(root / "site" / "web" / name, store.object(results[task.key][0]).read_bytes())
    for name, data in screen_files(campaign, Plan(), results).items():
        write_atomic(root / "site" / name, data)
    return root / "site" / "screen" / "index.html"


def _names(css: bytes) -> list[str]:
    return [part.split('"')[0] for part in css.decode().split('url("')[1:]]


def _frames(browser: Browser, page: Path, before: str) -> tuple[float, float, float]:
    """Frames drawn and dropped a second while the page is busy, and the 99th percentile of the time between two, ms."""
    view = browser.new_page(viewport={"width": 1920, "height": 1080})
    try:
        view.goto(f"{page.as_uri()}?ticker=all")
        _wait(view)
        if before:
            view.evaluate(before)
        view.evaluate(BUSY)
        browser.start_tracing(page=view, categories=CATEGORIES)
        view.wait_for_timeout(SECONDS * 1000)
        events = json.loads(browser.stop_tracing())["traceEvents"]
    finally:
        view.close()
    begun, drawn = (_times(events, name) for name in ("BeginFrame", "DrawFrame"))
    gaps = sorted(later - earlier for earlier, later in pairwise(drawn))
    return len(drawn) / SECONDS, (len(begun) - len(drawn)) / SECONDS, gaps[int(0.99 * len(gaps))] / 1000


def _times(events: list[dict[str, Any]], name: str) -> list[float]:
    """When the page's frames were begun or drawn, in microseconds; the browser's own tree draws less than the page."""
    trees: dict[int, list[float]] = defaultdict(list)
    for event in events:
        if event["name"] == name:
            trees[event["args"]["layerTreeId"]].append(event["ts"])
    fullest = max(len(tree) for tree in trees.values())
    return sorted(next(tree for tree in trees.values() if len(tree) == fullest))


def _wait(view: Page) -> None:
    while not view.evaluate("Player.tickerSpeed > 0 && Player.changes > 0"):
        view.wait_for_timeout(50)


@contextmanager
def _browser() -> Iterator[Browser]:
    path = runpy.run_path(str(TOOL / "scripts" / "browser.py"))["find"]()
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if root else [])
        yield browser
        browser.close()
