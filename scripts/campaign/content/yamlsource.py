"""YAML that remembers its lines, so that a wrong value can be named by file and line."""

from __future__ import annotations

import os
import re
from typing import Any

import yaml

from campaign.content.yamlproblems import problem
from campaign.errors import SourceError, Span

Key = tuple[str | int, ...]


DEEPEST = 50  # levels; libyaml's composer recurses in C, and some ten thousand end the whole process
MOST_REPEATED = (
    100_000  # nodes and characters that aliases may repeat; a dozen lines could stand for thousands of millions
)
LARGEST = 10**15  # no number of a campaign is larger, and Python refuses to write out very long ones
_PYTHON = "tag:yaml.org,2002:python/"
HARMLESS_TAGS = frozenset({f"{_PYTHON}object/apply:pymdownx.slugs.slugify"})  # MkDocs runs what such a tag names
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser where the wheel has it
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Loader(_Base):  # type: ignore[misc]
    """SafeLoader that knows MkDocs' `!ENV` and passes over tags meant for MkDocs alone."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """A node's value; whatever it is not (a 30th of February, `!!bool x`) is named with its line."""
        try:
            value = super().construct_object(node, deep)
        except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError):
            raise yaml.constructor.ConstructorError(None, None, "日期、数字或标签不对", node.start_mark) from None
        if isinstance(value, int) and abs(value) >= LARGEST:
            raise yaml.constructor.ConstructorError(None, None, "数字太大", node.start_mark)
        return value


def _env(loader: _Loader, node: yaml.Node) -> Any:
    """`!ENV NAME` or `!ENV [NAME, ..., default]`, as MkDocs reads it."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = loader.construct_sequence(node, deep=True)
        if not all(isinstance(name, str) for name in names):
            raise ValueError(names)
    else:
        names, default = [loader.construct_scalar(node)], None
    return next((os.environ[name] for name in names if name in os.environ), default)


def _opaque(_loader: _Loader, suffix: str, _node: yaml.Node) -> str:
    return suffix


_Loader.add_constructor("!ENV", _env)
_Loader.add_multi_constructor(_PYTHON, _opaque)


def _name(node: yaml.Node) -> str:
    """A key as `span` names it; one that is a list or a mapping has no name."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


class Source:
    """A parsed YAML document: `data`, and `span(*keys)` for the line of a key.

    `plain` for what is published as it is, a page's front matter: no value from the environment, nothing for MkDocs.
    """

    def __init__(self, text: str, path: str, first_line: int = 1, *, plain: bool = False) -> None:
        self.path, self._first, self._plain = path, first_line, plain
        self._lines: dict[Key, int] = {}
        self._repeated, self._rows = 0, text.split("\n")
        loader = _Loader(text)
        try:
            self._check_depth(text)
            node = loader.get_single_node()
            if node is not None:
                self._walk(node, (), {})
            self.data: Any = loader.construct_document(node) if node is not None else {}
        except yaml.MarkedYAMLError as error:
            raise self._error(error) from None
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            line = first_line + text.count("\n", 0, getattr(error, "position", None) or 0)
            raise SourceError(Span(path, line), f"YAML 无法读取{problem(error)}", "删去这一行，重新打一遍") from None
        finally:
            loader.dispose()

    def _check_depth(self, text: str) -> None:
        depth = 0
        for event in yaml.parse(text, Loader=_Base):
            depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
            if depth > DEEPEST:
                raise SourceError(Span(self.path, self._line(event)), "YAML 括号或缩进套得太深")

    def _line(self, at: Any) -> int:
        return self._first + int(at.start_mark.line)

    def _walk(self, node: yaml.Node, key: Key, sizes: dict[int, int]) -> int:
        """Note the lines of a node and of all below it; returns how large it is, written out without aliases."""
        self._lines[key] = node.start_mark.line
        self._check_tag(node)
        if id(node) in sizes:  # an alias: its lines are known from the anchor
            return self._again(node, sizes[id(node)])
        sizes[id(node)] = size = 0
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                self._check_once(name, key)
                size += self._walk(name, (*key, _name(name)), sizes) + self._walk(value, (*key, _name(name)), sizes)
                self._lines[(*key, _name(name))] = name.start_mark.line
        elif isinstance(node, yaml.SequenceNode):
            size += sum(self._walk(value, (*key, index), sizes) for index, value in enumerate(node.value))
        else:
            size += len(node.value)
        sizes[id(node)] = size + 1
        return size + 1

    def _check_tag(self, node: yaml.Node) -> None:
        """Refuse tags that run programs and, where the text is published, that read the environment."""
        tag, span = str(node.tag), Span(self.path, self._line(node))
        if tag.startswith(_PYTHON) and (self._plain or tag not in HARMLESS_TAGS):
            what = f"YAML 里不能用标签 !!python/{tag.removeprefix(_PYTHON)[:40]}"
            raise SourceError(span, what, "它会在生成站点时运行程序；删去这个标签")
        if tag == "!ENV" and self._plain:
            raise SourceError(span, "页首信息里不能用标签 !ENV", "它会公开这台电脑的环境变量；直接写内容")

    def _check_once(self, name: yaml.Node, key: Key) -> None:
        """Refuse a key that its mapping has already: YAML would silently keep the last. Raises SourceError."""
        if _name(name) and (*key, _name(name)) in self._lines:
            first = self._first + self._lines[(*key, _name(name))]
            what = f"{_name(name)} 写了两次，第 {first} 行已经有了"
            raise SourceError(Span(self.path, self._line(name)), what, "只留一处，删去另一处")

    def _again(self, node: yaml.Node, size: int) -> int:
        """The size of what an alias repeats; 0 means that it stands inside itself. Raises SourceError."""
        self._repeated += size
        if not size or self._repeated > MOST_REPEATED:
            what = "展开后太大" if size else "指向自己"
            raise SourceError(Span(self.path, self._line(node)), f"YAML 的引用（*）{what}", "不用引用，直接写内容")
        return size

    def span(self, *key: str | int) -> Span:
        """The line of `key`, or of the nearest parent that exists."""
        while key and key not in self._lines:
            key = key[:-1]
        return Span(self.path, self._first + self._lines.get(key, 0))

    def _error(self, error: yaml.MarkedYAMLError) -> SourceError:
        mark = error.problem_mark or error.context_mark
        line = self._first + (mark.line if mark else 0)
        alias = None
        if (
            mark and self.path.endswith(".yml") and "undefined alias" in str(error.problem)
        ):  # libyaml does not say which
            alias = re.match(r"\*([\w-]+)", self._rows[mark.line][mark.column :])
        if alias:
            hint = f"extra.campaign 里缺少“{alias[1]}: &{alias[1]} …”这一行"
            return SourceError(Span(self.path, line), f"缺少 {alias[1]}：设置里用到它，前面却没有写", hint)
        hint = "检查冒号后是否有半角空格、缩进是否一致、引号是否成对"
        return SourceError(Span(self.path, line), f"YAML 写法有误{problem(error)}", hint)
