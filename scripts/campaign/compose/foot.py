"""The foot of slogan posters: when and who, and what the code is for."""

from __future__ import annotations

from campaign.compose.brief import Brief
from campaign.compose.room import fits, fitted
from campaign.compose.stage import Stage
from campaign.errors import SourceError, Span
from campaign.typeset.lines import Style, set_text

VALUE, GAP = 19.7, 2.0  # u: where the words begin, and what they keep from the code's label
FACT = 2.9  # u: their size


def require_room(stage: Stage, job: Brief, side: float, most: float) -> None:
    """Raise SourceError where a long address makes the code wider than `most` u: date and slogan need the rest."""
    if side > most:
        message = f"站点网址（site_url）太长：{len(job.url)} 个字符的二维码占满了 {stage.label}"
        raise SourceError(Span("mkdocs.yml"), message, "网址宜在 40 个字符以内，或换大一些的尺寸")


def facts(stage: Stage, job: Brief, edge: float, top: float, step: float) -> tuple[bool, ...]:
    """When and who, from `top` u on; returns for each whether the code's label has room beside it, up to `edge` u.

    A label gives way to words that would become too small beside it.
    """
    look, who = stage.look, job.word("organiser")
    kept = []
    rows = (("活动时间", job.word("period_full")), ("主办单位", who))
    for row, (name, value) in enumerate(rows):
        style, room = stage.style(700, FACT, look.ink), edge - VALUE
        text, small = _label(stage, row)
        beside = room - set_text(text, small).width / stage.u - GAP
        kept.append(bool(job.url) and fits(stage, value, style, beside))
        style = fitted(stage, value, style, beside if kept[-1] else room, ("organiser", who))
        stage.text(name, stage.style(500, FACT, look.muted), 6, top + step * row)
        stage.text(value, style, VALUE, top + step * row)
    return tuple(kept)


def _label(stage: Stage, row: int) -> tuple[str, Style]:
    """What the code is for: its two lines."""
    look = stage.look
    if row == 0:
        return "扫码学应急", stage.style(700, 2.5, look.ink)
    return "知识与素材下载", stage.style(500, max(2.3, stage.least), look.muted)


def labels(stage: Stage, kept: tuple[bool, ...], edge: float, top: float, step: float) -> None:
    """What the code is for, ending at `edge` u: those lines that have room."""
    for row, shown in enumerate(kept):
        if shown:
            stage.text(*_label(stage, row), edge, top + step * row, "right")
