"""What an author is told when content is wrong, and the one place that words it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in an author's file; `line` counts from 1, 0 means the whole file."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class SourceError(Exception):
    """One fault in the content: where, what, and what to do about it."""

    def __init__(self, span: Span, message: str, hint: str = "") -> None:
        super().__init__(span, message, hint)
        self.span, self.message, self.hint = span, message, hint

    def __str__(self) -> str:
        hint = f"（提示：{self.hint}）" if self.hint else ""
        return f"{self.span}: {self.message}{hint}"


class ContentErrors(Exception):
    """All faults of one run, shown together."""

    def __init__(self, errors: Iterable[SourceError]) -> None:
        unique = {str(error): error for error in errors}
        self.errors = sorted(unique.values(), key=lambda e: (e.span.path, e.span.line, e.message))
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class UsageError(Exception):
    """The command was called wrongly; exit code 2."""


class Collector:
    """Gathers faults so that a run reports all of them, not only the first."""

    def __init__(self) -> None:
        self.errors: list[SourceError] = []

    def add(self, error: SourceError | ContentErrors) -> None:
        """Remember a fault (or all faults of a nested run)."""
        self.errors.extend(error.errors if isinstance(error, ContentErrors) else [error])

    def check(self) -> None:
        """Raise ContentErrors when anything was gathered."""
        if self.errors:
            raise ContentErrors(self.errors)
