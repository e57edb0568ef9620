"""Pieces that several templates share: header lockup, date, footer, QR code, silhouettes."""

from __future__ import annotations

import segno

from campaign.compose.bilingual import apart, column, parted
from campaign.compose.brief import Brief
from campaign.compose.roof import hospital, mark, turbine, yurt
from campaign.compose.room import fitted
from campaign.compose.stage import Align, Stage
from campaign.display import QrModules
from campaign.errors import SourceError
from campaign.formats import PrintFormat
from campaign.typeset.lines import set_text
from campaign.typeset.phrases import Fit, fit
from campaign.units import mm

QUIET = 4  # modules (ISO/IEC 18004)
MIN_MODULE_MM = 0.6  # what a telephone's camera resolves at arm's length
SPLIT = 0.8  # what a size is worth where phrases are cut for it, beside Mongolian that comes first
SMALLEST = 7.0  # u: a shorter slogan is asked for below this (art direction, "Headline fitting")
BESIDE = 3.0  # u between the header's two parts
WHITE = (255, 255, 255)

Box = tuple[float, float, float, float]


def header(
    stage: Stage,
    x: float,
    y: float,
    size: float,
    name: str,
    sub: str,
    *,
    scale: float = 0.495,
    right: float | None = None,
) -> float:
    """The lockup on the sky: mark, campaign name, one line below; `size` is the mark's height in u.

    Long words are made smaller so that they end at `right` u, by itself as far from that edge as `x` is from the other.
    Returns where they end, u.
    """
    look = stage.look
    mark(stage, x, y, size, look.hi, look.on)
    left = x + 1.2 * size
    room = (stage.w - x if right is None else right) - left
    big = fitted(stage, name, stage.style(900, scale * size, look.on, 0.06), room, ("name", name))
    small = stage.style(500, max(0.31 * size, stage.least), look.on, 0.01)
    small = fitted(stage, sub, small, room, ("system", sub.rpartition(" · ")[2]))
    widths = stage.text(name, big, left, y + 0.02 * size), stage.text(sub, small, left, y + 0.63 * size)
    return left + max(widths)


def header_right(stage: Stage, job: Brief, y: float, size: float, left: float = 0.0) -> None:
    """The ordinal over 全国“…”, flush with the right margin, the closing quote hanging.

    Left out where it would come near what ends at `left` u, which says the same campaign's name.
    """
    right = stage.w - 6
    style = stage.style(900, 0.51 * size, stage.emphasis(0.51 * size))
    line, small = f"全国“{job.word('name')}”", stage.style(500, 0.31 * size, stage.look.on)
    wide = max(set_text(job.word("edition"), style).width, set_text(line, small).width) / stage.u
    if right - wide < left + BESIDE:
        return
    stage.text(job.word("edition"), style, right, y + 0.02 * size, "right")
    stage.text(line, small, right, y + 0.63 * size, "right")


def slogan(stage: Stage, job: Brief, box: Box, align: Align, reserve: Box | None = None) -> Fit:
    """Fit the slogan into a box (u) and set it; refuses what would be smaller than SMALLEST even in `reserve`,
    and in second place beside Mongolian what would be smaller than LEAST."""
    if not job.phrases:
        raise SourceError(job.span, "标语里没有文字")
    text, face = job.mongolian, stage.look.headline
    x, y, w, h = box

    def size(wide: float, most: float) -> float:
        found = fit(job.phrases, face, wide, h, largest=most)
        split = sum(len(line) for line in found.lines) > len(job.phrases)
        return found.size * (SPLIT if split else 1.0)

    parting = parted(text, job.span, (x, w, h), size)
    chosen = fit(job.phrases, face, parting.wide, h, largest=parting.most)
    if chosen.size < SMALLEST and not parting.slot:
        x, y, w, h = reserve or box
        parting = apart(text, x, w)
        chosen = fit(job.phrases, face, parting.wide, h, largest=parting.most)
    if chosen.size < SMALLEST and not parting.slot:
        longest = max((phrase.text for phrase in job.phrases), key=len)
        hint = f"缩短标语，或用空格、逗号断开“{longest}”"
        told = f"字高只有 {chosen.size:.1f}u，低于 {SMALLEST:.0f}u" if chosen.size > 1 else "没有放标语的地方"
        raise job.refuse(told, hint)
    column(stage, text, (parting.at, y, h), job.span, parting.slot)
    stage.headline(chosen, (parting.left, y, parting.wide, h), align, 0.5)
    return chosen


def date_block(
    stage: Stage, job: Brief, x: float, numeral: tuple[float, float], label: tuple[float, float], room: float
) -> None:
    """6·16 over 安全宣传咨询日, centred on x; each pair is (top, size) in u, `room` the label's greatest width."""
    look = stage.look
    stage.numeral(job.word("consultation.dot"), numeral[1], look.accent, x, numeral[0])
    text = job.word("consultation.name")
    style = fitted(stage, text, stage.style(900, label[1], look.ink, 0.10), room, ("consultation.name", text))
    stage.text(text, style, x, label[0], "centre")


def steppe(stage: Stage, base: float, scale: float = 1.0) -> None:
    """Turbines and yurt on the left, hospital on the right, standing on the rule at `base` u."""
    look = stage.look
    left = 9.35 - 4 * (1 - scale)
    turbine(stage, left, base, 12.7 * scale, 10, look.line)
    turbine(stage, left + 7.15 * scale, base, 9.3 * scale, 41, look.soft)
    yurt(stage, left + 9.65 * scale, base, 9.3 * scale)
    hospital(stage, stage.w - 7.9 - 22.35 * scale, base, 22.35 * scale)


def code_rows(job: Brief) -> tuple[str, ...]:
    """The symbol of the piece's address, without its quiet zone."""
    matrix = segno.make(job.url, error="m", micro=False, boost_error=False).matrix
    return tuple("".join("1" if bit else "0" for bit in row) for row in matrix)


def code_side(stage: Stage, job: Brief, at_least: float) -> float:
    """The side of the code's white box, u: `at_least`, and in print what its scanning distance and modules ask for."""
    if not isinstance(job.format, PrintFormat):
        return at_least
    modules = len(code_rows(job))
    symbol = max(job.format.code_mm, MIN_MODULE_MM * modules)
    return max(at_least, mm(symbol) / stage.u * (modules + 2 * QUIET) / modules)


def qr_code(stage: Stage, job: Brief, right: float, middle: float, at_least: float) -> float:
    """The QR code in its white box with quiet zone, right edge and vertical middle given; returns its width, u."""
    rows = code_rows(job)
    count = len(rows) + 2 * QUIET
    side = code_side(stage, job, at_least)
    left, top = right - side, middle - side / 2
    stage.rect(left, top, side, side, WHITE, radius=0.6)
    module = side / count
    corner = (left + QUIET * module) * stage.u, (top + QUIET * module) * stage.u
    stage.items.append(QrModules(*corner, module * stage.u, rows, stage.look.ink, job.url))
    return side
