"""A warning case: day and place, what it cost, the chain of causes, the law, the musts (art direction, "Case")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.compose.cards import RADIUS, card, stroke
from campaign.compose.drawing import draw, drawing, exists
from campaign.compose.frame import SLOPE, House, below, shape_of, side, tall
from campaign.compose.heading import bars, lockup, lockup_right, put_column, sky, titled
from campaign.compose.parts import WHITE, Box
from campaign.compose.roof import content_roof
from campaign.compose.setting import BODY, COMPACT, Overfull, ink_style, one_line, paragraphs, put
from campaign.compose.stage import Stage
from campaign.compose.steps import row_cells, rows
from campaign.compose.title import put_title
from campaign.compose.topic import TopicBrief
from campaign.content.forms import LAW, MUSTS, entries_of
from campaign.content.model import Entry
from campaign.display import Stroke
from campaign.typeset.paragraph import Block

ARROW = 3.2  # u between two links of the chain
GAP = 2.1  # u between the blocks
COUNTS = "〇一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Law:
    """The law box, measured: articles with their texts."""

    titles: list[str]
    texts: list[Block]
    size: float
    height: float


def case(stage: Stage, job: TopicBrief) -> None:
    """A case page in any ratio."""
    shape = shape_of(stage, job)
    if shape == "portrait":
        house = _portrait(stage, job)
    else:
        house = tall(stage, job, _sign(job)) if shape == "tall" else side(stage, job, _sign(job))
    try:
        _fill(stage, job, house)
    except Overfull as error:
        raise job.too_long(job.form.entries[error.index], error.text, error.room) from None


def _portrait(stage: Stage, job: TopicBrief) -> House:
    """Black sky, the case's line, a title as large as a slogan, the warning sign beside it."""
    screen, m = job.screen, stage.margin
    right = stage.w - m
    sky(stage, job)
    width = (66.0 if screen else 71.0) - (m - 6)
    title, parting = titled(stage, job, (m, width, 35.5), 35.5, (16.6, 16.6, 12.0), figures=True)
    head = 35.5 if parting.slot else title.height
    top = 25.4 if stage.h > 120 else 24.0
    apex = top + 35.5 + 11.7 if stage.h > 136 and not screen else top + head + 10.6
    content_roof(stage, 50, apex, SLOPE)
    bars(stage)
    lockup(stage, job, m, m + 1.2, 8.0 if screen else 7.4)
    if not screen and stage.h > 136:
        lockup_right(stage, job, right, 7.2, 7.4, 48)
    line = str(job.topic.meta.get("case_line", "") or job.topic.subtitle)
    style = ink_style(stage, 700, stage.look.hi)
    (kicker,) = paragraphs(stage, [line], style, (right - m, 5.5), (3.7, job.least), 1.2)
    put(stage, kicker, m, 23.3 - kicker.height / stage.u)
    room = max(apex - 11.7 - top, head)
    put_title(stage, title, parting.left, top + (room - title.height) / 2)
    put_column(stage, job, parting, top, room)
    _sign(job)(stage, right - 8.4, top + 8.8, 8.4)
    return below(stage, job, apex + SLOPE * 50 + 2.4)


def _sign(job: TopicBrief):  # type: ignore[no-untyped-def]
    name = str(job.topic.meta.get("sign", ""))

    def sign(stage: Stage, cx: float, cy: float, r: float) -> None:
        """The yellow triangle with the hazard's glyph (GB 2894: black on yellow); r is half its side."""
        look, height = stage.look, r * 1.732
        yellow, black = look.roof, look.tile
        top = cy - height * 0.5

        def triangle(inset: float) -> list[tuple[float, float]]:
            return [
                (cx, top + 2 * inset),
                (cx + r - 1.732 * inset, top + height - inset),
                (cx - r + 1.732 * inset, top + height - inset),
            ]

        edge = triangle(0.1 * r)
        stage.polygon(edge, yellow)
        _closed(stage, edge, 0.2 * r, yellow)
        _closed(stage, triangle(0.205 * r), 0.075 * r, black)
        glyph = name if exists("icons", name) else "alert"
        size = 0.72 * r
        box = (cx - size / 2, cy + 0.23 * r - size / 2, size, size)
        draw(stage, drawing("icons", glyph), box, yellow, black)

    return sign


def _closed(stage: Stage, points: Sequence[tuple[float, float]], width: float, colour: tuple[int, int, int]) -> None:
    scaled = [(x * stage.u, y * stage.u) for x, y in points]
    segments = tuple(("M" if at == 0 else "L", point) for at, point in enumerate(scaled))
    stage.items.append(Stroke((*segments, ("Z", ())), width * stage.u, colour, "round", "round"))


def _fill(stage: Stage, job: TopicBrief, house: House) -> None:
    """Heading, chain, law, musts from top to bottom; the chain takes what the others leave."""
    x, y, w, h = house.box
    grow = 1.12 if job.screen else 1.0
    listed = house.shape != "portrait" or h > 60
    top = _heading(stage, job, x, y, w, grow) + 1.9
    musts = entries_of(job.topic, MUSTS)
    must_h = _must_height(job, musts, w, grow)
    room = y + h - top - (must_h + GAP if musts else 0)
    _chain_and_law(stage, job, (x, top, w, room), grow, listed=listed)
    if musts:
        _musts(stage, job, musts, (x, y + h - must_h, w, must_h), grow)


def _chain_and_law(stage: Stage, job: TopicBrief, box: Box, grow: float, *, listed: bool) -> None:
    """The chain, and below it as much of the law as leaves the chain its room. Raises Overfull."""
    x, top, w, room = box
    count, start = len(job.form.entries), len(stage.items)
    needs = (8.0 * count, 12.0 * count) if listed else (11.0, 15.0)
    law = _law(stage, job, w, grow, room - GAP, needs)
    if law:
        chain_h = room - law.height - GAP
        spare = _spare(chain_h, count, grow, listed=listed)
        try:
            _chain(stage, job, (x, top, w, chain_h - 3 * spare), grow, listed=listed)
        except Overfull:  # the chain is what happened: it stays, the law is on the page
            del stage.items[start:]
        else:
            _put_law(stage, law, (x, top + chain_h - 2 * spare + GAP, w, law.height))
            return
    spare = 0.0 if listed else _spare(room, count, grow, listed=False)  # rows alone take all the room
    _chain(stage, job, (x, top, w, room - 3 * spare), grow, listed=listed)


def _spare(room: float, count: int, grow: float, *, listed: bool) -> float:
    """A third of the height that so many causes leave, in rows or side by side."""
    return max(0.0, room - (15.0 * grow * count if listed else 24.0)) / 3


def _heading(stage: Stage, job: TopicBrief, x: float, y: float, w: float, grow: float) -> float:
    """事故原因 and what the accident cost; returns the y below."""
    look = stage.look
    size = 3.7 * grow
    wide = stage.text("事故原因", stage.style(900, size, look.ink), x, y)
    figure = str(job.topic.meta.get("figure", ""))
    if figure:
        room = w - wide - 2.2
        try:
            small = one_line(stage, [figure], ink_style(stage, 500, look.muted), room, (2.5 * grow, job.least))
            stage.text(figure, stage.style(500, small, look.muted), x + wide + 2.0, y + 0.9 * (size - small))
        except Overfull:
            style = ink_style(stage, 500, look.muted)
            (block,) = paragraphs(stage, [figure], style, (w, 9), (2.5 * grow, job.least), 1.3)
            return put(stage, block, x, y + size + 1.0)
    return y + size


def _chain(stage: Stage, job: TopicBrief, box: Box, grow: float, *, listed: bool) -> None:
    """The links as rows, or as cards in a row with arrows between them and the toll at the end."""
    x, y, w, h = box
    entries = job.form.entries
    if listed:
        keys = [str(at + 1) for at in range(len(entries))]
        rows(stage, job, entries, row_cells(box, len(entries), 1.6), grow, keys, pictured=False, numbered=False)
        return
    deaths = job.topic.meta.get("deaths")
    toll = isinstance(deaths, int) and deaths > 0 and len(entries) < (4 if job.screen else 5)
    count = len(entries) + (1 if toll else 0)
    each = (w - ARROW * (count - 1)) / count
    cells = [(x + (each + ARROW) * at, y, each, h) for at in range(count)]
    for cell in cells[1:]:
        mid, left = y + h / 2, cell[0] - ARROW / 2 - 0.55
        stroke(stage, [(left, mid - 1.3), (left + 1.3, mid), (left, mid + 1.3)], 0.6, stage.look.accent, "butt")
    _links(stage, job, entries, cells, grow)
    if toll:
        _toll(stage, cells[-1], str(deaths))


def _links(stage: Stage, job: TopicBrief, entries: Sequence[Entry], cells: Sequence[Box], grow: float) -> None:
    """Every link's name, and its text where all texts find room."""
    _, y, w, h = cells[0]
    look, pad = stage.look, 1.4
    bold = ink_style(stage, 700, look.ink)
    texts: list[Block] = []
    lead = one_line(stage, [e.lead for e in entries], bold, w - 2 * pad, (3.2 * grow, job.least))
    mark = 4.6 * grow
    try:
        style = ink_style(stage, 500, look.ink)
        lead = one_line(stage, [e.lead for e in entries], bold, w - 2 * pad - 3.9, (3.2 * grow, job.least))
        room = (w - 2 * pad, h - 2.4 - lead - 1.0)
        texts = paragraphs(stage, [e.text for e in entries], style, room, (min(2.6 * grow, lead), job.least), COMPACT)
    except Overfull:
        lead = one_line(stage, [e.lead for e in entries], bold, w - 2 * pad, (3.7 * grow, job.least))
    tall_ = lead + 1.0 + max(block.height for block in texts) / stage.u if texts else mark + 0.6 + lead
    for at, (entry, cell) in enumerate(zip(entries, cells, strict=False)):
        x = cell[0]
        card(stage, cell)
        top = y + (h - tall_) / 2
        if texts:
            stage.circle(x + pad + 1.5, top + lead / 2, 1.5, look.accent)
            figure = max(2.2, stage.least)
            digit = stage.style(900, figure, WHITE)
            stage.text(str(at + 1), digit, x + pad + 1.5, top + lead / 2 - 0.525 * figure, "centre")
            stage.text(entry.lead, stage.style(700, lead, look.ink), x + pad + 3.9, top)
            put(stage, texts[at], x + pad, top + lead + 1.0)
        else:
            stage.numeral(str(at + 1), mark, look.accent, x + w / 2, top)
            stage.text(entry.lead, stage.style(700, lead, look.ink), x + w / 2, top + mark + 0.6, "centre")


def _toll(stage: Stage, box: Box, deaths: str) -> None:
    """How many died, white and yellow on black."""
    x, y, w, h = box
    look = stage.look
    stage.rect(x, y, w, h, look.tile, radius=RADIUS)
    size = min(7.2, h * 0.5, w * 0.5)
    label = min(2.75, (w - 2.0) / 5)
    top = y + (h - size - label - 0.7) / 2
    stage.numeral(deaths, size, look.hi, x + w / 2, top)
    stage.text("人不幸遇难", stage.style(700, label, look.on), x + w / 2, top + size + 0.7, "centre")


def _law(stage: Stage, job: TopicBrief, w: float, grow: float, room: float, chain: tuple[float, float]) -> Law | None:
    """As many articles as leave the chain its height (least for the first, good for more); None where none fits."""
    entries = [entry for entry in entries_of(job.topic, LAW) if entry.lead and entry.text]
    style = ink_style(stage, 500, stage.look.ink)
    chosen: Law | None = None
    for count in range(1, len(entries) + 1):
        texts = [entry.text for entry in entries[:count]]
        size = 2.75 * grow
        try:
            blocks = paragraphs(stage, texts, style, (w - 6.4, 99), (2.35 * grow, job.least), BODY)
        except Overfull:
            break
        height = 4.0 + sum(size + 0.9 + block.height / stage.u for block in blocks) + 1.5 * (count - 1)
        if height > room - chain[0 if count == 1 else 1]:
            break
        chosen = Law([entry.lead for entry in entries[:count]], blocks, size, height)
    return chosen


def _put_law(stage: Stage, law: Law, box: Box) -> None:
    """A pale box with a red edge: article and what it asks."""
    x, y, w, h = box
    look = stage.look
    stage.rect(x, y, w, h, look.paper2, radius=RADIUS)
    stage.rect(x, y, 1.0, h, look.accent)
    top = y + 2.0
    for title, block in zip(law.titles, law.texts, strict=True):
        stage.text(title, stage.style(700, law.size, look.accent), x + 3.4, top)
        top = put(stage, block, x + 3.4, top + law.size + 0.9) + 1.5


def _must_columns(job: TopicBrief, musts: Sequence[Entry], w: float, grow: float) -> int:
    """As many plates in a row as hold four characters on a line."""
    count = len(musts)
    each = (w - 10.5 * grow - 0.9 * (count - 1)) / count
    return count if each >= 4 * job.least + 2.8 * grow + 2.4 else 3 if count > 4 else 2


def _must_height(job: TopicBrief, musts: Sequence[Entry], w: float, grow: float) -> float:
    if not musts:
        return 0.0
    columns = _must_columns(job, musts, w, grow)
    lines = -(-len(musts) // columns)
    return (7.2 if lines == 1 else 6.4) * grow * lines + 1.0 * (lines - 1)


def _musts(stage: Stage, job: TopicBrief, musts: Sequence[Entry], box: Box, grow: float) -> None:
    """The musts as numbered red plates, their name on the left."""
    x, y, w, h = box
    look, count = stage.look, len(musts)
    label = f"{COUNTS[count] if count <= 10 else count}必须"
    size = 2.9 * grow
    top = y + (h - size * 2.25) / 2
    wide = stage.text(job.topic.category, stage.style(900, size, look.ink), x, top)
    wide = max(wide, stage.text(label, stage.style(900, size, look.ink), x, top + 1.25 * size)) + 1.6
    columns = _must_columns(job, musts, w, grow)
    each = (w - wide - 0.9 * (columns - 1)) / columns
    high = (7.2 if columns == count else 6.4) * grow
    r = 1.45 * grow
    room = (each - 2 * r - 2.3, high - 1.0)
    texts = [entry.lead or entry.text for entry in musts]
    style = ink_style(stage, 700, WHITE)
    try:
        blocks = paragraphs(stage, texts, style, room, (2.75 * grow, job.least), 1.2, lines=2, balanced=True)
    except Overfull as error:
        raise job.too_long(musts[error.index], error.text, error.room) from None
    for at, block in enumerate(blocks):
        left = x + wide + (each + 0.9) * (at % columns)
        row = y + (high + 1.0) * (at // columns)
        stage.rect(left, row, each, high, look.accent, radius=RADIUS)
        stage.circle(left + 0.9 + r, row + high / 2, r, WHITE)
        number = max(1.45 * r, stage.least)
        style_ = stage.style(900, number, look.accent)
        stage.text(str(at + 1), style_, left + 0.9 + r, row + high / 2 - number * 0.525, "centre")
        put(stage, block, left + 1.6 + 2 * r, row + (high - block.height / stage.u) / 2)
