"""A page's title as a headline: cut between phrases, else between words; a case's figures are larger."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.compose.stage import NUMERALS, Align, Stage
from campaign.display import Colour, TextRun
from campaign.typeset.lines import CJK_ASCENT, SIDE_BEARING, SetLine, Style, set_spans
from campaign.typeset.marks import may_part
from campaign.typeset.phrases import parse
from campaign.typeset.words import LOOSE, NEVER_FIRST, NEVER_LAST, words

STEP = 1.164  # from line to line, in type sizes
GAP = "\u2002"  # between phrases on one line
NUMERAL = 1.3  # a figure's size beside the characters of a case's title
FIGURE_GAP = 0.06  # em on either side of a figure
_COUNTED = re.compile(r"\d(?!怎么|如何|什么)")  # a figure goes with the word after it, unless that asks
_DIGITS = re.compile(r"(\d[\d.,]*)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title's lines and their common size in u."""

    lines: tuple[str, ...]
    size: float
    figures: bool = False

    @property
    def height(self) -> float:
        """From the top of the first line's em box to the bottom of the last one's."""
        return self.size * (1 + STEP * (len(self.lines) - 1))


def fit_title(
    stage: Stage, text: str, width: float, height: float, largest: Sequence[float], *, figures: bool = False
) -> Title:
    """The title in a box of u: `largest` sizes for one line, two ...; fewer lines unless more are a tenth larger."""
    best: Title | None = None
    phrases = len(parse(text))
    style = Style(stage.look.headline, 100 * stage.u, stage.look.on)
    for count, most in enumerate(largest, 1):
        found: list[tuple[float, tuple[str, ...]]] = []
        for lines in splits(text, count):
            found.append((round(max(_set(stage, line, style, figures).width for line in lines), 1), lines))
        if found:
            # the most even; of equals the one longer above
            widest, lines = min(found, key=lambda pair: pair[0] * _handicap(pair[1]))
            size = min(most, width * 100 * stage.u / widest, height / (1 + STEP * (count - 1)))
            gain = 1.3 if 1 < phrases < count else 1.1  # the author's phrases are cut for much larger type only
            if best is None or size > best.size * gain * _handicap(lines):
                best = Title(lines, int(size * 100) / 100, figures)
    assert best is not None, "a title is never empty"
    return best


def _handicap(lines: Sequence[str]) -> float:
    """By how much lines must be better that end in a word that leads on to the next."""
    return 1 + LOOSE * sum(line[-1] in NEVER_LAST and words(line)[-1] in NEVER_LAST for line in lines[:-1])


def put_title(
    stage: Stage, title: Title, x: float, top: float, *, hi_first: bool = False, align: Align = "left"
) -> float:
    """Place it; with `hi_first` the first of several lines is emphasised. Returns the y below, in u."""
    look, hi = stage.look, stage.emphasis(title.size)
    for index, line in enumerate(title.lines):
        fill = hi if hi_first and index == 0 and len(title.lines) > 1 else look.on
        found = _set(stage, line, Style(look.headline, title.size * stage.u, fill), title.figures, hi)
        baseline = (top + STEP * title.size * index + CJK_ASCENT * title.size) * stage.u
        left = x if align == "centre" else x - SIDE_BEARING * title.size
        stage.items += (found.centred if align == "centre" else found.at)(left * stage.u, baseline)
    return top + title.height


def _set(stage: Stage, line: str, style: Style, figures: bool, hi: Colour | None = None) -> SetLine:
    if not figures:
        return set_spans([(line, style)])
    runs: list[TextRun] = []
    x = 0.0
    for part in _DIGITS.split(line):
        if part:
            big = Style(NUMERALS, style.size * NUMERAL, hi or style.fill)
            figure = bool(_DIGITS.fullmatch(part))
            x += FIGURE_GAP * style.size if figure and runs else 0.0
            found = set_spans([(part, big if figure else style)])
            runs += found.at(x, 0.0)
            x += found.width + (FIGURE_GAP * style.size if figure else 0.0)
    return SetLine(tuple(runs), x)


def splits(text: str, count: int) -> Iterator[tuple[str, ...]]:
    """The title on `count` lines: at its phrase ends where there are enough, else between words of its phrases too."""
    phrases = [phrase.text for phrase in parse(text)]
    if len(phrases) >= count:
        for cut in itertools.combinations(range(1, len(phrases)), count - 1):
            edges = [0, *cut, len(phrases)]
            yield tuple(GAP.join(phrases[a:b]) for a, b in itertools.pairwise(edges))
        return
    choices = [[lines for share in range(1, count + 1) for lines in _cut(phrase, share)] for phrase in phrases]
    for choice in itertools.product(*choices):
        lines = tuple(line for part in choice for line in part)
        if len(lines) == count and min(map(len, lines)) > 1:
            yield lines


def _cut(phrase: str, count: int) -> Iterator[tuple[str, ...]]:
    """A phrase on `count` lines, cut between words, never between a figure and what it counts."""
    ends = [
        at
        for at in itertools.accumulate(len(word) for word in words(phrase)[:-1])
        if may_part(phrase, at) and phrase[at] not in NEVER_FIRST and not _COUNTED.match(phrase, at - 1)
    ]
    for cut in sorted(itertools.combinations(ends, count - 1), reverse=True):
        yield tuple(phrase[a:b] for a, b in itertools.pairwise([0, *cut, len(phrase)]))
