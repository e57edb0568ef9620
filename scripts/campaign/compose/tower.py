"""The slogan on an upright screen: lobby totems, phones held upright (1080 x 1920 and higher)."""

from __future__ import annotations

from campaign.compose.brief import Brief
from campaign.compose.hero import WARN_BAND
from campaign.compose.parts import date_block, header, slogan, steppe
from campaign.compose.roof import ribbon, roof
from campaign.compose.room import fitted
from campaign.compose.stage import Stage

FULL_HD = 100 * 1920 / 1080  # u of height
MARGIN = 7.0  # u
DAY = 56.0  # u: the consultation day's name, clear of the hospital


def tower(stage: Stage, job: Brief) -> None:
    """The phone card grown upward: the sky takes what is higher than the house, the words grow with it.

    Everything that matters stays out of the lowest tenth, where players of short videos lay their buttons.
    """
    look, spare = stage.look, stage.h - FULL_HD
    wide = stage.w - 2 * MARGIN
    apex = 103 + 0.6 * spare
    stage.ground(look.sky0, look.sky1)
    roof(stage, stage.w / 2, apex, 0.42, eave=1.8, band=WARN_BAND if look.key == "warn" else 10.5)
    header(stage, MARGIN, 9.5, 10.4, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    slogan(stage, job, (MARGIN, 30, wide, apex - 30 - 20), "centre")
    rule = apex + 53.5
    steppe(stage, rule)
    date_block(stage, job, stage.w / 2, (apex + 15.5, 20.5), (apex + 37.4, 6.2), DAY)
    stage.rect(MARGIN, rule, wide, 0.24, look.accent)
    stage.text(job.word("period"), stage.style(700, 4.6, look.ink), stage.w / 2, rule + 3.6, "centre")
    who = job.word("organiser")
    style = fitted(stage, who, stage.style(500, 4.0, look.muted), wide, ("organiser", who))
    stage.text(who, style, stage.w / 2, rule + 9.9, "centre")
    ribbon(stage, stage.h - 4.6, 4.6)
