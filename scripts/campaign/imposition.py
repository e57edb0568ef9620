"""Display lists on the paper that an office has: posters in tiles, one character a sheet, several cards a sheet.

A `Paper` says where the pieces' pages are placed (with what clip), and what is drawn on the paper itself: marks,
labels, instructions. All lengths in points, y downward from the paper's corner.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.display import FillRect, Gradient, Item, Sheet, Stroke
from campaign.typeset.lines import CJK_ASCENT, Style, set_text
from campaign.units import Rect, mm, to_mm

SIZES = {"a4": (mm(210), mm(297)), "a3": (mm(297), mm(420))}
MARGIN = mm(10)  # what an office printer may leave white
OVERLAP = mm(12)  # what the next tile is glued on
BLEED = mm(3)  # at most this much of a poster's bleed is printed round its trim
HAIR = 0.4
BLACK, GREY, WHITE = (0, 0, 0), (110, 110, 110), (255, 255, 255)
REGULAR, BOLD = "NotoSansSC-500", "NotoSansSC-700"


@dataclass(frozen=True, slots=True)
class Placement:
    """A page of the piece on the paper: where its trim's corner lies, how much it is scaled, what of it shows."""

    page: int
    x: float
    y: float
    scale: float
    clip: Rect


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet of office paper: placements at the back, its own items over them."""

    width: float
    height: float
    placements: tuple[Placement, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """How a poster is cut into tiles: paper, rows and columns, and where the trim lies from the first tile's edge."""

    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float

    @property
    def live(self) -> tuple[float, float]:
        """Width and height of what a tile shows."""
        return self.width - 2 * MARGIN, self.height - 2 * MARGIN

    def tile(self, row: int, column: int) -> Rect:
        """What a tile shows, from the trim's corner on."""
        width, height = self.live
        return Rect(column * (width - OVERLAP) - self.left, row * (height - OVERLAP) - self.top, width, height)


def grid(sheet: Sheet, paper: str) -> Grid:
    """The grid of fewest sheets, paper upright or across, the poster in its middle."""
    side, length = SIZES[paper]
    bleed = min(sheet.bleed, BLEED)
    wide, tall = sheet.width + 2 * bleed, sheet.height + 2 * bleed

    def laid(width: float, height: float) -> Grid:
        step_x, step_y = width - 2 * MARGIN - OVERLAP, height - 2 * MARGIN - OVERLAP
        columns = max(1, math.ceil((wide - OVERLAP) / step_x - 1e-6))
        rows = max(1, math.ceil((tall - OVERLAP) / step_y - 1e-6))
        left = (columns * step_x + OVERLAP - sheet.width) / 2
        return Grid(width, height, columns, rows, left, (rows * step_y + OVERLAP - sheet.height) / 2)

    return min(laid(side, length), laid(length, side), key=lambda found: found.rows * found.columns)


def tiles(sheets: tuple[Sheet, ...], paper: str) -> tuple[Paper, ...]:
    """Every page over several sheets, its overview first."""
    papers = []
    for page, sheet in enumerate(sheets):
        found = grid(sheet, paper)
        papers.append(_overview(sheet, page, found, paper))
        for row in range(found.rows):
            papers += [_tile(sheet, page, found, row, column) for column in range(found.columns)]
    return tuple(papers)


def _tile(sheet: Sheet, page: int, found: Grid, row: int, column: int) -> Paper:
    shown, bleed = found.tile(row, column), min(sheet.bleed, BLEED)
    x, y = MARGIN - shown.x, MARGIN - shown.y
    live = Rect(MARGIN, MARGIN, *found.live)
    whole = Rect(x, y, sheet.width, sheet.height).inset(-bleed)
    items = [*_joins(found, row, column, live), *_trim_marks(Rect(x, y, sheet.width, sheet.height), bleed, live)]
    name = f"{row + 1}-{column + 1}"
    items += words(name, BOLD, 11, live.x + mm(2), 3)
    place = f"第{row + 1}行 第{column + 1}列，共{found.rows}行{found.columns}列　{sheet.title}"
    items += words(place, REGULAR, 7.5, live.x + mm(2), to_mm(live.bottom) + 2.5)
    return Paper(found.width, found.height, (Placement(page, x, y, 1.0, overlap(live, whole)),), tuple(items))


def _joins(found: Grid, row: int, column: int, live: Rect) -> Iterator[Item]:
    """Cut lines at edges that are laid over a neighbour, dashed lines where the next neighbour's edge comes."""
    if column:
        yield line(live.x, MARGIN * 0.35, live.x, found.height - MARGIN * 0.35)
    if row:
        yield line(MARGIN * 0.35, live.y, found.width - MARGIN * 0.35, live.y)
    edge_x, edge_y = live.right - OVERLAP, live.bottom - OVERLAP
    if column < found.columns - 1:
        yield from _dashed(edge_x, live.y - mm(4), edge_x, live.bottom + mm(4))
        yield from words("粘贴线", REGULAR, 6, edge_x + mm(1), to_mm(live.y) - 4)
    if row < found.rows - 1:
        yield from _dashed(live.x - mm(4), edge_y, live.right + mm(4), edge_y)


def _dashed(x0: float, y0: float, x1: float, y1: float) -> Iterator[Item]:
    """A dashed line that shows on any ground: black over white."""
    yield line(x0, y0, x1, y1, WHITE, 1.2)
    yield line(x0, y0, x1, y1, BLACK, HAIR, (4.0, 4.0))


def _trim_marks(trim: Rect, bleed: float, live: Rect) -> Iterator[Item]:
    """Marks of the poster's own corners, outside its bleed, on the tiles that have them."""
    near, far = bleed + mm(0.6), bleed + mm(4.6)
    for x, away in ((trim.x, -1), (trim.right, 1)):
        for y, down in ((trim.y, -1), (trim.bottom, 1)):
            if live.x - 1 <= x <= live.right + 1 and live.y - 1 <= y <= live.bottom + 1:
                yield line(x, y + down * near, x, y + down * far)
                yield line(x + away * near, y, x + away * far, y)


TILE_STEPS = (
    "1. 打印时选“实际大小”（100%），不要选“适合页面”；先量下面的标尺，应正好10厘米。",
    "2. 除第1列外，沿左边的实线裁去白边；除第1行外，沿上边的实线裁去白边。",
    "3. 从1-1开始，把后一张的裁边对齐前一张的虚线，粘在{overlap:g}毫米宽的重叠部分上。",
    "4. 先拼好每一行，再把各行拼起来，最后按四角的裁切线裁齐。",
)


def _overview(sheet: Sheet, page: int, found: Grid, paper: str) -> Paper:
    width, height = SIZES[paper]
    left, top, gap = mm(18), mm(62), mm(12)
    scale = min((width - 2 * left) / sheet.width, (height - top - gap) / sheet.height)
    x = (width - sheet.width * scale) / 2
    shown = Rect(x, top, sheet.width * scale, sheet.height * scale)
    size = f"{to_mm(sheet.width) / 10:g}×{to_mm(sheet.height) / 10:g}厘米"
    count = found.rows * found.columns
    items: list[Item] = [*words(f"拼图总览：{count}张{paper.upper()}拼成{size}", BOLD, 15, left, 12)]
    items += words(sheet.title, REGULAR, 9, left, 20)
    for index, step in enumerate(TILE_STEPS):
        items += words(step.format(overlap=to_mm(OVERLAP)), REGULAR, 8.5, left, 27 + 5 * index)
    items += ruler(left, 52)
    for row in range(found.rows):
        for column in range(found.columns):
            tile = found.tile(row, column)
            box = Rect(x + tile.x * scale, top + tile.y * scale, tile.w * scale, tile.h * scale)
            box = overlap(box, shown)
            items += _frame(box, WHITE, 1.4)
            items += _frame(box, BLACK, HAIR)
            items += tag(f"{row + 1}-{column + 1}", 9, box.cx, to_mm(box.y + box.h / 2))
    return Paper(width, height, (Placement(page, x, top, scale, shown),), tuple(items))


def cards(sheets: tuple[Sheet, ...], count: int, paper: str) -> tuple[Paper, ...]:
    """`count` copies of each page on one sheet of paper, at true size or reduced to fit, with crop marks."""
    return tuple(_copies(sheet, index, count, paper) for index, sheet in enumerate(sheets))


def _copies(sheet: Sheet, page: int, count: int, paper: str) -> Paper:
    bleed = min(sheet.bleed, BLEED)
    gutter, room = max(2 * bleed, mm(4)), MARGIN - mm(2)  # cut lines stand in the margin
    scale, width, height, columns = _fitted(sheet, count, paper, gutter, room)
    if scale < 1:  # side by side without gutters they are hardly reduced
        bleed, gutter = 0.0, 0.0
        scale, width, height, columns = _fitted(sheet, count, paper, gutter, mm(5))
    rows = math.ceil(count / columns)
    w, h = sheet.width * scale, sheet.height * scale
    left = (width - columns * w - (columns - 1) * gutter) / 2
    top = (height - rows * h - (rows - 1) * gutter) / 2
    placements, items = [], list[Item]()
    for index in range(count):
        x, y = left + index % columns * (w + gutter), top + index // columns * (h + gutter)
        clip = Rect(x, y, w, h).inset(-min(bleed * scale, gutter / 2))
        placements.append(Placement(page, x, y, scale, clip))
    bottom, right = top + rows * h + (rows - 1) * gutter, left + columns * w + (columns - 1) * gutter
    near, far = bleed + mm(0.5), bleed + mm(3.5)
    for x in (left + column * (w + gutter) + edge for column in range(columns) for edge in (0.0, w)):
        items += [line(x, top - far, x, top - near), line(x, bottom + near, x, bottom + far)]
    for y in (top + row * (h + gutter) + edge for row in range(rows) for edge in (0.0, h)):
        items += [line(left - far, y, left - near, y), line(right + near, y, right + far, y)]
    size = f"每张{to_mm(w):.0f}×{to_mm(h):.0f}毫米" + (f"（原大的{scale:.0%}）" if scale < 0.995 else "")
    items += words(
        f"{sheet.title}　{size}　打印选“实际大小”，沿裁切线裁开", REGULAR, 6, left + mm(2), to_mm(height) - 4.4
    )
    return Paper(width, height, tuple(placements), tuple(items))


def _fitted(sheet: Sheet, count: int, paper: str, gutter: float, room: float) -> tuple[float, float, float, int]:
    """The largest scale up to 1 at which the copies fit, with the paper's width and height and the columns."""

    def scale(width: float, height: float, columns: int) -> float:
        rows = math.ceil(count / columns)
        across = (width - 2 * room - (columns - 1) * gutter) / (columns * sheet.width)
        return min(1.0, across, (height - 2 * room - (rows - 1) * gutter) / (rows * sheet.height))

    side, length = SIZES[paper]
    ways = [(w, h, columns) for w, h in ((side, length), (length, side)) for columns in range(1, count + 1)]
    best = max(ways, key=lambda way: scale(*way))
    return scale(*best), *best


CHAR_STEPS = (
    "1. 打印时选“实际大小”（100%），不要选“适合页面”；可用红纸或白纸。",
    "2. 沿虚线裁下，按左上角的序号从左到右排好，字间留2—3厘米；标“空”的字后面空半个字。",
    "3. 在两个圆圈处打孔穿绳，或者贴在条幅布上。",
)


def characters(sheet: Sheet, paper: str) -> tuple[Paper, ...]:
    """A banner's line with one character a sheet, the overview first."""
    found = headline(sheet)
    ground = next((item.top for item in sheet.items if isinstance(item, Gradient)), BLACK)
    papers = [_character(found, index, ground, paper) for index in range(len(found))]
    return (_line_overview(sheet, found, paper), *papers)


def headline(sheet: Sheet) -> list[tuple[str, str, bool]]:
    """The characters of the largest text in reading order: character, face, whether a gap follows."""
    largest = max(run.size for run in sheet.runs())
    runs = [run for run in sheet.runs() if run.size == largest]
    cells = [(run.baseline, x, char, run.face) for run in runs for char, x in zip(run.text, run.xs, strict=True)]
    cells = sorted(cell for cell in cells if not cell[2].isspace())
    following = [*cells[1:], None]
    return [
        (char, face, nxt is not None and (nxt[0] != baseline or nxt[1] - x > 1.4 * largest))
        for (baseline, x, char, face), nxt in zip(cells, following, strict=True)
    ]


def _character(found: list[tuple[str, str, bool]], index: int, fill: tuple[int, int, int], paper: str) -> Paper:
    width, height = SIZES[paper]
    char, face, gap = found[index]
    size = width - 2 * MARGIN - mm(8)
    frame = Rect(MARGIN, MARGIN, width - 2 * MARGIN, size + mm(44))  # room for holes above, the same below
    baseline = frame.y + (frame.h - size) / 2 + CJK_ASCENT * size
    items: list[Item] = [*set_text(char, Style(face, size, fill)).centred(width / 2, baseline)]
    items += _frame(frame, GREY, 0.6, (6.0, 4.0))
    mark = f"{index + 1}/{len(found)}" + ("　空" if gap else "")
    items += words(mark, BOLD, 9, frame.x + mm(4), to_mm(frame.y) + 4, GREY)
    for x in (frame.x + frame.w * 0.2, frame.right - frame.w * 0.2):
        items += _ring(x, frame.y + mm(9), mm(2.5))
    items += words("沿虚线裁下", REGULAR, 6, frame.x, 5, GREY)
    return Paper(width, height, (), tuple(items))


def _line_overview(sheet: Sheet, found: list[tuple[str, str, bool]], paper: str) -> Paper:
    width, height = SIZES[paper]
    left = mm(18)
    scale = (width - 2 * left) / sheet.width
    shown = Rect(left, mm(55), sheet.width * scale, sheet.height * scale)
    items: list[Item] = [*words(f"单字横幅：{len(found)}张{paper.upper()}，每张一字", BOLD, 15, left, 12)]
    items += words(sheet.title, REGULAR, 9, left, 20)
    for index, step in enumerate(CHAR_STEPS):
        items += words(step, REGULAR, 8.5, left, 27 + 5 * index)
    items += ruler(left, 46)
    columns, cell = 8, (width - 2 * left) / 8
    top = to_mm(shown.bottom) + 8
    for index, (char, face, gap) in enumerate(found):
        x, y = left + index % columns * cell, top + index // columns * to_mm(cell * 1.35)
        items += set_text(char, Style(face, cell * 0.62, BLACK)).at(x, mm(y) + CJK_ASCENT * cell * 0.62)
        items += words(
            f"{index + 1}" + ("　空" if gap else ""), REGULAR, 8, x + cell * 0.2, y + to_mm(cell) * 0.72, GREY
        )
    return Paper(width, height, (Placement(0, left, shown.y, scale, shown),), tuple(items))


def words(
    text: str, face: str, size: float, x: float, top_mm: float, fill: tuple[int, int, int] = BLACK
) -> Iterator[Item]:
    """A line of text; x in points, its top in mm."""
    yield from set_text(text, Style(face, size, fill)).at(x, mm(top_mm) + CJK_ASCENT * size)


def tag(text: str, size: float, x: float, middle_mm: float) -> Iterator[Item]:
    """A short label on white, centred."""
    set_line = set_text(text, Style(BOLD, size, BLACK))
    y = mm(middle_mm)
    yield FillRect(Rect(x - set_line.width / 2 - 3, y - size * 0.7, set_line.width + 6, size * 1.4), WHITE, 2.0)
    yield from set_line.centred(x, y + size * 0.38)


def ruler(x: float, top_mm: float) -> Iterator[Item]:
    """Ten centimetres to hold a ruler against."""
    y = mm(top_mm)
    yield line(x, y, x + mm(100), y, BLACK, 0.8)
    for index in range(11):
        yield line(x + mm(10 * index), y - mm(2.5 if index % 5 == 0 else 1.5), x + mm(10 * index), y, BLACK, 0.8)
    yield from words("10厘米", REGULAR, 7, x + mm(102), top_mm - 2.6)


def line(
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    colour: tuple[int, int, int] = BLACK,
    width: float = HAIR,
    dash: tuple[float, ...] = (),
) -> Stroke:
    """A straight line."""
    return Stroke((("M", (x0, y0)), ("L", (x1, y1))), width, colour, dash=dash)


def _frame(box: Rect, colour: tuple[int, int, int], width: float, dash: tuple[float, ...] = ()) -> Iterator[Item]:
    corners = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
    segments = tuple((("M" if index == 0 else "L"), corner) for index, corner in enumerate(corners))
    yield Stroke((*segments, ("Z", ())), width, colour, dash=dash)


def _ring(x: float, y: float, r: float) -> Iterator[Item]:
    k = 0.5523 * r  # cubic approximation of a quarter circle
    yield Stroke(
        (
            ("M", (x + r, y)),
            ("C", (x + r, y + k, x + k, y + r, x, y + r)),
            ("C", (x - k, y + r, x - r, y + k, x - r, y)),
            ("C", (x - r, y - k, x - k, y - r, x, y - r)),
            ("C", (x + k, y - r, x + r, y - k, x + r, y)),
            ("Z", ()),
        ),
        HAIR,
        GREY,
    )


def overlap(one: Rect, other: Rect) -> Rect:
    """What two boxes share."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    return Rect(x, y, max(0.0, min(one.right, other.right) - x), max(0.0, min(one.bottom, other.bottom) - y))
