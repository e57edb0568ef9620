"""All pieces of a campaign, or those that a command asked for, in the kit's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from campaign.content.model import Campaign
from campaign.errors import UsageError
from campaign.plan.articles import article_pieces
from campaign.plan.kinds import KINDS, Selection
from campaign.plan.leaflets import leaflet_pieces
from campaign.plan.month import month_pieces
from campaign.plan.orders import order_piece, wants_order
from campaign.plan.pieces import Piece
from campaign.plan.pledges import pledge_pieces
from campaign.plan.programmes import film_pieces
from campaign.plan.screens import screen_pieces
from campaign.plan.slogans import slogan_pieces
from campaign.plan.topics import topic_pieces

Provider = Callable[[Campaign, Selection], Iterator[Piece]]
PROVIDERS: tuple[Provider, ...] = (
    slogan_pieces,
    topic_pieces,
    screen_pieces,
    month_pieces,
    pledge_pieces,
    leaflet_pieces,
    film_pieces,
    article_pieces,
)


def plan(campaign: Campaign, wanted: Selection) -> list[Piece]:
    """The pieces: theme first, then kind by kind as they stand in the pages. Raises UsageError for a wrong choice."""
    wanted.check()
    pieces = _made(campaign, wanted)
    if wants_order(wanted):
        listed = pieces or _made(campaign, replace(wanted, kinds=()))  # the order alone: of all that would be printed
        chosen = wanted.slogan or wanted.page or wanted.formats or (wanted.partial and pieces)
        shown = listed if chosen else [piece for piece in listed if piece.theme]
        pieces += [order] if (order := order_piece(campaign, shown)) else []
    if not pieces and wanted.partial:
        raise UsageError("没有同时符合这些条件的素材；campaign kit --help 列出了种类和尺寸")
    order_of_kinds = list(KINDS)
    pieces.sort(key=lambda piece: (not piece.theme, order_of_kinds.index(piece.kind)))
    return pieces


def _made(campaign: Campaign, wanted: Selection) -> list[Piece]:
    return [piece for provider in PROVIDERS for piece in provider(campaign, wanted) if piece.types]
