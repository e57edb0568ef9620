"""Blocks of code and comments: what of a page's text is no text to Python-Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from campaign.content.burden import fence_burdens
from campaign.content.model import Page
from campaign.errors import Span

COMMENT = re.compile(r"<!--(?:(?!-->|--!>|<!--).)*-->", re.DOTALL)


def masked(text: str) -> str:
    """The text with fenced code blanked out, every character still at its place.

    Only what Python-Markdown takes for a fence before anything else; a code span inside raw HTML is no code to it.
    """
    return blanked(text, (fence.span() for fence in fences(text)))


def without_comments(text: str) -> str:
    """The text with comments blanked out, every line still at its place."""
    return COMMENT.sub(lambda found: _blank(found[0]), text)


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with parts of it blanked out, every line still at its place."""
    return changed(text, spans, _blank)


def changed(text: str, spans: Iterable[tuple[int, int]], change: Callable[[str], str]) -> str:
    """The text with what lies within any of the spans changed, put together once; a change keeps the length."""
    parts, at = list[str](), 0
    for start, end in sorted(spans):
        if end > at:
            parts += [text[at:start], change(text[max(start, at) : end])]
            at = end
    return "".join([*parts, text[at:]])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def fences(text: str) -> Iterator[re.Match[str]]:
    """Every block of code; one whose braces do not match is none to Python-Markdown, and its text is a page's."""
    at = 0
    text = blanked(text, (burden[:2] for burden in fence_burdens(text)))  # the search for their ends would take minutes
    while match := FencedBlockPreprocessor.FENCED_BLOCK_RE.search(text, at):
        if match["attrs"] and get_attrs_and_remainder(match["attrs"])[1]:
            at = match.end("attrs")
            continue
        yield match
        at = match.end()


def lines_outside(page: Page) -> Iterator[tuple[Span, str]]:
    """Every line of a page with its place, blank where there is code."""
    for number, line in enumerate(masked(page.body).split("\n"), page.body_line):
        yield Span(page.path, number), line
