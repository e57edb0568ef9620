"""What every search of a file shares: how it tells what it found, and how a text is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.errors import SourceError, Span
from campaign.publishing.privacy import personal_data
from campaign.publishing.readings import readings


@dataclass(frozen=True, slots=True)
class Searched:
    """A file of the site, and whom its documents may name as their author."""

    name: str
    authors: frozenset[str] = frozenset()

    def fault(self, message: str, hint: str, line: int = 0) -> SourceError:
        """Something that was found in it."""
        return SourceError(Span(self.name, line), message, hint)


def in_text(text: str, suffix: str) -> Iterator[tuple[int, str, str]]:
    """Each find once, in whichever reading it shows: line, what it is, enough of it to be found."""
    found = (row for reading in readings(text, suffix) for row in personal_data(reading))
    yield from dict.fromkeys(found)
