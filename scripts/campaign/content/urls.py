"""Addresses as browsers read them: whether one leads to a page, to another host, or cannot be taken to pieces."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from campaign.content.allowed import SCHEMES


def _plain(address: str) -> str:
    """An address as a browser reads it, which overlooks blanks and control characters, entities read before that."""
    return re.sub(r"[\x00-\x20\x7f]", "", html.unescape(html.unescape(address)))


def has_host(address: str) -> bool:
    """Whether an address leads to another host; a backslash is a slash to browsers."""
    return bool(re.match(r"//|[a-zA-Z][a-zA-Z0-9+.-]*:", _plain(address).replace("\\", "/")))


def safe_address(address: str) -> bool:
    """Whether a link leads to a page and not to a program: relative, or of a scheme that is known to be harmless."""
    plain = _plain(address).replace("\\", "")
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", plain)
    return scheme is None or scheme[1].lower() in SCHEMES


def readable(address: str) -> bool:
    """Whether an address can be taken to pieces: no host with half a pair of brackets, nor what is no IPv6 address."""
    try:
        for text in (address, html.unescape(address), address.replace("\\", "")):
            urlsplit(text)
    except ValueError:
        return False
    return True
