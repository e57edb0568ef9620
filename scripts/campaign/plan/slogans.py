"""The pieces of slogans that are one design in many sizes: posters, cards, slides, LED pages, banners."""

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
    """Every slogan's own pieces. Raises UsageError when no slogan has the words asked for."""
    if wanted.page:
        return
    for slogan in chosen_slogans(campaign, wanted):
        yield from _of_slogan(campaign, slogan, wanted)


def chosen_slogans(campaign: Campaign, wanted: Selection) -> list[Slogan]:
    """The slogans that a command asked for. Raises UsageError when none has the words."""
    chosen = [s for s in campaign.slogans if not wanted.slogan or wanted.slogan in s.plain or wanted.slogan == s.slug]
    if wanted.slogan and not chosen:
        raise UsageError(f"没有含“{wanted.slogan}”的标语；标语在 docs/slogans.md")
    return chosen


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
        types=wanted.file_types(kind, format_.name),
        inputs=(job,),
        layout=_sheets,
    )
