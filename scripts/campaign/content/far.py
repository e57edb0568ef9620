"""Pictures that every reader's browser would ask another host for, in each way that Markdown has of naming one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.content.urls import has_host

# A square bracket, its fellow with what follows it, or a blank line, over which no picture reaches.
_MARK = re.compile(r"\\.|(!?)\[|(\])|\n[ \t>]*(?=\n)")
_UNPAIRED = re.compile(r"!\[[^\]\n]*+\](?=\()")  # whatever is opened before it: code may hold a bracket without fellow
_ADDRESS = re.compile(r"\([\s>]*+<?(?=([^)\s>]*))")
_LABEL = re.compile(r"\s?\[([^\[\]]*)\]")
_DEFINED = re.compile(r"\[([^\[\]]*)\]:(?=[ \t]*(?:\n[ \t>]*)?<?([^\s>]+))")

Found = tuple[int, int, str]  # where it starts and ends, the address


def far_pictures(text: str) -> Iterator[Found]:
    """Every picture of another host, its brackets in pairs as Python-Markdown counts them; of a name the `![` alone."""
    far = {_label(match[1]): match[2] for match in _DEFINED.finditer(text) if has_host(match[2])}
    unpaired = ((*match.span(), False) for match in _UNPAIRED.finditer(text))
    for start, end, alone in dict.fromkeys((*_pictures(text), *unpaired)):
        address = _ADDRESS.match(text, end)
        if address and has_host(address[1]):
            yield *address.span(1), address[1]
        elif far and not address and (found := far.get(_named(text, start, end, alone))):
            yield start, start + 2, found


def _pictures(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where each `![` starts, where its fellow ends, and whether no bracket stands between."""
    opened, before = list[tuple[int, bool]](), -1
    for match in _MARK.finditer(text):
        if match[1] is not None:
            opened.append((match.start(), bool(match[1])))
        elif match[2] is None:
            if match[0][0] == "\n":
                opened.clear()
        elif opened:
            start, picture = opened.pop()
            if picture:
                yield start, match.end(), start == before
        before = match.start() if match[1] is not None else -1


def _named(text: str, start: int, end: int, alone: bool) -> str:
    """The name of the definition that a picture asks for: what stands behind it, or what stands in it."""
    label = _LABEL.match(text, end)
    if label and label[1].strip():
        return _label(label[1])
    return _label(text[start + 2 : end - 1]) if alone else ""


def _label(text: str) -> str:
    return " ".join(re.sub(r"\n[ \t>]*", " ", text).split()).lower()
