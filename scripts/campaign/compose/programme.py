"""Slides to a programme: how long each stands, so that the whole lasts exactly as long as was asked."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from campaign.display import Sheet
from campaign.playlist import Programme

FPS = 30  # frames a second: every television and telephone plays it
FADE = 15  # frames: half a second
PER_CHARACTER, LEAST, MOST = 1 / 5, 4.0, 12.0  # seconds of a slide whose film has no set length, for a slow reader


def whole_length(slides: Sequence[Sheet], seconds: float) -> Programme:
    """All slides, equally long to a frame, in exactly `seconds`."""
    total, count = round(seconds * FPS), len(slides)
    edges = [total * index // count for index in range(count + 1)]
    return Programme(tuple(slides), tuple(b - a for a, b in itertools.pairwise(edges)), FADE, FPS)


def reading_length(slides: Sequence[Sheet]) -> Programme:
    """Every slide as long as its words take to read."""
    return Programme(tuple(slides), tuple(round(_seconds(slide) * FPS) for slide in slides), FADE, FPS)


def _seconds(slide: Sheet) -> float:
    count = sum(len(run.text.strip()) for run in slide.runs())
    return min(MOST, max(LEAST, count * PER_CHARACTER))
