"""The pieces of slogans: posters, cards, slides, strips, banners, and the videos of the screen list."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from campaign.compose.banner import length_mm
from campaign.compose.brief import brief
from campaign.content.model import LOOKS, Campaign, Slogan
from campaign.errors import UsageError
from campaign.formats import Format, PrintFormat
from campaign.looks import look
from campaign.plan.kinds import KINDS, Selection
from campaign.plan.pieces import Piece, Source, size_name
from campaign.typeset.phrases import parse

TEMPLATES = {"led": "led", "rollup": "rollup", "board": "board"}  # kind -> template, hero for all others
THEME_ONLY = frozenset({"cover", "rollup", "board"})  # of other slogans on request


def slogan_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """Every slogan's own pieces, then the videos. Raises UsageError when no slogan has the words asked for."""
    if wanted.page:
        return
    chosen = [s for s in campaign.slogans if not wanted.slogan or wanted.slogan in s.plain or wanted.slogan == s.slug]
    if wanted.slogan and not chosen:
        raise UsageError(f"没有含“{wanted.slogan}”的标语；标语在 docs/slogans.md")
    for slogan in chosen:
        yield from _of_slogan(campaign, slogan, wanted)
    yield from _videos(campaign, chosen, wanted)


def _of_slogan(campaign: Campaign, slogan: Slogan, wanted: Selection) -> Iterator[Piece]:
    for kind in KINDS:
        extra = kind in THEME_ONLY and (slogan.theme or bool(wanted.slogan))
        if not wanted.wants(kind) or not (kind in slogan.kinds or extra):
            continue
        for size in wanted.sizes(kind):
            format_ = _grown(size, slogan)
            every = kind == "poster" and slogan.theme  # the theme's poster comes in all four looks
            for name in LOOKS if every else (slogan.look,):
                yield _piece(campaign, slogan, kind, format_, name, wanted)


def _grown(format_: Format, slogan: Slogan) -> Format:
    """A cloth banner's length follows its words."""
    if not isinstance(format_, PrintFormat) or not format_.grows_mm:
        return format_
    return format_.long(length_mm(parse(slogan.marked), format_.trim_mm[1]))


# The templates are loaded at the first piece that is laid out: a build with nothing new does without them.
def _sheets(piece: Piece) -> tuple[Source, ...]:
    sheets: tuple[Source, ...] = importlib.import_module("campaign.compose.templates").compose(piece.inputs[0])
    return sheets


def _scroll(piece: Piece) -> tuple[Source, ...]:
    compose_scroll = importlib.import_module("campaign.compose.scroll").compose_scroll
    return (compose_scroll(piece.inputs, piece.format, piece.title),)


def _piece(campaign: Campaign, slogan: Slogan, kind: str, format_: Format, look_name: str, wanted: Selection) -> Piece:
    other = f"-{look(look_name).name}" if look_name != slogan.look else ""
    template = TEMPLATES.get(kind, "hero")
    job = brief(campaign, slogan, template, format_, look_name)
    return Piece(
        kind=kind,
        template=template,
        format=format_,
        look=look_name,
        title=slogan.plain,
        stem=f"{slogan.slug}-{size_name(format_)}{other}",
        span=slogan.span,
        theme=slogan.theme,
        types=wanted.file_types(kind),
        inputs=(job,),
        layout=_sheets,
    )


def _videos(campaign: Campaign, chosen: list[Slogan], wanted: Selection) -> Iterator[Piece]:
    slogans = [s for s in chosen if s.screen or wanted.slogan]
    if not slogans or not wanted.wants("video"):
        return
    first = slogans[0]
    title = first.plain if len(slogans) == 1 else "标语滚动播放"
    for format_ in wanted.sizes("video"):
        yield Piece(
            kind="video",
            template="scroll",
            format=format_,
            look=first.look,
            title=title,
            stem=f"{first.slug if len(slogans) == 1 else title}-{size_name(format_)}",
            span=first.span,
            theme=first.theme,
            types=wanted.file_types("video"),
            inputs=tuple(brief(campaign, slogan, "scroll", format_, "red") for slogan in slogans),
            layout=_scroll,
        )
