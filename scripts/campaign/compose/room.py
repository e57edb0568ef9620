"""The project's own facts in the room that a layout has: made smaller where they are long, else refused by name."""

from __future__ import annotations

from dataclasses import replace

from campaign.compose.stage import Stage
from campaign.errors import SourceError, Span
from campaign.typeset.lines import Style, set_text

NAMES = {
    "name": "活动名称",
    "system": "系统名称",
    "organiser": "主办单位",
    "consultation.name": "咨询日名称",
}


def fits(stage: Stage, text: str, style: Style, room: float) -> bool:
    """Whether a line can be set in `room` u without becoming smaller than the sheet's smallest text."""
    size = stage.shrunk(text, style, room).size if room > 0 else 0.0
    return size >= min(style.size, stage.floor * stage.u) - 0.001


def fitted(stage: Stage, text: str, style: Style, room: float, fact: tuple[str, str]) -> Style:
    """The style at the size that fits `room` u.

    `fact`: name and words of the fact in mkdocs.yml that makes the line long. Raises SourceError with the number of
    characters that there is room for.
    """
    if fits(stage, text, style, room):
        return stage.shrunk(text, style, room)
    name, words = fact
    raise SourceError(
        Span("mkdocs.yml"),
        f"{NAMES[name]}（{name}）有 {len(words)} 字，放不进 {stage.label}",
        f"这个尺寸最多 {_longest(stage, text, style, room, words)} 字，或换大一些的尺寸",
    )


def _longest(stage: Stage, text: str, style: Style, room: float, words: str) -> int:
    """How many of the words' characters fit at the smallest size."""
    least = replace(style, size=min(style.size, stage.floor * stage.u))
    return next(
        (
            count
            for count in range(len(words) - 1, 0, -1)
            if set_text(text.replace(words, words[:count], 1), least).width / stage.u <= room
        ),
        1,
    )
