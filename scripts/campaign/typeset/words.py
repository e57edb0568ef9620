"""Where a long phrase without the author's marks may be cut: between words, found by a segmenter."""

from __future__ import annotations

import functools
import importlib
import itertools
from typing import Any

from campaign.typeset.marks import may_part

NEVER_FIRST = frozenset("的了吗呢和与")  # never start a line with these (art direction, "Headline fitting" 4)
NEVER_LAST = frozenset("和与及或的就把被将")  # as words of their own they lead on to the next, so end no line
TERMS = ("心肺复苏",)  # words of the trade that the segmenter's dictionary lacks
LOOSE = 0.1  # of its length that a line may be longer so that none ends in one of them
LONG = 10  # characters: from here on `campaign check` suggests a mark of the author's own


@functools.cache
def words(text: str) -> tuple[str, ...]:
    """The words of unspaced Chinese text; the segmenter's dictionary is loaded at the first need (0.3 s)."""
    return tuple(_segmenter().cut(text))


@functools.cache
def _segmenter() -> Any:
    found = importlib.import_module("rjieba")
    for term in TERMS:
        found.add_word(term, 10_000, "n")
    return found


@functools.cache
def inside(text: str) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Places inside words: inside those that the segmenter guessed, that it took from its dictionary, and any other.

    The segmenter guesses words that its dictionary lacks (上取 in 上取下); a reader may see another one there (取下).
    """
    segmenter = _segmenter()
    every: set[tuple[int, int]] = set()
    start = 0
    for word in segmenter.cut_all(text):
        start = max(text.find(word, start), 0)
        every.add((start, start + len(word)))
    guessed, known = set[int](), set[int]()
    start = 0
    for word in words(text):
        end = start + len(word)
        (known if (start, end) in every else guessed).update(range(start + 1, end))
        start = end
    other = {at for start, end in every for at in range(start + 1, end)}
    return frozenset(guessed), frozenset(known), frozenset(other - known)


def cuts(text: str) -> list[int]:
    """Positions between words where a line may end: no character alone, no particle first, no mark torn off."""
    ends, at = [], 0
    for word in words(text)[:-1]:
        at += len(word)
        ends.append(at)
    return [at for at in ends if 2 <= at <= len(text) - 2 and _may_part(text, at)]


def _may_part(text: str, at: int) -> bool:
    return text[at] not in NEVER_FIRST and may_part(text, at)


def loose(text: str) -> frozenset[int]:
    """Places after words that end no line if another cut is about as good."""
    ends = itertools.accumulate(len(word) for word in words(text))
    return frozenset(at for at, word in zip(ends, words(text), strict=True) if word in NEVER_LAST)


def middle(text: str) -> int:
    """Where to cut a phrase in two: between words nearest the middle, else at the middle itself; 0 if nowhere."""
    count, poor = len(text), loose(text)
    anywhere = [at for at in range(2, count - 1) if _may_part(text, at)]
    return min(
        cuts(text) or anywhere, key=lambda at: (abs(at - count / 2) + LOOSE * count * (at in poor), at), default=0
    )


def suggestion(phrase: str) -> str:
    """A long phrase with a `|` where it would be cut, or nothing for a short one."""
    at = middle(phrase) if len(phrase) >= LONG else 0
    return f"{phrase[:at]}|{phrase[at:]}" if at else ""
