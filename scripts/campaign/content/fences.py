"""Blocks of code and comments: what of a page's text is no text to Python-Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    parts, at = [], 0
    for fence in fences(text):
        parts += [text[at : fence.start()], _blank(fence[0])]
        at = fence.end()
    return "".join([*parts, text[at:]])


def without_comments(text: str) -> str:
    """The text with comments blanked out, every line still at its place."""
    return COMMENT.sub(lambda found: _blank(found[0]), text)


def blanked(text: str, start: int, end: int) -> str:
    """The text with one part of it blanked out, every line still at its place."""
    return text[:start] + _blank(text[start:end]) + text[end:]


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def fences(text: str) -> Iterator[re.Match[str]]:
    """Every block of code; one whose braces do not match is none to Python-Markdown, and its text is a page's."""
    at = 0
    for start, end, _ in fence_burdens(text):  # refused, since the search for a fence's end would take minutes
        text = blanked(text, start, end)
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
