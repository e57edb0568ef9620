"""Playlists of screens: what authors write, what the player gets, and what they are told when it is wrong."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, edit
from screens import LISTS, shared

from campaign.content.model import plain
from campaign.content.read import read_campaign
from campaign.content.windows import read_days, read_hours, read_moment
from campaign.errors import ContentErrors
from campaign.kit import Plan
from campaign.project import Project
from campaign.screen.programme import programmes

HEAD = "---\ntitle: 播放单\nplaylist:\n"


def with_list(project: Project, rows: str, name: str = "a.md") -> Path:
    folder = project.docs / "screens"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"{HEAD}{rows}---\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一至周五", (1, 2, 3, 4, 5)),
        ("周六、周日", (6, 7)),
        ("星期天", (7,)),
        ("周五-周一", (1, 5, 6, 7)),
        ("工作日、周日", (1, 2, 3, 4, 5, 7)),
        ("一，三，五", (1, 3, 5)),
    ],
)
def test_days(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "周八", "周一至", "周一至周三至周五", "6月1日"])
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_days(text)


def test_hours() -> None:
    assert read_hours("08:00—11:30、14:00-18:00") == ((480, 690), (840, 1080))
    assert read_hours("21:00～6:30") == ((1260, 390),)
    assert read_hours("00:00—24:00") == ((0, 1440),)


@pytest.mark.parametrize("text", ["", "8点到9点", "08:00", "08:00—08:00", "25:00—26:00", "08:61—09:00"])
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_hours(text)


def test_moments() -> None:
    assert read_moment("6月16日 08:05", 2023) == "2023-06-16T08:05"
    assert read_moment("2024-06-16T08:05", 2023) == "2024-06-16T08:05"
    assert read_moment("6月30日", 2023) == "2023-06-30T00:00"
    assert read_moment("6月30日", 2023, end=True) == "2023-07-01T00:00"
    assert read_moment("6月30日 24:00", 2023) == "2023-07-01T00:00"
    assert read_moment(dt.date(2023, 12, 31), 2000, end=True) == "2024-01-01T00:00"
    with pytest.raises(ValueError, match=r".*"):
        read_moment("2月30日", 2023)


def test_a_list_is_read_with_its_windows(project: Project) -> None:
    folder = project.docs / "screens"
    folder.mkdir()
    for name in ("all.md", "windows.md"):
        (folder / name).write_text(LISTS[name], encoding="utf-8")
    whole, windows = read_campaign(project).playlists
    assert [item.kind for item in whole.items] == ["card", "slide", "slide", "slide", "card", "text", "card"]
    assert [item.seconds for item in whole.items] == [10] * 6 + [6]
    assert [plain(line) for line in whole.ticker] == ["人人讲安全、个个会应急", "病房不抽烟，床边不用火", "平安每一天"]
    assert whole.night == ((1260, 390),)
    assert windows.items[0].window.days == (1, 2, 3, 4, 5)
    assert windows.items[3].window.first == "2023-06-16T00:00"
    assert windows.items[3].window.last == "2023-06-17T00:00"
    assert windows.urgent
    assert windows.urgent.window.last == "2023-06-16T15:00"


FAULTS: list[tuple[str, int, str]] = [
    ("  items: []\n", 4, "没有内容"),
    ("  items:\n    - slides: 没有的组\n", 5, "没有名为 没有的组 的标语组"),
    ("  items:\n    - slide: 没有的标语\n", 5, "没有这条标语"),
    ("  items:\n    - card: 天气\n", 5, "没有名为 天气 的卡片"),
    ("  items:\n    - card: 时钟\n      seconds: 1\n", 6, "seconds 的值不对"),
    ("  items:\n    - card: 时钟\n      days: 周八\n", 6, "days 看不懂"),
    ("  items:\n    - card: 时钟\n      time: 上午\n", 6, "time 看不懂"),
    ("  items:\n    - card: 时钟\n      from: 6月9日\n      to: 6月1日\n", 7, "不晚于"),
    ("  items:\n    - card: 时钟\n      loop: true\n", 6, "没有 loop 这一项"),
    ("  items:\n    - card: 时钟\n      text: 两样\n", 5, "只能写一种"),
    ("  items:\n    - video: 没有.mp4\n", 5, "没有这个文件"),
    ("  items:\n    - video: ../../mkdocs.mp4\n", 5, "没有这个文件"),
    ("  items:\n    - picture: 图.bmp\n", 5, "不能是这种文件"),
    ("  items:\n    - text: 㐂字\n", 5, "字库里没有"),
    ("  items:\n    - text: 一\n      look: blue\n", 6, "没有名为 blue 的样式"),
    ("  items:\n    - 时钟\n", 5, "看不懂"),
    ("  items:\n    - text: ，。\n", 5, "这里没有文字"),
    ('  items:\n    - text: ""\n', 5, "这里没有文字"),
    ('  items:\n    - text: "||"\n', 5, "这里没有文字"),
    ('  items:\n    - text: "*半个*停电*"\n', 5, "强调记号 * 不成对"),
    (f"  items:\n    - text: {'停电' * 21}\n", 5, "有 42 字，超过 40 字"),
    ("  items:\n    - text: {a: 1}\n", 5, "text 看不懂"),
    ("  items: [{card: 时钟}]\n  ticker: [{提示: 停电}]\n", 5, "句子里有冒号时，整句加引号"),
    ('  items: [{card: 时钟}]\n  ticker: [""]\n', 5, "这里没有文字"),
    ('  items: [{card: 时钟}]\n  urgent: {text: "*", to: 6月18日}\n', 5, "这里没有文字"),
    ("  items: [{card: 时钟}]\n  ticker: 没有的组\n", 5, "没有名为 没有的组 的标语组"),
    ("  items: [{card: 时钟}]\n  night: 晚上\n", 5, "night 看不懂"),
    ("  items: [{card: 时钟}]\n  urgent: {text: 演练}\n", 5, "到什么时候为止"),
    ("  items: [{card: 时钟}]\n  speed: 20\n", 5, "speed 的值不对"),
    ("  items: [{card: 时钟}]\n  volume: 3\n", 5, "没有 volume 这一项"),
]


@pytest.mark.parametrize(("rows", "line", "words"), FAULTS)
def test_a_fault_names_its_line(project: Project, run: Run, rows: str, line: int, words: str) -> None:
    with_list(project, rows)
    result = run("check")
    assert result.code == 1
    assert f"docs/screens/a.md:{line}: " in result.err, result.err
    assert words in result.err
    assert "Traceback" not in result.err


def test_a_slogan_without_a_slide_is_told_with_its_own_line(project: Project, run: Run) -> None:
    slogans = project.docs / "slogans.md"
    edit(slogans, "床边不*用火* {.screen}", '床边不*用火* {kinds="poster"}')
    with_list(project, "  items:\n    - slide: 病房不抽烟，床边不用火\n")
    result = run("check")
    assert "docs/screens/a.md:5: 这条标语没有电视屏画面：病房不抽烟，床边不用火" in result.err
    assert "docs/slogans.md:6 的 kinds" in result.err
    with_list(project, "  items:\n    - slides: 全部标语\n")
    (found,) = read_campaign(project).playlists
    assert not any("床边" in item.title for item in found.items)
    assert found.items


def test_a_fault_in_a_slogan_is_no_fault_of_the_playlists_that_name_it(project: Project, run: Run) -> None:
    edit(project.docs / "slogans.md", "床边不*用火* {.screen}", '床边不*用火* {kinds="nosuch"}')
    with_list(project, "  items:\n    - slide: 病房不抽烟，床边不用火\n    - slide: theme\n")
    result = run("check")
    assert "docs/slogans.md:6: " in result.err
    assert "docs/screens" not in result.err


def test_all_faults_are_told_at_once(project: Project) -> None:
    with_list(project, "  items:\n    - card: 天气\n    - slide: 没有\n  night: 晚上\n")
    with pytest.raises(ContentErrors) as told:
        read_campaign(project)
    assert [error.span.line for error in told.value.errors] == [5, 6, 7]


def test_a_list_elsewhere_is_refused(project: Project, run: Run) -> None:
    (project.docs / "a.md").write_text(f"{HEAD}  items: []\n---\n", encoding="utf-8")
    assert "docs/a.md:3: 播放单只能写在 docs/screens" in run("check").err


def test_the_players_data_have_the_lists(tmp_path_factory: pytest.TempPathFactory) -> None:
    _, site = shared(tmp_path_factory)
    text = (site / "screen" / "playlists.js").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text.removeprefix("window.SCREEN = ").removesuffix(";\n"))
    assert [row["id"] for row in data["playlists"]] == ["all", "windows", "broken", "none"]
    slide = data["playlists"][0]["items"][1]
    assert slide["files"]["landscape"].endswith("1920x1080.png")
    assert json.loads((site / "screen" / "build.json").read_text(encoding="utf-8"))["build"] == data["build"]


def test_a_campaign_without_lists_plays_all_its_slogans(project: Project) -> None:
    campaign = read_campaign(project)
    assert campaign.playlists == ()
    (shown,) = programmes(campaign, Plan(), {})
    assert [item.kind for item in shown.playlist.items] == ["card", "slide", "slide", "slide", "card"]
