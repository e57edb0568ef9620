"""The slogan poster in every portrait or landscape shape: A3, phone card, TV slide, WeChat cover."""

from __future__ import annotations

from campaign.compose.brief import Brief
from campaign.compose.parts import date_block, header, header_right, qr_code, slogan, steppe
from campaign.compose.roof import ribbon, roof, turbine, yurt
from campaign.compose.stage import Stage

WARN_BAND = 3.4  # u: black and yellow bands stay clear of the headline
THEME_SIZE = 86.0  # u: the theme's own measure, a little narrower than the box of other slogans


def poster(stage: Stage, job: Brief) -> None:
    """Portrait print, ratio about 0.7 (art direction, "Hero A3")."""
    look, bottom = stage.look, stage.h
    stage.ground(look.sky0, look.sky1)
    roof(stage, 50, bottom - 55.4, 0.42, eave=1.7, band=_band(stage, 9.2))
    header(stage, 6, 6, 8.4, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    header_right(stage, job, 6, 8.4)
    slogan(stage, job, (7, 23.2, THEME_SIZE, 37.7) if job.theme else (6, 21, 88, 46), "centre")
    rule = bottom - 18.8
    steppe(stage, rule)
    date_block(stage, job, 50, (rule - 25.4, 15.5), (rule - 9.4, 4.4))
    stage.rect(6, rule, 88, 0.22, look.accent)
    _facts(stage, job, rule + 3.6)
    ribbon(stage, bottom - 4.2, 4.2)


def _band(stage: Stage, thick: float) -> float:
    return WARN_BAND if stage.look.key == "warn" else thick


def _facts(stage: Stage, job: Brief, top: float) -> None:
    """When and who, and the code where the site has an address."""
    look = stage.look
    for row, (label, value) in enumerate((("活动时间", job.word("period_full")), ("主办单位", job.word("organiser")))):
        stage.text(label, stage.style(500, 2.9, look.muted), 6, top + 5.1 * row)
        stage.text(value, stage.style(700, 2.9, look.ink), 19.7, top + 5.1 * row)
    if job.url:
        side = qr_code(stage, job, 94, top + 3.4, 10)
        stage.text("扫码学应急", stage.style(700, 2.5, look.ink), 94 - side - 1.9, top, "right")
        stage.text("知识与素材下载", stage.style(500, 2.3, look.muted), 94 - side - 1.9, top + 4, "right")


def card(stage: Stage, job: Brief) -> None:
    """Phone card, 3:4 (art direction, "Phone")."""
    look = stage.look
    stage.ground(look.sky0, look.sky1)
    roof(stage, 50, 83, 0.42, eave=1.7, band=_band(stage, 8.2))
    header(stage, 7, 7, 9.2, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    slogan(stage, job, (7, 24.5, THEME_SIZE, 37.7) if job.theme else (6, 20.5, 88, 44), "centre")
    rule = 116.5
    steppe(stage, rule, 0.88)
    date_block(stage, job, 50, (93, 15), (108.4, 4.8))
    stage.rect(6, rule, 88, 0.22, look.accent)
    line = f"{job.word('period')}  ·  {job.word('organiser')}"
    stage.text(line, stage.style(500, 3.6, look.muted), 50, 119.8, "centre")
    ribbon(stage, 128.73, 4.6)


def slide(stage: Stage, job: Brief) -> None:
    """TV slide, 16:9 (art direction, "TV")."""
    look = stage.look
    stage.ground(look.sky0, look.sky1)
    roof(stage, 138, 35, 0.62, eave=1.5, band=_band(stage, 8.2))
    header(stage, 9, 7, 8.6, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    slogan(stage, job, (9, 25.6, 83, 35.9), "left")
    stage.text(job.word("period"), stage.style(700, 3.6, look.on), 9, 70.6)
    stage.text(f"{job.word('year')}年全国", stage.style(500, 3.2, look.on), 9, 77.2)
    stage.text(f"{job.word('edition')}“{job.word('name')}”", stage.style(500, 3.2, look.on), 9, 82.1)
    yurt(stage, 70, 100.1, 15)
    turbine(stage, 92, 100.1, 20, 10, look.line)
    turbine(stage, 101, 100.1, 14.6, 40, look.soft)
    date_block(stage, job, 138, (55.6, 20.5), (76.4, 4.9))
    stage.text(job.word("organiser"), stage.style(500, 3.4, look.muted), 138, 86.2, "centre")


def cover(stage: Stage, job: Brief) -> None:
    """WeChat cover, 2.35:1; everything essential in the central square (art direction, "WeChat")."""
    look = stage.look
    stage.ground(look.sky0, look.sky1)
    roof(stage, 117.5, 71, 0.30, eave=1.7, band=_band(stage, 7.4))
    header(stage, 8, 8, 15, job.word("name"), f"{job.word('year')} · {job.word('edition')}", scale=0.43)
    slogan(stage, job, (71.5, 15, 92, 39.6), "centre")
    numeral = stage.style(900, 7.2, look.accent)
    line = f"{job.word('consultation.dot')} {job.word('consultation.name')}"
    stage.text(line, numeral, 117.5, 85.4, "centre")
