"""Files of the kit that are written, not painted: tables, lists, letters, calendars. One row a provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from campaign.content.model import Campaign
from campaign.errors import Span
from campaign.plan.kinds import Selection


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


PROVIDERS: tuple[Callable[[Campaign], Iterator[Document]], ...] = ()


def documents(campaign: Campaign, wanted: Selection) -> list[Document]:
    """The documents of a full build; a part of the kit asked for by kind, size, slogan or page has none."""
    return [] if wanted.partial else [document for provider in PROVIDERS for document in provider(campaign)]
