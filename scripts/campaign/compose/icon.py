"""Icons on the rounded tile that they stand on (art direction, "Icons")."""

from __future__ import annotations

from campaign.compose.drawing import draw, drawing, exists
from campaign.compose.stage import Stage
from campaign.display import Colour, hex_colour
from campaign.looks import tokens

SHARE = 0.66  # of the tile that the glyph takes
WHITE = (255, 255, 255)


def icon(stage: Stage, name: str, x: float, y: float, size: float, fill: Colour, ground: Colour) -> None:
    """Place an icon of assets/icons in a square of `size` u; nothing for a name that does not exist."""
    if exists("icons", name):
        draw(stage, drawing("icons", name), (x, y, size, size), ground, fill)


def icon_tile(stage: Stage, name: str, use: str, x: float, y: float, size: float) -> None:
    """An icon in white on a tile: red for alarm and fire fighting (`use` fire), green for escape and first aid."""
    roles = {"fire": stage.look.accent if stage.look.key == "red" else _role("prohibit"), "safe": _role("safe")}
    ground = roles.get(use, stage.look.accent)
    stage.rect(x, y, size, size, ground, radius=0.11 * size)
    inner = size * SHARE
    icon(stage, name, x + (size - inner) / 2, y + (size - inner) / 2, inner, WHITE, ground)


def _role(name: str) -> Colour:
    return hex_colour(tokens()["semantic"][name]["fill"])
