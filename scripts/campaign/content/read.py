"""The whole project read at once; every fault of every file is reported together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from campaign.content.elsewhere import asking
from campaign.content.facts import Facts, fill, read_facts
from campaign.content.fences import lines_outside
from campaign.content.html import forbidden
from campaign.content.links import broken_links
from campaign.content.model import Bilingual, Campaign, Page, Section, Slogan, Topic, published
from campaign.content.names import folded, name_faults, place_fault, twin_fault
from campaign.content.notes import loose_notes
from campaign.content.pages import read_page, read_text
from campaign.content.playlists import read_playlists
from campaign.content.sections import read_sections
from campaign.content.settings import print_profile, site_url, unfit
from campaign.content.slogans import bilingual, file_name, read_slogans
from campaign.content.themefiles import missing_files
from campaign.content.yamlsource import Source
from campaign.errors import Collector, ContentErrors, SourceError, Span, reason
from campaign.fonts import require
from campaign.project import Project

TEXT_FACE = "NotoSansSC-500"
PAINTED = (
    "name",
    "theme",
    "organiser",
    "system",
    "consultation.name",
)  # facts of the author's wording that pictures show
# MkDocs makes pages of these too (whatever the case of their letters), or copies them as they are, scripts and all.
TWINS = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
ACTIVE = frozenset(
    {
        *(".html", ".htm", ".xhtml", ".xht", ".shtml", ".xml", ".xsl", ".xslt", ".js", ".mjs", ".cjs"),
        *(
            ".rss",
            ".atom",
            ".rdf",
            ".mml",
            ".wsdl",
            ".xsd",
            ".xbl",
        ),  # servers send these as XML, which runs scripts too
    }
)


def read_campaign(project: Project, told: Collector | None = None) -> Campaign:
    """mkdocs.yml and every page of docs/. Raises ContentErrors with all faults found.

    With `told` the faults are only gathered there, as far as there is a campaign at all, so that a check can go on.
    """
    faults = told or Collector()
    facts, site_url, icc = _read_config(project, faults)
    pages = read_pages(project, faults)
    if facts is None:
        faults.check()
        raise AssertionError("unreachable: facts are missing only with a fault")
    before = len(faults.errors)
    slogans = _read_all_slogans(pages, facts, faults)
    unread = len(faults.errors) > before  # playlists that name one of them are not at fault
    for page in pages:
        _check_facts(page, facts, faults)
        for error in (*forbidden(page), *loose_notes(page)):
            faults.add(error)
    for error in broken_links(pages, {project.name(path) for path in _page_files(project, Collector())}):
        faults.add(error)
    topics = _read_topics(pages, "docs/knowledge/", facts, faults)
    cases = _read_topics(pages, "docs/cases/", facts, faults)
    skills = _read_skills(pages, facts, faults)
    home = _read_home(pages, facts, faults)
    playlists = read_playlists(
        pages, slogans, (*topics, *cases), facts, project.docs, Collector() if unread else faults
    )
    if told is None:
        faults.check()
    return Campaign(facts, site_url, slogans, topics, cases, skills, home, pages, icc, playlists)


def read_facts_only(project: Project) -> Facts:
    """The campaign's facts without its pages. Raises ContentErrors."""
    faults = Collector()
    facts, _, _ = _read_config(project, faults)
    faults.check()
    if facts is None:
        raise AssertionError("unreachable: facts are missing only with a fault")
    return facts


def _read_config(project: Project, faults: Collector) -> tuple[Facts | None, str, Path | None]:
    name = project.name(project.config)
    if not project.config.is_file():
        hint = "在活动的文件夹里运行，或用 campaign new 文件夹 新建一个"
        faults.add(SourceError(Span(name), f"这里没有 mkdocs.yml：{project.root}", hint))
        return None, "", None
    try:
        source = Source(read_text(project.config, name), name)
        data = source.data if isinstance(source.data, Mapping) else {}
        extra = data.get("extra")
        raw = extra.get("campaign") if isinstance(extra, Mapping) else None
        facts = read_facts(raw, lambda *keys: source.span("extra", "campaign", *keys))
        for key in PAINTED:
            try:
                require(facts.words[key], TEXT_FACE, source.span("extra", "campaign", *key.split(".")))
            except SourceError as error:
                faults.add(error)
        for fault in (*unfit(data, source), *asking(data, source, project), *missing_files(data, source, project)):
            faults.add(fault)
        return facts, site_url(data, source), print_profile(extra, source, project)
    except (SourceError, ContentErrors) as error:
        faults.add(error)
        return None, "", None


def _page_files(project: Project, faults: Collector) -> list[Path]:
    """All Markdown files of docs/, sorted; a folder that cannot be listed is a fault."""

    def told(error: OSError) -> None:
        name = project.name(Path(error.filename or project.docs))
        faults.add(
            SourceError(Span(name), f"文件夹无法读取：{reason(error)}", "检查 docs 文件夹是否存在、有没有读取权限")
        )

    walked = os.walk(project.docs, onerror=told)
    found = sorted(Path(folder) / name for folder, inner, names in walked for name in (*names, *inner))
    for path in found:
        if path.is_symlink():  # the site would show what lies behind it, unread and unchecked
            span = Span(project.name(path))
            faults.add(SourceError(span, "docs 里不能用符号链接", "把文件本身复制到 docs 里"))
        elif _special(path):  # a pipe would be waited for, a device has no end
            faults.add(SourceError(Span(project.name(path)), "不是普通文件", "docs 里只放网页、图片和视频"))
        elif error := _misnamed(path, project):
            faults.add(error)
    for error in _other_names(found, project):
        faults.add(error)
    return [path for path in found if path.suffix == ".md" and not path.is_symlink() and not _special(path)]


def _special(path: Path) -> bool:
    return not path.is_file() and not path.is_dir()


def _other_names(found: list[Path], project: Project) -> Iterator[SourceError]:
    """Names of pictures and videos that Windows or a USB stick would not take; hidden files stay behind."""
    seen: dict[str, str] = {}
    for path in found:
        name = project.name(path)
        twin = seen.setdefault(folded(name), name)
        if path.suffix == ".md" or path.name.startswith(".") or path.is_dir():
            continue  # pages have the same rules where they are read
        if twin != name:
            yield twin_fault(name, twin)
        yield from name_faults(name)


def _misnamed(path: Path, project: Project) -> SourceError | None:
    """A file that MkDocs would publish and that nothing checks."""
    ending = path.suffix.lower()
    if path.suffix == ".md" or ending not in TWINS | ACTIVE or not path.is_file():
        return None
    span = Span(project.name(path))
    if ending in TWINS:
        return SourceError(span, f"网页文件的扩展名不能用 {path.suffix}", "改名为 .md")
    return SourceError(span, f"docs 里不能放 {path.suffix} 文件", "网页用 Markdown 写，改名为 .md；脚本不能放进站点")


def read_pages(project: Project, faults: Collector) -> tuple[Page, ...]:
    """Every page of docs/ that can be read; faults are gathered."""
    pages, names, places = [], dict[str, str](), dict[str, str]()
    for path in _page_files(project, faults):
        name = project.name(path)
        twin = names.setdefault(folded(name), name)
        place = places.setdefault(folded(published(name)), name)
        if twin != name:
            faults.add(twin_fault(name, twin))
        elif fault := place_fault(name, place):
            faults.add(fault)
        told = [*name_faults(name)]
        for error in told:
            faults.add(error)
        if told:
            continue
        try:
            pages.append(read_page(path, name))
        except (SourceError, ContentErrors) as error:
            faults.add(error)
    return tuple(pages)


def _read_all_slogans(pages: tuple[Page, ...], facts: Facts, faults: Collector) -> tuple[Slogan, ...]:
    slogans: list[Slogan] = []
    for page in pages:
        if "slogans" in page.body:
            try:
                slogans += read_slogans(page, facts.words, mn_first=facts.mongolian_first)
            except ContentErrors as error:
                faults.add(error)
    seen: dict[str, Slogan] = {}
    for slogan in slogans:
        first = seen.setdefault(slogan.slug.casefold(), slogan)
        if first.span.path != slogan.span.path:
            faults.add(SourceError(slogan.span, f"标语重名：“{slogan.slug}”与 {first.span} 相同"))
    for slogan in [slogan for slogan in slogans if slogan.theme][1:]:
        faults.add(SourceError(slogan.span, "主题标语 {#theme} 只能有一条", "去掉这一条的 #theme"))
    return tuple(slogans)


def _check_facts(page: Page, facts: Facts, faults: Collector) -> None:
    for span, line in lines_outside(page):
        if "campaign." in line:
            try:
                fill(line, facts.words, span)
            except SourceError as error:
                faults.add(error)


def _read_home(pages: tuple[Page, ...], facts: Facts, faults: Collector) -> Mapping[str, Any]:
    """The home page's front matter, facts filled in its blocks."""
    page = next((page for page in pages if page.url == "index.html"), None)
    if page is None:
        return {"blocks": []}

    def filled(value: Any, *keys: str | int) -> Any:
        if isinstance(value, list):
            return [filled(item, *keys, index) for index, item in enumerate(value)]
        return fill(value, facts.words, page.span("blocks", *keys)) if isinstance(value, str) else value

    try:
        rows = enumerate(page.meta.get("blocks", []))
        blocks = [{key: filled(value, index, str(key)) for key, value in block.items()} for index, block in rows]
    except SourceError as error:
        faults.add(error)
        blocks = []
    return {**page.meta, "blocks": blocks}


def _read_topics(pages: tuple[Page, ...], folder: str, facts: Facts, faults: Collector) -> tuple[Topic, ...]:
    """The pages of a folder that drive pieces of their own."""
    topics = []
    for page in pages:
        if page.path.startswith(folder) and not page.url.endswith("/index.html"):
            try:
                topics.append(_topic(page, facts))
            except (SourceError, ContentErrors) as error:
                faults.add(error)
    return tuple(sorted(topics, key=lambda topic: (topic.order, topic.slug)))


def _read_skills(pages: tuple[Page, ...], facts: Facts, faults: Collector) -> Section | None:
    for page in pages:
        if "{#skills" in page.body:
            try:
                return next(section for section in read_sections(page, facts.words) if section.id == "skills")
            except ContentErrors as error:
                faults.add(error)
            except StopIteration:
                continue
    return None


def _topic(page: Page, facts: Facts) -> Topic:
    span = Span(page.path, 1)
    if missing := [key for key in ("title", "summary", "category") if key not in page.meta]:
        raise SourceError(span, f"知识页缺少 {missing[0]}", f"在页首两行 --- 之间加上 {missing[0]}: …")
    meta = page.meta
    file_name(str(meta["title"]), page.span("title"))
    return Topic(
        slug=page.path.rsplit("/", 1)[-1].removesuffix(".md"),
        url=page.url,
        title=str(meta["title"]),
        subtitle=str(meta.get("subtitle", "")),
        summary=str(meta["summary"]),
        category=str(meta["category"]),
        minutes=int(meta.get("minutes", 3)),
        illustration=str(meta.get("illustration", "")),
        look=str(meta.get("look", "red")),
        order=int(meta.get("order", 99)),
        meta=meta,
        sections=read_sections(page, facts.words),
        span=span,
        mongolian=title_in_mongolian(page, facts),
    )


def title_in_mongolian(page: Page, facts: Facts) -> Bilingual | None:
    """A page's `mn`, with its `reviewer`. Raises SourceError for a text that nobody reviewed."""
    text, reviewer = str(page.meta.get("mn", "")), str(page.meta.get("reviewer", ""))
    return bilingual(text, reviewer, facts.mongolian_first, page.span("mn"))
