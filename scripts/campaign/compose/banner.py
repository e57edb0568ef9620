"""The cloth banner: one line between two gables (art direction, "Banner")."""

from __future__ import annotations

from campaign.compose.brief import Brief
from campaign.compose.roof import gable, mark_tile
from campaign.compose.stage import Stage
from campaign.typeset.lines import CJK_ASCENT, Style, set_headline
from campaign.typeset.phrases import line_width

LARGEST, SMALLEST = 54.0, 18.0  # u of the banner's height
GAP, TRACKING = 0.68, 0.05  # em
MIDDLE = 39.0  # u: the line's vertical centre
REACH = 872.0 - 128.0  # u between the gables' inner bands, on a length of 1000 u


def banner(stage: Stage, job: Brief) -> None:
    """One line as large as the length allows, organiser below."""
    look = stage.look
    stage.ground(look.sky0, look.sky1)
    for side in (-1, 1):
        gable(stage, side, 40, 109, 0.55, eave=4, bands=[15, 15.75, 16.5, 17.4])
    ems = line_width(job.phrases, look.headline, GAP)
    ems += TRACKING * sum(len(phrase.text) for phrase in job.phrases)
    size = min(LARGEST, (stage.w - 1000 + REACH) / ems)
    if size < SMALLEST:
        raise job.refuse(f"字高只有 {size:.0f}u，低于 {SMALLEST:.0f}u", "横幅一般 12—16 字最易读，请缩短")
    style = Style(look.headline, size * stage.u, look.on, TRACKING)
    line = set_headline(tuple(job.phrases), style, look.hi, GAP + TRACKING)
    baseline = MIDDLE - size / 2 + CJK_ASCENT * size
    stage.items += line.centred(stage.w / 2 * stage.u, baseline * stage.u)
    below = f"{job.word('title')}  ·  {job.word('organiser')} 宣"
    stage.text(below, stage.style(700, 12, look.on, 0.02), stage.w / 2, 76, "centre")
    mark_tile(stage, 10, 60, 30)
    mark_tile(stage, stage.w - 40, 60, 30)
