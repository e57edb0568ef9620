"""The vendored faces: advances, ink and coverage, read from the font file itself."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb

from campaign.errors import SourceError, Span
from campaign.project import ASSETS

FOLDER = ASSETS / "fonts"
_FEATURES = {"kern": True, "liga": False, "clig": False, "calt": False}  # one glyph a character, always
# Barlow one weight up beside Noto (assets/tokens.yml, fonts.latin_digits)
LATIN = {
    "NotoSansSC-400": "Barlow-500",
    "NotoSansSC-500": "Barlow-600",
    "NotoSansSC-700": "Barlow-700",
    "NotoSansSC-900": "Barlow-800",
    "NotoSerifSC-900": "Barlow-800",
}

# faces whose characters stand each for itself: shaping would join two dashes into one glyph
CHINESE = frozenset({*LATIN, "NotoSerifSC-400"})


@dataclass(frozen=True, slots=True)
class Subset:
    """A face cut down to some characters, for pages."""

    face: str
    chars: str


class Face:
    """One font file. Lengths are in em (multiples of the type size)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._font = hb.Font(hb.Face(hb.Blob(font_file(name).read_bytes())))
        self._em = self._font.face.upem
        self._advances: dict[str, float] = {}

    def has(self, char: str) -> bool:
        """Whether the face has a glyph for the character."""
        return self._font.get_nominal_glyph(ord(char)) is not None

    def advances(self, text: str) -> list[float]:
        """The advance of each character, kerning included."""
        if len(text) == 1:
            if text not in self._advances:
                self._advances[text] = self._shape(text)[0]
            return [self._advances[text]]
        return self._shape(text)

    def _shape(self, text: str) -> list[float]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, _FEATURES)
        widths = [0.0] * len(text)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            widths[info.cluster] += position.x_advance / self._em
        return widths

    def ink(self, char: str) -> tuple[float, float, float, float]:
        """The glyph's ink box: left, bottom, right, top from the origin, y upward."""
        glyph = self._font.get_nominal_glyph(ord(char))
        extents = self._font.get_glyph_extents(glyph) if glyph is not None else None
        if extents is None:
            return 0.0, 0.0, 0.0, 0.0
        left, top = extents.x_bearing, extents.y_bearing
        em = self._em
        return left / em, (top + extents.height) / em, (left + extents.width) / em, top / em


@functools.cache
def face(name: str) -> Face:
    """The face by name; loaded once a process."""
    return Face(name)


def missing(chars: Iterable[str], name: str) -> list[str]:
    """The characters that neither the face nor its Latin partner has."""
    faces = [face(name), *([face(LATIN[name])] if name in LATIN else [])]
    return sorted({char for char in chars if not char.isspace() and not any(f.has(char) for f in faces)})


def require(text: str, name: str, span: Span) -> None:
    """Raise a SourceError that names the characters no face has: never tofu."""
    lacking = missing(text, name)
    if lacking:
        named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in lacking[:5])
        hint = "换一个常用字；生僻字要先把字形加进 assets/fonts"
        raise SourceError(span, f"字库里没有{named}", hint)


@functools.cache
def digests() -> str:
    """The vendored faces' sha256 list; every face is held against it when it is loaded."""
    return (FOLDER / "SHA256SUMS").read_text(encoding="utf-8")


@functools.cache
def font_file(name: str) -> Path:
    """Where a face lies; what lies there is the face that the list names, seen once a process. Raises SourceError."""
    path = FOLDER / f"{name}.ttf"
    if f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" not in digests().splitlines():
        raise SourceError(
            Span(f"assets/fonts/{path.name}"), "字体文件与 SHA256SUMS 不符", "重新获取这个文件，或运行 make fonts"
        )
    return path
