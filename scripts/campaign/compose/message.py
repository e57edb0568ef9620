"""One knowledge point: three to six short points, a row each, do and don't below."""

from __future__ import annotations

from campaign.compose.frame import portrait, shape_of, side, tall
from campaign.compose.heading import page_picture, picture_disc
from campaign.compose.parts import Box
from campaign.compose.stage import Stage
from campaign.compose.steps import over_strips, row_cells, rows
from campaign.compose.topic import TopicBrief


def message(stage: Stage, job: TopicBrief) -> None:
    """The page's points in any ratio."""
    picture = page_picture(job)
    shape = shape_of(stage, job)
    if shape == "portrait":
        house = portrait(stage, job, picture_disc(stage, picture) if picture else None, chain=not picture)
    else:
        house = tall(stage, job, None) if shape == "tall" else side(stage, job, None)
    entries = job.form.entries
    keys = [str(at + 1) for at in range(len(entries))]

    def points(box: Box) -> None:
        rows(stage, job, entries, row_cells(box, len(entries), 1.8), house.grow, keys, pictured=False, numbered=False)

    over_strips(stage, job, house, 13.0 * len(entries), points)
