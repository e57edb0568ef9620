"""What scrolls or hangs by the road: strips for cards of few colours, roadside signs, videos of the screen list."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from campaign.compose.brief import brief
from campaign.content.model import Campaign, Slogan
from campaign.errors import UsageError
from campaign.formats import Format, Panel
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece, Source, size_name
from campaign.plan.slogans import chosen_slogans
from campaign.playlist import RATES, check_video

DRIVERS = 16  # characters: what a driver reads in passing (徐昶, 公路交通科技 2020-9: 12 to 16, still, never scrolling)
STRIPS = ("mono", "dual")
GIF_HIGHEST = 64  # px: a GIF is twenty times its MP4
SCROLLING = "标语滚动播放"


def screen_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """Strips and signs of every slogan that goes on LED panels, then the videos. Raises UsageError."""
    if wanted.page:
        return
    slogans = chosen_slogans(campaign, wanted)
    lit = [slogan for slogan in slogans if "led" in slogan.kinds]
    for kind in (kind for kind in (*STRIPS, "road") if wanted.wants(kind)):
        for format_ in wanted.sizes(kind):
            for slogan in lit if kind != "road" or wanted.slogan else filter(_short, lit):
                yield _of_panel(campaign, slogan, kind, format_, wanted)
    yield from _videos(campaign, slogans, wanted)


def _short(slogan: Slogan) -> bool:
    """Whether a slogan can be read in passing; a longer one is refused only if it was asked for."""
    return sum(map(str.isalnum, slogan.plain)) <= DRIVERS


def _of_panel(campaign: Campaign, slogan: Slogan, kind: str, format_: Format, wanted: Selection) -> Piece:
    """A strip is as long as its words, so that its name tells the height alone; a sign fills the panel."""
    size = f"高{format_.pixels[1]}" if kind in STRIPS else size_name(format_)
    return Piece(
        kind=kind,
        template="strip" if kind in STRIPS else "road",
        format=format_,
        look=slogan.look,
        title=slogan.plain,
        stem=f"{slogan.slug}-{size}",
        span=slogan.span,
        theme=slogan.theme,
        types=wanted.file_types(kind),
        inputs=(kind if kind in STRIPS else DRIVERS, brief(campaign, slogan, kind, format_, slogan.look)),
        layout=_strip if kind in STRIPS else _road,
    )


# The templates are loaded at the first piece that is laid out: a build with nothing new does without them.
def _strip(piece: Piece) -> tuple[Source, ...]:
    lamps, job = piece.inputs
    return (importlib.import_module("campaign.compose.strip").compose_strip(job, lamps, piece.title),)


def _road(piece: Piece) -> tuple[Source, ...]:
    most, job = piece.inputs
    return (importlib.import_module("campaign.compose.sign").compose_road(job, piece.title, most),)


def _scroll(piece: Piece) -> tuple[Source, ...]:
    speed, gif, *jobs = piece.inputs
    compose_scroll = importlib.import_module("campaign.compose.scroll").compose_scroll
    return (compose_scroll(jobs, piece.format, piece.title, speed, gif=gif),)


def _videos(campaign: Campaign, chosen: list[Slogan], wanted: Selection) -> Iterator[Piece]:
    """The screen list, or the one slogan asked for, as a seamless scroll."""
    slogans = [s for s in chosen if s.screen or wanted.slogan]
    if not slogans or not wanted.wants("video"):
        return
    for format_ in wanted.sizes("video"):
        for kind in wanted.file_types("video"):
            if isinstance(format_, Panel) and _possible(format_, kind, wanted):
                yield _video(campaign, slogans, format_, kind, wanted)


def _possible(panel: Panel, kind: str, wanted: Selection) -> bool:
    """Whether a panel's scroll can be such a file; raises UsageError where exactly that was asked for."""
    try:
        if kind == "gif" and panel.pixels[1] > GIF_HIGHEST:
            raise UsageError(f"GIF 只做 {GIF_HIGHEST} 像素以下的屏（同样内容是 MP4 的二十倍大）；改用 --type mp4")
        if kind == "mp4":
            check_video(*panel.pixels, max(RATES))
    except UsageError:
        if "video" in wanted.kinds or kind in wanted.types:
            raise
        return False
    return True


def _video(campaign: Campaign, slogans: list[Slogan], format_: Panel, kind: str, wanted: Selection) -> Piece:
    first = slogans[0]
    title = first.plain if len(slogans) == 1 else SCROLLING
    jobs = [brief(campaign, slogan, "scroll", format_, "red") for slogan in slogans]
    return Piece(
        kind="video",
        template="scroll",
        format=format_,
        look=first.look,
        title=title,
        stem=f"{first.slug if len(slogans) == 1 else title}-{size_name(format_)}",
        span=first.span,
        theme=first.theme,
        types=(kind,),
        inputs=(wanted.speed, kind == "gif", *jobs),
        layout=_scroll,
    )
