"""The wall calendar of the campaign's month."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from campaign.calendar import month
from campaign.compose.brief import brief
from campaign.compose.month import MonthBrief
from campaign.content.model import Campaign
from campaign.looks import look
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece, Source, size_name


def month_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """One calendar in every size asked for; it needs a theme slogan, whose look it takes."""
    theme = next((slogan for slogan in campaign.slogans if slogan.theme), None)
    if theme is None or wanted.slogan or wanted.page or not wanted.wants("calendar"):
        return
    title = f"{campaign.facts.words['month_cn']}安全日历"
    topics = tuple(topic.title for topic in campaign.topics)
    for size in wanted.sizes("calendar"):
        job = MonthBrief(brief(campaign, theme, "calendar", size, theme.look), title, month(campaign.facts), topics)
        yield Piece(
            kind="calendar",
            template="calendar",
            format=size,
            look=theme.look,
            title=title,
            stem=f"{title}-{size_name(size)}",
            span=theme.span,
            theme=True,
            types=wanted.file_types("calendar"),
            inputs=(job,),
            layout=_sheet,
        )


def _sheet(piece: Piece) -> tuple[Source, ...]:
    stage_for = importlib.import_module("campaign.compose.stage").stage_for
    compose_month = importlib.import_module("campaign.compose.month").compose_month
    return (compose_month(stage_for(piece.format, look(piece.look)), piece.inputs[0]),)
