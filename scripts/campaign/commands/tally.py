"""`campaign tally`: the units' progress tables added up, with what is missing, doubtful or unreadable."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from campaign.content.read import read_facts_only
from campaign.errors import UsageError, harmless
from campaign.project import Project, today
from campaign.report import say, step

SHOWN = 30  # doubtful values that are printed; all of them are in the workbook


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.epilog = (
        "例如：campaign tally 收到的统计表 -o 汇总.xlsx\n能读 .xlsx、.csv 和网页导出的 .json；原文件一律不改。"
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="文件夹或文件", help="各单位的统计表")
    parser.add_argument(
        "--units", type=Path, metavar="名单", help="应报单位名单（默认：assets/units.csv，里面有单位才用）"
    )
    parser.add_argument("-o", "--out", type=Path, default=Path("汇总.xlsx"), metavar="结果", help="默认：汇总.xlsx")


def run(project: Project, args: argparse.Namespace) -> int:
    """Read, merge, write; 1 when a file or an answer had to be left out."""
    # openpyxl and the painters are loaded by this command alone: every other one starts without them
    tally = importlib.import_module("campaign.tally.run")
    facts = read_facts_only(project)
    form = importlib.import_module("campaign.tally.schema").read_form(facts.words)
    units = _units(project, args.units)
    inputs = tally.gather(args.paths, args.units)
    tally.check_out(args.out, inputs)
    with step("读取", len(inputs.files)) as progress:
        result = tally.tally_files(inputs, form, facts.year, units, progress.advance)
    if not result.reports:
        _tell(result)
        say("没有一个文件可以汇总，没有写出结果")
        return 1
    places = tally.write_result(result, facts, args.out, today())
    _tell(result)
    say(_summary(result, [*inputs.passed_over]))
    for place in places:
        say(f"  {harmless(str(place))}")
    return 1 if result.rejected else 0


def _units(project: Project, given: Path | None) -> Any:
    read_units = importlib.import_module("campaign.tally.merge").read_units
    if given:
        if not given.is_file():
            raise UsageError(f"找不到单位名单 {given}")
        return read_units(given, str(given))
    default = project.root / "assets" / "units.csv"
    return read_units(default, project.name(default)) if default.is_file() else ()


def _tell(result: Any) -> None:
    """Every file and answer left out, and the first of what is doubtful."""
    for issue in result.rejected:
        say(str(issue))
    doubts = result.doubts
    for issue in doubts[:SHOWN]:
        say(str(issue))
    if len(doubts) > SHOWN:
        say(f"……另有 {len(doubts) - SHOWN} 条，都在结果的“问题清单”里")
    if result.missing:
        names = "、".join(unit.name for unit in result.missing[:20])
        say(f"未报 {len(result.missing)} 个：{names}{'……' if len(result.missing) > 20 else ''}")


def _summary(result: Any, passed_over: list[str]) -> str:
    left = sum(issue.level == "未收" for issue in result.issues)
    text = f"汇总  读了 {result.files} 个文件，计入 {len(result.reports)} 个单位"
    text += f"，未收 {left} 个文件" if left else ""
    text += f"，重复 {len(result.replaced)} 个" if result.replaced else ""
    names = "、".join(harmless(Path(name).name) for name in passed_over[:3]) + ("……" if len(passed_over) > 3 else "")
    return text + (f"；另有 {len(passed_over)} 个文件不是统计表，没有读：{names}" if passed_over else "")
