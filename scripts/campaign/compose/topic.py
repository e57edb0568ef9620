"""What a content template is given: a page in one format, and how it is refused when it does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.compose.brief import PRINTED, Brief
from campaign.compose.stage import HELD_MM
from campaign.content.addresses import address, topic_target
from campaign.content.forms import Form
from campaign.content.model import Campaign, Entry, Topic
from campaign.errors import SourceError, Span
from campaign.fonts import require
from campaign.formats import Card, Format, PrintFormat
from campaign.typeset.phrases import parse

SQUARE = (0.82, 1.25)  # ratios width:height between
WORDS = (*PRINTED, "month")
TEXT_FACE = "NotoSansSC-500"
MIN_PRINT, MIN_PHONE, MIN_SCREEN = 2.1, 2.7, 2.4  # u: the smallest text (tokens `type_u.min`; screens are seen smaller)
LONGEST = 150  # characters of an entry
PER_METRE = 4.0  # mm of character height a metre of distance (distance/250)
OFFICE = 594.0  # mm: A-sizes and what is smaller keep the art direction's sizes; larger sheets obey their distance


@dataclass(frozen=True, slots=True)
class TopicBrief:
    """One page as one picture: its form, and the brief that header, footer and code are made from."""

    topic: Topic
    form: Form
    brief: Brief

    @property
    def format(self) -> Format:
        """The finished size."""
        return self.brief.format

    @property
    def screen(self) -> bool:
        """A picture for a screen: without footer and code."""
        return isinstance(self.format, Card)

    @property
    def square(self) -> bool:
        """Neither portrait nor landscape."""
        width, height = self.format.size
        return SQUARE[0] < width / height < SQUARE[1]

    @property
    def short(self) -> float:
        """The short side in u: more on squares, whose house would be too low otherwise."""
        return 125.0 if self.square else 100.0

    @property
    def least(self) -> float:
        """The smallest size of text, in u."""
        format_ = self.format
        if isinstance(format_, Card):
            return MIN_SCREEN if format_.viewing_m > 1 else MIN_PHONE
        if not isinstance(format_, PrintFormat):
            return MIN_SCREEN
        short = min(format_.trim_mm)
        distance = format_.viewing_m * PER_METRE if short > OFFICE else 0.0
        return max(MIN_PRINT, max(distance, HELD_MM) / short * self.short)

    def refuse(self, span: Span, message: str, hint: str) -> SourceError:
        """The error for a page that this format cannot carry."""
        return SourceError(span, f"放不进{self.format.use}（{self.format.label}）：{message}", hint)

    def too_long(self, entry: Entry, text: str, room: int) -> SourceError:
        """The error for an entry that does not fit."""
        fault = f"“{text}”有 {len(text)} 字，这里最多约 {room} 字" if len(text) > room > 0 else f"“{text}”放不下"
        return self.refuse(entry.span, fault, "缩短这一条，或换大一号的尺寸")


def topic_brief(campaign: Campaign, topic: Topic, form: Form, format_: Format, look: str) -> TopicBrief:
    """The brief of one page in one format."""
    words = {name: campaign.facts.words[name] for name in WORDS}
    url = address(campaign.site_url, topic_target(topic))
    return TopicBrief(
        topic,
        form,
        Brief(form.name, format_, look, topic.title, False, words, url, topic.span, mongolian=topic.mongolian),
    )


def check_text(job: TopicBrief) -> None:
    """Refuse characters that no face has, and entries that no size can hold before all sizes are tried on them."""
    for entry in job.form.entries:
        text = entry.lead + entry.text
        if len(text) > LONGEST:
            fault = f"“{text[:12]}……”有 {len(text)} 字，一条最多 {LONGEST} 字"
            raise job.refuse(entry.span, fault, "缩短这一条，细节写在正文的别处")
    for text in (job.topic.title, job.topic.subtitle, str(job.topic.meta.get("audience", ""))):
        require("".join(phrase.text for phrase in parse(text)), TEXT_FACE, job.topic.span)
    for section in job.topic.sections:
        for entry in section.entries:
            require(entry.lead + entry.text, TEXT_FACE, entry.span)
