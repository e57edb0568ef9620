"""Settings that would make pages ask other hosts, or MkDocs run a program or leave pages out: told by their line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from campaign.content.settings import HOST
from campaign.content.yamlsource import Source
from campaign.errors import SourceError
from campaign.project import HOOKS, Project, is_file

NOT_PUBLISHED = ("只管网页，素材、二维码和订阅里仍有这些页面", "删去这一项，把不发布的页面移出 docs")
# setting -> what it does, what to do instead; whatever its value
REFUSED = {
    ("repo_url",): ("会让每一页向代码网站要数据", "删去这一行；要给出链接，写在页面里"),
    ("extra", "analytics"): ("会把访问记录发给别的网站", "删去这一项"),
    ("extra", "scope"): ("会写进每一页的脚本", "删去这一项"),
    ("exclude_docs",): NOT_PUBLISHED,
    ("draft_docs",): NOT_PUBLISHED,
}
# extension -> what it does, what to do instead
LOADING = {
    "pymdownx.emoji": ("把 :名字: 换成别的网站上的图片", "删去这一行；表情直接打字符，图片放进 docs"),
    "pymdownx.blocks.html": ("让页面写任何标签和样式，没有检查就放进页面", "删去这一行；用 Markdown 和允许的标签写"),
}


def asking(data: Mapping[str, Any], source: Source, project: Project) -> Iterator[SourceError]:
    """One error a setting."""
    for keys, (does, hint) in REFUSED.items():
        if _value(data, *keys):
            yield SourceError(source.span(*keys), f"设置 {'.'.join(keys)} {does}", hint)
    yield from _font(data, source)
    yield from _alternates(data, source)
    yield from _extensions(data.get("markdown_extensions"), source)
    yield from _hooks(data.get("hooks"), source, project)


def _value(node: Any, *keys: str) -> Any:
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def _font(data: Mapping[str, Any], source: Source) -> Iterator[SourceError]:
    """Without a word on fonts, too, the theme takes them from Google."""
    if data.get("theme") and _value(data, "theme", "font") is not False:
        span = source.span("theme", "font")
        yield SourceError(span, "theme.font 会从 Google 加载字体", "在 theme 下写 font: false；本站自带字体")


def _alternates(data: Mapping[str, Any], source: Source) -> Iterator[SourceError]:
    rows = _value(data, "extra", "alternate")
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        if HOST.match(str(_value(row, "link") or "")):
            span = source.span("extra", "alternate", index, "link")
            yield SourceError(span, "extra.alternate 会让每一页向别的网站要数据", "只写本站的页面，用相对路径")


def _extensions(node: Any, source: Source) -> Iterator[SourceError]:
    """Extensions that load, in either way that MkDocs lets them be written: as a list or as a mapping."""
    rows: list[tuple[Any, Any, tuple[str | int, ...]]]
    rows = [(name, value, (str(name),)) for name, value in node.items()] if isinstance(node, Mapping) else []
    for index, row in enumerate(node if isinstance(node, list) else ()):
        pairs = row.items() if isinstance(row, Mapping) else [(row, None)]
        rows += [(name, value, (index, str(name))) for name, value in pairs]
    for name, value, keys in rows:
        span = source.span("markdown_extensions", *keys)
        if name in LOADING:
            yield SourceError(span, f"扩展 {name} {LOADING[name][0]}", LOADING[name][1])
        elif "mermaid" in str(value):
            yield SourceError(span, "mermaid 图要从别的网站加载程序", "画成图片，放进 docs")
        elif _value(value, "url_download"):
            span = source.span("markdown_extensions", *keys, "url_download")
            yield SourceError(span, "url_download 会从别的网站取内容，没有检查就放进页面", "把内容抄进页面")


def _hooks(node: Any, source: Source, project: Project) -> Iterator[SourceError]:
    """Programs that MkDocs would run: only this tool's own, wherever a project has it; MkDocs tells what is missing."""
    for index, name in enumerate(node if isinstance(node, list) else ()):
        path = project.root / str(name)
        if is_file(path) and path.read_bytes() != HOOKS.read_bytes():
            span = source.span("hooks", index)
            yield SourceError(span, f"hooks 里不能有别的程序：{name}", "它会在生成站点时运行；只留 mkdocs_hooks.py")
