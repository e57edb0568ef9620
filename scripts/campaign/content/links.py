"""Links between pages, checked with their line before MkDocs complains without one."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator, Sequence, Set

from campaign.content.fences import lines_outside
from campaign.content.model import Page
from campaign.errors import SourceError

_LINK = re.compile(r"\]\(\s*+((?:(?!\]\()[^)\s#])++)(?:(?!\]\()[^)])*+\)")  # ends where the next one begins


GUESSED = 200  # targets that are not there and are compared with every page


def broken_links(pages: Sequence[Page], known: Set[str]) -> Iterator[SourceError]:
    """One error a link to a page that is none of the `known` files."""
    guesses: dict[str, list[str]] = {}
    for page in pages:
        for span, line in lines_outside(page):
            for target in _LINK.findall(line):
                if "://" in target or not target.endswith(".md"):
                    continue
                path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), target))
                if path not in known:
                    near = _near(path, known, guesses)
                    hint = (
                        f"是不是 {posixpath.relpath(near[0], posixpath.dirname(page.path))}？" if near else "核对文件名"
                    )
                    yield SourceError(span, f"链接的页面不存在：{target}", hint)


def _near(path: str, known: Set[str], guesses: dict[str, list[str]]) -> list[str]:
    """The page that may be meant, looked for once a target, and for the first few targets only."""
    if path not in guesses and len(guesses) < GUESSED:
        guesses[path] = difflib.get_close_matches(path, known, 1)
    return guesses.get(path, [])
