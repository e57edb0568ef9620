"""The four looks and the LED colours, read from assets/tokens.yml."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, fields
from typing import Any

import yaml

from campaign.content.pages import read_text
from campaign.content.yamlsource import Source
from campaign.display import Colour, hex_colour
from campaign.errors import SourceError, Span
from campaign.project import ASSETS

FILE = "tokens.yml"
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """One palette, with the face of its headlines."""

    key: str
    name: str
    sky0: Colour
    sky1: Colour
    bands: tuple[Colour, ...]
    roof: Colour
    paper: Colour
    paper2: Colour
    ink: Colour
    muted: Colour
    accent: Colour
    on: Colour
    hi: Colour
    line: Colour
    soft: Colour
    tile: Colour
    on_tile: Colour
    headline: str


@dataclass(frozen=True, slots=True)
class LedColours:
    """Flat colours for panels."""

    ground: Colour
    text: Colour
    emphasis: Colour
    accent: Colour


class Tokens(dict[str, Any]):
    """A group of tokens. One that is asked for and not there is told, with the group's line."""

    def __init__(self, rows: dict[str, Any], span: Span) -> None:
        super().__init__(rows)
        self._span = span

    def __missing__(self, key: str) -> Any:
        raise SourceError(self._span, f"这里缺少 {key}", "照原来的文件补上这一项")


@functools.cache
def tokens() -> Tokens:
    """The whole token file, every scalar as text: plain YAML would read the key `on` as a truth value.

    Raises SourceError for what is no YAML, and for colours that are none.
    """
    text = read_text(ASSETS / FILE, f"assets/{FILE}")
    source = Source(text, f"assets/{FILE}")
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml's parser where the wheel has it
    data = yaml.load(text, Loader=loader)
    checked: Tokens = _checked(data if isinstance(data, dict) else {}, source)
    return checked


def _checked(node: Any, source: Source, *keys: str | int) -> Any:
    if isinstance(node, dict):
        rows = {key: _checked(value, source, *keys, key) for key, value in node.items()}
        return Tokens(rows, source.span(*keys))
    if isinstance(node, list):
        return [_checked(value, source, *keys, index) for index, value in enumerate(node)]
    if str(node).startswith("#") and not _HEX.fullmatch(node):
        raise SourceError(source.span(*keys), f"颜色写错了：{node}", "写成 #CE151B 的样子")
    return node


@functools.cache
def look(key: str) -> Look:
    """A look by its key: red, safety, warn, calm. Raises SourceError for one that lacks a colour."""
    row = tokens()["looks"][key]
    colours = {
        field.name: hex_colour(row[field.name.replace("on_tile", "onTile")])
        for field in fields(Look)
        if field.type == "Colour"
    }
    bands = tuple(hex_colour(value) for value in row["bands"])
    headline = "NotoSerifSC-900" if row["headline_font"] == "NotoSerifSC-Black" else "NotoSansSC-900"
    return Look(key=key, name=row["name"], bands=bands, headline=headline, **colours)


@functools.cache
def led_colours() -> LedColours:
    """The colours of LED strips."""
    row = tokens()["led"]
    return LedColours(**{key: hex_colour(row[key]) for key in ("ground", "text", "emphasis", "accent")})


def mix(top: Colour, under: Colour, share: float) -> Colour:
    """`share` of the first colour over the second."""
    return tuple(round(a * share + b * (1 - share)) for a, b in zip(top, under, strict=True))  # type: ignore[return-value]
