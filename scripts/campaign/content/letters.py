"""What is text, also where Python's tables lack it: hanzi of a newer Unicode, and those of old systems' own."""

from __future__ import annotations

import re
import unicodedata

# Never characters, or of no width whenever they may come.
_NEVER = re.compile("[\u2065\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff]")


def category(char: str) -> str:
    """Unicode's, where Python does not know better: Lo for a character of a newer Unicode or of somebody's own."""
    found = unicodedata.category(char)
    unknown = found in {"Cn", "Co"} and not _NEVER.match(char) and ord(char) & 0xFFFE != 0xFFFE
    return "Lo" if unknown else found
