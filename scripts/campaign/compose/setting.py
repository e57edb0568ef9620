"""Text of like boxes in one size: the largest that all of them hold, never under the least."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from campaign.compose.stage import Align, Stage
from campaign.display import Colour
from campaign.typeset.lines import SIDE_BEARING, Style, set_text
from campaign.typeset.paragraph import Block, TooNarrow, set_paragraph, torn

STEP = 0.1  # u between the sizes that are tried
BODY, COMPACT = 1.5, 1.36  # leading
SLACK = 0.02  # u
SAVING = 0.87  # of a size: what a line less may cost


class Overfull(Exception):
    """A text that no allowed size brings into its box: which of the texts, and how many characters would go in."""

    def __init__(self, index: int, text: str, room: int) -> None:
        super().__init__(index, text, room)
        self.index, self.text, self.room = index, text, room


def sizes(most: float, least: float) -> list[float]:
    """The sizes to try, largest first."""
    count = max(0, round((most - least) / STEP))
    return [round(most - STEP * index, 3) for index in range(count)] + [least]


def paragraphs(
    stage: Stage,
    texts: Sequence[str],
    style: Style,
    box: tuple[float, float],
    size: tuple[float, float],
    leading: float = COMPACT,
    *,
    lines: int = 99,
    balanced: bool = False,
) -> list[Block]:
    """Set every text in a box of (width, height) u, all in the largest size of (most, least) u. Raises Overfull."""
    width, height = box
    worst = 0
    for value in sizes(*size):
        result = []
        for index, text in enumerate(texts):
            block = _block(stage, text, _sized(stage, style, value), width, leading, balanced)
            if block is None or len(block.lines) > lines or block.height > (height + SLACK) * stage.u:
                worst = index
                break
            result.append(block)
        else:
            return result
    rows = min(lines, int((height - size[1]) / (size[1] * leading)) + 1)
    raise Overfull(worst, texts[worst], max(0, int(width / size[1]) * rows))


def tidy(
    stage: Stage,
    texts: Sequence[str],
    style: Style,
    box: tuple[float, float],
    size: tuple[float, float],
    leading: float = COMPACT,
    *,
    fewer: bool = False,
) -> list[Block]:
    """As `paragraphs`, but a little smaller where that keeps words whole or (`fewer`) saves the longest text a line."""
    blocks = paragraphs(stage, texts, style, box, size, leading)
    lines, found = max(len(block.lines) for block in blocks), blocks[0].size / stage.u
    least = max(size[1], SAVING * found)
    if fewer and lines > 1 and least < found:
        with contextlib.suppress(Overfull):
            blocks = paragraphs(stage, texts, style, box, (found, least), leading, lines=lines - 1)
    return whole(lambda value: paragraphs(stage, texts, style, box, (value, value), leading), blocks, least, stage.u)


def whole(setting: Callable[[float], list[Block]], blocks: list[Block], least: float, u: float) -> list[Block]:
    """The blocks, or the same texts set a little smaller (sizes in u) where fewer lines end inside a word."""
    best, most = sum(map(torn, blocks)), blocks[0].size / u
    if not best:
        return blocks
    for value in sizes(most, max(least, SAVING * most))[1:]:
        try:
            found = setting(value)
        except Overfull:
            continue
        if (count := sum(map(torn, found))) < best:
            best, blocks = count, found
    return blocks


def _block(stage: Stage, text: str, style: Style, width: float, leading: float, balanced: bool) -> Block | None:
    try:
        return set_paragraph(text, style, width * stage.u, leading, balanced=balanced)
    except TooNarrow:
        return None


def _sized(stage: Stage, style: Style, size: float) -> Style:
    return Style(style.face, size * stage.u, style.fill, style.tracking)


def one_line(stage: Stage, texts: Sequence[str], style: Style, width: float, size: tuple[float, float]) -> float:
    """The largest size of (most, least) u in which every text fits on one line. Raises Overfull."""
    most, least = size
    for index, text in enumerate(texts):
        em = set_text(text, _sized(stage, style, 100.0)).width / stage.u / 100
        if em * most > width + SLACK:
            most = int(width / em * 100) / 100
        if most < least - 1e-6:
            raise Overfull(index, text, int(width / least))
    return most


def put(stage: Stage, block: Block, x: float, top: float, align: Align = "left") -> float:
    """Place a block's lines; returns the y below it, in u."""
    size = block.size / stage.u
    shift = SIDE_BEARING * size if align == "left" and size >= 6 else 0.0
    for index, line in enumerate(block.lines):
        place = {"left": line.at, "centre": line.centred, "right": line.right}[align]
        stage.items += place((x - shift) * stage.u, block.baseline(index, top * stage.u))
    return top + block.height / stage.u


def high(stage: Stage, block: Block) -> float:
    """A block's height in u."""
    return block.height / stage.u


def ink_style(stage: Stage, weight: int, fill: Colour) -> Style:
    """A style whose size is set later."""
    return stage.style(weight, 1.0, fill)
