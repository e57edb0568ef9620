"""The microsite: MkDocs builds the pages aside, kit and generated files are put beside them, then all is swapped in."""

from __future__ import annotations

import gzip
import logging
import os
import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from campaign.complaints import explained
from campaign.content.model import published
from campaign.content.names import folded
from campaign.errors import ContentErrors, SourceError, Span
from campaign.policy import write_policy
from campaign.project import STYLES, Project, enter
from campaign.publishing.outside import check_pages
from campaign.search_index import add_questions, lighten
from campaign.store import mirror, renewed


def build_site(project: Project, *, offline: bool = False) -> int:
    """Build into build/site, or build/site-offline; returns the number of pages.

    Raises ContentErrors with MkDocs' complaints, in our words.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    if offline:
        os.environ["OFFLINE"] = "true"  # mkdocs.yml reads it
    final = project.offline_site if offline else project.site
    enter(project)  # mkdocs.yml names build/fragments from where it stands
    with renewed(final) as work:
        _build_pages(project, work)
        _prune(work)
        _tell_language(work)
        _preload(work)
        mount(project, work)
        add_questions(project, work)
        check_pages(project, work)
        if not offline:
            _preload_headline(work)
            lighten(work)
            write_policy(project, work)
    return sum(1 for _ in final.rglob("*.html"))


MADE = (
    "_headers",
    "404.html",
    "sitemap.xml.gz",
    "search/search_index.json",
    "search/docs.json",
)  # beside what the folders hold
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
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    with explained(project):
        config = load_config(str(project.config), site_dir=str(work))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()


def mount(project: Project, site: Path) -> None:
    """Put the kit and the generated files beside the pages. Raises ContentErrors where the author has one of a name."""
    places = {project.kit: "kit", project.web: "web", project.root_files: ""}
    _check_names(project, places)
    for folder, below in places.items():
        if folder.is_dir():
            mirror(folder, site / below)
    _put_pictures(project, site)


def _put_pictures(project: Project, site: Path) -> None:
    """Cleaned pictures, in place of those that MkDocs copied: it leaves out hidden files and templates/."""
    for path in project.pictures.rglob("*"):
        twin = site / path.relative_to(project.pictures)
        if path.is_file() and twin.is_file():
            shutil.copyfile(path, twin)


def _check_names(project: Project, places: Mapping[Path, str]) -> None:
    """Whatever case a name is written in: the site may be put on Windows."""
    own = {folded(published(path.relative_to(project.docs).as_posix())): path for path in project.docs.rglob("*")}
    made = [MADE, *(_names(folder, below) for folder, below in places.items())]
    taken = [own[name] for names in made for name in map(folded, names) if name in own]
    hint = "换一个名字；程序生成的文件不用自己放"
    faults = [SourceError(Span(project.name(path)), "与程序生成的文件重名", hint) for path in taken if path.is_file()]
    if faults:
        raise ContentErrors(faults)


def _names(folder: Path, below: str) -> Iterator[str]:
    return (posixpath.join(below, path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file())
