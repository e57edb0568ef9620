"""What pages and mkdocs.yml name must be there: pictures, navigation entries, snippets; and authors' slips, by file."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from campaign.content.fences import lines_outside
from campaign.content.lint import repaired, slips
from campaign.content.model import Page
from campaign.content.pages import read_text
from campaign.content.settings import nav_entries
from campaign.content.themefiles import MATERIAL, theme_folder
from campaign.content.yamlsource import Source
from campaign.errors import SourceError, Span
from campaign.project import ASSETS, OVERRIDES, Project, is_file
from campaign.store import write_atomic

_PICTURE = re.compile(r"\{[^{}\n]*\bpicture=[\"']?([^\s\"'}]+)")
_SNIPPET = re.compile(r"^\s*--8<--\s+[\"']([^\"']+)[\"']")
_IMAGE = re.compile(r"!\[[^\[\]]*+\]\(\s*+((?:(?!\]\()[^)\s:])++)(?:(?!\]\()[^)])*+\)")
_FRAGMENT = re.compile(r"[\w-][\w.-]*")


def slips_of(pages: Sequence[Page]) -> Iterator[SourceError]:
    """One error a slip of the keyboard, with its line."""
    for page in pages:
        for slip in slips(page.body):
            fix = "；campaign check --fix 可自动改" if slip.repaired else ""
            yield SourceError(Span(page.path, page.body_line + slip.line - 1), slip.message, slip.hint + fix)


def repair(project: Project, page: Page) -> bool:
    """Write the page back with its unambiguous slips repaired; line ends and byte order mark stay as they are."""
    better = repaired(page.body)
    if better == page.body:
        return False
    path = project.root / page.path
    raw = path.read_bytes()
    lines = read_text(path, page.path).split("\n")
    after = [*lines[: page.body_line - 1], *better.split("\n")]
    text = "".join(line + end for line, end in zip(after, _ends(raw.decode("utf-8-sig"), lines, after), strict=True))
    write_atomic(path, (b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b"") + text.encode(), lasting=True)
    return True


def _ends(text: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Every repaired line's own end; a blank line that was put in ends like the one below it, or above it."""
    own, index = [*re.findall(r"\r\n|\r|\n", text), ""], 0
    for line in after:
        added = not line and bool(before[index].strip())
        yield own[index] or (own[index - 1] if added else "")
        index += not added


def missing_parts(pages: Iterable[Page], project: Project) -> Iterator[SourceError]:
    """Every picture, snippet, layout and navigation entry that names nothing."""
    name = project.name(project.config)
    source = Source(read_text(project.config, name), name)
    own = theme_folder(project, source.data)
    drawings = {path.stem for path in (ASSETS / "illustrations").glob("*.svg")}
    layouts = {path.name for path in own.glob("*.html")}
    for page in pages:
        yield from _of_page(page, project, drawings)
        yield from _of_front_matter(page, layouts, (own / ".icons", MATERIAL / ".icons"))
    yield from _navigation(project, source)


def placed(faults: Sequence[SourceError], pages: Iterable[Page]) -> Iterator[SourceError]:
    """Faults of pictures, each also with the first line that shows the picture, where a page does."""
    places = _places(pages) if faults else {}
    for fault in faults:
        place = places.get(fault.span.path)
        yield SourceError(fault.span, f"{fault.message}，用在 {place}", fault.hint) if place else fault


def _places(pages: Iterable[Page]) -> dict[str, Span]:
    places: dict[str, Span] = {}
    for page in pages:
        for span, line in lines_outside(page):
            for image in _IMAGE.findall(line):
                path = posixpath.join(posixpath.dirname(page.path), unquote(image))
                places.setdefault(posixpath.normpath(path), span)
    return places


def _of_page(page: Page, project: Project, drawings: set[str]) -> Iterator[SourceError]:
    for span, line in lines_outside(page):
        for picture in _PICTURE.findall(line):
            if picture not in drawings:
                yield _unknown(span, "步骤插图", picture, drawings)
        if (snippet := _SNIPPET.match(line)) and not _is_fragment(snippet[1].partition(":")[0], project):
            known = {path.name for path in _fragments() if not path.name.startswith("_")}
            yield _unknown(span, "引用的片段", snippet[1], known)
        for image in _IMAGE.findall(line):
            folder = (project.root / page.path).parent
            if not is_file(folder / image, project.docs) and not image.startswith(
                ("kit/", "../kit/", "web/", "../web/")
            ):
                yield SourceError(span, f"图片不存在：{image}", "核对文件名；图片放在页面旁边")


def _of_front_matter(page: Page, layouts: set[str], icons: Sequence[Path]) -> Iterator[SourceError]:
    """A page's layout, and its icon in the navigation, which lies in one of the folders `icons`."""
    template, icon = str(page.meta.get("template", "")), str(page.meta.get("icon", ""))
    if template and template not in layouts:
        yield _unknown(page.span("template"), "版式", template, layouts)
    if icon and not any(is_file(folder / f"{icon}.svg", folder) for folder in icons):
        yield SourceError(page.span("icon"), f"图标不存在：{icon}", "写成 material/calendar-month 的样子，或删去这一行")


def _fragments() -> list[Path]:
    return sorted((OVERRIDES / "fragments").glob("*.html"))


def _is_fragment(name: str, project: Project) -> bool:
    return bool(_FRAGMENT.fullmatch(name)) and any(
        is_file(folder / name) for folder in (OVERRIDES / "fragments", project.fragments)
    )


def _unknown(span: Span, what: str, name: str, known: set[str]) -> SourceError:
    near = difflib.get_close_matches(name, known, 1)
    hint = f"是不是 {near[0]}？" if near else f"可用：{'、'.join(sorted(known)[:8])} …"
    return SourceError(span, f"{what}不存在：{name}", hint)


def _navigation(project: Project, source: Source) -> Iterator[SourceError]:
    data = source.data if isinstance(source.data, dict) else {}
    for keys, _, target in nav_entries(data.get("nav")):
        if target and ":" not in target and not is_file(project.docs / target, project.docs):
            pages = {path.relative_to(project.docs).as_posix() for path in project.docs.rglob("*.md")}
            yield _unknown(source.span(*keys), "导航里的页面", target, pages)
