"""The pictures of a page's article: its cover, and the page as one long picture."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace

from campaign.compose.topic import topic_brief
from campaign.content.forms import form_of
from campaign.content.model import Campaign
from campaign.content.slogans import slug_of
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece, Source, size_name

LONG = "长图"


def article_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """A cover and, on request, a long picture of every knowledge page."""
    if wanted.slogan:
        return
    for topic in campaign.topics:
        form = form_of(topic)
        if form is None or not (wanted.page in topic.title or wanted.page == topic.slug):
            continue
        for kind in (kind for kind in ("cover", "long") if wanted.wants(kind)):
            for format_ in wanted.sizes(kind):
                job = topic_brief(campaign, topic, form, format_, topic.look)
                yield Piece(
                    kind=kind,
                    template=kind,
                    format=format_,
                    look=topic.look,
                    title=topic.title,
                    stem=f"{slug_of(topic.title)}-{LONG if kind == 'long' else size_name(format_)}",
                    span=topic.span,
                    theme=False,
                    types=wanted.file_types(kind),
                    inputs=(job,),
                    layout=_cover if kind == "cover" else _long,
                )


# The templates are loaded at the first piece that is laid out: a build with nothing new does without them.
def _cover(piece: Piece) -> tuple[Source, ...]:
    sheets: tuple[Source, ...] = importlib.import_module("campaign.compose.templates").compose(
        replace(piece.inputs[0].brief, template="hero")
    )
    return sheets


def _long(piece: Piece) -> tuple[Source, ...]:
    return (importlib.import_module("campaign.compose.long").compose_long(piece.inputs[0]),)
