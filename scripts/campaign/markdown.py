"""The package's Markdown extension: facts in prose, slogans, step cards, do/don't panels, Chinese line ends.

Installed as `campaign.markdown`, so every engine that uses Python-Markdown runs it. mkdocs.yml hands it the facts:
`- campaign.markdown: {facts: *campaign}`.
"""

from __future__ import annotations

import logging
import re
import xml.etree.ElementTree as ET
from typing import Any

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from campaign.content.attributes import Attributes, parted
from campaign.content.facts import PLACEHOLDER, Facts, fill, read_facts
from campaign.content.fences import masked
from campaign.content.html import disarm, scrub
from campaign.content.lines import HAN
from campaign.content.model import anchor_of
from campaign.drawings import illustration
from campaign.errors import SourceError, Span

log = logging.getLogger("mkdocs.campaign")  # MkDocs counts its warnings when it is strict
_SOFT_BREAK = re.compile(rf"(?<=[{HAN}])[ \t]*+\n[ \t]*+(?=[{HAN}])")
_RANGE = re.compile(r"(?<=\d)—(?=\d)")  # 2—3米 must not break at the dash
_TASK = re.compile(r"^\[([ xX])\]\s+")
_OURS = ("key", "picture", "look", "kinds", "mn", "reviewer")  # of an item; attributes that pages do not show
_PICTURED = {"key", "picture"}  # attributes that make a list item a step card
WIDE = 4  # columns
DOS = {"要这样做": "do", "不要这样做": "dont"}
PANEL_MARKS = {
    "do": '<svg class="dos__mark" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/>'
    '<path d="M6.5 12.5l3.7 3.7 7.3-7.9" fill="none"/></svg>',
    "dont": '<svg class="dos__mark" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/>'
    '<path d="M8 8l8 8M16 8l-8 8" fill="none"/></svg>',
}


class _Facts(Preprocessor):
    """`{{ campaign.x }}` outside code."""

    def __init__(self, md: Markdown, facts: Facts) -> None:
        super().__init__(md)
        self.facts = facts

    def run(self, lines: list[str]) -> list[str]:
        outside = masked("\n".join(lines)).split("\n")
        return [self._filled(line) if line == text else line for line, text in zip(lines, outside, strict=True)]

    def _filled(self, line: str) -> str:
        """An unknown fact is shown where it stands, so that live preview goes on; a strict build stops at the log."""
        try:
            return fill(line, self.facts.words, Span("Markdown"))
        except SourceError as error:
            log.warning("%s: %s", error.message, line.strip())
            notice = f"**［{error.message}］**"
            known = PLACEHOLDER.sub(lambda match: match[0] if match[1] in self.facts.words else notice, line)
            return fill(known, self.facts.words, Span("Markdown"))


class _Scrub(Preprocessor):
    """HTML that no page may carry stays visible as text; a build stops at it, live preview goes on."""

    def run(self, lines: list[str]) -> list[str]:
        return scrub("\n".join(lines)).split("\n")


class _Disarm(Postprocessor):
    """The last look at the finished HTML."""

    def run(self, text: str) -> str:
        return disarm(text)


class _Tree(Treeprocessor):
    """What authors write as plain lists, marked up for the stylesheet."""

    def run(self, root: ET.Element) -> None:
        _join_lines(root)
        given = {item: _take_attributes(item) for item in root.iter("li")}
        _slogans(root, given)
        _tables(root)
        for item in root.iter("li"):
            _task(item)
        self._steps(root, given)
        self._panels(root)

    def _steps(self, root: ET.Element, given: dict[ET.Element, Attributes]) -> None:
        for parent in root.iter():
            items = [item for item in parent if item in given] if parent.tag in {"ol", "ul"} else []
            if any(_PICTURED & given[item].values.keys() for item in items):
                _add_class(parent, "steps")
                for item in items:
                    self._step(item, given[item].values)

    def _step(self, item: ET.Element, values: dict[str, str]) -> None:
        key, picture = values.get("key", ""), values.get("picture", "")
        _add_class(item, "step")
        body = ET.Element("div", {"class": "step__text"})
        body.text, body[:] = item.text, list(item)
        for child in list(item):
            item.remove(child)
        item.text = ""
        if body.text and not body.text.strip() and len(body) and body[0].tag == "p":
            body.text = ""
        _drop_colon(body)
        if picture:
            frame = ET.SubElement(item, "span", {"class": "step__picture"})
            frame.text = self.md.htmlStash.store(illustration(picture))
        if key:
            ET.SubElement(item, "span", {"class": "step__key", "aria-hidden": "true"}).text = key
        item.append(body)

    def _panels(self, root: ET.Element) -> None:
        """要这样做 / 不要这样做 with their lists become two panels side by side."""
        children = list(root)
        panel: ET.Element | None = None
        for index, child in enumerate(children):
            side = DOS.get((child.text or "").strip()) if child.tag == "h3" else None  # its permalink aside
            following = children[index + 1] if index + 1 < len(children) else None
            if side is None or following is None or following.tag != "ul":
                continue
            if panel is None:
                panel = ET.Element("div", {"class": "dos"})
                root.insert(list(root).index(child), panel)
            section = ET.SubElement(panel, "section", {"class": side})
            for part in (child, following):
                root.remove(part)
                section.append(part)
            child.text = self.md.htmlStash.store(PANEL_MARKS[side]) + (child.text or "")


def _add_class(element: ET.Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _join_lines(root: ET.Element) -> None:
    """A newline between two Chinese characters is not a space (browsers still paint one)."""
    for element in root.iter():
        if element.tag in {"code", "pre"}:
            continue
        before = ""  # the text just before the one at hand, emphasis and links included
        for owner, name in [(element, "text"), *((child, "tail") for child in element)]:
            if name == "tail":
                before = "" if owner.tag == "br" else "".join(owner.itertext()) or before
            text = before[-1:] + (getattr(owner, name) or "")
            joined = _RANGE.sub("\u2060—\u2060", _SOFT_BREAK.sub("", text))[len(before[-1:]) :]
            setattr(owner, name, joined)
            before = joined or before
        _join_to_child(element)


def _join_to_child(element: ET.Element) -> None:
    """The newline just before emphasised Chinese."""
    owners = [(element, "text"), *((child, "tail") for child in element)]
    for (owner, name), child in zip(owners, element, strict=False):
        text, inner = getattr(owner, name) or "", "".join(child.itertext())
        if text and inner:
            setattr(owner, name, _SOFT_BREAK.sub("", text + inner[0])[:-1])


def _take_attributes(item: ET.Element) -> Attributes:
    """`{#id .class key=value}` at the end of a list item's first paragraph; Python-Markdown leaves it in the text."""
    holder = _holder(item)
    inline = [child for child in holder if child.tag not in {"ul", "ol", "p", "pre", "div"}]
    owner, name = (inline[-1], "tail") if inline else (holder, "text")
    words, braces = parted(getattr(owner, name) or "")
    try:
        attributes = Attributes(braces, Span("Markdown"))
    except SourceError:  # braces that are not attributes stay as they are
        return Attributes("", Span("Markdown"))
    if braces:
        setattr(owner, name, words)
    for part in (holder, *inline[-1:]):  # what attr_list took: a line of its own, or close behind emphasis
        attributes.values |= {key: part.attrib.pop(key) for key in _OURS if key in part.attrib}
    return attributes


def _holder(item: ET.Element) -> ET.Element:
    """Where an item's words stand: in a list with blank lines each has a paragraph inside."""
    return item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item


def _slogans(root: ET.Element, given: dict[ET.Element, Attributes]) -> None:
    """Lists below a heading of class `slogans`: phrase marks vanish, picture attributes stay in the source."""
    inside = False
    for element in root:
        if re.fullmatch("h[1-6]", element.tag):
            marked = "slogans" in element.get("class", "").split()
            inside = marked or (inside and element.tag > "h2")
            element.attrib.pop("look", None)
        elif inside and element.tag in {"ul", "ol"}:
            _add_class(element, "slogans")
            for item in (item for item in element if item in given):
                _slogan(item, given[item].id)


def _slogan(item: ET.Element, name: str) -> None:
    holder = _holder(item)
    holder.attrib.pop("class", "")  # .screen and the like
    name = name or holder.attrib.pop("id", "")
    item.set("class", "slogan")
    item.set("id", name or anchor_of("".join(item.itertext()).replace("|", "")))
    for part in item.iter():
        part.text = (part.text or "").replace("|", "")
        if part is not item:
            part.tail = (part.tail or "").replace("|", "")


def _tables(root: ET.Element) -> None:
    """The cells of a wide table know the head of their column, so that on a phone each row can be a card."""
    for table in root.iter("table"):
        heads = ["".join(head.itertext()).strip() for head in table.findall("thead/tr/th")]
        if len(heads) < WIDE:
            continue
        table.set("data-wide", "")
        for row in table.findall("tbody/tr"):
            for head, cell in zip(heads, row, strict=False):
                cell.set("data-label", head)


def _task(item: ET.Element) -> None:
    """`- [ ]` as a labelled mark: a bare checkbox without a label is a fault for screen readers."""
    holder = _holder(item)
    match = _TASK.match(holder.text or "")
    if match:
        done = match[1] != " "
        _add_class(item, "task")
        mark = ET.Element("span", {"class": "task__mark", "role": "img", "aria-label": "已完成" if done else "待办"})
        mark.text, mark.tail = ("☑" if done else "☐"), (holder.text or "")[match.end() :]
        holder.text = ""
        holder.insert(0, mark)


def _drop_colon(body: ET.Element) -> None:
    """**提起灭火器**：从箱上取下 -> title on its own line, without the colon."""
    holder = body[0] if len(body) and body[0].tag == "p" else body
    if len(holder) and holder[0].tag == "strong":
        holder[0].tail = (holder[0].tail or "").lstrip("：: ")
        holder.insert(1, ET.Element("br"))
        holder[1].tail, holder[0].tail = holder[0].tail, ""


class CampaignExtension(Extension):
    """`facts`: the mapping of extra.campaign."""

    def __init__(self, **options: Any) -> None:
        self.config = {"facts": [{}, "extra.campaign of mkdocs.yml"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register with Python-Markdown; before snippets bring in generated HTML."""
        facts = read_facts(self.getConfig("facts"), lambda *keys: Span("mkdocs.yml"))
        md.preprocessors.register(_Facts(md, facts), "campaign-facts", 40)
        md.preprocessors.register(_Scrub(md), "campaign-scrub", 39)
        md.postprocessors.register(_Disarm(md), "campaign-disarm", -10)
        md.treeprocessors.register(_Tree(md), "campaign-tree", 3)  # after attr_list (8)


def makeExtension(**options: Any) -> CampaignExtension:
    """The name Python-Markdown looks for."""
    return CampaignExtension(**options)
