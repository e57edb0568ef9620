"""The cloth banner: one line between two gables (art direction, "Banner")."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.compose.bilingual import below
from campaign.compose.brief import Brief
from campaign.compose.roof import gable, mark_tile
from campaign.compose.stage import Stage
from campaign.typeset.lines import CJK_ASCENT, Style, set_headline
from campaign.typeset.phrases import Phrase, line_width

LARGEST, SMALLEST = 54.0, 18.0  # u of the banner's height
GAP, TRACKING = 0.68, 0.05  # em
MIDDLE = 39.0  # u: the line's vertical centre
ENDS = 128.0 * 2  # u that the gables take
BANDS, WARN_BANDS = [15, 15.75, 16.5, 17.4], [3, 3.15, 3.3, 3.5]  # u: bright ones stay clear of the words
CREDIT_ENDS = 118.0 * 2  # u that the gables take where the credit stands
WIDE = 0x2E80  # characters from here on fill their em
NARROW = 0.65  # em, the most that a Latin letter or a digit usually takes


def length_mm(phrases: Sequence[Phrase], height_mm: float) -> float:
    """The length that carries the words at their full size. An estimate: plans are made without loading fonts."""
    ems = sum(1.0 if ord(char) >= WIDE else NARROW for phrase in phrases for char in phrase.text)
    ems += TRACKING * sum(len(phrase.text) for phrase in phrases) + GAP * (len(phrases) - 1)
    return (ems * LARGEST + ENDS) * height_mm / 100


def banner(stage: Stage, job: Brief) -> None:
    """One line as large as the length allows, organiser below."""
    look = stage.look
    stage.ground(look.sky0, look.sky1)
    for side in (-1, 1):
        gable(stage, side, 40, 109, 0.55, eave=4, bands=WARN_BANDS if look.key == "warn" else BANDS)
    ems = line_width(job.phrases, look.headline, GAP)
    ems += TRACKING * sum(len(phrase.text) for phrase in job.phrases)
    room = (ENDS / 2, MIDDLE - LARGEST / 2, stage.w - ENDS, LARGEST)
    _, top, wide, tall = below(stage, job.mongolian, room, job.span)
    size = min(tall, wide / ems)
    if size < SMALLEST:
        raise job.refuse(f"字高只有 {size:.0f}u，低于 {SMALLEST:.0f}u", "横幅一般 12—16 字最易读，请缩短")
    style = Style(look.headline, size * stage.u, look.on, TRACKING)
    line = set_headline(tuple(job.phrases), style, look.hi, GAP + TRACKING)
    baseline = top + tall / 2 - size / 2 + CJK_ASCENT * size
    stage.items += line.centred(stage.w / 2 * stage.u, baseline * stage.u)
    credit = f"{job.word('title')}  ·  {job.word('organiser')} 宣"
    style = stage.shrunk(credit, stage.style(700, 12, look.on, 0.02), stage.w - CREDIT_ENDS)
    stage.text(credit, style, stage.w / 2, 82 - style.size / stage.u / 2, "centre")
    mark_tile(stage, 10, 60, 30)
    mark_tile(stage, stage.w - 40, 60, 30)
