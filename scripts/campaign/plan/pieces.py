"""One thing to make: what it is called, what it is laid out from, and how."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from campaign.display import Sheet
from campaign.errors import Span
from campaign.fonts import require
from campaign.formats import Format, PrintFormat
from campaign.plan.kinds import KINDS
from campaign.playlist import Programme, Scroll
from campaign.store import digest

Source = Sheet | Scroll | Programme


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece in one format, as one or more file types; `inputs` is everything that its layout is made from."""

    kind: str
    template: str
    format: Format
    look: str
    title: str
    stem: str
    span: Span
    theme: bool
    types: tuple[str, ...]
    inputs: tuple[Any, ...]
    layout: Callable[[Piece], tuple[Source, ...]]

    @property
    def folder(self) -> str:
        """The kit's folder for this kind."""
        return KINDS[self.kind].folder

    def key(self, environment: bytes) -> str:
        """The key of everything that the layout is made from, lines aside."""
        return digest(
            environment, b"layout", repr(keyed((self.template, self.format, self.look, self.inputs))).encode()
        )

    def sheets(self) -> tuple[Source, ...]:
        """Compose. Raises SourceError when the text does not fit, or has a character that its face lacks.

        Templates ask for the faces of what they know of by its own line; this holds for every word on every sheet.
        """
        found = self.layout(self)
        for sheet in (sheet for source in found for sheet in _displayed(source)):
            for run in sheet.runs():
                require(run.text, run.face, self.span)
        return found


def _displayed(source: Source) -> tuple[Sheet, ...]:
    match source:
        case Scroll():
            return (source.strip,)
        case Programme():
            return source.slides
        case _:
            return (source,)


def keyed(value: Any) -> Any:
    """Data as plain values in a fixed order, without the lines that they came from."""
    if isinstance(value, str | Span):
        return None if isinstance(value, Span) else value
    kind: Any = type(value)
    if names := _fields(kind):
        return [kind.__name__, *(keyed(getattr(value, name)) for name in names)]
    if isinstance(value, dict):
        return sorted((str(key), keyed(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return [keyed(item) for item in value]
    return value


@functools.cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def size_name(format_: Format) -> str:
    """A finished size as file names carry it: A3, 80x200cm, 7mx70cm, 1920x1080."""
    if not isinstance(format_, PrintFormat):
        return "{}x{}".format(*format_.pixels)
    if format_.short:
        return format_.short
    width, height = (f"{side / 1000:g}m" if side >= 1000 else f"{side / 10:g}cm" for side in format_.trim_mm)
    return f"{width}x{height}"
