"""The roll-up and the X-stand: slogan above, date and code at eye level, skills below (art direction, "Roll-up")."""

from __future__ import annotations

from campaign.compose.brief import Brief
from campaign.compose.icon import icon_tile
from campaign.compose.parts import WHITE, code_side, header, qr_code, slogan
from campaign.compose.roof import ribbon, roof
from campaign.compose.room import fitted
from campaign.compose.stage import Stage
from campaign.content.model import Section

MARGIN = 8.0  # u
REFERENCE = 250.0  # u: the height that the art direction draws; other heights stretch the gaps, never the pieces
BASE = 16.0  # u: hidden by the cassette, nothing but ground there
ROW = 11.6  # u: a skill's row
LISTED, BARE = 217.0, 88.0  # u: the least height with a list, and the ridge below the slogan of lower ones
DATE = 37.8  # u: from the date block's top to the rule below it
WARN_BANDS = 13.2  # u above the ridge that the warning look's bright bands take
FIVE_LINES = 40.6  # u: what five lines of the smallest size take
CODE = 26.0  # u: the code's white box
MOST = 5  # skills


def rollup(stage: Stage, job: Brief) -> None:
    """Portrait pieces of ratio 0.5 or less; the lowest have no room for a list, so the slogan gets more."""
    look, wide = stage.look, stage.w - 2 * MARGIN
    spare = stage.h - REFERENCE
    stage.ground(look.sky0, look.sky1)
    bare = stage.h < LISTED
    apex = BARE if bare else 95 + (0.45 if spare > 0 else 0.6) * spare
    roof(stage, 50, apex, 0.42, eave=1.9, band=10.5 if look.key != "warn" else 3.4)
    header(stage, MARGIN, 10, 9.6, job.word("name"), f"{job.word('year')} · {job.word('system')}")
    top = 24 if bare else 31 + 0.2 * max(spare, -60)
    style = fitted(stage, job.word("title"), stage.style(700, 5.2, look.hi, 0.02), wide, ("name", job.word("name")))
    stage.text(job.word("title"), style, MARGIN, top)
    tall = 36.8 + 0.3 * max(spare, 0)
    most = FIVE_LINES
    if look.key == "warn":
        tall, most = (min(high, apex - WARN_BANDS - top - gap) for high, gap in ((tall, 10.5), (most, 9.0)))
    slogan(stage, job, (MARGIN, top + 10.5, wide, tall), "left", (MARGIN, top + 9.0, wide, most))
    low = stage.h - BASE
    date_top = apex + (22 + 0.2 * min(spare, 0) if not bare else (low - 8.6 - apex - DATE) * 0.58)
    _date(stage, job, date_top)
    if job.skills and not bare:
        step = ROW + (1.6 + 0.05 * spare if spare >= 0 else 0.8)
        first = low - 11.8 - step * len(job.skills.entries[:MOST])
        if first > date_top + DATE + 10:
            _skills(stage, job.skills, first, step)
    line = f"主办  {job.word('organiser')}"
    style = fitted(stage, line, stage.style(500, 3.5, look.ink), wide, ("organiser", job.word("organiser")))
    stage.text(line, style, stage.w / 2, low - 8.6, "centre")
    stage.rect(-stage.b, low, stage.w + 2 * stage.b, BASE + stage.b, look.tile)
    ribbon(stage, low, 6.0)


def _date(stage: Stage, job: Brief, top: float) -> None:
    """The consultation day on the left, the code on the right, a rule below."""
    look, right = stage.look, stage.w - MARGIN
    stage.numeral(job.word("consultation.dot"), 19.5, look.accent, MARGIN, top - 0.4, "left")
    room = right - MARGIN - (code_side(stage, job, CODE) + 2 if job.url else 0)
    day = job.word("consultation.name")
    style = fitted(stage, day, stage.style(900, 5.3, look.ink, 0.06), room, ("consultation.name", day))
    stage.text(day, style, MARGIN, top + 19.2)
    stage.text(job.word("period_full"), stage.style(500, 3.4, look.muted), MARGIN, top + 27.6)
    if job.url:
        side = qr_code(stage, job, right, top + 14.4, CODE)
        label = stage.style(700, 3.1, look.ink)
        stage.text("扫码学应急", label, right - side / 2, top + 15.4 + side / 2 + 0.8, "centre")
    stage.rect(MARGIN, top + DATE, stage.w - 2 * MARGIN, 0.3, look.accent)


def _skills(stage: Stage, skills: Section, top: float, step: float) -> None:
    """The section's title and its entries, a row each."""
    look = stage.look
    stage.text(skills.title, stage.style(900, 5.8, look.accent), MARGIN, top - 8.6)
    if skills.prose:
        aside = skills.prose[0].rstrip("。")
        stage.text(aside, stage.style(500, 3.3, look.muted), stage.w - MARGIN, top - 6.6, "right")
    for index, entry in enumerate(skills.entries[:MOST]):
        y = top + step * index
        stage.rect(MARGIN, y, stage.w - 2 * MARGIN, ROW, look.line, radius=1.6)
        stage.rect(MARGIN + 0.2, y + 0.2, stage.w - 2 * MARGIN - 0.4, ROW - 0.4, WHITE, radius=1.4)
        icon_tile(stage, entry.value("icon"), entry.value("use"), MARGIN + 1.7, y + 1.6, 8.4)
        width = stage.text(entry.lead, stage.style(900, 4.8, look.ink), MARGIN + 12.8, y + 3.1)
        left = MARGIN + 12.8 + width + 2.5
        style = stage.shrunk(entry.text, stage.style(500, 3.6, look.ink), stage.w - MARGIN - 2 - left)
        stage.text(entry.text, style, left, y + ROW / 2 - style.size / stage.u * 0.48)
