"""`campaign build`: kit and site."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os

from campaign.build import Choice, make_all
from campaign.errors import UsageError
from campaign.jobs import clock
from campaign.lock import exclusive
from campaign.project import Project
from campaign.report import say

MORE = """要更多：
  campaign kit --slogan 标语里的字 --only video --out 文件夹    单独一条标语的滚动视频
  campaign kit --only poster --format a3 --out 文件夹           只要某一种"""


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="同时工作的进程数（默认：每个核一个）")
    parser.add_argument("--no-cache", action="store_true", help="不用缓存，全部重画")
    parser.add_argument(
        "--offline", action="store_true", help="另做一份可拷到U盘、双击 index.html 打开的站点，搜索可用"
    )
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="按这一天生成（默认：今天）")


def choice(args: argparse.Namespace) -> Choice:
    """--jobs and --no-cache."""
    if args.jobs < 0:
        raise UsageError("--jobs 应是正整数")
    return Choice(args.jobs, args.no_cache)


def set_today(text: str | None) -> None:
    """Fix the day for this process and its workers."""
    if text:
        try:
            os.environ["CAMPAIGN_TODAY"] = dt.date.fromisoformat(text).isoformat()
        except ValueError:
            raise UsageError(f"--today 写成 2023-06-04 的样子，而不是 {text}") from None


def run(project: Project, args: argparse.Namespace) -> int:
    """Make everything and say what was made and where."""
    set_today(args.today)
    elapsed = clock()
    with exclusive(project, heal=args.no_cache):
        outcome = make_all(project, choice(args))
        # MkDocs is loaded only here: the kit alone does without it
        pages = importlib.import_module("campaign.site").build_site(project, offline=args.offline)
    say(outcome.summary())
    site = project.offline_site if args.offline else project.site
    say(f"站点  {pages} 页 → {site / 'index.html'}")
    for note in outcome.notes:
        say(note)
    if not outcome.qr:
        say("说明  site_url 未设置，海报上没有二维码；在 mkdocs.yml 填上网址或设环境变量 SITE_URL 后重新生成")
    say(f"用时  {elapsed():.1f} 秒")
    say(MORE)
    return 0
