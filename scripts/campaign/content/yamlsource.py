"""YAML that remembers its lines, so that a wrong value can be named by file and line."""

from __future__ import annotations

import os
import re
from typing import Any

import yaml

from campaign.errors import SourceError, Span

Key = tuple[str | int, ...]


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser where the wheel has it


class _Loader(_Base):  # type: ignore[misc]
    """SafeLoader that knows MkDocs' `!ENV` and passes over tags meant for MkDocs alone."""


def _env(loader: _Loader, node: yaml.Node) -> Any:
    """`!ENV NAME` or `!ENV [NAME, ..., default]`, as MkDocs reads it."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = loader.construct_sequence(node)
    else:
        names, default = [loader.construct_scalar(node)], None
    return next((os.environ[name] for name in names if name in os.environ), default)


def _opaque(_loader: _Loader, suffix: str, _node: yaml.Node) -> str:
    return suffix


_Loader.add_constructor("!ENV", _env)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _opaque)


class Source:
    """A parsed YAML document: `data`, and `span(*keys)` for the line of a key."""

    def __init__(self, text: str, path: str, first_line: int = 1) -> None:
        self.path, self._first = path, first_line
        self._lines: dict[Key, int] = {}
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is not None:
                self._walk(node, (), set())
            self.data: Any = loader.construct_document(node) if node is not None else {}
        except yaml.MarkedYAMLError as error:
            raise self._error(error) from None
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise SourceError(Span(path, first_line), f"YAML 无法读取：{str(error).splitlines()[0]}") from None
        finally:
            loader.dispose()

    def _walk(self, node: yaml.Node, key: Key, seen: set[int]) -> None:
        self._lines[key] = node.start_mark.line
        if id(node) in seen:  # an alias: its lines are known from the anchor
            return
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                self._lines[(*key, str(name.value))] = name.start_mark.line
                self._walk(value, (*key, str(name.value)), seen)
                self._lines[(*key, str(name.value))] = name.start_mark.line
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._walk(value, (*key, index), seen)

    def span(self, *key: str | int) -> Span:
        """The line of `key`, or of the nearest parent that exists."""
        while key and key not in self._lines:
            key = key[:-1]
        return Span(self.path, self._first + self._lines.get(key, 0))

    def _error(self, error: yaml.MarkedYAMLError) -> SourceError:
        mark = error.problem_mark or error.context_mark
        line = self._first + (mark.line if mark else 0)
        alias = re.search(r"undefined alias '?(\w+)", str(error.problem))
        if alias:
            hint = f"extra.campaign 里缺少“{alias[1]}: &{alias[1]} …”这一行"
            return SourceError(Span(self.path, line), f"缺少 {alias[1]}：设置里用到它，前面却没有写", hint)
        hint = "检查冒号后是否有半角空格、缩进是否一致、引号是否成对"
        return SourceError(Span(self.path, line), f"YAML 写法有误：{error.problem or error.context}", hint)
