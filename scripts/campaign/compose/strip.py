"""Strips for single- and dual-colour cards: pure primaries on black, as high as the panel, as long as the words.

The card scrolls the strip; nothing is left around the ink, so that every row of the panel works.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from campaign.compose.brief import Brief, check_glyphs
from campaign.compose.panel import LOWEST, cut, snapped
from campaign.display import Colour, FillRect, Sheet, TextRun
from campaign.errors import SourceError
from campaign.fonts import face
from campaign.typeset.lines import Style, set_headline
from campaign.units import Rect

Lamps = Literal["mono", "dual"]
GAP = 0.5  # em between phrases: half a character, whole pixels at 12 and 16 px
BLACK, RED, GREEN, YELLOW = (0, 0, 0), (255, 0, 0), (0, 255, 0), (255, 255, 0)


@dataclass(frozen=True, slots=True)
class Lit:
    """The colours of words and of their emphasis."""

    text: Colour
    emphasis: Colour


MONO = Lit(RED, RED)
# Dual-colour panels have red and green lamps; both together are yellow.
DUAL = {
    "red": Lit(RED, YELLOW),
    "warn": Lit(YELLOW, RED),
    "safety": Lit(GREEN, YELLOW),
    "calm": Lit(GREEN, YELLOW),
}


def compose_strip(job: Brief, lamps: Lamps, title: str) -> Sheet:
    """One slogan as a strip. Raises SourceError for a character that the face lacks, or a panel too low for any."""
    height = round(job.format.size[1])
    if height < LOWEST:
        raise SourceError(job.span, f"{job.format.label} 的屏太矮，放不下汉字", f"屏高至少 {LOWEST} 像素")
    words = "".join(phrase.text for phrase in job.phrases)
    form = cut(words, height, one_bit=True)
    check_glyphs(job, form.face)
    lit = MONO if lamps == "mono" else DUAL[job.look]
    line = set_headline(job.phrases, Style(form.face, form.size, lit.text), lit.emphasis, GAP)
    runs = [run for run in snapped(line.at(0, form.baseline(height)), crisp=True) if isinstance(run, TextRun)]
    left, right = _ink(runs)
    placed = snapped(line.at(-left, form.baseline(height)), crisp=True)
    ground = FillRect(Rect(0, 0, right - left, height), BLACK)
    return Sheet(float(right - left), float(height), 0.0, (ground, *placed), title)


def _ink(runs: list[TextRun]) -> tuple[int, int]:
    """The first and the last column that the ink of the runs may touch."""
    spans = []
    for run in runs:
        for char, x in zip(run.text, run.xs, strict=True):
            left, _, right, _ = face(run.face).ink(char)
            spans.append((x + left * run.size, x + right * run.size))
    return math.floor(min(left for left, _ in spans) + 0.01), math.ceil(max(right for _, right in spans) - 0.01)
