"""`campaign kit`: the artefacts alone, or a part of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from campaign.build import make_kit
from campaign.commands.build import choice
from campaign.formats import formats
from campaign.jobs import clock
from campaign.lock import exclusive
from campaign.plan.kinds import FILE_TYPES, KINDS, Selection
from campaign.playlist import SPEED
from campaign.project import Project
from campaign.report import say


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.epilog = "种类：\n" + "\n".join(f"  {kind:8}{row.folder}" for kind, row in KINDS.items())
    parser.epilog += "\n尺寸：\n" + "\n".join(f"  {name:18}{f.use} {f.label}" for name, f in formats().items())
    parser.epilog += "\n类型：\n" + "\n".join(f"  {name:10}{form.note}" for name, form in FILE_TYPES.items())
    parser.add_argument("--only", nargs="+", default=[], metavar="种类", help="只要这些种类")
    parser.add_argument("--format", nargs="+", default=[], metavar="尺寸", help="只要这些尺寸")
    parser.add_argument("--slogan", default="", metavar="文字", help="只要含这几个字的标语；视频则只含选中的标语")
    parser.add_argument("--page", default="", metavar="文字", help="只要标题含这几个字（或文件名）的知识页、案例的素材")
    parser.add_argument("--type", nargs="+", default=[], metavar="类型", help="只要这些类型的文件，见下")
    parser.add_argument("--speed", type=float, default=SPEED, metavar="N", help="滚动视频每秒几个字（默认：3）")
    parser.add_argument(
        "--out", type=Path, metavar="文件夹", help="放到这里（默认：整套放 build/kit，选出的放 build/选件）"
    )
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="同时工作的进程数（默认：每个核一个）")
    parser.add_argument("--no-cache", action="store_true", help="不用缓存，全部重画")


def run(project: Project, args: argparse.Namespace) -> int:
    """Make what was asked for."""
    elapsed = clock()
    wanted = Selection(tuple(args.only), tuple(args.format), args.slogan, args.page, tuple(args.type), args.speed)
    out = args.out.resolve() if args.out else None
    with exclusive(project, heal=args.no_cache):
        outcome = make_kit(project, wanted, choice(args), out)
    say(outcome.summary())
    for note in outcome.notes:
        say(note)
    if not outcome.qr:
        say("说明  site_url 未设置，海报上没有二维码")
    say(f"用时  {elapsed():.1f} 秒")
    return 0
