"""The microsite: MkDocs builds the pages aside, kit and generated files are put beside them, then all is swapped in."""

from __future__ import annotations

import gzip
import logging
import os
import re
import shutil
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError
from pymdownx.snippets import SnippetMissingError  # type: ignore[import-untyped]

from campaign.errors import SourceError, Span
from campaign.policy import write_policy
from campaign.project import STYLES, Project
from campaign.search_index import add_questions, lighten
from campaign.store import mirror, renewed


class _Complaints(logging.Handler):
    """Keeps what MkDocs warns of, so that the author sees it as ours."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def build_site(project: Project, *, offline: bool = False) -> int:
    """Build into build/site, or build/site-offline; returns the number of pages.

    Raises SourceError with MkDocs' complaints.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    if offline:
        os.environ["OFFLINE"] = "true"  # mkdocs.yml reads it
    final = project.offline_site if offline else project.site
    os.chdir(project.root)  # mkdocs.yml names build/fragments from where it stands
    with renewed(final) as work:
        _build_pages(project, work)
        _prune(work)
        _tell_language(work)
        _preload(work)
        mount(project, work)
        add_questions(project, work)
        if not offline:
            _preload_headline(work)
            lighten(work)
            write_policy(project, work)
    return sum(1 for _ in final.rglob("*.html"))


# What the theme copies and no page loads: word lists of other languages for a search that the site does not use (some
# under licences that would have to travel with it), and maps for debugging; of ours, what web/site.css has taken in.
UNUSED = (
    *("assets/javascripts/lunr", "assets/javascripts/workers", "**/*.map"),
    *(f"stylesheets/{path.name}" for path in STYLES),
)


def _prune(site: Path) -> None:
    for pattern in UNUSED:
        for path in list(site.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _tell_language(site: Path) -> None:
    """Name the pages' language in the sitemap.

    Not in their heads: the theme's script asks every rel=alternate address of a head for a sitemap, which would be a
    request to another host wherever a copy of the site is looked at.
    """
    path = site / "sitemap.xml"
    if not path.is_file():
        return
    link = r'<loc>\1</loc>\n         <xhtml:link rel="alternate" hreflang="zh-CN" href="\1"/>'
    text = re.sub(r"<loc>([^<]*)</loc>", link, path.read_text(encoding="utf-8"))
    data = text.replace("<urlset ", '<urlset xmlns:xhtml="http://www.w3.org/1999/xhtml" ', 1).encode()
    path.write_bytes(data)
    (site / "sitemap.xml.gz").write_bytes(gzip.compress(data, mtime=0))


_FIRST = re.compile(r'<img src="([^"]+)"[^>]* fetchpriority="high"')


def _preload(site: Path) -> None:
    """Ask for a page's first large picture from the head: the body of an author's page may hold no link elements."""
    for path in site.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        if found := _FIRST.search(html):
            link = f'<link rel="preload" as="image" href="{found[1]}" fetchpriority="high">'
            _add_to_head(path, html, link)


def _preload_headline(site: Path) -> None:
    """Ask for the face of the home page's headline, its largest text, at once; from a folder browsers refuse to."""
    home, face = site / "index.html", next(site.glob("web/fonts/kit-serif-900.*.woff2"), None)
    if home.is_file() and face:
        name = face.relative_to(site).as_posix()
        link = f'<link rel="preload" as="font" type="font/woff2" href="{name}" crossorigin>'
        _add_to_head(home, home.read_text(encoding="utf-8"), link)


def _add_to_head(page: Path, html: str, link: str) -> None:
    page.write_text(html.replace("</head>", f"{link}</head>", 1), encoding="utf-8")


def _build_pages(project: Project, work: Path) -> None:
    complaints = _Complaints()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(complaints)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        config = load_config(str(project.config), site_dir=str(work))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except (Abort, ConfigurationError) as error:
        lines = complaints.lines or [str(error)]
        raise SourceError(Span(project.name(project.config)), "站点没有建成：" + "；".join(lines)) from None
    except SnippetMissingError as error:
        span, missing = _page_of(complaints, project), _QUOTED.findall(str(error))
        hint = "核对 --8<-- 后面的名字；可用的片段在 overrides/fragments"
        raise SourceError(span, f"引用的片段不存在：{''.join(missing)}", hint) from None
    except RecursionError:
        span = _page_of(complaints, project)
        hint = "列表、引用一层套一层，最多十几层；减少缩进"
        raise SourceError(span, "嵌套层数太多，页面无法生成", hint) from None
    finally:
        logger.removeHandler(complaints)


_PAGE = re.compile(r"page '(.+?\.md)'")
_QUOTED = re.compile(r"'([^']*)'")


def _page_of(complaints: _Complaints, project: Project) -> Span:
    """The page that MkDocs was reading, as its own complaint says; else the folder of all."""
    found = [match[1] for line in complaints.lines if (match := _PAGE.search(line))]
    return Span(project.name(project.docs / found[-1] if found else project.docs))


def mount(project: Project, site: Path) -> None:
    """Put the kit and the generated files beside the pages."""
    places = {project.kit: "kit", project.web: "web", project.root_files: "", project.pictures: ""}
    for folder, below in places.items():
        if folder.is_dir():
            mirror(folder, site / below)
