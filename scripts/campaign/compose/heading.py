"""The head of a content page: sky, mark and name, title with its Mongolian, mnemonic, picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from campaign.compose.bilingual import Parting, column, parted
from campaign.compose.drawing import draw, drawing, exists
from campaign.compose.parts import header
from campaign.compose.roof import hazard
from campaign.compose.stage import SEAM, Stage
from campaign.compose.title import Title, fit_title
from campaign.compose.topic import TopicBrief
from campaign.display import Colour, Stroke
from campaign.typeset.lines import set_text

Medallion = Callable[[Stage, float, float, float], None]  # draws round (cx, cy) with radius r, in u
LABELS = {"steps": "应急技能卡", "checklist": "岗位自查卡", "case": "以案说法", "message": "应急知识卡"}
CASE_ASIDE = "警示教育"
INK: Colour = (34, 48, 42)
SLOT, SLOT_FIRST = 20.0, 26.0  # u: the least height of a Mongolian column, and of one that comes first
BARS_DROP = 1.6  # u: the header moves down for the hazard bars
CHAIN = 0.62  # of the title's size, that of the line below a title that is second to Mongolian


def sky(stage: Stage, job: TopicBrief, right: float = 0.0) -> float:
    """The ground, and the hazard bars of the warning look; returns how far the header moves down for them."""
    stage.ground(stage.look.sky0, stage.look.sky1)
    if right:
        stage.rect(right - SEAM, -stage.b, stage.w - right + SEAM + stage.b, stage.h + 2 * stage.b, stage.look.paper)
    return BARS_DROP if stage.look.key == "warn" else 0.0


def bars(stage: Stage, right: float = 0.0) -> None:
    """The hazard bars, last, so that they lie over the sky."""
    if stage.look.key == "warn":
        hazard(stage, right)


def lockup(stage: Stage, job: TopicBrief, x: float, y: float, size: float) -> None:
    """The campaign's mark and name."""
    header(stage, x, y, size, job.brief.word("name"), f"{job.brief.word('year')} · {job.brief.word('system')}")


def lockup_right(stage: Stage, job: TopicBrief, right: float, y: float, size: float, left: float) -> None:
    """What kind of card it is, and for whom, where there is room right of `left`."""
    look = stage.look
    style = stage.style(900, 0.51 * size, stage.emphasis(0.51 * size))
    stage.text(LABELS[job.form.name], style, right, y + 0.02 * size, "right")
    aside = CASE_ASIDE if job.form.name == "case" else str(job.topic.meta.get("audience", ""))
    style = stage.style(500, max(0.31 * size, job.least), look.on)
    if aside and set_text(aside, style).width / stage.u <= right - left:
        stage.text(aside, style, right, y + 0.63 * size, "right")


def mnemonic_parts(job: TopicBrief) -> tuple[str, ...]:
    """The subtitle as a chain of short words; nothing when it is a sentence."""
    if job.form.name == "case":
        return ()
    parts = tuple(part for part in re.split(r"[、，,\s]+", job.topic.subtitle) if part)
    return parts if len(parts) > 1 and max(map(len, parts)) <= 6 else ()


def mnemonic_width(stage: Stage, parts: tuple[str, ...]) -> float:
    """The chain's width in type sizes."""
    style = stage.style(900, 100, stage.look.hi)
    words = sum(set_text(part, style).width for part in parts) / stage.u / 100
    return words + 0.95 * (len(parts) - 1)


def mnemonic(stage: Stage, parts: tuple[str, ...], x: float, top: float, size: float) -> None:
    """Key words with chevrons between them, all in the emphasis colour."""
    hi = stage.emphasis(size)
    for index, part in enumerate(parts):
        if index:
            mid, reach = top + 0.52 * size, 0.2 * size
            left = x + 0.36 * size
            points = [(left, mid - reach), (left + reach, mid), (left, mid + reach)]
            segments = tuple(
                ("M" if at == 0 else "L", (px * stage.u, py * stage.u)) for at, (px, py) in enumerate(points)
            )
            stage.items.append(Stroke(segments, 0.095 * size * stage.u, hi))
            x += 0.95 * size
        x += stage.text(part, stage.style(900, size, hi), x + (0.04 * size if size >= 6 and index else 0), top)


def picture_disc(stage: Stage, name: str) -> Medallion:
    """A round opening in the sky with the page's illustration in it."""

    def disc(stage: Stage, cx: float, cy: float, r: float) -> None:
        stage.circle(cx, cy, r * 1.07, stage.look.roof)
        stage.circle(cx, cy, r, stage.look.paper)
        half = r * 0.70
        draw(stage, drawing("illustrations", name), (cx - half, cy - half, 2 * half, 2 * half), stage.look.paper, INK)

    return disc


def page_picture(job: TopicBrief) -> str:
    """The page's illustration, or nothing."""
    names = [job.topic.illustration, *(entry.value("picture") for entry in job.form.entries)]
    return next((name for name in names if name and exists("illustrations", name)), "")


def titled(
    stage: Stage,
    job: TopicBrief,
    place: tuple[float, float, float],
    height: float,
    largest: Sequence[float],
    *,
    figures: bool = False,
    keep: Callable[[float], float] = float,
) -> tuple[Title, Parting]:
    """The page's title as `fit_title`, in a width at (x, width, height of the column) shared with its Mongolian.

    `keep`: what the title may take of the Chinese's width, u. Raises SourceError as `parted`.
    """

    def fitted(wide: float, most: float) -> Title:
        sizes = [min(size, most) for size in largest]
        return fit_title(stage, job.topic.title, keep(wide), height, sizes, figures=figures)

    spoken = job.brief.mongolian, job.topic.span
    parting = parted(*spoken, place, lambda wide, most: fitted(wide, most).size)
    return fitted(parting.wide, parting.most), parting


def put_column(stage: Stage, job: TopicBrief, parting: Parting, top: float, height: float) -> None:
    """The title's Mongolian in its column."""
    column(stage, job.brief.mongolian, (parting.at, top, height), job.topic.span, parting.slot)


def is_second(job: TopicBrief) -> bool:
    """Whether the title is second to its Mongolian."""
    return job.brief.mongolian is not None and job.brief.mongolian.first


def slot_of(job: TopicBrief) -> float:
    """The least height of the title's Mongolian, u: more where it comes first."""
    return SLOT_FIRST if is_second(job) and not job.square else SLOT  # on squares the content needs the room
