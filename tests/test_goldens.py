"""Display lists against text files in tests/goldens: every item at its place, to 0.01 pt.

A change that is meant: `python -m pytest --update-goldens`, then read the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from conftest import GOLDENS, SITE_URL, run_command
from sound import assert_sound
from topics import PAGE_GOLDENS

from campaign.calendar import month
from campaign.compose.brief import PRINTED, Brief
from campaign.compose.month import MonthBrief, compose_month
from campaign.compose.scroll import compose_scroll
from campaign.compose.stage import stage_for
from campaign.compose.templates import compose
from campaign.content.facts import Facts, read_facts
from campaign.content.model import LOOKS, Entry, Section
from campaign.display import QrModules, Sheet, dump
from campaign.errors import Span
from campaign.fonts import face
from campaign.formats import Panel, formats
from campaign.looks import look
from campaign.typeset.marks import CLOSING

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
    "theme-rollup": ("rollup", "rollup-800x2000", "red", THEME),
    "theme-xstand-800": ("rollup", "xstand-800x1800", "safety", THEME),
    "theme-xstand-600": ("rollup", "xstand-600x1600", "calm", THEME),
    "theme-board": ("board", "board-2400x1200", "red", THEME),
}
HERE = Span("docs/knowledge/index.md", 1)


def skill(lead: str, text: str, icon: str, use: str) -> Entry:
    return Entry(lead, text, (("icon", icon), ("use", use)), ordered=False, task=False, span=HERE)


SKILLS = Section(
    title="四项基本功",
    level=2,
    parent="",
    id="skills",
    prose=("人人过关。",),
    entries=(
        skill("会报警", "说清地点、火情、联系方式", "phone-in-talk", "fire"),
        skill("会灭火", "提、拔、握、压，对准根部", "fire-extinguisher", "fire"),
        skill("会疏散", "低姿捂鼻走楼梯，不乘电梯", "exit-run", "safe"),
        skill("会急救", "先确认环境安全，再施救", "heart-flash", "safe"),
    ),
    span=HERE,
)


@pytest.fixture
def briefed(facts: Facts) -> Callable[..., Brief]:
    def call(template: str, format_name: str, look: str, marked: str, url: str = SITE_URL) -> Brief:
        words = {name: facts.words[name] for name in PRINTED}
        span = Span("docs/slogans.md", 1)
        skills = SKILLS if template in {"rollup", "board"} else None
        return Brief(template, formats()[format_name], look, marked, marked == THEME, words, url, span, skills)

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


def test_a_calendar_is_laid_out_as_agreed(
    facts: Facts, briefed: Callable[..., Brief], check_golden: CheckGolden
) -> None:
    topics = ("灭火器使用四步", "病区用电安全", "心肺复苏与AED", "酒精存放与使用")
    job = MonthBrief(briefed("calendar", "a3", "red", THEME), "六月安全日历", month(facts), topics)
    sheet = compose_month(stage_for(job.base.format, look("red")), job)
    texts = [run.text for run in sheet.runs()]
    assert {"30", "启动", "咨询日", "总结", "灭火器", "使用四步"} <= set(texts)
    check_golden("calendar-a3", dump(sheet))


@pytest.mark.parametrize("year", range(2023, 2029))  # from four to six weeks
def test_every_junes_calendar_is_sound(raw_facts: dict[str, Any], briefed: Callable[..., Brief], year: int) -> None:
    own = read_facts({**raw_facts, "year": year}, lambda *keys: Span("mkdocs.yml", 1))
    topics = ("灭火器使用四步", "室内消火栓怎么用", "119和120怎么打") * 8
    job = MonthBrief(briefed("calendar", "a3", "red", THEME), "六月安全日历", month(own), topics)
    assert_sound(compose_month(stage_for(job.base.format, look("red")), job), job.base.format)


def test_every_skill_stands_on_roll_ups_and_boards(briefed: Callable[..., Brief]) -> None:
    for name in ("theme-rollup", "theme-xstand-800", "theme-xstand-600", "theme-board"):
        (sheet,) = compose(briefed(*PIECES[name]))
        texts = {run.text for run in sheet.runs()}
        assert {entry.lead for entry in SKILLS.entries} <= texts, name


def test_without_skills_nothing_stands_in_their_place(briefed: Callable[..., Brief]) -> None:
    for name in ("theme-rollup", "theme-board"):
        (sheet,) = compose(replace(briefed(*PIECES[name]), skills=None))
        assert SKILLS.title not in {run.text for run in sheet.runs()}


def test_every_golden_belongs_to_a_piece() -> None:
    assert {path.stem for path in GOLDENS.glob("*.txt")} == {*PIECES, *PAGE_GOLDENS, "scroll-512x64", "calendar-a3"}


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
