"""What every search of a file shares: how it tells what it found, and how a text is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.errors import SourceError, Span
from campaign.publishing.privacy import personal_data
from campaign.publishing.readings import loose_readings, readings


@dataclass(frozen=True, slots=True)
class Searched:
    """A file of the site, whom its documents may name as their author, and which numbers and mailboxes it may hold."""

    name: str
    authors: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()

    def fault(self, message: str, hint: str, line: int = 0) -> SourceError:
        """Something that was found in it."""
        return SourceError(Span(self.name, line), message, hint)

    def found(self, text: str, suffix: str) -> Iterator[tuple[int, str, str]]:
        """Each find in a text once, in whichever reading it shows: line, what it is, enough of it to be found."""
        rows = (row for reading in readings(text, suffix) for row in personal_data(reading, self.contacts))
        found = dict.fromkeys(rows)
        known = {(what, shown) for _, what, shown in found}
        loose = (row for reading in loose_readings(text, suffix) for row in personal_data(reading, self.contacts))
        yield from found
        yield from dict.fromkeys((0, what, shown) for _, what, shown in loose if (what, shown) not in known)

    def told(self, text: str, suffix: str = "") -> Iterable[tuple[str, str]]:
        """The same of a text whose lines nobody can look up."""
        return dict.fromkeys((what, shown) for _, what, shown in self.found(text, suffix))
