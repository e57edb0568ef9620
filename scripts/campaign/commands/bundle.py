"""`campaign bundle`: one zip for each kind of screen, with its instructions."""

from __future__ import annotations

import argparse
from pathlib import Path

from campaign.bundles.make import make_bundles
from campaign.bundles.table import BUNDLES, chosen
from campaign.commands.build import choice
from campaign.fragments import size_text
from campaign.jobs import clock
from campaign.lock import exclusive
from campaign.plan.kinds import Selection
from campaign.playlist import SPEED
from campaign.project import Project
from campaign.report import say


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.epilog = "打包：\n" + "\n".join(f"  {key:12}{bundle.name}" for key, bundle in BUNDLES.items())
    parser.add_argument("names", nargs="*", metavar="打包", help="只要这几个（默认：全部）")
    parser.add_argument("--format", nargs="+", default=[], metavar="尺寸", help="按这些尺寸做，例如 480x48px")
    parser.add_argument("--speed", type=float, default=SPEED, metavar="N", help="滚动视频每秒几个字（默认：3）")
    parser.add_argument("--out", type=Path, metavar="文件夹", help="放到这里（默认：build/打包）")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="同时工作的进程数（默认：每个核一个）")
    parser.add_argument("--no-cache", action="store_true", help="不用缓存，全部重画")


def run(project: Project, args: argparse.Namespace) -> int:
    """Make the zips that were asked for."""
    elapsed = clock()
    asked = Selection(formats=tuple(args.format), speed=args.speed)
    asked.check()
    wanted = chosen(tuple(args.names), asked.formats)
    folder = args.out.resolve() if args.out else project.bundles
    with exclusive(project, heal=args.no_cache):
        for path, size, notes in make_bundles(project, wanted, asked, choice(args), folder):
            say(f"打包  {size_text(size)} → {path}")
            for note in notes:
                say(note)
    say(f"用时  {elapsed():.1f} 秒")
    return 0
