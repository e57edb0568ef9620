"""Display lists against text files in tests/goldens: every item at its place, to 0.01 pt.

A change that is meant: `python -m pytest --update-goldens`, then read the difference.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import GOLDENS, SITE_URL, run_command

from campaign.compose.brief import PRINTED, Brief
from campaign.compose.scroll import compose_scroll
from campaign.compose.templates import compose
from campaign.content.facts import Facts
from campaign.content.model import LOOKS
from campaign.display import QrModules, Sheet, dump
from campaign.errors import Span
from campaign.fonts import face
from campaign.formats import Panel, formats
from campaign.typeset.lines import CLOSING

CheckGolden = Callable[[str, str], None]
THEME = "人人讲*安全*、个个会*应急*"
SHORT = "平安*是福*"
LONG = "，".join(["一二三*四五*"] * 6)
PIECES = {
    **{f"theme-a3-{look}": ("hero", "a3", look, THEME) for look in LOOKS},
    "theme-phone": ("hero", "phone-1080x1440", "red", THEME),
    "theme-tv": ("hero", "tv-1920x1080", "red", THEME),
    "theme-wechat": ("hero", "wechat-900x383", "red", THEME),
    "theme-banner": ("hero", "banner-7000x700", "red", THEME),
    "theme-led-1920x128": ("led", "led-1920x128", "red", THEME),
    "theme-led-512x64": ("led", "led-512x64", "red", THEME),
    "short-a3": ("hero", "a3", "red", SHORT),
    "long-a3": ("hero", "a3", "calm", LONG),
}


@pytest.fixture
def briefed(facts: Facts) -> Callable[..., Brief]:
    def call(template: str, format_name: str, look: str, marked: str, url: str = SITE_URL) -> Brief:
        words = {name: facts.words[name] for name in PRINTED}
        span = Span("docs/slogans.md", 1)
        return Brief(template, formats()[format_name], look, marked, marked == THEME, words, url, span)

    return call


def codes(sheet: Sheet) -> list[QrModules]:
    return [item for item in sheet.items if isinstance(item, QrModules)]


@pytest.mark.parametrize(("name", "piece"), PIECES.items(), ids=PIECES.keys())
def test_a_piece_is_laid_out_as_agreed(
    name: str, piece: tuple[str, str, str, str], briefed: Callable[..., Brief], check_golden: CheckGolden
) -> None:
    (sheet,) = compose(briefed(*piece))
    check_golden(name, dump(sheet))


def test_a_scroll_is_laid_out_as_agreed(briefed: Callable[..., Brief], check_golden: CheckGolden) -> None:
    panel = formats()["led-512x64"]
    assert isinstance(panel, Panel)
    jobs = [briefed("scroll", "led-512x64", "red", text) for text in (THEME, SHORT)]
    job = compose_scroll(jobs, panel, "滚动")
    head = f"panel {panel.pixels} step {job.step} fps {job.fps} loops {job.loops} seconds {job.seconds:.3f}\n"
    check_golden("scroll-512x64", head + dump(job.strip))


def test_every_golden_belongs_to_a_piece() -> None:
    assert {path.stem for path in GOLDENS.glob("*.txt")} == {*PIECES, "scroll-512x64"}


def test_the_poster_carries_one_code_with_the_sites_address(briefed: Callable[..., Brief]) -> None:
    (sheet,) = compose(briefed("hero", "a3", "red", THEME))
    assert [code.url for code in codes(sheet)] == [SITE_URL]
    (sheet,) = compose(briefed("hero", "a3", "red", THEME, url=""))
    assert codes(sheet) == []


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
def test_the_ink_of_all_text_stays_inside_the_safe_area(
    piece: tuple[str, str, str, str], briefed: Callable[..., Brief]
) -> None:
    job = briefed(*piece)
    (sheet,) = compose(job)
    margin = job.format.safe_u * min(sheet.width, sheet.height) / 100 - 0.5
    sides = 0 if isinstance(job.format, Panel) else margin  # a panel's ends are seen, its edges are not
    assert sheet.runs()
    for run in sheet.runs():
        for char, x in zip(run.text, run.xs, strict=True):
            left, bottom, right, top = (value * run.size for value in face(run.face).ink(char))
            hang = 0.5 * run.size if char in CLOSING else 0.0
            assert sides <= x + left, f"{char} of {run.text} at the left"
            assert x + right <= sheet.width - sides + hang, f"{char} of {run.text} at the right"
            assert margin <= run.baseline - top, f"{char} of {run.text} at the top"
            assert run.baseline - bottom <= sheet.height - margin, f"{char} of {run.text} at the bottom"


def test_goldens_cannot_be_updated_where_ci_is_set() -> None:
    result = run_command("--update-goldens", "--collect-only", __file__, module="pytest", CI="1")
    assert result.code != 0
    assert "refused" in result.err + result.out
