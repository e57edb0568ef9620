"""The display board, 2:1: slogan panel on the left, skills, dates and code on the right (art direction, "Board")."""

from __future__ import annotations

from campaign.compose.brief import Brief
from campaign.compose.icon import icon_tile
from campaign.compose.parts import WHITE, code_side, date_block, header, qr_code, slogan
from campaign.compose.roof import ribbon, roof
from campaign.compose.room import fitted
from campaign.compose.stage import Stage
from campaign.content.model import Section
from campaign.typeset.words import middle

PANEL = 0.41  # of the width
LEAST_PANEL = 82.0  # u: what three pairs of phrases need; narrower boards give theirs a little more
CODE, MOST_CODE = 15.0, 26.0  # u: the code's white box, and the widest that its corner has room for
RULE, FLOOR = 68.2, 90.4  # u: the rule above dates and code, and a wide code's lower edge
CARD = 22.4  # u: a skill's card
PITCH = 25.2  # u
MOST = 4
END = 7.5  # u: what the timeline's first and last word take at either side of its middle one
FIVE_LINES = 40.6  # u: what five lines of the smallest size take


def board(stage: Stage, job: Brief) -> None:
    """Landscape pieces of ratio about 2."""
    look, panel = stage.look, max(stage.w * PANEL, min(LEAST_PANEL, 1.025 * stage.w * PANEL))
    b = stage.b
    stage.ground(look.sky0, look.sky1)
    roof(stage, panel / 2, 63.5, 0.30, eave=1.5, band=6.6 if look.key != "warn" else 1.9, right=panel)
    stage.rect(panel, -b, stage.w - panel + b, stage.h + 2 * b, look.paper)
    header(stage, 6, 6, 7.6, job.word("name"), f"{job.word('year')} · {job.word('system')}", right=panel - 5)
    slogan(stage, job, (6, 20.6, panel - 11, 34.4), "centre", (6, 15.2, panel - 8, FIVE_LINES))
    date_block(stage, job, panel / 2, (74.6, 12.5), (87.2, 4.0), panel - 13)
    left, right = panel + 8, stage.w - 6
    if job.skills:
        _skills(stage, job.skills, left, right)
    side = code_side(stage, job, CODE) if job.url else 0.0
    middle_y = min(79.1, FLOOR - side / 2)
    end = right if middle_y - side / 2 > RULE + 1 else right - side - 3
    stage.rect(left, RULE, end - left, 0.22, look.line)
    edge = right
    if job.url:
        qr_code(stage, job, right, middle_y, CODE)
        label = stage.style(700, 2.5, look.ink)
        stage.text("扫码学应急", label, right - side / 2, middle_y + 0.7 + side / 2, "centre")
        edge = right - side - 12
    _timeline(stage, job, left, edge)
    line = f"{job.word('title')}  ·  主办 {job.word('organiser')}"
    room = edge - left if edge == right else edge + 10 - left  # the code and its label are 12 u off
    style = fitted(stage, line, stage.style(500, 2.6, look.muted), room, ("organiser", job.word("organiser")))
    stage.text(line, style, left, 89)
    ribbon(stage, 95.6, 4.4)


def _skills(stage: Stage, skills: Section, left: float, right: float) -> None:
    """Title with its aside, then a card each, two in a row."""
    look = stage.look
    width = stage.text(skills.title, stage.style(900, 6.6, look.accent), left, 6.2)
    if skills.prose:
        stage.text(skills.prose[0].rstrip("。"), stage.style(500, 3.4, look.muted), left + width + 3.4, 8.8)
    wide = (right - left - 2.8) / 2
    for index, entry in enumerate(skills.entries[:MOST]):
        x, y = left + (wide + 2.8) * (index % 2), 16.6 + PITCH * (index // 2)
        stage.rect(x, y, wide, CARD, look.line, radius=1.6)
        stage.rect(x + 0.16, y + 0.16, wide - 0.32, CARD - 0.32, WHITE, radius=1.45)
        icon_tile(stage, entry.value("icon"), entry.value("use"), x + 3, y + 3, 16.4)
        text_x, room = x + 22.9, wide - 24.6
        stage.text(entry.lead, stage.style(900, 5.2, look.ink), text_x, y + 3.1)
        for row, line in enumerate(_halves(entry.text)):
            stage.text(line, stage.shrunk(line, stage.style(500, 3.0, look.muted), room), text_x, y + 10.7 + 4.2 * row)


def _halves(text: str) -> tuple[str, ...]:
    """A description on one line, or on two: after a stop near its middle, else between words."""
    if len(text) <= 9:
        return (text,)
    stops = [at + 1 for at, char in enumerate(text[:-2]) if char in "，；" and at >= 3]
    if stops:
        at = min(stops, key=lambda stop: abs(stop - len(text) / 2))
        return text[:at].rstrip("，；"), text[at:]
    at = middle(text)
    return (text[:at].rstrip("、"), text[at:].lstrip("、")) if at else (text,)


def _timeline(stage: Stage, job: Brief, left: float, right: float) -> None:
    """Start, consultation day and end on a line."""
    look = stage.look
    y, middle_x = 79.1, (left + right) / 2
    stage.rect(left + 2.6, y - 0.55, right - left - 5.2, 1.1, look.line)
    points = (
        (left + 1.2, "left", left, job.word("start_dot"), "启动", 1.0, 3.2),
        (middle_x, "centre", middle_x, job.word("consultation.dot"), job.word("consultation.name"), 1.7, 3.8),
        (right - 1.2, "right", right, job.word("end_dot"), "总结", 1.0, 3.2),
    )
    for x, align, anchor, dot, label, radius, size in points:
        stage.circle(x, y, radius + 0.5, look.paper)
        stage.circle(x, y, radius, look.accent)
        stage.numeral(dot, size, look.accent, anchor, y - 2.4 - size, align)  # type: ignore[arg-type]
        style = stage.style(700 if radius > 1 else 500, 2.7, look.ink)
        style = fitted(stage, label, style, right - left - 2 * END, ("consultation.name", label))
        stage.text(label, style, anchor, y + 2.9, align)  # type: ignore[arg-type]
