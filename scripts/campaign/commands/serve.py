"""`campaign serve`: live preview; the kit is repainted by the hook in scripts/mkdocs_hooks.py."""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import os

from campaign.build import Choice, make_all
from campaign.commands.build import set_today
from campaign.lock import exclusive
from campaign.project import Project


def options(parser: argparse.ArgumentParser) -> None:
    """The subcommand's options."""
    parser.add_argument("--addr", default="127.0.0.1:8000", metavar="地址:端口", help="默认 127.0.0.1:8000")
    parser.add_argument("--open", action="store_true", help="打开浏览器")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="按这一天预览")


def run(project: Project, args: argparse.Namespace) -> int:
    """Build once, then serve until Ctrl-C."""
    set_today(args.today)
    gc.enable()  # a day of edits: what MkDocs leaves of each build must not pile up
    with exclusive(project):
        make_all(project, Choice())
    _show_log()
    os.chdir(project.root)  # mkdocs.yml names build/fragments from where it stands
    serve = importlib.import_module("mkdocs.commands.serve").serve
    serve(config_file=str(project.config), dev_addr=args.addr, open_in_browser=args.open, strict=False)
    return 0


def _show_log() -> None:
    """Ours and MkDocs' warnings; its own chatter stays away."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("mkdocs.hooks.campaign").setLevel(logging.INFO)
