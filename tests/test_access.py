"""For everyone: no fault that axe finds, on any page, in any mode; large text; reading aloud; by keyboard alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from browsing import fits, launched, served
from conftest import WHOLE
from html_pages import pages
from playwright.sync_api import Browser, Page

from campaign.project import Project

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# width, scheme, large text; 640 is what is left of 1280 at a zoom of 200 %
MODES = [(1280, "default", False), (1280, "slate", False), (1280, "default", True), (640, "slate", True)]
MODES += [(320, "default", False), (320, "slate", True)]
FORMS = ("index", "downloads", "slogans", "report/index", "cases/liaoyuan", "knowledge/oxygen")  # a page of each
SMALL = """least => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('svg, script, style, noscript')) continue;
    if (!parent.checkVisibility({checkVisibilityCSS: true}) || parent.getBoundingClientRect().width < 2) continue;
    if (parseFloat(getComputedStyle(parent).fontSize) < least) small.push(node.textContent.trim().slice(0, 20));
  }
  return small;
}"""

FOCUS = """() => {
  const here = document.activeElement;
  const marked = getComputedStyle(here).outlineStyle !== 'none';
  const byParent = Boolean(here.closest('.topic, .find, .md-header__option, .md-search'));
  return [here === document.body, marked || byParent, here.outerHTML.slice(0, 120)];
}"""


@pytest.fixture(scope="module")
def address(site: Project) -> Iterator[str]:
    with served(site.site) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """Opens a page in a browser that remembers nothing yet."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        locale="zh-CN",
        reduced_motion="reduce",  # colours half way through a transition are nobody's fault
        bypass_csp=True,  # axe is no script of the site's
    )
    context.set_default_timeout(15_000)

    def call(name: str) -> Page:
        page = context.new_page()
        page.goto(f"{address}/{name}")
        return page

    yield call
    context.close()


def set_mode(page: Page, width: int, scheme: str, large: bool) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(
        """([scheme, large]) => {
          document.body.setAttribute('data-md-color-scheme', scheme);
          document.documentElement.classList.toggle('is-large', large);
        }""",
        [scheme, large],
    )


def faults(page: Page) -> list[str]:
    report: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert len(report["passes"]) > 12
    return [f"{v['id']}: {node['html'][:90]}" for v in report["violations"] for node in v["nodes"]]


def modes(name: str, place: int) -> list[tuple[int, str, bool]]:
    """All of them for a page of each form, one in turn for its like; with WHOLE, as `make soak` has it, all for all."""
    if WHOLE or name.removesuffix(".html") in FORMS:
        return MODES
    return [MODES[place % len(MODES)]]


def test_no_page_has_a_fault_in_any_mode(open_page: Callable[[str], Page], site: Project) -> None:
    told: list[str] = []
    page = open_page("index.html")
    root = page.url.removesuffix("index.html")
    names = [name for name in pages(site.site) if not name.startswith(("screen/", "q/"))]
    for place, name in enumerate(names):
        page.goto(root + name)
        page.evaluate(AXE)
        for width, scheme, large in modes(name, place):
            set_mode(page, width, scheme, large)
            mode = f"{name} at {width} px, {scheme}{', large text' if large else ''}"
            told += [f"{mode}: {fault}" for fault in faults(page)]
            if not fits(page, width):
                told.append(f"{mode}: scrolls sideways")
    assert told == []


def test_the_screens_player_has_no_fault_either(open_page: Callable[[str], Page]) -> None:
    page = open_page("screen/index.html")
    page.evaluate(AXE)
    for width in (1920, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
        page.keyboard.press("i")
        page.locator("#panel").wait_for()
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.locator(".layer").evaluate_all("layers => layers.forEach(layer => layer.hidden = true)")  # as at its start
        assert faults(page) == []


def test_large_text_is_at_least_18_points_everywhere(open_page: Callable[[str], Page], site: Project) -> None:
    page = open_page("index.html")
    root = page.url.removesuffix("index.html")
    told = []
    for name in (name for name in pages(site.site) if not name.startswith(("screen/", "q/"))):
        page.goto(root + name)
        for width in (1280, 390):
            set_mode(page, width, "default", True)
            told += [f"{name} at {width}: {words}" for words in page.evaluate(SMALL, 24)]
    assert told == []


@pytest.mark.parametrize("large", [False, True])
def test_nothing_in_the_header_covers_anything_else(open_page: Callable[[str], Page], large: bool) -> None:
    page = open_page("roles.html")
    for width in (320, 360, 390, 768, 1280):
        set_mode(page, width, "default", large)
        shown = page.evaluate(
            """() => [...document.querySelectorAll('.brand__mark, .brand__name, .aid, .site-header .md-header__button')]
              .map(part => part.getBoundingClientRect()).filter(box => box.width > 2)
              .map(box => [box.left, box.right]).sort((one, other) => one[0] - other[0])"""
        )
        assert len(shown) >= 4
        assert all(one[1] <= other[0] + 0.5 for one, other in itertools.pairwise(shown)), f"{width} px: {shown}"


def test_large_text_is_remembered_and_taken_back(open_page: Callable[[str], Page]) -> None:
    page = open_page("plan.html")
    button = page.locator("[data-aid=large]")
    assert button.get_attribute("aria-pressed") == "false"
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    other = open_page("knowledge/oxygen.html")
    assert other.locator("html.is-large").count() == 1
    assert other.locator("[data-aid=large]").get_attribute("aria-pressed") == "true"
    assert other.locator("article p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)") >= 24
    other.locator("[data-aid=large]").click()
    assert open_page("plan.html").locator("html.is-large").count() == 0


def test_reading_aloud_goes_on_and_off_and_is_remembered(open_page: Callable[[str], Page]) -> None:
    page = open_page("knowledge/oxygen.html")
    button, status = page.locator("[data-aid=read]"), page.locator("[data-aid-status]")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert status.inner_text() != ""  # it reads, or says that this device has no voice
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator(".is-read").count() == 0
    assert not page.evaluate("speechSynthesis.speaking")
    button.click()
    assert open_page("plan.html").locator("[data-aid=read]").get_attribute("aria-pressed") == "true"


def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_page: Callable[[str], Page]) -> None:
    page = open_page("knowledge/extinguisher.html")
    page.keyboard.press("Tab")
    assert page.locator(".md-skip").first.evaluate("link => link === document.activeElement")
    seen = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here[0]:
            break
        assert here[1], f"no focus mark on {here[2]}"
        seen.add(here[2])
    words = " ".join(seen)
    for part in ('data-aid="large"', 'data-aid="read"', "md-tabs__link", "md-search__input", "downloads.html", "tel:"):
        assert part in words, part


def test_reduced_motion_stops_every_animation(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/index.html")
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none'; }).length"
    )
    context.close()
    assert moving == 0
