"""Which form a page takes as a picture, by what its own sections hold: steps, a checklist, a case, or bullet points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from campaign.content.model import Entry, Section, Topic
from campaign.errors import SourceError

FormName = Literal["steps", "checklist", "case", "message"]
CASES = "docs/cases/"
CHAIN, LAW, MUSTS, BASIS = "原因链", "法律依据", "必须", "依据"
DO, DONT, REMEMBER, ASK = "要这样做", "不要这样做", "一句话记住", "本单位三问"
# how many entries a picture can carry
COUNTS: dict[FormName, tuple[int, int, str]] = {
    "steps": (3, 6, "步骤"),
    "checklist": (3, 7, "检查项"),
    "case": (2, 5, "原因链"),
    "message": (3, 6, "要点"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """A page's form, and the entries that its picture shows."""

    name: FormName
    section: Section

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown, in the page's order."""
        return self.section.entries


def form_of(topic: Topic) -> Form | None:
    """The page's form, None for a page without a list to show. Raises SourceError for too few or too many entries."""
    form = _form(topic)
    if form is not None:
        least, most, label = COUNTS[form.name]
        count = len(form.entries)
        if not least <= count <= most:
            hint = f"“{form.section.title}”一节请写 {least} 到 {most} 条"
            raise SourceError(form.section.span, f"{label}有 {count} 条，海报放 {least}—{most} 条", hint)
    return form


def _form(topic: Topic) -> Form | None:
    if topic.span.path.startswith(CASES):
        chain = topic.section(CHAIN)
        return Form("case", chain) if chain else None
    for section in topic.sections:
        entries = section.entries
        if any(entry.ordered and (entry.value("key") or entry.value("picture")) for entry in entries):
            return Form("steps", section)
        if entries and all(entry.task for entry in entries):
            return Form("checklist", section)
    points = [s for s in topic.sections if s.entries and s.title not in (BASIS, ASK, DO, DONT)]
    do = topic.section(DO)
    for section in (*points, *([do] if do else [])):
        if len(section.entries) >= COUNTS["message"][0]:
            return Form("message", section)
    return None


def entries_of(topic: Topic, title: str) -> tuple[Entry, ...]:
    """The entries of a section; none when the page lacks it."""
    section = topic.section(title)
    return section.entries if section else ()


def prose_of(topic: Topic, title: str) -> str:
    """The first paragraph of a section; nothing when the page lacks it."""
    section = topic.section(title)
    return section.prose[0] if section and section.prose else ""
