"""One line of text to positioned runs: face pairing, punctuation squeeze, tracking, alignment."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from campaign.display import Colour, TextRun
from campaign.fonts import CHINESE, face
from campaign.typeset.marks import CLOSING, OPENING
from campaign.typeset.phrases import Line, faces

SQUEEZE = 0.5  # em taken from two marks that meet, and from a mark at a line's edge
CJK_ASCENT = 0.88  # baseline below a CJK text box's top, in type sizes (art direction, "Type")
NUMERAL_ASCENT = 0.86
SIDE_BEARING = 0.04  # large left-aligned text moves left by this much of its size


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: face, size in points, colour, tracking in em."""

    face: str
    size: float
    fill: Colour
    tracking: float = 0.0


Cell = tuple[str, Style, str]  # character, style, face


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line set from x = 0 on baseline 0; `width` without the last character's tracking, `hang` outside it."""

    runs: tuple[TextRun, ...]
    width: float
    hang: float = 0.0

    def at(self, x: float, baseline: float) -> tuple[TextRun, ...]:
        """The runs with the line's left edge at x."""
        return tuple(
            replace(run, xs=tuple(value + x for value in run.xs), baseline=run.baseline + baseline) for run in self.runs
        )

    def right(self, x: float, baseline: float) -> tuple[TextRun, ...]:
        """The runs with the right edge at x; a closing quote hangs outside."""
        return self.at(x - self.width + self.hang, baseline)

    def centred(self, x: float, baseline: float) -> tuple[TextRun, ...]:
        """The runs centred on x."""
        return self.at(x - self.width / 2, baseline)


def set_text(text: str, style: Style) -> SetLine:
    """Set plain text in one style."""
    return set_spans([(text, style)])


def set_spans(spans: Sequence[tuple[str, Style]]) -> SetLine:
    """Set pieces of text one after the other; all styles share the baseline."""
    cells = _cells(spans)
    xs, width, hang = _positions(cells)
    runs: list[TextRun] = []
    for (char, style, name), x in zip(cells, xs, strict=True):
        last = runs[-1] if runs else None
        if last and (last.face, last.size, last.fill) == (name, style.size, style.fill):
            runs[-1] = replace(last, text=last.text + char, xs=(*last.xs, x))
        else:
            runs.append(TextRun(name, style.size, char, (x,), 0.0, style.fill))
    return SetLine(tuple(run for run in runs if run.text.strip()), width, hang)


def _cells(spans: Sequence[tuple[str, Style]]) -> list[Cell]:
    """Every character with its style and the face that sets it."""
    whole = "".join(text for text, _ in spans)
    styles = [style for text, style in spans for _ in text]
    if not styles:
        return []
    names = faces(whole, styles[0].face)
    return list(zip(whole, styles, names, strict=True))


def _positions(cells: Sequence[Cell]) -> tuple[list[float], float, float]:
    """The x of every character, the line's width, and how much of it a last closing quote takes."""
    xs: list[float] = []
    advances = _advances(cells)
    x = 0.0
    for index, ((char, style, _), advance) in enumerate(zip(cells, advances, strict=True)):
        before = cells[index - 1][0] if index else ""
        if (char in OPENING and (not before or before in OPENING or before in CLOSING)) or (
            char in CLOSING and before in CLOSING
        ):
            x -= SQUEEZE * style.size
        xs.append(x)
        x += advance + style.tracking * style.size
    if not cells:
        return xs, 0.0, 0.0
    last, style, _ = cells[-1]
    x -= style.tracking * style.size
    if last in CLOSING:
        x -= SQUEEZE * style.size
    return xs, x, SQUEEZE * style.size if last in "”’" else 0.0


def _advances(cells: Sequence[Cell]) -> list[float]:
    """Advances in points; neighbouring characters of one Latin face are kerned together."""
    result: list[float] = []
    for (style, name), group in itertools.groupby(cells, key=lambda cell: cell[1:]):
        text = "".join(cell[0] for cell in group)
        if name == style.face and name in CHINESE:  # CJK: no kerning
            result += [face(name).advances(char)[0] * style.size for char in text]
        else:
            result += [advance * style.size for advance in face(name).advances(text)]
    return result


def set_headline(line: Line, style: Style, hi: Colour, gap: float) -> SetLine:
    """Set a headline's phrases with `gap` em between them, emphasised characters in `hi`."""
    runs: list[TextRun] = []
    x = 0.0
    for index, spans in enumerate(_untied(line, style, hi)):
        part = set_spans(spans)
        x += gap * style.size if index else 0.0
        runs += part.at(x, 0.0)
        x += part.width
    return SetLine(tuple(runs), x)


def _untied(line: Line, style: Style, hi: Colour) -> list[list[tuple[str, Style]]]:
    """The spans between the gaps of a line: tied phrases are set as one text, or marks where they meet lose room."""
    parts: list[list[tuple[str, Style]]] = []
    for phrase in line:
        spans = [
            (char, replace(style, fill=hi if marked else style.fill))
            for char, marked in zip(phrase.text, phrase.hi, strict=True)
        ]
        if parts and phrase.tied:
            parts[-1] += spans
        else:
            parts.append(spans)
    return parts
