"""The leaflets of knowledge pages, made on request."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace

from campaign.compose.brief import page_brief
from campaign.compose.leaflet import LeafletBrief
from campaign.content.addresses import address, topic_target
from campaign.content.model import Campaign, Topic
from campaign.content.slogans import slug_of
from campaign.formats import Format
from campaign.looks import look
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece, Source, size_name


def leaflet_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """A leaflet for every topic chosen by `--page`, or for all."""
    if wanted.slogan or not wanted.wants("leaflet"):
        return
    for topic in campaign.topics:
        if wanted.page in topic.title or wanted.page == topic.slug:
            for size in wanted.sizes("leaflet"):
                yield _piece(campaign, topic, size, wanted)


def _piece(campaign: Campaign, topic: Topic, size: Format, wanted: Selection) -> Piece:
    url = address(campaign.site_url, topic_target(topic))
    base = replace(page_brief(campaign, "leaflet", size, topic.look, topic.span), url=url)
    return Piece(
        kind="leaflet",
        template="leaflet",
        format=size,
        look=topic.look,
        title=f"{topic.title}（折页）",
        stem=f"{slug_of(topic.title)}-{size_name(size)}",
        span=topic.span,
        theme=False,
        types=wanted.file_types("leaflet"),
        inputs=(LeafletBrief(base, topic, campaign.facts.words["contact.phone"]),),
        layout=_sheets,
    )


def _sheets(piece: Piece) -> tuple[Source, ...]:
    stage_for = importlib.import_module("campaign.compose.stage").stage_for
    colours = look(piece.look)
    compose_leaflet = importlib.import_module("campaign.compose.leaflet").compose_leaflet
    outside, inside = (stage_for(piece.format, colours) for _ in range(2))
    sheets: tuple[Source, ...] = compose_leaflet(outside, inside, piece.inputs[0])
    return sheets
