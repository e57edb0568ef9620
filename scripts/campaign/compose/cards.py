"""White cards with a hairline, tinted panels, numbers, checkboxes, and the strips of do and don't."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.compose.parts import WHITE, Box
from campaign.compose.setting import SAVING, Overfull, ink_style, paragraphs, put, sizes
from campaign.compose.stage import Stage
from campaign.compose.topic import TopicBrief
from campaign.content.forms import DO, DONT, entries_of
from campaign.content.model import Entry
from campaign.display import Cap, Colour, Segment, Stroke, hex_colour
from campaign.looks import tokens
from campaign.typeset.lines import Style
from campaign.typeset.paragraph import Block, torn

HAIR = 0.16  # u
RADIUS = 1.6
KAPPA = 0.5522847498  # of a quarter circle's control points
STRIP = 11.6  # u: the height of a do/don't strip on the A3 poster


def role(name: str, part: str = "fill") -> Colour:
    """A colour by what it means (tokens `semantic`), not by how it looks."""
    return hex_colour(tokens()["semantic"][name][part])


def card(stage: Stage, box: Box, fill: Colour = WHITE, line: Colour | None = None) -> None:
    """A rounded box with a hairline."""
    x, y, w, h = box
    stage.rect(x, y, w, h, line or stage.look.line, radius=RADIUS)
    stage.rect(x + HAIR, y + HAIR, w - 2 * HAIR, h - 2 * HAIR, fill, radius=RADIUS - HAIR)


def panel(stage: Stage, box: Box, corners: str, fill: Colour) -> None:
    """A tinted part of a card: rounded where it meets the card's corners; `corners` is "left" or "top"."""
    x, y, w, h = box
    r = RADIUS - HAIR
    k = r * (1 - KAPPA)
    right: list[Segment] = [("L", (x + w, y)), ("L", (x + w, y + h))]
    if corners == "top":
        right = [("L", (x + w - r, y)), ("C", (x + w - k, y, x + w, y + k, x + w, y + r)), ("L", (x + w, y + h))]
    low: list[Segment] = [("L", (x, y + h))]
    if corners == "left":
        low = [("L", (x + r, y + h)), ("C", (x + k, y + h, x, y + h - k, x, y + h - r))]
    start: list[Segment] = [("M", (x, y + r)), ("C", (x, y + k, x + k, y, x + r, y))]
    stage.path([*start, *right, *low, ("Z", ())], fill)


def number(stage: Stage, value: int, cx: float, cy: float, r: float) -> None:
    """A number in a circle of the roof's colour."""
    look = stage.look
    stage.circle(cx, cy, r, look.roof)
    size = max(1.45 * r, stage.least)
    style = stage.style(900, size, look.ink)
    stage.text(str(value), style, cx, cy - size * 0.525, "centre")


def stroke(
    stage: Stage, points: Sequence[tuple[float, float]], width: float, colour: Colour, cap: Cap = "round"
) -> None:
    """A polyline in u."""
    segments = tuple(("M" if at == 0 else "L", (x * stage.u, y * stage.u)) for at, (x, y) in enumerate(points))
    stage.items.append(Stroke(segments, width * stage.u, colour, cap, "round" if cap == "round" else "miter"))


def checkbox(stage: Stage, x: float, y: float, size: float) -> None:
    """An empty box to tick."""
    look, line = stage.look, 0.28 * size / 2.9
    stage.rect(x, y, size, size, look.accent, radius=0.4)
    stage.rect(x + line, y + line, size - 2 * line, size - 2 * line, WHITE, radius=max(0.0, 0.4 - line))


def sign(stage: Stage, cx: float, cy: float, r: float, *, do: bool) -> None:
    """A tick on green or a cross on red."""
    stage.circle(cx, cy, r, role("safe" if do else "prohibit"))
    if do:
        stroke(
            stage,
            [(cx - 0.47 * r, cy + 0.02 * r), (cx - 0.12 * r, cy + 0.38 * r), (cx + 0.5 * r, cy - 0.32 * r)],
            0.24 * r,
            WHITE,
        )
    else:
        for side in (-1, 1):
            stroke(
                stage, [(cx - 0.38 * r * side, cy - 0.38 * r), (cx + 0.38 * r * side, cy + 0.38 * r)], 0.24 * r, WHITE
            )


def has_strips(job: TopicBrief) -> bool:
    """Whether the page says what to do and what not to do."""
    return bool(entries_of(job.topic, DO) or entries_of(job.topic, DONT))


def strips(stage: Stage, job: TopicBrief, box: Box, size: float, *, stacked: bool = False) -> None:
    """What to do and what not to do, as many of the page's entries as the strips hold."""
    pairs = [(entries_of(job.topic, title), title == DO) for title in (DO, DONT)]
    pairs = [(entries, do) for entries, do in pairs if entries]
    if not pairs:
        return
    x, y, w, h = box
    gap = 2.6
    if stacked:
        each = (w, (h - gap * (len(pairs) - 1)) / len(pairs))
        boxes = [(x, y + (each[1] + gap) * at, *each) for at in range(len(pairs))]
    else:
        each = ((w - gap * (len(pairs) - 1)) / len(pairs), h)
        boxes = [(x + (each[0] + gap) * at, y, *each) for at in range(len(pairs))]
    radius = min(2.9, each[1] * 0.26)
    room = (each[0] - 2 * radius - 5.8, each[1] - 2.4)
    fitted = _fitted(stage, job, [entries for entries, _ in pairs], room, size)
    for (_, do), place, blocks in zip(pairs, boxes, fitted, strict=True):
        _strip(stage, place, blocks, radius, do=do)


def _fitted(
    stage: Stage, job: TopicBrief, groups: Sequence[Sequence[Entry]], room: tuple[float, float], most: float
) -> list[list[Block]]:
    """For every group the entries that fit, first come first; all in the largest size that takes each first one.

    Raises Overfull.
    """
    style = ink_style(stage, 500, stage.look.ink)
    least = min(most, job.least)
    best: list[list[Block]] | None = None
    score = (0, 0)
    for size in sizes(most, least):
        try:
            found = [_taken(stage, entries, style, room, size) for entries in groups]
        except Overfull:
            continue
        if best is not None and size < least - 1e-6:
            break
        least = least if best else max(least, SAVING * size)  # a little smaller for a second entry, or for whole words
        reached = sum(min(2, len(row)) for row in found), -sum(torn(block) for row in found for block in row)
        if best is None or reached > score:
            best, score = found, reached
    if best is None:
        raise Overfull(0, groups[0][0].text, 0)
    return best


def _taken(stage: Stage, entries: Sequence[Entry], style: Style, room: tuple[float, float], size: float) -> list[Block]:
    blocks: list[Block] = []
    left = room[1]
    for entry in entries:
        text = f"{entry.lead}：{entry.text}" if entry.lead else entry.text
        try:
            (block,) = paragraphs(stage, [text], style, (room[0], left), (size, size))
        except Overfull:
            if not blocks:
                raise
            continue
        blocks.append(block)
        left -= block.height / stage.u + 0.62 * size
    return blocks


def _strip(stage: Stage, box: Box, blocks: Sequence[Block], radius: float, *, do: bool) -> None:
    x, y, w, h = box
    stage.rect(x, y, w, h, role("safe" if do else "prohibit", "soft"), radius=RADIUS)
    sign(stage, x + 1.8 + radius, y + h / 2, radius, do=do)
    size = blocks[0].size / stage.u
    spare = h - sum(block.height / stage.u for block in blocks)
    gap = min(0.85 * size, spare / (len(blocks) + 1))
    top = y + (spare - gap * (len(blocks) - 1)) / 2
    for block in blocks:
        top = put(stage, block, x + 2 * radius + 3.6, top) + gap
