"""The footer of a printed sheet: rule, tile, campaign and organiser on the left, label and code on the right."""

from __future__ import annotations

from campaign.compose.parts import code_side, qr_code
from campaign.compose.roof import mark_tile
from campaign.compose.setting import Overfull, ink_style, one_line, paragraphs, put
from campaign.compose.stage import Stage
from campaign.compose.topic import TopicBrief
from campaign.typeset.lines import set_text

HEIGHT = 14.6  # u from the rule to the trim
LOW = 3.4  # u below the code's white box; its quiet zone may reach into the margin, its modules may not
CODE = 8.8  # u
LEAST = 2.1  # u
LABELS = {"case": ("扫码学案例", "经过与依据")}


def footer_top(stage: Stage, job: TopicBrief) -> float:
    """The rule's y: higher where the code is larger than the art direction's."""
    side = code_side(stage, job.brief, CODE) if job.brief.url else 0.0
    return min(stage.h - HEIGHT - 1.6 * (stage.margin - 6), stage.h - LOW - side - 0.5)


def footer(stage: Stage, job: TopicBrief, x: float, right: float) -> float:
    """Set the footer between x and right; returns the rule's y."""
    look, top = stage.look, footer_top(stage, job)
    stage.rect(x, top, right - x, 0.22, look.accent)
    middle = top + 0.5 + (stage.h - LOW - top - 0.5) / 2
    room = right
    if job.brief.url:
        side = qr_code(stage, job.brief, right, middle, CODE)
        room = right - side - 1.2
        title = stage.style(700, LEAST, look.ink)
        if room - x - 8.4 - 14 >= set_text(job.brief.word("title"), title).width / stage.u:
            room -= _label(stage, job, room, middle) + 2.0
    mark_tile(stage, x, (top + 1.0 + stage.h - stage.margin) / 2 - 3.3, 6.6)
    _lines(stage, job, x + 8.4, room, top)
    return top


def _label(stage: Stage, job: TopicBrief, right: float, middle: float) -> float:
    """What the code gives; returns the label's width in u."""
    middle = min(middle, stage.h - stage.margin - 3.0)
    first, second = LABELS.get(job.form.name, ("扫码看详解", "三问与依据"))
    wide = stage.text(first, stage.style(700, 2.5, stage.look.ink), right, middle - 3.1, "right")
    stage.text(second, stage.style(500, max(2.2, stage.least), stage.look.muted), right, middle + 0.7, "right")
    return wide


def _lines(stage: Stage, job: TopicBrief, x: float, right: float, top: float) -> None:
    """The campaign's title over the organiser, or over where a case's facts come from, inside the safe area."""
    look, room, low = stage.look, right - x, stage.h - stage.margin
    title = job.brief.word("title")
    second = f"{job.brief.word('organiser')} · {job.brief.word('year')}年{job.brief.word('month')}"
    source = str(job.topic.meta.get("figure_source", ""))
    style = ink_style(stage, 500, look.muted)
    try:
        (below,) = paragraphs(stage, [f"案情据{source}" if source else second], style, (room, 4.9), (2.4, LEAST), 1.25)
    except Overfull:
        (below,) = paragraphs(stage, [second], style, (room, 4.9), (2.4, LEAST), 1.25)
    lines = len(below.lines)
    bold = ink_style(stage, 700, look.ink)
    size = one_line(stage, [title], bold, room, (2.9 if lines == 1 else 2.3, min(LEAST, job.least)))
    gap = 1.0 if lines == 1 else 0.5
    height = size + gap + below.height / stage.u
    y = min((top + 1.0 + low) / 2 - height / 2, low - height)
    stage.text(title, stage.style(700, size, look.ink), x, y)
    put(stage, below, x, y + size + gap)
