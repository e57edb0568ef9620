"""The only file that MkDocs loads by itself: live preview repaints the kit and mounts it. A build never needs it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.pages import Page

from campaign.build import Choice, make_all
from campaign.content.pages import read_page
from campaign.errors import ContentErrors, SourceError
from campaign.lock import exclusive
from campaign.project import Project
from campaign.site import mount

log = logging.getLogger("mkdocs.hooks.campaign")
_serving = False
UNREAD = "---\ntitle: 页首有误\n---\n\n"


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether this is live preview."""
    global _serving  # noqa: PLW0603 -- MkDocs gives hooks no place for state
    _serving = command == "serve"


def on_pre_build(config: MkDocsConfig) -> None:
    """Repaint what an edit changed; a fault in the content is told, and the last good kit stays."""
    if not _serving:
        return
    try:
        with exclusive(_project(config)):
            outcome = make_all(_project(config), Choice())
        log.info("素材 %d 个，新画 %d", outcome.files, outcome.painted)
    except (ContentErrors, SourceError) as error:
        for line in str(error).splitlines():
            log.error(line)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """A page with a fault at its head is shown as text: MkDocs would write unchecked values into attributes."""
    path = Path(config.docs_dir, page.file.src_uri)
    try:
        if _serving:
            read_page(path, _project(config).name(path))
    except (ContentErrors, SourceError):
        return UNREAD + page.file.content_string
    return None


def on_post_build(config: MkDocsConfig) -> None:
    """Mount the kit in the preview's folder."""
    if _serving:
        with exclusive(_project(config)):
            mount(_project(config), Path(config.site_dir))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:
    """Tell the address when there is something to see at it."""
    log.info("预览  %s  （保存页面即刷新，Ctrl-C 结束）", server.url)


def _project(config: MkDocsConfig) -> Project:
    return Project(Path(config.config_file_path).parent)
