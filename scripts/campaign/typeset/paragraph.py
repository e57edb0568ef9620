"""Body text to lines: kinsoku at both ends, words and numbers whole, hanging stops, no lonely last characters.

All breaks are chosen together: the fewest lines, then the least sum of what is ugly about each of them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.fonts import face
from campaign.typeset.lines import CJK_ASCENT, SQUEEZE, SetLine, Style, set_text
from campaign.typeset.marks import CLOSING, NO_END, NO_START, OPENING
from campaign.typeset.phrases import faces
from campaign.typeset.words import NEVER_FIRST as PARTICLES
from campaign.typeset.words import inside

HANGING = frozenset("，。、；：！？”’）》】〕」』")  # may stand outside the measure by HANG
HANG = 0.5  # em
STOPS = frozenset("，。；：！？")
AFTERWORDS = frozenset("里上下中内外前后时着过地得")  # alone, they belong to the word before them
LAST = 4  # characters that the last line has at least; of a short text half
WIDER = 0.01  # points of rounding that a line may be wider than its box
_WHOLE = re.compile(
    r"[A-Za-z0-9]+(?:[.,:/+\-–—～~×·'’][A-Za-z0-9]+)*[%％‰℃°+]*"  # numbers, ranges, Latin words
    r"|[—…]{2,}"
)
_COUNTED = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])")  # a number and the word that counts with it


class TooNarrow(ValueError):
    """The box is narrower than something that cannot be broken."""


@dataclass(frozen=True, slots=True)
class Block:
    """Set lines; `width` of the widest and `height` from the first em box's top to the last one's bottom, in points."""

    lines: tuple[SetLine, ...]
    texts: tuple[str, ...]
    size: float
    step: float

    @property
    def width(self) -> float:
        """The widest line."""
        return max((line.width for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """From the top of the first em box to the bottom of the last."""
        return self.size + self.step * (len(self.lines) - 1)

    def baseline(self, index: int, top: float) -> float:
        """The baseline of a line when the block's top is at `top`."""
        return top + CJK_ASCENT * self.size + self.step * index


def torn(block: Block) -> int:
    """How many of a block's lines end inside a word."""
    text = " ".join(block.texts)
    _, known, other = inside(text.replace(" ", ""))
    ends = [len("".join(block.texts[:count]).replace(" ", "")) for count in range(1, len(block.texts))]
    return sum(at in known or at in other for at in ends)


def set_paragraph(text: str, style: Style, width: float, leading: float, *, balanced: bool = False) -> Block:
    """Break and set a text in a box `width` points wide. Raises TooNarrow."""
    texts = break_text(text, style, width, balanced=balanced)
    return Block(tuple(set_text(line, style) for line in texts), texts, style.size, style.size * leading)


def break_text(text: str, style: Style, width: float, *, balanced: bool = False) -> tuple[str, ...]:
    """The lines of a text. Balanced: all of like length, for titles; else filled, for reading. Raises TooNarrow."""
    text = " ".join(text.split())
    if not text:
        return ()
    return _broken(text, style.face, style.tracking, round(width / style.size, 5), balanced)


@functools.lru_cache(maxsize=8192)
def _broken(text: str, face_name: str, tracking: float, em: float, balanced: bool) -> tuple[str, ...]:
    measure = _Measure(text, face_name, tracking)
    if measure.width(0, len(text)) <= em + measure.hang(len(text)) + WIDER / 100:
        return (text,)
    ends = _allowed(text, measure, em)
    lines = _best(text, measure, ends, em, balanced)
    return tuple(text[start:end].strip(" ") for start, end in lines)


class _Measure:
    """Widths in em of any part of a text as `set_text` would set it alone on a line."""

    def __init__(self, text: str, face_name: str, tracking: float) -> None:
        self.text, self.tracking = text, tracking
        names = faces(text, face_name)
        self.sums = [0.0]
        for index, (char, name) in enumerate(zip(text, names, strict=True)):
            self.sums.append(self.sums[-1] + _advance(text, names, index, char, name, face_name) + tracking)
        self.pairs = [0.0]  # squeeze between neighbours, up to and with character i
        for before, char in zip(" " + text[:-1], text, strict=True):
            meet = (char in OPENING and before in OPENING | CLOSING) or (char in CLOSING and before in CLOSING)
            self.pairs.append(self.pairs[-1] + (SQUEEZE if meet else 0.0))

    def width(self, start: int, end: int) -> float:
        """The set width of text[start:end], its spaces at the ends left out, edge marks squeezed."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        if start >= end:
            return 0.0
        em = self.sums[end] - self.sums[start] - (self.pairs[end] - self.pairs[start + 1]) - self.tracking
        em -= SQUEEZE if self.text[start] in OPENING else 0.0
        return em - (SQUEEZE if self.text[end - 1] in CLOSING else 0.0)

    def hang(self, end: int) -> float:
        """How far the line that ends there may reach out of its box."""
        return HANG if self.text[end - 1] in HANGING else 0.0


def _advance(text: str, names: Sequence[str], index: int, char: str, name: str, base: str) -> float:
    """A character's advance, kerned with its Latin neighbour on the same line."""
    if name == base or index + 1 == len(text) or names[index + 1] != name:
        return face(name).advances(char)[0]
    return face(name).advances(text[index : index + 2])[0]


def _allowed(text: str, measure: _Measure, em: float) -> list[int]:
    """Where lines may end: nowhere inside words, numbers and ranges, never against kinsoku.

    A word longer than a whole line may be broken anywhere; the line is the stronger rule then.
    """
    inside = set[int]()
    for match in _WHOLE.finditer(text):
        if measure.width(match.start(), match.end()) <= em:
            inside.update(range(match.start() + 1, match.end()))
    ends = [at for at in range(1, len(text)) if at not in inside and text[at] not in NO_START | {" "}]
    return [*(at for at in ends if text[:at].rstrip(" ")[-1] not in NO_END), len(text)]


def _best(text: str, measure: _Measure, ends: list[int], em: float, balanced: bool) -> list[tuple[int, int]]:
    """The cheapest chain of lines from the first character to the last."""
    seams = _seams(text)
    best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
    for end in ends:
        found = []
        for start in (0, *ends):
            if start >= end:
                break
            if start in best:
                cost = _cost(text, measure, start, end, em, balanced)
                if cost is not None:
                    found.append((best[start][0] + cost + (seams.get(end, 0.0) if end < len(text) else 0.0), start))
        if found:
            best[end] = min(found)
    if len(text) not in best:
        raise TooNarrow(text)
    chain, at = [], len(text)
    while at:
        chain.append((best[at][1], at))
        at = best[at][1]
    return chain[::-1]


# a line more, a short last line, a break inside a word (known, guessed by the segmenter, another reading)
LINE, WIDOW, WORD, GUESSED, OTHER = 100.0, 60.0, 12.0, 5.0, 6.0
# before a particle, between number and unit, after a stop or 、
PARTICLE, COUNTED, AFTER_STOP, AFTER_COMMA = 4.0, 14.0, -4.0, -2.0


def _cost(text: str, measure: _Measure, start: int, end: int, em: float, balanced: bool) -> float | None:
    """What a line costs; None when it is too wide."""
    width = measure.width(start, end)
    if width > em + measure.hang(end) + WIDER / 100:
        return None
    left = max(0.0, em - width) / em
    last = end == len(text)
    cost = LINE + (0.0 if last and not balanced else 40.0 * left * left)
    if last and start and len(text[start:end].strip(" ，。、；：！？”’）》】")) < min(LAST, len(text) // 2):
        cost += WIDOW
    return cost


def _seams(text: str) -> dict[int, float]:
    """What a break at each place costs, its line aside: inside a word, before a particle, between number and unit."""
    guessed, known, other = inside(text)
    costs = dict.fromkeys(guessed, GUESSED)
    for places, cost in ((other, OTHER), (known, WORD)):
        costs |= {at: costs.get(at, 0.0) + cost for at in places}
    for place in range(1, len(text)):
        alone = not {place, place + 1} & (known | guessed)
        if text[place] in PARTICLES or (alone and text[place] in AFTERWORDS):
            costs[place] = costs.get(place, 0.0) + PARTICLE
        if text[place - 1] in STOPS:
            costs[place] = AFTER_STOP
        if text[place - 1] == "、":
            costs[place] = AFTER_COMMA
    for match in _COUNTED.finditer(text):
        costs[match.start()] = costs.get(match.start(), 0.0) + COUNTED
    return costs
