"""`campaign clean`: remove what was generated."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from campaign.errors import UsageError
from campaign.lock import exclusive
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
        with exclusive(project):
            for path in sorted(project.build.iterdir()):
                if path != project.cache:
                    _delete(path)
        if not args.keep_cache:
            _delete(project.build)  # the lock lies in the cache: no file that is open can be removed on Windows
    say(f"已清理 {project.build}")
    return 0


def _delete(path: Path) -> None:
    """A folder with all in it; of a link only the link, for what it leads to is somebody's own."""
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
