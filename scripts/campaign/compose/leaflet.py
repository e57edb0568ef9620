"""The tri-fold leaflet, A4, two sides, from a knowledge page.

Outside, left to right: the flap that folds in (97 mm), the back and the cover (100 mm each); inside: 100, 100, 97 mm.
The flap is narrower so that it lies flat inside (the usual roll fold).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.compose.bilingual import column, parted
from campaign.compose.brief import Brief
from campaign.compose.drawing import draw, drawing, exists
from campaign.compose.parts import WHITE, date_block, header, qr_code
from campaign.compose.roof import mark_tile
from campaign.compose.room import fitted
from campaign.compose.stage import SEAM, Stage
from campaign.content.model import Entry, Section, Topic
from campaign.display import Colour, Sheet, hex_colour
from campaign.errors import SourceError
from campaign.looks import tokens
from campaign.typeset.paragraph import set_paragraph
from campaign.typeset.phrases import Fit, fit, parse

FLAP = 97 / 297  # of the width
PAD = 4.2  # u: from a panel's edges to its text
BODY = tuple(2.9 - 0.05 * step for step in range(27))  # u: sizes tried; 1.6 u are 9.5 pt
TOP, FOOT = 14.6, 5.0  # u: where the inside panels' lists begin, and what they leave below
WIDEST_GAP = 5.5  # u
HEADING = 3.4
LEAST = 2.6  # u: of the title, where Mongolian comes first
LEADING = 1.45
TICK = 0.12  # u: fold marks, in the bleed only
FORM_TITLES = ("一句话记住", "要与不要", "要这样做", "不要这样做", "本单位三问", "依据", "为什么")


@dataclass(frozen=True, slots=True)
class LeafletBrief:
    """What a leaflet is made from: a topic, the office's telephone and the closing line of all topics."""

    base: Brief
    topic: Topic
    phone: str


def form_section(topic: Topic) -> Section | None:
    """The section that says what to do: steps, else tasks, else the first list of the topic's own."""
    own = [s for s in topic.sections if s.entries and s.title not in FORM_TITLES]
    stepped = [s for s in own if any(entry.value("key") for entry in s.entries)]
    tasks = [s for s in own if any(entry.task for entry in s.entries)]
    return next(iter([*stepped, *tasks, *own]), None)


def compose_leaflet(outside: Stage, inside: Stage, job: LeafletBrief) -> tuple[Sheet, Sheet]:
    """Compose both sides, each on an empty stage. Raises SourceError when the page is too long."""
    title = f"{job.topic.title}（折页）"
    narrow = outside.w * FLAP
    wide = (outside.w - narrow) / 2
    outside.rect(*_bled(outside, 0, outside.w), outside.look.paper)
    _flap(outside, job, 0, narrow)
    _back(outside, job, narrow, wide)
    _cover(outside, job, narrow + wide, wide)
    _folds(outside, (narrow, narrow + wide))
    inside.rect(*_bled(inside, 0, inside.w), inside.look.paper)
    _inside(inside, job, wide, narrow)
    _folds(inside, (wide, 2 * wide))
    return outside.sheet(title), inside.sheet(title)


def _bled(stage: Stage, x: float, w: float) -> tuple[float, float, float, float]:
    """A full-height panel as a box, reaching into the bleed at the sheet's edges."""
    b = stage.b
    left = x - b if x < SEAM else x
    right = x + w + b if x + w > stage.w - SEAM else x + w
    return left, -b, right - left, stage.h + 2 * b


def _folds(stage: Stage, places: Sequence[float]) -> None:
    """Short marks in the bleed, cut away with it."""
    if stage.b:
        for x in places:
            for y in (-stage.b, stage.h + 0.3 * stage.b):
                stage.rect(x - TICK / 2, y, TICK, 0.7 * stage.b, stage.look.ink)


def _cover(stage: Stage, job: LeafletBrief, x: float, w: float) -> None:
    """Title on the sky, the drawing in the house."""
    look, b = stage.look, stage.b
    panel = _bled(stage, x, w)
    stage.gradient(*panel, look.sky0, look.sky1)
    apex, slope, middle = 48.0, 0.30, x + w / 2
    lifts = [0.0, 1.1]
    for index in range(len(look.bands)):
        lifts.append(lifts[-1] + (3.2 if look.key != "warn" else 1.2) * 1.05**index)
    right = panel[0] + panel[2]
    for index in reversed(range(len(lifts) - 1)):
        _roof(
            stage,
            (x, middle, right),
            apex,
            slope,
            lifts[index] - SEAM,
            lifts[index + 1],
            [look.roof, *look.bands][index],
        )
    floor = stage.h + b
    house = [(x, apex + slope * (middle - x)), (middle, apex), (right, apex + slope * (right - middle))]
    stage.polygon([*house, (right, floor), (x, floor)], look.paper)
    sub = f"{job.base.word('year')} · {job.base.word('system')}"
    header(stage, x + PAD, 6, 5.4, job.base.word("name"), sub, right=x + w - PAD)
    spoken, phrases = job.topic.mongolian, parse(job.topic.title)

    def chosen(wide: float, most: float) -> Fit:
        return fit(phrases, look.headline, wide, 18, largest=min(7.4, most))

    place = x + PAD, w - 2 * PAD, 18.0
    parting = parted(spoken, job.topic.span, place, lambda wide, most: chosen(wide, most).size, LEAST)
    column(stage, spoken, (parting.at, 15.5, 18.0), job.topic.span, parting.slot)
    title = chosen(parting.wide, parting.most)
    stage.headline(title, (parting.left, 15.5, parting.wide, 18), "left", 0.5)
    if job.topic.subtitle:
        style = stage.shrunk(job.topic.subtitle, stage.style(700, 3.0, look.hi, 0.04), parting.wide)
        stage.text(job.topic.subtitle, style, parting.left, 34.2)
    if exists("illustrations", job.topic.illustration):
        draw(stage, drawing("illustrations", job.topic.illustration), (x + 8, 57, w - 16, 24), look.paper, look.ink)
    date_block(stage, job.base, middle, (83.2, 4.6), (88.4, 1.9), w - 2 * PAD)
    ribbon_box = (right - x, stage.h - 2.6)
    stage.rect(x, ribbon_box[1], ribbon_box[0], 2.6 + b, look.tile)


def _roof(
    stage: Stage, xs: tuple[float, float, float], apex: float, slope: float, low: float, high: float, fill: Colour
) -> None:
    left, middle, right = xs
    sides = (left, slope * (middle - left)), (middle, 0.0), (right, slope * (right - middle))
    upper = [(px, apex + drop - high) for px, drop in sides]
    lower = [(px, apex + drop - low) for px, drop in reversed(sides)]
    stage.polygon([*upper, *lower], fill)


def _flap(stage: Stage, job: LeafletBrief, x: float, w: float) -> None:
    """What to remember, and the three questions."""
    look = stage.look
    stage.rect(*_bled(stage, x, w), look.paper2)
    remember, questions = job.topic.section("一句话记住"), job.topic.section("本单位三问")
    y = 7.0
    if remember and remember.prose:
        y = _heading(stage, remember.title, x + PAD, y)
        style = stage.style(900, 4.0, look.accent)
        block = set_paragraph(remember.prose[0], style, (w - 2 * PAD) * stage.u, 1.42)
        y += stage.block(block, x + PAD, y) + 9
    if questions:
        y = _heading(stage, questions.title, x + PAD, y)
        for index, entry in enumerate(questions.entries, 1):
            height = _numbered(stage, index, entry.lead + entry.text, (x + PAD, y, w - 2 * PAD), 2.6)
            y += height + 4
    _require(stage, job, y, stage.h - 4, "一句话记住、本单位三问")


def _back(stage: Stage, job: LeafletBrief, x: float, w: float) -> None:
    """Who publishes it, where to ask, the code."""
    look, middle = stage.look, x + w / 2
    base = job.base
    if base.url:
        side = qr_code(stage, base, middle + 9, 32, 18)
        stage.text("扫码看全文", stage.style(700, 2.3, look.ink), middle + 9 - side / 2, 32 + side / 2 + 1.2, "centre")
    mark_tile(stage, middle - 4, 55, 8)
    who, title, room = base.word("organiser"), base.word("title"), w - 2 * PAD
    style = fitted(stage, who, stage.style(700, 2.7, look.ink), room, ("organiser", who))
    stage.text(who, style, middle, 65.4, "centre")
    style = fitted(stage, title, stage.style(500, 1.9, look.muted), room, ("name", base.word("name")))
    stage.text(title, style, middle, 69.8, "centre")
    if job.phone:
        stage.text(f"咨询电话 {job.phone}", stage.style(500, 1.9, look.muted), middle, 73.2, "centre")
    note = "一般性安全提示，以本单位预案和当地规定为准。"
    block = set_paragraph(note, stage.style(500, 1.7, look.muted), (w - 2 * PAD) * stage.u, LEADING, balanced=True)
    stage.block(block, middle, 91, "centre")


def _inside(stage: Stage, job: LeafletBrief, wide: float, narrow: float) -> None:
    """The form's entries in two panels with the reasons below them, do and don't in the third."""
    look = stage.look
    section = form_section(job.topic)
    stage.rect(*_bled(stage, 2 * wide, narrow), look.paper2)
    low = stage.h - FOOT - _reasons(stage, job.topic.section("为什么"), wide)
    if section:
        stage.text(section.title, stage.style(900, 4.4, look.accent), PAD, 6)
        _columns(stage, section, wide, low)
    y = 6.0
    for title, role in (("要这样做", "safe"), ("不要这样做", "prohibit")):
        if found := job.topic.section(title):
            y = _list(stage, found, role, (2 * wide + PAD, y, narrow - 2 * PAD)) + 4.4
    _require(stage, job, y - 4.4, stage.h - 4, "要与不要")


def _reasons(stage: Stage, section: Section | None, wide: float) -> float:
    """The paragraphs of 为什么 at the foot of two panels, none across the fold; returns the height they take."""
    if section is None or not section.prose:
        return 0.0
    look, room = stage.look, wide - 2 * PAD
    style = stage.style(500, 1.85, look.ink)
    half = -(-len(section.prose) // 2)
    columns = [
        [set_paragraph(text, style, room * stage.u, 1.5) for text in part]
        for part in (section.prose[:half], section.prose[half:])
    ]
    heights = [sum(block.height / stage.u + 1.6 for block in blocks) for blocks in columns]
    tall = max(heights) + 6.4
    top = stage.h - FOOT - tall
    stage.rect(PAD, top, 2 * wide - 2 * PAD, 0.18, look.line)
    stage.text(section.title, stage.style(900, 2.6, look.accent), PAD, top + 2.4)
    for index, blocks in enumerate(columns):
        y = top + 6.8
        for block in blocks:
            y += stage.block(block, index * wide + PAD, y) + 1.6
    return tall + 3


def _columns(stage: Stage, section: Section, wide: float, low: float) -> None:
    """The entries in two panels at the largest size that fits, spread over the room. Raises SourceError."""
    entries, room = section.entries, wide - 2 * PAD
    half = -(-len(entries) // 2)
    parts = (entries[:half], entries[half:])
    for size in BODY:
        heights = [sum(_entry_height(stage, entry, room, size) for entry in part) for part in parts]
        if max(heights) <= low - TOP:
            break
    else:
        raise SourceError(section.span, f"“{section.title}”太长，放不进折页", "每条说明请不超过40字")
    gap = min(WIDEST_GAP, (low - TOP - max(heights)) / half)
    for side, part in enumerate(parts):
        y = TOP
        for number, entry in enumerate(part, side * half + 1):
            _entry(stage, number, entry, (side * wide + PAD, y, room), size)
            y += _entry_height(stage, entry, room, size) + gap


PICTURE = 18.0  # u: an entry's drawing
HEAD = 1.35  # an entry's lead, in sizes of its text
INDENT = 5.4  # u: for an entry's number


def _pictured(entry: Entry) -> bool:
    return exists("illustrations", entry.value("picture"))


def _entry_height(stage: Stage, entry: Entry, room: float, size: float) -> float:
    style = stage.style(500, size, stage.look.ink)
    text = set_paragraph(entry.text, style, _text_room(entry, room) * stage.u, LEADING).height / stage.u
    head = size * HEAD * 1.5 if entry.lead else 0.0
    return head + (max(text, PICTURE) if _pictured(entry) else text) + 3.0


def _text_room(entry: Entry, room: float) -> float:
    return room - (PICTURE + 2.2 if _pictured(entry) else INDENT)


def _entry(stage: Stage, number: int, entry: Entry, box: tuple[float, float, float], size: float) -> None:
    """Number and lead on one line, the text below, beside its drawing where it has one."""
    look = stage.look
    x, y, room = box
    head = size * HEAD
    stage.circle(x + 1.9, y + head / 2, 1.9, look.accent)
    stage.numeral(str(number), 2.6, look.on, x + 1.9, y + head / 2 - 1.3)
    below = y + (head * 1.5 if entry.lead else (head - size) / 2)
    if entry.lead:
        style = stage.shrunk(entry.lead, stage.style(900, head, look.ink), room - INDENT)
        stage.text(entry.lead, style, x + INDENT, y)
    block = set_paragraph(entry.text, stage.style(500, size, look.ink), _text_room(entry, room) * stage.u, LEADING)
    if not _pictured(entry):
        stage.block(block, x + INDENT, below)
        return
    stage.rect(x, below, PICTURE, PICTURE, WHITE, radius=1.2)
    inner = (x + 0.8, below + 0.8, PICTURE - 1.6, PICTURE - 1.6)
    draw(stage, drawing("illustrations", entry.value("picture")), inner, WHITE, look.ink)
    stage.block(block, x + PICTURE + 2.2, below + (PICTURE - block.height / stage.u) / 2)


def _list(stage: Stage, section: Section, role: str, box: tuple[float, float, float]) -> float:
    """A heading on its role's colour and its entries with marks; returns where the next may start."""
    x, y, room = box
    fill = hex_colour(tokens()["semantic"][role]["fill"])
    stage.rect(x, y, room, 5.6, fill, radius=1.2)
    stage.text(section.title, stage.style(900, 3.0, WHITE, 0.04), x + 2, y + 1.3)
    y += 8.0
    for entry in section.entries:
        stage.circle(x + 1.0, y + 1.1, 0.7, fill)
        block = set_paragraph(
            entry.lead + entry.text, stage.style(500, 2.0, stage.look.ink), (room - 3.4) * stage.u, 1.4
        )
        y += stage.block(block, x + 3.4, y) + 2.2
    return y


def _heading(stage: Stage, text: str, x: float, y: float) -> float:
    stage.text(text, stage.style(900, HEADING, stage.look.ink), x, y)
    stage.rect(x, y + 4.6, 8, 0.5, stage.look.accent)
    return y + 7.4


def _numbered(stage: Stage, number: int, text: str, box: tuple[float, float, float], size: float) -> float:
    x, y, room = box
    stage.numeral(str(number), 4.4, stage.look.accent, x + 1.2, y - 0.9)
    block = set_paragraph(text, stage.style(500, size, stage.look.ink), (room - 4.2) * stage.u, LEADING)
    return stage.block(block, x + 4.2, y)


def _require(stage: Stage, job: LeafletBrief, y: float, low: float, what: str) -> None:
    if y > low:
        over = (y - low) * stage.u * 25.4 / 72
        raise SourceError(job.topic.span, f"“{what}”放不进折页，超出 {over:.0f} mm", "缩短或减少几条")
