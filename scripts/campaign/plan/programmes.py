"""Videos for televisions and telephones: films of fifteen seconds, a minute and everything; a page step by step."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from campaign.compose.brief import Brief, brief
from campaign.compose.topic import TopicBrief, topic_brief
from campaign.content.forms import Form, form_of
from campaign.content.model import Campaign, Slogan, Topic
from campaign.content.slogans import slug_of
from campaign.errors import Span
from campaign.formats import Format
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece, Source, size_name
from campaign.playlist import check_video

FPS = 30
# kind -> seconds (0: as long as its slides take to read), slogans and pages at the most, name
FILMS: dict[str, tuple[int, int, int, str]] = {
    "film-15": (15, 4, 0, "主题短片-15秒"),
    "film-60": (60, 7, 3, "主题短片-60秒"),
    "film": (0, 999, 999, "全部画面循环"),
}
BY_STEPS = ("steps", "checklist")  # forms of pages that a clip shows entry by entry


def film_pieces(campaign: Campaign, wanted: Selection) -> Iterator[Piece]:
    """The films in every size asked for, then the pages' clips. Raises UsageError for a size that is no video."""
    slogans = in_order(campaign)
    if slogans and not wanted.page and not wanted.slogan:
        for kind in (kind for kind in FILMS if wanted.wants(kind)):
            for format_ in wanted.sizes(kind):
                check_video(*format_.pixels, FPS)
                yield _film(campaign, kind, format_, slogans)
    if slogans and not wanted.slogan and wanted.wants("clip"):
        yield from _clips(campaign, wanted, slogans[0])


def in_order(campaign: Campaign) -> list[Slogan]:
    """The slogans that have a slide: the theme, the screen list, then the others."""
    slides = [slogan for slogan in campaign.slogans if "slide" in slogan.kinds]
    return sorted(slides, key=lambda slogan: (not slogan.theme, not slogan.screen))


def _film(campaign: Campaign, kind: str, format_: Format, slogans: list[Slogan]) -> Piece:
    """Slogans with the pages spread among them, the theme first."""
    seconds, most, most_pages, name = FILMS[kind]
    jobs: list[Brief | TopicBrief] = [brief(campaign, s, "hero", format_, s.look) for s in slogans[:most]]
    pages = [topic_brief(campaign, t, form, format_, t.look) for t, form in _pages(campaign)[:most_pages]]
    for index, page in enumerate(pages, 1):
        jobs.insert(round(index * len(jobs[: most or None]) / (len(pages) + 1)) + index, page)
    return _piece(kind, name, name, format_, slogans[0].look, slogans[0].span, (seconds, *jobs))


def _pages(campaign: Campaign) -> list[tuple[Topic, Form]]:
    found = [(topic, form_of(topic)) for topic in campaign.topics]
    return [(topic, form) for topic, form in found if form]


def _clips(campaign: Campaign, wanted: Selection, theme: Slogan) -> Iterator[Piece]:
    """Every page with steps (or the one asked for), step by step, ending on the theme."""
    for topic, form in _pages(campaign):
        asked = wanted.page in topic.title or wanted.page == topic.slug
        for format_ in wanted.sizes("clip") if asked and form.name in BY_STEPS else ():
            check_video(*format_.pixels, FPS)
            page = topic_brief(campaign, topic, form, format_, topic.look)
            end = brief(campaign, theme, "hero", format_, theme.look)
            stem = f"{slug_of(topic.title)}-分步"
            yield _piece("clip", stem, f"{topic.title}（分步）", format_, topic.look, topic.span, (page, end))


def _piece(kind: str, stem: str, title: str, format_: Format, look: str, span: Span, inputs: tuple[Any, ...]) -> Piece:
    return Piece(
        kind=kind,
        template="programme",
        format=format_,
        look=look,
        title=title,
        stem=f"{stem}-{size_name(format_)}",
        span=span,
        theme=False,
        types=("mp4",),
        inputs=inputs,
        layout=_clip if kind == "clip" else _programme,
    )


# The templates are loaded at the first piece that is laid out: a build with nothing new does without them.
def _programme(piece: Piece) -> tuple[Source, ...]:
    compose = importlib.import_module("campaign.compose.templates").compose
    compose_page = importlib.import_module("campaign.compose.pages").compose_page
    programme = importlib.import_module("campaign.compose.programme")
    seconds, *jobs = piece.inputs
    slides = [sheet for job in jobs for sheet in (compose if isinstance(job, Brief) else compose_page)(job)]
    return (programme.whole_length(slides, seconds) if seconds else programme.reading_length(slides),)


def _clip(piece: Piece) -> tuple[Source, ...]:
    page, end = piece.inputs
    slides = importlib.import_module("campaign.compose.step").clip_slides(page)
    slides += importlib.import_module("campaign.compose.templates").compose(end)
    return (importlib.import_module("campaign.compose.programme").reading_length(slides),)
