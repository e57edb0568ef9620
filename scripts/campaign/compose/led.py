"""LED strips: flat colour on black, whole pixels, one line; long slogans turn pages at marks, else between words."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.compose.brief import Brief, check_glyphs
from campaign.compose.panel import BOLD, FROM_LARGE, LOWEST, Cut, cut, snapped
from campaign.compose.roof import mark
from campaign.compose.sign import sign, signs
from campaign.compose.stage import NUMERALS, Stage, stage_for
from campaign.display import Sheet
from campaign.errors import SourceError
from campaign.looks import Look, led_colours, mix
from campaign.typeset.lines import CJK_ASCENT, NUMERAL_ASCENT, SetLine, Style, set_headline, set_text
from campaign.typeset.phrases import Phrase, divided, line_width, partitions

LARGEST, SMALLEST = 65.6, 50.0  # u of the panel's height
FACE = BOLD
BARS = ((60, 10, 8), (110, 17, 12), (170, 28, 20))  # the accent fading to the left, flat on black
GAP = 0.4  # em between phrases
SQUARE = 3.5  # panels shorter than this many heights set the slogan in lines below each other
MOST_PAGES = 3  # of one line each, before several lines stand on a page
END_BARS = 184.0  # u
DATE_RATIO, DATE_HEIGHT = 12, 96  # the date block appears on panels at least this long and this high, in px


@dataclass(frozen=True, slots=True)
class Strip:
    """Where things stand on a panel, in u: mark left edge, slogan left edge, right limit."""

    mark_x: float
    text_x: float
    limit: float
    long: bool


def strip_of(stage: Stage) -> Strip:
    """The boxes of a panel (art direction, "LED 512×64" and "LED 1920×128")."""
    if stage.w / stage.h >= DATE_RATIO and stage.size[1] >= DATE_HEIGHT:
        return Strip(36, 140, stage.w - END_BARS - 14, True)
    return Strip(14, 118, stage.w - 22, False)


def led_pages(job: Brief, look: Look, title: str) -> tuple[Sheet, ...]:
    """The pages of one slogan in full colour. Raises SourceError."""
    empty = stage_for(job.format, look)
    lines, still = _turned(empty, job)
    sheets = []
    for line in lines:
        stage = stage_for(job.format, look)
        if still:
            sign(stage, job, line)
        else:
            led(stage, job, line, alone=len(lines) == 1)
        sheets.append(stage.sheet(title))
    return tuple(sheets)


def _turned(stage: Stage, job: Brief) -> tuple[list[tuple[Phrase, ...]], bool]:
    """The pages, and whether each is a sign of several lines: on short panels, and where single lines would be many."""
    if stage.w / stage.h < SQUARE:
        return signs(job, stage.size), True
    try:
        lines = pages(stage, job)
    except SourceError as error:
        with contextlib.suppress(SourceError):
            return signs(job, stage.size), True
        raise error from None
    if len(lines) > MOST_PAGES:
        with contextlib.suppress(SourceError):
            fewer = signs(job, stage.size)
            if len(fewer) < len(lines):
                return fewer, True
    return lines, False


def pages(stage: Stage, job: Brief) -> list[tuple[Phrase, ...]]:
    """The slogan's pages: the fewest that hold it at a readable size, evenly filled. Raises SourceError."""
    if _low(stage):
        form = _cut(stage, job)
        face, room = form.face, stage.size[0] / form.size
    else:
        strip = strip_of(stage)
        face, room = FACE, (strip.limit - strip.text_x) / SMALLEST
    phrases = [part for phrase in job.phrases for part in _parts(job, phrase, face, room)]
    for count in range(1, len(phrases) + 1):
        fitting = [lines for lines in partitions(phrases, count) if len(lines) == count]
        fitting = [ls for ls in fitting if max(line_width(line, face, GAP) for line in ls) <= room]
        if fitting:
            return list(min(fitting, key=lambda ls: max(line_width(line, face, GAP) for line in ls)))
    raise AssertionError("unreachable: a phrase a page always fits")


def _parts(job: Brief, phrase: Phrase, face: str, room: float) -> tuple[Phrase, ...]:
    """A phrase as it is, or cut between words if the panel is too short for it. Raises SourceError."""
    if phrase.width(face) <= room:
        return (phrase,)
    if parts := divided(phrase, face, room):
        return parts
    message = f"“{phrase.text}”比屏还宽，一屏最多 {math.floor(room)} 字"
    raise job.refuse(message, f"缩短，或在“{phrase.text}”中间加空格或 | 断开，每段不超过 {math.floor(room)} 字")


def _low(stage: Stage) -> bool:
    """Panels too low for anything but words."""
    return stage.size[1] < FROM_LARGE


def _cut(stage: Stage, job: Brief) -> Cut:
    if stage.size[1] < LOWEST:
        raise SourceError(job.span, f"{job.format.label} 的屏太矮，放不下汉字", f"屏高至少 {LOWEST} 像素")
    form = cut("".join(phrase.text for phrase in job.phrases), round(stage.size[1]), one_bit=False)
    check_glyphs(job, form.face)
    return form


def _words(stage: Stage, job: Brief, line: Sequence[Phrase]) -> None:
    """The words alone, in the middle, as large as is clean."""
    colours, form = led_colours(), _cut(stage, job)
    words = set_headline(tuple(line), Style(form.face, form.size, colours.text), colours.emphasis, GAP)
    left = round((stage.size[0] - words.width) / 2)
    stage.items += words.at(left, form.baseline(round(stage.size[1])))
    stage.items = snapped(stage.items, crisp=form.crisp)


def led(stage: Stage, job: Brief, line: Sequence[Phrase], *, alone: bool) -> None:
    """One page; `alone` says that the slogan has no other, so that the date may stand beside it."""
    colours = led_colours()
    stage.rect(0, 0, stage.w, stage.h, colours.ground)
    if _low(stage):
        _words(stage, job, line)
        return
    strip = strip_of(stage)
    mark(stage, strip.mark_x, 13, 74, colours.emphasis, colours.text)
    largest = LARGEST if strip.long else 64.0
    ems = line_width(line, FACE, GAP)
    size = min(largest, (strip.limit - strip.text_x) / ems)
    size = math.floor(size * stage.u + 0.25) / stage.u  # whole pixels
    style = Style(FACE, size * stage.u, colours.text)
    words = set_headline(tuple(line), style, colours.emphasis, GAP)
    width = words.width / stage.u
    dated = strip.long and alone and _date(stage, job, strip.text_x + width + 34, strip.limit)
    slack = 0.0 if dated else (strip.limit - strip.text_x - width) / 2
    _put(stage, words, strip.text_x + slack, 50 - size / 2 + CJK_ASCENT * size)
    if strip.long:
        _bars(stage)
    stage.items = snapped(stage.items)


def _date(stage: Stage, job: Brief, x: float, limit: float) -> bool:
    """Divider, 6·16, and two lines, if there is room for them right of the slogan; says whether."""
    colours = led_colours()
    numeral = set_text(job.word("consultation.dot"), Style(NUMERALS, 76 * stage.u, colours.emphasis))
    name = set_text(job.word("consultation.name"), stage.style(700, 32.5, colours.text))
    organiser = set_text(job.word("organiser"), stage.style(500, 25.4, colours.text))
    left = x + 30 + numeral.width / stage.u + 22
    if left + max(name.width, organiser.width) / stage.u > limit:
        return False
    stage.rect(x, 16, 1.6, 68, mix(colours.accent, colours.ground, 0.55))
    _put(stage, numeral, x + 30, 13.5 + NUMERAL_ASCENT * 76)
    _put(stage, name, left, 15 + CJK_ASCENT * 32.5)
    _put(stage, organiser, left, 57.5 + CJK_ASCENT * 25.4)
    return True


def _bars(stage: Stage) -> None:
    """The family's bands as red diagonals at the right end."""
    for index, fill in enumerate((*BARS, led_colours().accent)):
        left = stage.w - END_BARS + index * 44
        stage.polygon([(left, 100), (left + 36.5, 100), (left + 196.5, 0), (left + 160, 0)], fill)


def _put(stage: Stage, line: SetLine, x: float, baseline: float) -> None:
    stage.items += line.at(x * stage.u, baseline * stage.u)
