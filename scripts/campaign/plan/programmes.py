"""Videos for televisions and telephones: slide programmes of fifteen seconds, of a minute, and of everything."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from campaign.compose.brief import Brief, brief
from campaign.content.model import Campaign, Slogan
from campaign.errors import Span
from campaign.formats import Format
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece, Source, size_name
from campaign.playlist import check_video

# kind -> seconds (0: as long as its slides take to read), slides at the most, name
FILMS: dict[str, tuple[int, int, str]] = {
    "film-15": (15, 4, "主题短片-15秒"),
    "film-60": (60, 12, "主题短片-60秒"),
    "film": (0, 0, "全部画面循环"),
}


def film_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """The films in every size asked for. Raises UsageError for a size that is no video."""
    if wanted.page or wanted.slogan:
        return
    slogans = in_order(campaign)
    for kind, (seconds, most, name) in FILMS.items():
        for format_ in wanted.sizes(kind) if slogans and wanted.wants(kind) else ():
            check_video(*format_.pixels, 30)
            jobs = [brief(campaign, slogan, "hero", format_, slogan.look) for slogan in slogans[: most or None]]
            yield film(kind, name, format_, jobs, seconds, slogans[0].span)


def in_order(campaign: Campaign) -> list[Slogan]:
    """The slogans that have a slide: the theme, the screen list, then the others."""
    slides = [slogan for slogan in campaign.slogans if "slide" in slogan.kinds]
    return sorted(slides, key=lambda slogan: (not slogan.theme, not slogan.screen))


def film(kind: str, name: str, format_: Format, jobs: list[Brief], seconds: int, span: Span) -> Piece:
    """One film as a piece."""
    return Piece(
        kind=kind,
        template="programme",
        format=format_,
        look=jobs[0].look,
        title=name,
        stem=f"{name}-{size_name(format_)}",
        span=span,
        theme=False,
        types=("mp4",),
        inputs=(seconds, *jobs),
        layout=_programme,
    )


# The templates are loaded at the first piece that is laid out: a build with nothing new does without them.
def _programme(piece: Piece) -> tuple[Source, ...]:
    compose = importlib.import_module("campaign.compose.templates").compose
    programme = importlib.import_module("campaign.compose.programme")
    seconds, *jobs = piece.inputs
    slides = [sheet for job in jobs for sheet in compose(job)]
    return (programme.whole_length(slides, seconds) if seconds else programme.reading_length(slides),)
