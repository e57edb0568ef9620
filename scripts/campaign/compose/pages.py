"""The table of content templates: a page's brief in, one display list out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from campaign.compose.case import case
from campaign.compose.checklist import checklist
from campaign.compose.message import message
from campaign.compose.setting import Overfull
from campaign.compose.stage import Stage, stage_for
from campaign.compose.steps import steps
from campaign.compose.topic import TopicBrief, check_text
from campaign.content.forms import FormName
from campaign.display import Sheet
from campaign.fonts import missing
from campaign.looks import look

TEMPLATES: dict[FormName, Callable[[Stage, TopicBrief], None]] = {
    "steps": steps,
    "checklist": checklist,
    "case": case,
    "message": message,
}


def compose_page(job: TopicBrief) -> tuple[Sheet, ...]:
    """Compose one page. Raises SourceError when the format cannot carry it."""
    check_text(job)
    colours = look(job.brief.look)
    if missing(job.topic.title, colours.headline):
        colours = replace(colours, headline="NotoSansSC-900")  # the whole title changes face, never one character
    stage = stage_for(job.format, colours, job.short)
    try:
        TEMPLATES[job.form.name](stage, job)
    except Overfull as error:  # of the head: what the form's entries leave open, their template tells by its line
        hint = "换大一号的尺寸，或缩短页首的标题、说明"
        raise job.refuse(job.topic.span, f"“{error.text}”太长", hint) from None
    return (stage.sheet(job.topic.title),)
