"""The tool's own tables in assets/, read so that a slip of whoever edits them is told by file and line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from campaign.errors import SourceError, Span
from campaign.project import ASSETS, TOOL

_LINE = re.compile(r"at line (\d+)")


def toml(path: Path) -> dict[str, Any]:
    """A table's rows. Raises SourceError."""
    name = path.relative_to(TOOL).as_posix()
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise SourceError(Span(name), "不是 UTF-8 编码", "用编辑器“另存为”时选 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        hint = "每行写成 键 = 值，文字加英文引号；一个键、一个 [名字] 只写一次"
        raise SourceError(Span(name, int(line[1]) if line else 0), "TOML 写法有误", hint) from None


def span_of(name: str, text: str) -> Span:
    """The first line of a file of assets/ that is this text; the whole file where none is."""
    rows = (ASSETS / name).read_text(encoding="utf-8").split("\n")
    return Span(f"assets/{name}", next((number for number, row in enumerate(rows, 1) if row.strip() == text), 0))
