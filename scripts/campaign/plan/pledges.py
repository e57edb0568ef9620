"""The pledges: one sheet a section of every page of the form `pledge`."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace

from campaign.compose.brief import page_brief
from campaign.compose.pledge import PledgeBrief
from campaign.content.model import Campaign, Page, Section
from campaign.content.read import title_in_mongolian
from campaign.content.sections import read_sections
from campaign.content.slogans import slug_of
from campaign.formats import Format
from campaign.looks import look
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece, Source, size_name


def pledge_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """A pledge for every section with commitments; `--page` chooses by the page's or the section's title."""
    if wanted.slogan or not wanted.wants("pledge"):
        return
    for page in campaign.pages:
        if page.meta.get("form") != "pledge":
            continue
        for section in read_sections(page, campaign.facts.words):
            title = str(page.meta.get("title", ""))
            if section.entries and section.level == 2 and wanted.page in title + section.title:
                for size in wanted.sizes("pledge"):
                    yield _piece(campaign, page, section, size, wanted)


def _piece(campaign: Campaign, page: Page, section: Section, size: Format, wanted: Selection) -> Piece:
    name = str(page.meta.get("look", "red"))
    title = str(page.meta["title"])
    base = replace(
        page_brief(campaign, "pledge", size, name, section.span), mongolian=title_in_mongolian(page, campaign.facts)
    )
    return Piece(
        kind="pledge",
        template="pledge",
        format=size,
        look=name,
        title=f"{title}（{section.title}）",
        stem=f"{slug_of(title)}-{slug_of(section.title)}-{size_name(size)}",
        span=section.span,
        theme=False,
        types=wanted.file_types("pledge"),
        inputs=(PledgeBrief(base, title, section),),
        layout=_sheet,
    )


def _sheet(piece: Piece) -> tuple[Source, ...]:
    stage_for = importlib.import_module("campaign.compose.stage").stage_for
    compose_pledge = importlib.import_module("campaign.compose.pledge").compose_pledge
    return (compose_pledge(stage_for(piece.format, look(piece.look)), piece.inputs[0]),)
