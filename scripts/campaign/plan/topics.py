"""The pieces of knowledge pages and cases: a poster, a phone card and a slide each, in the form that the page has."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from campaign.compose.topic import topic_brief
from campaign.content.forms import Form, form_of
from campaign.content.model import Campaign, Topic
from campaign.content.slogans import slug_of
from campaign.formats import Format
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece, Source, size_name

TOPIC_KINDS = ("poster", "card", "slide")


def topic_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """Every page's own pieces; `--page` chooses by title or file name. A page without a form has none.

    Raises SourceError for a page with too many entries.
    """
    if wanted.slogan:
        return
    for topic in (*campaign.topics, *campaign.cases):
        if wanted.page not in topic.title and wanted.page != topic.slug:
            continue
        form = form_of(topic)
        if form is None:
            continue
        stem = slug_of(topic.title)
        for kind in TOPIC_KINDS:
            if wanted.wants(kind):
                for format_ in wanted.sizes(kind):
                    yield _piece(campaign, topic, form, kind, format_, stem, wanted)


# The templates are loaded at the first piece that is laid out: a build with nothing new does without them.
def _sheets(piece: Piece) -> tuple[Source, ...]:
    sheets: tuple[Source, ...] = importlib.import_module("campaign.compose.pages").compose_page(piece.inputs[0])
    return sheets


def _piece(
    campaign: Campaign, topic: Topic, form: Form, kind: str, format_: Format, stem: str, wanted: Selection
) -> Piece:
    return Piece(
        kind=kind,
        template=form.name,
        format=format_,
        look=topic.look,
        title=topic.title,
        stem=f"{stem}-{size_name(format_)}",
        span=topic.span,
        theme=False,
        types=wanted.file_types(kind, format_.name),
        inputs=(topic_brief(campaign, topic, form, format_, topic.look),),
        layout=_sheets,
    )
