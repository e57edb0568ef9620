"""Steps: one card each with its key character, picture, words; do and don't below (art direction, "Steps")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from campaign.compose.cards import HAIR, STRIP, card, has_strips, number, panel, strips
from campaign.compose.drawing import draw, drawing, exists
from campaign.compose.frame import House, portrait, shape_of, side, tall, wide
from campaign.compose.heading import INK, page_picture, picture_disc
from campaign.compose.parts import Box
from campaign.compose.setting import COMPACT, Overfull, ink_style, one_line, paragraphs, put, tidy
from campaign.compose.stage import Stage
from campaign.compose.topic import TopicBrief
from campaign.content.model import Entry
from campaign.typeset.lines import set_text
from campaign.typeset.paragraph import Block

GUTTER = 2.6
TOWER, TOWER_SCREEN = 1.15, 1.5  # up to this ratio width:height a card carries its picture above its words
LIGHTER = 0.88  # a text is at most this share of its lead
GAP_KEY, GAP_LEAD = 1.7, 1.0  # u below the key character, below the lead


@dataclass(frozen=True, slots=True)
class Words:
    """The cards' texts, set: every lead on one line in one size, every text in one size."""

    lead: float
    texts: list[Block]
    beside: float = 0.0  # u from a lead's left edge to its text, when they stand side by side


def steps(stage: Stage, job: TopicBrief) -> None:
    """The page's ordered list in any ratio."""
    pictured = all(exists("illustrations", entry.value("picture")) for entry in job.form.entries)
    picture = "" if pictured else page_picture(job)
    disc = picture_disc(stage, picture) if picture else None
    shape = shape_of(stage, job)
    if shape == "portrait":
        house = portrait(stage, job, disc, chain=True)
    elif shape == "wide":
        house = wide(stage, job)
    else:
        house = side(stage, job, None) if shape == "side" else tall(stage, job, None)

    def cards(box: Box) -> None:
        _cards(stage, job, house, box, pictured=pictured)

    over_strips(stage, job, house, 12.0 * len(job.form.entries), cards)


def over_strips(stage: Stage, job: TopicBrief, house: House, need: float, content: Callable[[Box], None]) -> None:
    """Put the content above the strips of do and don't, or into the whole house where both do not find room.

    `need` is the least height, u, that the content has on a standing piece. Raises SourceError.
    """
    x, y, w, h = house.box
    high = 2 * 8.8 + 2.6 if house.shape == "tall" else STRIP * house.grow
    left = h - high - 2.4
    low = house.shape == "portrait" and (job.square or stage.h < 150)  # the points would be smaller than their strips
    lone = house.shape == "wide" or (job.screen and low)
    if lone or left < (need if house.shape == "tall" else 34) or not has_strips(job):
        _content(job, content, house.box)
        return
    start = len(stage.items)
    try:
        content((x, y, w, left))
        strips(stage, job, (x, y + h - high, w, high), 2.75 * house.grow, stacked=house.shape == "tall")
    except Overfull:
        del stage.items[start:]
        _content(job, content, house.box)


def _content(job: TopicBrief, content: Callable[[Box], None], box: Box) -> None:
    entries = job.form.entries
    try:
        content(box)
    except Overfull as error:
        raise job.too_long(entries[error.index], error.text, error.room) from None


def _cards(stage: Stage, job: TopicBrief, house: House, box: Box, *, pictured: bool) -> None:
    entries = job.form.entries
    count = len(entries)
    if house.shape == "wide":
        columns = count if count <= 5 else 3
    else:
        columns = 1 if house.shape == "tall" or count in (3, 5) else 2
    rows = -(-count // columns)
    x, y, w, h = box
    gap = GUTTER if columns > 1 or rows < 4 else 1.8
    cell_w, cell_h = (w - GUTTER * (columns - 1)) / columns, (h - gap * (rows - 1)) / rows
    cells = [
        (x + (cell_w + GUTTER) * (at % columns), y + (cell_h + gap) * (at // columns), cell_w, cell_h)
        for at in range(count)
    ]
    if columns == 1:
        _rows(stage, job, entries, cells, house.grow, pictured)
        return
    upright = house.shape == "wide" or cell_w < cell_h * (TOWER_SCREEN if job.screen else TOWER)
    start = len(stage.items)
    try:
        (_towers if upright else _beside)(stage, job, entries, cells, house.grow, pictured)
    except Overfull:
        del stage.items[start:]
        (_beside if upright else _towers)(stage, job, entries, cells, house.grow, pictured)


def set_words(
    stage: Stage, job: TopicBrief, entries: Sequence[Entry], room: tuple[float, float], lead: float, body: float
) -> Words:
    """Set leads and texts in a column of (width, height); a large lead gives way to readable text. Raises Overfull."""
    least, ink = job.least, stage.look.ink
    if not any(entry.lead for entry in entries):
        style = ink_style(stage, 500, ink)
        return Words(0.0, paragraphs(stage, [e.text for e in entries], style, room, (max(lead, body), least)))
    bold = ink_style(stage, 700, ink)
    largest = one_line(stage, [entry.lead for entry in entries], bold, room[0], (lead, least))
    best, failure = None, Overfull(0, "", 0)
    for share in (1.0, 0.88, 0.78, 0.7):
        strong = max(least, largest * share)
        high = room[1] - strong - GAP_LEAD
        try:
            texts = tidy(
                stage,
                [entry.text for entry in entries],
                ink_style(stage, 500, ink),
                (room[0], high),
                (max(least, min(body, LIGHTER * strong)), least),
            )
        except Overfull as error:
            failure = error
            continue
        if best is None or texts[0].size > best.texts[0].size * 1.12:
            best = Words(strong, texts)
    if best is None:
        raise failure
    return best


def _column(stage: Stage, entry: Entry, words: Words, at: int, x: float, top: float) -> None:
    """A lead and its text from `top` down."""
    if entry.lead:
        stage.text(entry.lead, stage.style(700, words.lead, stage.look.ink), x, top)
        top += words.lead + GAP_LEAD
    put(stage, words.texts[at], x, top)


def _height(stage: Stage, words: Words, at: int) -> float:
    return (words.lead + GAP_LEAD if words.lead else 0.0) + words.texts[at].height / stage.u


def _picture(stage: Stage, entry: Entry, box: Box, share: float = 1.0) -> None:
    """The step's illustration, centred in its panel."""
    x, y, w, h = box
    side_ = min(w, h) * share
    found = drawing("illustrations", entry.value("picture"))
    top = y + h - side_ if found.cut else y + (h - side_) / 2
    draw(stage, found, (x + (w - side_) / 2, top, side_, side_), stage.look.paper2, INK)


def _key(entry: Entry) -> str:
    return entry.value("key") or entry.lead[:1]


def _beside(
    stage: Stage, job: TopicBrief, entries: Sequence[Entry], cells: Sequence[Box], grow: float, pictured: bool
) -> None:
    """Picture (or key character) on the left of the card, words on the right."""
    w, h = cells[0][2:]
    tries = [(w * p, k) for p, k in ((0.53, 11.0), (0.48, 9.6), (0.44, 8.6), (0.41, 7.8), (0.38, 7.0))]
    if not pictured:
        tries = [(w * p, min(w * p * 0.64, h * 0.54)) for p in (0.36, 0.33, 0.30)]
    chosen: tuple[float, float, Words] | None = None
    for wide_, key in tries:
        room = (w - wide_ - 4.6, h - 3.6 - (key + GAP_KEY if pictured else 0))
        try:
            found = set_words(
                stage, job, entries, room, (3.0 if pictured else 4.0) * grow, (2.75 if pictured else 3.0) * grow
            )
        except Overfull as error:
            failure = error
            continue
        if chosen is None or found.texts[0].size > chosen[2].texts[0].size + 0.2 * stage.u:
            chosen = (wide_, key, found)
    if chosen is None:
        raise failure
    for at, (entry, cell) in enumerate(zip(entries, cells, strict=True)):
        _beside_card(stage, entry, cell, chosen, at, pictured)


def _beside_card(
    stage: Stage, entry: Entry, cell: Box, chosen: tuple[float, float, Words], at: int, pictured: bool
) -> None:
    x, y, w, h = cell
    wide_, key, words = chosen
    look = stage.look
    card(stage, cell)
    tinted = (x + HAIR, y + HAIR, wide_ - HAIR, h - 2 * HAIR)
    panel(stage, tinted, "left", look.paper2)
    left = x + wide_ + 1.9
    # all cards start at one height, so that rows read across
    tall_ = max(_height(stage, words, index) for index in range(len(words.texts))) + (key + GAP_KEY if pictured else 0)
    top = y + (h - tall_) / 2 - (0.04 * key if pictured else 0)
    style = stage.style(900, key, look.accent)
    if pictured:
        _picture(stage, entry, tinted)
        stage.text(_key(entry), style, left, top)
        number(stage, at + 1, x + w - 4.3, y + 4.7, 2.2)
        top += key + GAP_KEY
    else:
        stage.text(_key(entry), style, x + wide_ / 2 + 0.8, y + (h - key) / 2, "centre")
        number(stage, at + 1, x + 3.1, y + 3.1, 1.9)
    _column(stage, entry, words, at, left, top)


def _towers(
    stage: Stage, job: TopicBrief, entries: Sequence[Entry], cells: Sequence[Box], grow: float, pictured: bool
) -> None:
    """Picture (or key character) above, words below: screens and landscape sheets."""
    w, h = cells[0][2:]
    pad = 2.0
    key = min(7.6, w * 0.22) if pictured else 0.0
    lead_room = w - 2 * pad - (key + 1.6 if pictured else 0)
    look = stage.look
    lead = one_line(stage, [e.lead for e in entries], ink_style(stage, 700, look.ink), lead_room, (4.4, job.least))
    head = max(key, lead) + (1.1 if pictured else 1.5)
    texts = tidy(
        stage,
        [entry.text for entry in entries],
        ink_style(stage, 500, look.ink),
        (w - 2 * pad - 1.0, h * (0.6 if pictured else 0.66) - head - 2 * pad),
        (min(2.75 * grow, lead), job.least),
        COMPACT,
        fewer=True,
    )
    low = max(block.height for block in texts) / stage.u
    tinted = h - head - low - 2 * pad + 0.2
    for at, (entry, cell) in enumerate(zip(entries, cells, strict=True)):
        x, y = cell[:2]
        card(stage, cell)
        box = (x + HAIR, y + HAIR, w - 2 * HAIR, tinted)
        panel(stage, box, "top", look.paper2)
        top = y + tinted + pad * 0.9
        if pictured:
            _picture(stage, entry, box, 0.96)
            stage.text(_key(entry), stage.style(900, key, look.accent), x + pad, top)
            stage.text(entry.lead, stage.style(700, lead, look.ink), x + pad + key + 1.6, top + (key - lead) / 2)
        else:
            size = min(tinted * 0.66, w * 0.5)
            stage.text(_key(entry), stage.style(900, size, look.accent), x + w / 2, y + (tinted - size) / 2, "centre")
            stage.text(entry.lead, stage.style(700, lead, look.ink), x + pad, top)
        number(stage, at + 1, x + 4.2, y + 4.2, 2.45)
        put(stage, texts[at], x + pad, top + head)


def _rows(
    stage: Stage, job: TopicBrief, entries: Sequence[Entry], cells: Sequence[Box], grow: float, pictured: bool
) -> None:
    """One step a row: panel with picture or key character, words."""
    rows(stage, job, entries, cells, grow, [_key(entry) for entry in entries], pictured=pictured, numbered=True)


def rows(
    stage: Stage,
    job: TopicBrief,
    entries: Sequence[Entry],
    cells: Sequence[Box],
    grow: float,
    keys: Sequence[str],
    *,
    pictured: bool,
    numbered: bool,
) -> None:
    """One entry a row: panel with its picture or `key`, then its words. Raises Overfull."""
    w, h = cells[0][2:]
    wide_ = min(h * 1.3, w * 0.27) if pictured else min(max(h * 1.15, 11.5), w * 0.18)
    key = min(h * (0.54 if numbered and not pictured else 0.6), 10.0)
    left = wide_ + 2.6 + (key + 2.0 if pictured else 0)
    room = (w - left - 2.6, h - 2.9)
    words = _row_words(stage, job, entries, room, h, grow)
    look = stage.look
    for at, (entry, cell) in enumerate(zip(entries, cells, strict=True)):
        x, y = cell[:2]
        card(stage, cell)
        tinted = (x + HAIR, y + HAIR, wide_ - HAIR, h - 2 * HAIR)
        panel(stage, tinted, "left", look.paper2)
        style = stage.style(900, key, look.accent)
        if pictured:
            _picture(stage, entry, (tinted[0] + 1.4, *tinted[1:]), 0.9)
            stage.text(keys[at], style, x + wide_ + 2.4, y + (h - key) / 2)
        elif keys[at].isdigit():
            stage.numeral(keys[at], key, look.accent, x + wide_ / 2, y + (h - key) / 2)
        else:
            shift = 1.5 if numbered else 0.0
            stage.text(keys[at], style, x + wide_ / 2 + shift, y + (h - key) / 2, "centre")
        if numbered:
            number(stage, at + 1, x + 2.3, y + 2.3, max(1.5, min(1.9, h * 0.16)))
        if words.beside:
            stage.text(entry.lead, stage.style(700, words.lead, look.ink), x + left, y + (h - words.lead) / 2)
            block = words.texts[at]
            put(stage, block, x + left + words.beside, y + (h - block.height / stage.u) / 2)
        else:
            _column(stage, entry, words, at, x + left, y + (h - _height(stage, words, at)) / 2)


def _row_words(
    stage: Stage, job: TopicBrief, entries: Sequence[Entry], room: tuple[float, float], h: float, grow: float
) -> Words:
    """Lead over text, or the text beside its lead where that makes it larger. Raises Overfull."""
    choices: list[Words] = []
    failure = Overfull(0, "", 0)
    for setting in (_stacked, _aside):
        try:
            choices.append(setting(stage, job, entries, room, h, grow))
        except Overfull as error:
            failure = error
    if not choices:
        raise failure
    return max(choices, key=lambda words: words.texts[0].size * (0.9 if words.beside else 1.0))


def _stacked(
    stage: Stage, job: TopicBrief, entries: Sequence[Entry], room: tuple[float, float], h: float, grow: float
) -> Words:
    return set_words(stage, job, entries, room, min(4.4 * grow, h * 0.36), 3.3 * grow)


def _aside(
    stage: Stage, job: TopicBrief, entries: Sequence[Entry], room: tuple[float, float], h: float, grow: float
) -> Words:
    leads = [entry.lead for entry in entries]
    if not all(leads):
        raise Overfull(0, "", 0)
    ink = stage.look.ink
    strong = one_line(stage, leads, ink_style(stage, 700, ink), room[0] * 0.3, (min(4.2 * grow, h * 0.44), job.least))
    style = stage.style(700, strong, ink)
    beside = max(set_text(lead, style).width for lead in leads) / stage.u + 2.6
    texts = [entry.text for entry in entries]
    size = (max(job.least, min(3.2 * grow, LIGHTER * strong)), job.least)
    blocks = tidy(stage, texts, ink_style(stage, 500, ink), (room[0] - beside, room[1] + 0.6), size)
    return Words(strong, blocks, beside)


def row_cells(box: Box, count: int, gap: float) -> list[Box]:
    """Rows of equal height one below the other."""
    x, y, w, h = box
    each = (h - gap * (count - 1)) / count
    return [(x, y + (each + gap) * at, w, each) for at in range(count)]
