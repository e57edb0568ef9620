"""`campaign new DIR`: another office's or next year's campaign: facts and pages with examples, no code."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from campaign.content.names import on_windows
from campaign.errors import UsageError
from campaign.project import ASSETS, HOOKS, OVERRIDES, TOOL, Project, today
from campaign.report import say
from campaign.store import renewed, write_atomic

STARTER = ASSETS / "starter"
# Pages that hold no campaign's own words, and link to each other at most.
SHARED = ("downloads.md", "knowledge/index.md", "schedule.md", "report/index.md", "contest.md", "roles.md", "tags.md")
YEARS = range(2002, 2100)
FIRST_YEAR = 2001  # the month is held since 2002, so 2023 was the 22nd
NAV = """nav:
  - 首页: index.md
  - 活动安排:
      - 活动方案: plan.md
      - 日程: schedule.md
      - 填报统计表: report/index.md
      - 竞赛与训练营: contest.md
  - 应急知识:
      - knowledge/index.md
      - knowledge/example.md
  - 岗位责任: roles.md
  - 素材中心:
      - 素材中心: downloads.md
      - 标语: slogans.md
  - 关于:
      - 关于: about.md
      - 按对象找: tags.md
"""


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.add_argument("folder", type=Path, metavar="文件夹", help="新活动的文件夹（尚不存在，或是空的）")
    parser.add_argument("--year", type=int, metavar="年份", help="默认：明年")


def run(_project: Project, args: argparse.Namespace) -> int:
    """Write the folder; refuses one that holds anything."""
    folder = args.folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} 已存在且不是空文件夹，换一个名字")
    if not folder.exists() and not on_windows(folder.name):
        raise UsageError(f"Windows 上不能用这个名字：{folder.name}；用汉字、字母、数字和短横")
    year = today().year + 1 if args.year is None else args.year
    if year not in YEARS:
        raise UsageError(f"--year 写成 {today().year + 1} 的样子，而不是 {year}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with renewed(folder) as work:
        write_atomic(work / "mkdocs.yml", settings(folder, year).encode())
        for name in SHARED:
            write_atomic(work / "docs" / name, (TOOL / "docs" / name).read_bytes())
        for path in sorted(STARTER.rglob("*.md")):
            write_atomic(work / "docs" / path.relative_to(STARTER), path.read_bytes())
        write_atomic(work / ".gitignore", b"/build/\n")
    say(f"已新建 {folder}\n下一步：\n  1. 打开 {folder / 'mkdocs.yml'}，改活动信息（单位、主题、日期）")
    say(f'  2. 改 docs 里的页面\n  3. 运行 campaign -C "{folder}" serve 预览，build 生成')
    return 0


def settings(folder: Path, year: int) -> str:
    """mkdocs.yml of a new campaign: this project's settings, fresh facts, paths back to the tool."""
    text = (TOOL / "mkdocs.yml").read_text(encoding="utf-8")
    facts = (STARTER / "facts.yml").read_text(encoding="utf-8").format(year=year, ordinal=max(1, year - FIRST_YEAR))
    text = re.sub(r"^  campaign: .*?(?=^  \S)", lambda _: facts, text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^nav:\n.*?(?=^\S|^$)", lambda _: NAV, text, flags=re.MULTILINE | re.DOTALL)
    text = text.replace("custom_dir: overrides", f"custom_dir: {_quoted(OVERRIDES, folder)}")
    return text.replace("[scripts/mkdocs_hooks.py]", f"[{_quoted(HOOKS, folder)}]")


def _quoted(path: Path, folder: Path) -> str:
    """A path as YAML text: relative where the drive is the same."""
    try:
        text = os.path.relpath(path, folder)
    except ValueError:  # another drive on Windows
        text = str(path)
    return '"' + text.replace(os.sep, "/") + '"'
