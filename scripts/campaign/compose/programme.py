"""Slides to a programme: how long each stands, so that its words can be read and the whole is as long as was asked."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from campaign.display import Sheet
from campaign.playlist import Programme

FPS = 30  # frames a second: every television and telephone plays it
FADE = 15  # frames: half a second
PER_CHARACTER, LEAST, MOST = 1 / 8, 4.0, 12.0  # seconds: eight characters a second are skimmed, not studied


def whole_length(slides: Sequence[Sheet], seconds: float) -> Programme:
    """All slides in exactly `seconds`, each in proportion to what it takes to read."""
    needed = [_seconds(slide) for slide in slides]
    ends = [0.0, *itertools.accumulate(needed)]
    edges = [round(seconds * FPS * end / ends[-1]) for end in ends]
    return Programme(tuple(slides), tuple(b - a for a, b in itertools.pairwise(edges)), FADE, FPS)


def reading_length(slides: Sequence[Sheet]) -> Programme:
    """Every slide as long as its words take to read."""
    return Programme(tuple(slides), tuple(round(_seconds(slide) * FPS) for slide in slides), FADE, FPS)


def _seconds(slide: Sheet) -> float:
    count = sum(len(run.text.strip()) for run in slide.runs())
    return min(MOST, max(LEAST, count * PER_CHARACTER))
