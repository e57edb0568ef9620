"""`campaign check`: everything wrong in all content, no output written."""

from __future__ import annotations

import argparse

from campaign.build import check
from campaign.project import Project
from campaign.report import say


def options(_parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(project: Project, _args: argparse.Namespace) -> int:
    """Read and lay out everything."""
    campaign = check(project)
    say(f"没有发现问题：{len(campaign.pages)} 页，{len(campaign.slogans)} 条标语")
    return 0
