"""Marked slogans to phrases, and headlines to lines: the rules of the art direction's "Headline fitting"."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.fonts import LATIN, face
from campaign.typeset.marks import NO_END, NO_START
from campaign.typeset.words import LOOSE, cuts, loose, middle

BREAKS = frozenset("，、。；：,;|　 \t")  # phrase ends; dropped in headlines
KEPT = frozenset("！？!?")  # phrase ends that stay
LEADING = 1.19  # headline line step, in type sizes
MAX_LINES = 5
SPLIT_BELOW = 7.0  # u: below this a slogan would be refused, so that any phrase is split (art direction, rule 4)
LONG = 10.0  # em: from there on a phrase is split only if it is wider, and the type grows by more than a tenth
GAIN = 1.1
EVEN = 0.6  # of the longest line's length; what is more uneven may only become less so


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters that stay together; `hi[i]` says whether character i is emphasised.

    `tied`: only a `|` stands before it, so on one line no gap parts it from its neighbour.
    """

    text: str
    hi: tuple[bool, ...]
    tied: bool = False

    def width(self, face_name: str) -> float:
        """The set width in em."""
        return width(self.text, face_name)

    @property
    def may_end(self) -> bool:
        """Whether there is more than marks, and the last one does not open what follows."""
        return any(char not in NO_START | NO_END for char in self.text) and self.text[-1] not in NO_END

    def plus(self, char: str, hi: bool) -> Phrase:
        """The phrase with one more character."""
        return Phrase(self.text + char, (*self.hi, hi), self.tied)

    def parts(self, places: Sequence[int]) -> tuple[Phrase, ...]:
        """The phrase cut before those characters; on one line nothing shows of it."""
        edges = itertools.pairwise((0, *places, len(self.text)))
        return tuple(Phrase(self.text[a:b], self.hi[a:b], self.tied or a > 0) for a, b in edges)


Line = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A headline's chosen setting: size in the unit of the box, and its lines."""

    size: float
    lines: tuple[Line, ...]


def width(text: str, face_name: str) -> float:
    """The width of unspaced text in em, Latin set in the partner face."""
    pairs = zip(text, faces(text, face_name), strict=True)
    return sum(face(name).advances(char)[0] for char, name in pairs)


def faces(text: str, face_name: str) -> list[str]:
    """The face of each character: Barlow for ASCII and the dot between digits, else the CJK face."""
    partner = LATIN.get(face_name)
    if partner is None:
        return [face_name] * len(text)
    result = []
    for index, char in enumerate(text):
        dot = char == "·" and text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
        latin = char.isascii() or dot
        result.append(partner if latin and face(partner).has(char) else face_name)
    return result


def parse(marked: str) -> tuple[Phrase, ...]:
    """ "生命*至上*，安全*第一*" -> two phrases; `*` toggles emphasis, BREAKS end a phrase and vanish.

    Marks that may not begin a line stay with the phrase before, whatever ended it; one that opens ends none.
    """
    found = [Phrase("", ())]
    hi = ended = tied = False  # `ended`: the last phrase is over unless a mark follows that belongs to it
    for index, char in enumerate(marked):
        if char == "*":
            hi = not hi
        elif char in BREAKS:
            ended, tied = found[-1].may_end, char == "|"
        else:
            if ended and not _closes(marked, index):
                found.append(Phrase("", (), tied))
                ended = False
            found[-1] = found[-1].plus(char, hi)
            if char in KEPT:
                ended, tied = found[-1].may_end, False
    return tuple(phrase for phrase in found if phrase.text)


def _closes(marked: str, index: int) -> bool:
    """Whether the character belongs to what stands before it; of straight quotes every second one does."""
    return marked[index] in NO_START or (marked[index] == '"' and marked[:index].count('"') % 2 == 1)


def divided(phrase: Phrase, face_name: str, room: float) -> tuple[Phrase, ...]:
    """A phrase cut between words into the fewest parts of at most `room` em, as even as they go; empty if none do."""
    poor = loose(phrase.text)
    ends = cuts(phrase.text)
    for count in range(len(ends) + 1):
        found = []
        for places in itertools.combinations(ends, count):
            parts = phrase.parts(places)
            widest = max(part.width(face_name) for part in parts)
            if widest <= room and min(len(part.text) for part in parts) > 1:
                found.append((widest * (1 + LOOSE * len(poor.intersection(places))), parts))
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return ()


def line_width(line: Sequence[Phrase], face_name: str, gap: float) -> float:
    """Width in em of phrases on one line with `gap` em between them, none before a tied one."""
    return sum(phrase.width(face_name) for phrase in line) + gap * sum(not phrase.tied for phrase in line[1:])


def partitions(phrases: Sequence[Phrase], most: int) -> Iterator[tuple[Line, ...]]:
    """Every way to put the phrases, in order, on 1 to `most` lines."""
    if not phrases:
        return
    for first in range(1, len(phrases) + 1):
        head, rest = tuple(phrases[:first]), phrases[first:]
        if not rest:
            yield (head,)
        elif most > 1:
            for tail in partitions(rest, most - 1):
                yield (head, *tail)


def fit(
    phrases: Sequence[Phrase],
    face_name: str,
    box_w: float,
    box_h: float,
    *,
    largest: float,
    gap: float = 0.5,
    most: int = MAX_LINES,
) -> Fit:
    """The largest setting in a box (same unit as `largest`), then the least ragged, then the fewest lines.

    The author's phrases stay whole unless the slogan would be refused for its size (art direction, "Headline fitting"
    4), or one is wider than LONG and the type grows by more than a tenth: see `_gains`.
    """
    best = _best(phrases, face_name, box_w, box_h, largest, gap, most)
    for pieces, narrowest in _halved(phrases, face_name, most):
        legible = best.size >= SPLIT_BELOW
        if legible and narrowest <= LONG:
            break
        split = _best(pieces, face_name, box_w, box_h, largest, gap, most)
        if _gains(split, best, phrases, face_name, gap) if legible else split.size > best.size:
            best = split
    return best


def _gains(split: Fit, best: Fit, phrases: Sequence[Phrase], face_name: str, gap: float) -> bool:
    """Whether a legible headline is better split: clearly larger, parts on lines of their own, lines of like length."""
    alone = all(len(line) == 1 or all(piece in phrases for piece in line) for line in split.lines)
    even = _evenness(split, face_name, gap) >= min(EVEN, _evenness(best, face_name, gap))
    return split.size > best.size * GAIN and alone and even


def _evenness(chosen: Fit, face_name: str, gap: float) -> float:
    """The shortest line's share of the longest; 0 for a line alone."""
    widths = [line_width(line, face_name, gap) for line in chosen.lines]
    return min(widths) / max(widths) if len(widths) > 1 else 0.0


def _halved(phrases: Sequence[Phrase], face_name: str, most: int) -> Iterator[tuple[list[Phrase], float]]:
    """The widest phrase cut in two between words, then the widest again ...; how wide the narrowest that was cut is."""
    pieces = [(phrase, phrase.width(face_name)) for phrase in phrases]
    narrowest = math.inf
    while len(pieces) < most:
        at = max(range(len(pieces)), key=lambda index: pieces[index][0].width(face_name))
        phrase, whole = pieces[at]
        cut = middle(phrase.text)
        if not cut:
            break
        narrowest = min(narrowest, whole)
        pieces[at : at + 1] = [(part, whole) for part in phrase.parts((cut,))]
        yield [piece for piece, _ in pieces], narrowest


def _best(
    phrases: Sequence[Phrase], face_name: str, box_w: float, box_h: float, largest: float, gap: float, most: int
) -> Fit:
    ranked = []
    for lines in partitions(phrases, most):
        widths = [line_width(line, face_name, gap) for line in lines]
        size = min(largest, box_w / max(widths), box_h / (1 + LEADING * (len(lines) - 1)))
        rank = (-round(size, 1), round(max(widths) - min(widths), 2), len(lines))
        ranked.append((rank, Fit(int(size * 100) / 100, lines)))
    return min(ranked, key=lambda pair: pair[0])[1]
