"""`campaign clean`: remove what was generated."""

from __future__ import annotations

import argparse
import shutil

from campaign.errors import UsageError
from campaign.project import Project
from campaign.report import say


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.add_argument("--keep-cache", action="store_true", help="保留缓存 build/cache")


def run(project: Project, args: argparse.Namespace) -> int:
    """Remove build/, or all of it but the cache."""
    if not project.config.is_file():
        raise UsageError(f"{project.root} 里没有 mkdocs.yml，不删除任何东西")
    if project.build.is_dir():
        for path in sorted(project.build.iterdir()):
            if not (args.keep_cache and path == project.cache):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    say(f"已清理 {project.build}")
    return 0
