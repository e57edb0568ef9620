"""A file of the kit that is written, not painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from campaign.errors import Span


@dataclass(frozen=True, slots=True)
class Document:
    """One written file: its place in the kit, what it is made from (the cache's key), and how.

    `make` must depend on `inputs` alone; heavy libraries are loaded inside it, by importlib.
    """

    kind: str
    path: str
    title: str
    media: str
    span: Span
    inputs: tuple[Any, ...]
    make: Callable[[], bytes]
