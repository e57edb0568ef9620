"""`campaign publish-check FOLDER`: links, anchors, sizes, third parties, personal data, before a folder goes online."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from campaign.content.read import read_facts_only
from campaign.errors import ContentErrors, UsageError
from campaign.fragments import size_text
from campaign.project import Project
from campaign.publishing.check import check_folder
from campaign.report import say


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="文件夹", help="要发布的文件夹（默认：build/site）")


def run(project: Project, args: argparse.Namespace) -> int:
    """Tell every fault (exit 1), or that there is none."""
    folder: Path = args.folder.resolve() if args.folder else project.site
    if not (folder / "index.html").is_file():
        raise UsageError(f"{folder} 里没有 index.html，先运行 campaign build，再写上要发布的文件夹")
    faults = check_folder(folder, _facts(project))
    if faults:
        raise ContentErrors(faults)
    files = [path for path in folder.rglob("*") if path.is_file()]
    total = size_text(sum(path.stat().st_size for path in files))
    say(f"可以发布：{len(files)} 个文件，{total}；链接、位置、大小、第三方请求、个人信息都没有发现问题")
    return 0


def _facts(project: Project) -> Mapping[str, str]:
    """What the campaign calls itself and where it is asked; nothing where there is none, or its facts are at fault."""
    try:
        return read_facts_only(project).words
    except ContentErrors:
        return {}
