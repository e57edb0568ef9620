"""The four looks and the LED colours, read from assets/tokens.yml."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import yaml

from campaign.display import Colour, hex_colour
from campaign.project import ASSETS


@dataclass(frozen=True, slots=True)
class Look:
    """One palette, with the face of its headlines."""

    key: str
    name: str
    sky0: Colour
    sky1: Colour
    bands: tuple[Colour, ...]
    roof: Colour
    paper: Colour
    paper2: Colour
    ink: Colour
    muted: Colour
    accent: Colour
    on: Colour
    hi: Colour
    line: Colour
    soft: Colour
    tile: Colour
    on_tile: Colour
    headline: str


@dataclass(frozen=True, slots=True)
class LedColours:
    """Flat colours for panels."""

    ground: Colour
    text: Colour
    emphasis: Colour
    accent: Colour


@functools.cache
def tokens() -> dict[str, Any]:
    """The whole token file, every scalar as text: plain YAML would read the key `on` as a truth value."""
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml's parser where the wheel has it
    data = yaml.load((ASSETS / "tokens.yml").read_text(encoding="utf-8"), Loader=loader)
    assert isinstance(data, dict)
    return data


@functools.cache
def look(key: str) -> Look:
    """A look by its key: red, safety, warn, calm."""
    row = tokens()["looks"][key]
    colours = {
        name.lower().replace("ontile", "on_tile"): hex_colour(value)
        for name, value in row.items()
        if isinstance(value, str) and value.startswith("#")
    }
    bands = tuple(hex_colour(value) for value in row["bands"])
    headline = "NotoSerifSC-900" if row["headline_font"] == "NotoSerifSC-Black" else "NotoSansSC-900"
    return Look(key=key, name=row["name"], bands=bands, headline=headline, **colours)


@functools.cache
def led_colours() -> LedColours:
    """The colours of LED strips."""
    row = tokens()["led"]
    return LedColours(**{key: hex_colour(row[key]) for key in ("ground", "text", "emphasis", "accent")})


def mix(top: Colour, under: Colour, share: float) -> Colour:
    """`share` of the first colour over the second."""
    return tuple(round(a * share + b * (1 - share)) for a, b in zip(top, under, strict=True))  # type: ignore[return-value]
