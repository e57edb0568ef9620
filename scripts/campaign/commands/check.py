"""`campaign check`: everything wrong in all content, no output written."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from campaign.build import check
from campaign.content.model import Campaign
from campaign.content.parts import repair
from campaign.content.read import read_campaign
from campaign.errors import Collector
from campaign.project import Project
from campaign.report import say
from campaign.typeset.phrases import parse
from campaign.typeset.words import suggestion


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.add_argument("--fix", action="store_true", help="先改好含义明确的输入法错误（全角括号、1、等），再检查")


def run(project: Project, args: argparse.Namespace) -> int:
    """Read and lay out everything."""
    if args.fix:
        for page in read_campaign(project, Collector()).pages:
            if repair(project, page):
                say(f"已改  {page.path}")
    campaign = check(project)
    for line in suggestions(campaign):
        say(line)
    say(f"没有发现问题：{len(campaign.pages)} 页，{len(campaign.slogans)} 条标语")
    return 0


def suggestions(campaign: Campaign) -> Iterator[str]:
    """Marks that an author may add: a long phrase breaks where the segmenter says unless its author says where."""
    for slogan in campaign.slogans:
        for phrase in parse(slogan.marked):
            if better := suggestion(phrase.text):
                yield f"建议  {slogan.span}: “{phrase.text}”较长，加上断句记号：{better}"
