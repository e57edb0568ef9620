"""The slogan poster in every portrait or landscape shape: A3, phone card, TV slide, WeChat cover."""

from __future__ import annotations

from campaign.compose.brief import Brief
from campaign.compose.foot import facts, labels, require_room
from campaign.compose.parts import code_side, date_block, header, header_right, qr_code, slogan, steppe
from campaign.compose.roof import hospital, ribbon, roof, turbine, yurt
from campaign.compose.room import fitted
from campaign.compose.stage import Stage

WARN_BAND = 3.4  # u: black and yellow bands stay clear of the headline
WARN_BAND_WIDE = 2.4  # u: on landscape sheets, where the roof stands beside or close below it
A3 = 100 * 420 / 297  # u of height
PHONE = 100 * 1440 / 1080
RIDGE_TV = 138.0  # u from the left on a TV
APEX = RIDGE_TV / (100 * 1920 / 1080)  # of a slide's width
CODE_ROOM = 11.8  # u of height that the code may take in the foot
AIR = 1.6  # u: of a square's headline, lower than its place on upright cards
MOST_CODE, MOST_CODE_WIDE = 38.0, 28.0  # u: a wider code leaves too little of an upright, of a landscape sheet
RIDGE, CODE_FLOOR, UNDER_EAVES = 61.0, 95.0, 0.8  # u, landscape: the roof's ridge, the code's lower edge, its air above
EAVES = 21.0  # u from a landscape roof's ridge down to its ends
THEME_SIZE = 86.0  # u: the theme's own measure, a little narrower than the box of other slogans


def poster(stage: Stage, job: Brief) -> None:
    """Portrait, ratio 0.5 to 0.8 (art direction, "Hero A3"): the house stands on the floor, the sky takes the rest.

    On small sheets the code is larger in u; the house grows by what it needs.
    """
    look, bottom = stage.look, stage.h
    side = code_side(stage, job, 10) if job.url else 0.0
    lift = max(0.0, side - CODE_ROOM)
    edge = 94 - (side + 1.9 if job.url else 0)
    require_room(stage, job, side, MOST_CODE)
    sky = stage.h - A3 - lift  # u of height more than on A3
    stage.ground(look.sky0, look.sky1)
    roof(stage, 50, bottom - 55.4 - lift, 0.42, eave=1.7, band=_band(stage, 9.2))
    end = header(stage, 6, 6, 8.4, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    header_right(stage, job, 6, 8.4, end)
    slogan(stage, job, (7, 23.2, THEME_SIZE, 37.7 + sky) if job.theme else (6, 21, 88, 46 + sky), "centre")
    rule = bottom - 18.8 - lift
    steppe(stage, rule)
    date_block(stage, job, 50, (rule - 25.4, 15.5), (rule - 9.4, 4.4), 40)
    stage.rect(6, rule, 88, 0.22, look.accent)
    top = rule + 3.6 + lift / 2
    kept = facts(stage, job, edge, top, 5.1)
    if job.url:
        qr_code(stage, job, 94, rule + max(7.0, 1.6 + side / 2), 10)
    labels(stage, kept, edge, top, 4)
    ribbon(stage, bottom - 4.2, 4.2)


def landscape(stage: Stage, job: Brief) -> None:
    """Landscape print, ratio 1.2 to 1.6: one wide roof; slogan above, date under the ridge, facts at the foot.

    Where the code is larger in u than its corner of the house is high, the whole house grows, as on upright sheets.
    """
    look, w = stage.look, stage.w
    middle = w / 2
    stage.ground(look.sky0, look.sky1)
    warn = look.key == "warn"
    slope = EAVES / middle
    side = code_side(stage, job, 11.5) if job.url else 0.0
    require_room(stage, job, side, MOST_CODE_WIDE)
    lift = max(0.0, side - (CODE_FLOOR - RIDGE - slope * (middle - 6) - UNDER_EAVES))
    roof(stage, middle, RIDGE - lift, slope, eave=1.4, band=WARN_BAND_WIDE if warn else 4.6)
    end = header(stage, 6, 6, 8.4, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    header_right(stage, job, 6, 8.4, end)
    slogan(stage, job, (8, 18.5, w - 16, (31.5 if warn else 35) - lift), "centre")
    rule = 84.6 - lift
    yurt(stage, middle - 30, rule, 8)
    hospital(stage, middle + 21, rule, 12.5)
    date_block(stage, job, middle, (rule - 19, 12), (rule - 6.6, 3.6), 40)
    if job.url:
        qr_code(stage, job, w - 6, CODE_FLOOR - side / 2, 11.5)
    end = w - 6 - (side + 2 if job.url else 0)
    stage.rect(6, rule, end - 6, 0.22, look.accent)
    top = rule + 1.9 + lift / 2
    labels(stage, facts(stage, job, end, top, 4.1), end, top + 0.4, 3.8)
    ribbon(stage, 96.2, 3.8)


def _band(stage: Stage, thick: float) -> float:
    return WARN_BAND if stage.look.key == "warn" else thick


def card(stage: Stage, job: Brief) -> None:
    """Phone card, 3:4 (art direction, "Phone"), down to a square and a little wider, whose house is lower."""
    look, low, middle = stage.look, stage.h, stage.w / 2
    wider = stage.w - 100
    squat = min(1.0, max(0.0, (PHONE - stage.h) / (PHONE - 100)))
    sky = stage.h - PHONE + 8 * squat  # u of height more than at 3:4
    stage.ground(look.sky0, look.sky1)
    apex, band = low - (PHONE - 83) + 8 * squat, _band(stage, 8.2 - 3 * squat)
    roof(stage, middle, apex, 0.42 - 0.12 * squat, eave=1.7, band=band)
    header(stage, 7, 7 - squat, 9.2, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    grown = sky + 6 * squat
    box = (6, 20.5, 88 + wider, 44 + grown)
    if job.theme and squat < 0.5:
        box = (7, 24.5, THEME_SIZE, 37.7 + grown)
    lower = AIR * squat  # so that a headline as high as its box keeps clear of the header above it
    slogan(stage, job, (box[0], box[1] - 3 * squat + lower, *box[2:]), "centre")
    rule = low - (PHONE - 116.5) + squat
    steppe(stage, rule, 0.88 - 0.2 * squat)
    numeral, label = (rule - 23.5 + 3 * squat, 15 - 2 * squat), (rule - 8.1 + squat, 4.8 - 0.4 * squat)
    date_block(stage, job, middle, numeral, label, 40)
    stage.rect(6, rule, 88 + wider, 0.22, look.accent)
    line = f"{job.word('period')}  ·  {job.word('organiser')}"
    style = fitted(stage, line, stage.style(500, 3.6, look.muted), 88 + wider, ("organiser", job.word("organiser")))
    stage.text(line, style, middle, rule + 3.3, "centre")
    ribbon(stage, low - (PHONE - 128.73), 4.6)


def slide(stage: Stage, job: Brief) -> None:
    """TV slide, 16:9 (art direction, "TV"), and print of ratio 1.6 to 1.95."""
    look = stage.look
    stage.ground(look.sky0, look.sky1)
    ridge = APEX * stage.w
    warn = look.key == "warn"
    slope = 0.62 * (RIDGE_TV / ridge) ** 1.5  # steeper on narrow sheets: the words at the left keep to the dark bands
    roof(stage, ridge, 35, slope, eave=1.5, band=WARN_BAND_WIDE if warn else 8.2)
    header(stage, 9, 7, 8.6, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    box = (9, 19.5, ridge - 60, 34) if warn else (9, 25.6, ridge - 55, 35.9)
    slogan(stage, job, box, "left", (9, 17.5 if warn else 25.6, ridge - 49, 33))
    stage.text(job.word("period"), stage.style(700, 3.6, look.on), 9, 70.6)
    stage.text(f"{job.word('year')}年全国", stage.style(500, 3.2, look.on), 9, 77.2)
    line, name = f"{job.word('edition')}“{job.word('name')}”", job.word("name")
    stage.text(line, fitted(stage, line, stage.style(500, 3.2, look.on), 34, ("name", name)), 9, 82.1)
    yurt(stage, ridge - 68, 100.1, 15)
    turbine(stage, ridge - 46, 100.1, 20, 10, look.line)
    turbine(stage, ridge - 37, 100.1, 14.6, 40, look.soft)
    date_block(stage, job, ridge, (55.6, 20.5), (76.4, 4.9), 58)
    who = job.word("organiser")
    style = fitted(stage, who, stage.style(500, 3.4, look.muted), 58, ("organiser", who))
    stage.text(who, style, ridge, 86.2, "centre")


def cover(stage: Stage, job: Brief) -> None:
    """WeChat cover, 2.35:1; everything essential in the central square (art direction, "WeChat")."""
    look = stage.look
    stage.ground(look.sky0, look.sky1)
    middle = stage.w / 2
    roof(stage, middle, 71, 0.30, eave=1.7, band=_band(stage, 7.4))
    sub = f"{job.word('year')} · {job.word('edition')}"
    header(stage, 8, 8, 15, job.word("name"), sub, scale=0.43, right=middle - 47)
    slogan(stage, job, (middle - 46, 15, 92, 39.6), "centre")
    numeral = stage.style(900, 7.2, look.accent)
    line = f"{job.word('consultation.dot')} {job.word('consultation.name')}"
    talk = job.word("consultation.name")
    stage.text(line, fitted(stage, line, numeral, 92, ("consultation.name", talk)), middle, 85.4, "centre")
