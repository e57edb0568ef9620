"""Slogans as plain text for the software of LED cards: one a line, in both encodings that such software reads."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from campaign.content.model import Campaign, Slogan
from campaign.document import Document

# GB 18030 holds every character of Unicode, so that no slogan lacks one.
ENCODINGS = {"UTF-8": "utf-8-sig", "GB18030": "gb18030"}


def screen_list(campaign: Campaign) -> tuple[Slogan, ...]:
    """The slogans marked for the screen, in order."""
    return tuple(slogan for slogan in campaign.slogans if slogan.screen)


def led_list(campaign: Campaign) -> tuple[Slogan, ...]:
    """All slogans that go on LED panels."""
    return tuple(slogan for slogan in campaign.slogans if "led" in slogan.kinds)


def list_documents(campaign: Campaign) -> Iterator[Document]:
    """The screen list, and every slogan for LED panels, in both encodings."""
    for name, slogans in (("滚动标语", screen_list(campaign)), ("全部标语", led_list(campaign))):
        for label, encoding in ENCODINGS.items():
            if slogans:
                lines = tuple(slogan.plain for slogan in slogans)
                yield Document(
                    kind="text",
                    path=f"LED文字/{name}-{label}.txt",
                    title=f"{name}（{label}）",
                    media="text/plain",
                    span=slogans[0].span,
                    inputs=(lines, encoding),
                    make=functools.partial(write_list, lines, encoding),
                )


def write_list(lines: tuple[str, ...], encoding: str) -> bytes:
    """The file: CRLF after every line, as Windows editors and card software expect."""
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)
