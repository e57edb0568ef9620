"""What MkDocs complains of, as an author is told it: by file and line where they can be found, in Chinese."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateNotFound
from mkdocs.exceptions import MkDocsException
from pymdownx.snippets import SnippetMissingError  # type: ignore[import-untyped]

from campaign.content.pages import read_text
from campaign.content.parts import missing_parts
from campaign.content.read import read_pages
from campaign.content.yamlsource import Source
from campaign.errors import Collector, ContentErrors, SourceError, Span
from campaign.project import Project

_PAGE = re.compile(r"(?:page|Doc file) '(.+?\.md)'")
_SETTING = re.compile(r"Config value '(\w+)': (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Words:
    """A complaint's pattern; its first group, if any, is what is named behind the words."""

    pattern: re.Pattern[str]
    said: str
    hint: str


def _words(pattern: str, said: str, hint: str) -> _Words:
    return _Words(re.compile(pattern), said, hint)


OF_PAGES = (
    _words(r"link '(.+?)', but .*anchor", "链接的位置不存在", "核对 # 后面的标题；标题在目标页上的写法见浏览器地址栏"),
    _words(r"absolute link '(.+?)'", "链接不能以 / 开头", "写成相对路径，如 ../slogans.md"),
    _words(r"link '(.+?)', but the target", "链接的文件不存在", "核对文件名（大小写也要一致）"),
    _words(r"unrecognized relative link '(.+?)'", "链接看不懂", "链接到页面时写 .md 文件名"),
    _words(r"reference to '([^']+)' is included in the 'nav'", "导航里的页面不存在", "核对文件名（大小写也要一致）"),
    _words(
        r"Snippet at path '([^']+)'", "引用的片段不存在", "核对 --8<-- 后面的名字；可用的片段在 overrides/fragments"
    ),
    _words(r"'\.icons/(.+?)\.svg' not found", "图标不存在", "写成 material/calendar-month 的样子"),
    _words(r"'([^']+)' not found in search paths", "模板不存在", "模板放在 custom_dir 的文件夹里"),
)
OF_SETTINGS = (
    _words(r"option '(.+?)': Unrecognised", "插件没有这项设置", "核对拼写，或删去这一行"),
    _words(r"Unrecognised configuration name: (.+)", "没有这项设置", "核对拼写，或删去这一行"),
    _words(r'The "(.+?)" plugin is not installed', "没有安装插件", "核对拼写，或删去这一行"),
    _words(r"Failed to load extension '(.+?)'", "Markdown 扩展用不了", "核对拼写和它的设置，或删去这一行"),
    _words(r"options for Markdown Extension '(.+?)'", "Markdown 扩展的设置不对", "写成 键: 值，或不写"),
    _words(r"Unrecognised theme name: '(.+?)'", "没有这个主题", "写 name: material"),
    _words(r"path '(.+?)' isn't an existing", "找不到文件", "路径从 mkdocs.yml 所在的文件夹写起"),
    _words(r"Expected type: ", "值的类型不对", "照原来的样子写：true 或 false、数字、文字，或 - 开头的各行"),
    _words(r"Expected nav to be a list", "导航应是列表", "每项写成 - 标题: 文件名.md"),
)


class Complaints(logging.Handler):
    """Keeps what MkDocs warns of while it builds."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.lines.append(record.getMessage())


@contextlib.contextmanager
def explained(project: Project) -> Iterator[None]:
    """MkDocs at work inside. Raises ContentErrors for whatever it ends with."""
    complaints = Complaints()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(complaints)
    try:
        yield
    except (MkDocsException, SnippetMissingError, TemplateNotFound) as error:
        raise ContentErrors(_faults(project, complaints.lines or [str(error)])) from None
    except RecursionError:
        hint = "列表、引用一层套一层，最多十几层；减少缩进"
        raise SourceError(_page(project, complaints.lines), "嵌套层数太多，页面无法生成", hint) from None
    finally:
        logger.removeHandler(complaints)


def _faults(project: Project, lines: list[str]) -> list[SourceError]:
    """What `campaign check` finds too, by its own words; and every complaint of other lines."""
    found = list(missing_parts(read_pages(project, Collector()), project))
    known = {error.span for error in found}
    return found + [error for line in lines if (error := fault(project, line)).span not in known]


def fault(project: Project, line: str) -> SourceError:
    """One complaint in our words."""
    if setting := _SETTING.match(line):
        return _of_setting(project, setting[1], setting[2])
    span = _page(project, [line])
    for words in OF_PAGES:
        if match := words.pattern.search(line):
            return SourceError(_line_with(project, span, match[1]), f"{words.said}：{match[1]}", words.hint)
    return SourceError(span, "站点没有建成", f"MkDocs 的原话：{line.splitlines()[0]}")


def _of_setting(project: Project, key: str, said: str) -> SourceError:
    name = project.name(project.config)
    span = Source(read_text(project.config, name), name).span(key)
    for words in OF_SETTINGS:
        if match := words.pattern.search(said):
            named = match[1] if match.re.groups else ""
            place = _line_with(project, Span(name), named, span.line)
            return SourceError(place, f"{key}：{words.said} {named}".rstrip(), words.hint)
    return SourceError(span, f"{key} 的设置不对", f"MkDocs 的原话：{said.splitlines()[0]}")


def _page(project: Project, lines: list[str]) -> Span:
    """The page that MkDocs was reading, as its own complaint says; else the settings."""
    found = [match[1] for line in lines if (match := _PAGE.search(line))]
    return Span(project.name(project.docs / found[-1] if found else project.config))


def _line_with(project: Project, span: Span, text: str, other: int = 0) -> Span:
    """The first line of the file that has the text; the `other` where none has."""
    rows = read_text(project.root / span.path, span.path).split("\n")
    return Span(span.path, next((number for number, row in enumerate(rows, 1) if text and text in row), other))
