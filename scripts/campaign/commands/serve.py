"""`campaign serve`: live preview; the kit is repainted by the hook in scripts/mkdocs_hooks.py."""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import os
import re
from collections.abc import Callable
from typing import Any

from campaign.build import Choice, make_all
from campaign.commands.build import set_today
from campaign.complaints import explained, fault
from campaign.content.read import read_facts_only
from campaign.errors import ContentErrors, SourceError, UsageError, reason
from campaign.lock import exclusive
from campaign.project import Project, enter

OURS = ("mkdocs.hooks.campaign", "mkdocs.campaign")  # loggers
LAST_PORT = 65_535
_ADDRESS = re.compile(r"[\w.-]+:\d{1,5}|\[[0-9a-f:]+\]:\d{1,5}")


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.add_argument("--addr", default="127.0.0.1:8000", metavar="地址:端口", help="默认 127.0.0.1:8000")
    parser.add_argument("--open", action="store_true", help="打开浏览器")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="按这一天预览")


def run(project: Project, args: argparse.Namespace) -> int:
    """Build once, then serve until Ctrl-C."""
    set_today(args.today)
    if not _ADDRESS.fullmatch(args.addr) or int(args.addr.rpartition(":")[2]) > LAST_PORT:
        raise UsageError(f"--addr 写成 127.0.0.1:8000 的样子，而不是 {args.addr}")
    gc.enable()  # a day of edits: what MkDocs leaves of each build must not pile up
    with exclusive(project):
        make_all(project, Choice())
    _show_log(project)
    enter(project)  # mkdocs.yml names build/fragments from where it stands
    preview: Any = importlib.import_module("mkdocs.commands.serve")
    preview.load_config = _told(project, preview.load_config, read_facts_only)
    preview.build = _told(project, preview.build)
    try:
        preview.serve(config_file=str(project.config), dev_addr=args.addr, open_in_browser=args.open, strict=False)
    except Stopped as stopped:  # before there was anything to look at
        raise stopped.fault from None
    except OSError as error:
        if error.filename:
            raise
        raise UsageError(f"{args.addr} 不能用：{reason(error)}；用 --addr 换一个，如 127.0.0.1:8001") from None
    return 0


class Stopped(Exception, SystemExit):
    """Ends a rebuild. MkDocs' preview prints an exception of this kind, stays as it was and waits for the next edit."""

    def __init__(self, fault: ContentErrors | SourceError) -> None:
        super().__init__(f"{fault}\n预览停在上一次的样子；改好后保存，会自动继续。")
        self.fault = fault


def _told(project: Project, work: Callable[..., Any], first: Callable[[Project], object] | None = None) -> Any:
    """A step of MkDocs' preview whose faults are told as ours.

    `first` comes before it: MkDocs reads the settings again at every edit, and would run what they name to run.
    """

    def step(*arguments: Any, **options: Any) -> Any:
        try:
            if first:
                first(project)
            with explained(project):
                return work(*arguments, **options)
        except (ContentErrors, SourceError) as fault:
            raise Stopped(fault) from None

    return step


class _Words(logging.Formatter):
    """MkDocs' warnings in our words, ours as they are."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project

    def format(self, record: logging.LogRecord) -> str:
        """One record."""
        message = record.getMessage()
        return message if record.name in OURS else str(fault(self._project, message))


def _show_log(project: Project) -> None:
    """Ours and MkDocs' warnings; its own chatter stays away."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger().handlers[0].setFormatter(_Words(project))
    logging.getLogger("mkdocs.hooks.campaign").setLevel(logging.INFO)
    logging.getLogger("mkdocs.livereload").addFilter(lambda record: record.exc_info is not None)  # we tell the rest
