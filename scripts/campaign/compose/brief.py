"""What a template is given: one creative, one format, and the facts that templates print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.content.addresses import address, slogan_target
from campaign.content.model import Bilingual, Campaign, Section, Slogan
from campaign.errors import SourceError, Span
from campaign.fonts import missing, require
from campaign.formats import Format, PrintFormat
from campaign.typeset.phrases import Phrase, parse

# The facts that reach a picture; others (telephone, filing numbers ...) may change without painting anything anew.
PRINTED = (
    "name",
    "year",
    "system",
    "edition",
    "theme",
    "title",
    "organiser",
    "period",
    "period_full",
    "consultation.name",
    "consultation.dot",
    "start_dot",
    "end_dot",
)


@dataclass(frozen=True, slots=True)
class Brief:
    """One artefact to compose: the slogan's marked text in a template, format and look."""

    template: str
    format: Format
    look: str
    marked: str
    theme: bool
    words: Mapping[str, str]
    url: str
    span: Span
    skills: Section | None = None
    mongolian: Bilingual | None = None

    def word(self, name: str) -> str:
        """A fact; every character of it is checked once at the start of `compose`."""
        return self.words[name]

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The slogan's phrases."""
        return parse(self.marked)

    def refuse(self, message: str, hint: str) -> SourceError:
        """The error for a slogan that this format cannot carry."""
        return SourceError(self.span, f"标语放不进{self.format.use}（{self.format.label}）：{message}", hint)


def page_brief(campaign: Campaign, template: str, format_: Format, look: str, span: Span) -> Brief:
    """The brief of a sheet that carries no slogan."""
    words = {name: campaign.facts.words[name] for name in PRINTED}
    skills = campaign.skills if isinstance(format_, PrintFormat) else None  # what roll-ups and boards list
    return Brief(template, format_, look, "", False, words, campaign.site_url, span, skills)


def brief(campaign: Campaign, slogan: Slogan, template: str, format_: Format, look: str) -> Brief:
    """The brief of one slogan."""
    plain = page_brief(campaign, template, format_, look, slogan.span)
    url = address(campaign.site_url, slogan_target(slogan))
    return replace(plain, marked=slogan.marked, theme=slogan.theme, mongolian=slogan.mongolian, url=url)


def check_glyphs(job: Brief, headline: str) -> str:
    """The face that can set the whole headline: the look's own, else Sans; refuses what no face has."""
    text = "".join(phrase.text for phrase in job.phrases)
    if headline == "NotoSerifSC-900" and missing(text, headline):
        headline = "NotoSansSC-900"  # the whole headline changes face, never one character
    require(text, headline, job.span)
    return headline
