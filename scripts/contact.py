"""Every template in every size and look on one sheet, to be gone over by eye: `make contact`, or for a part of it
`python scripts/contact.py --only steps --cell 700 --out build/steps.png`.

A row is one template in one look; its sizes stand side by side, each as large as fits its cell, named below.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from campaign.compose.topic import topic_brief
from campaign.content.forms import form_of
from campaign.content.model import LOOKS, Campaign, Slogan, Topic
from campaign.content.read import read_campaign
from campaign.display import Sheet
from campaign.errors import SourceError
from campaign.fonts import FOLDER
from campaign.formats import Format, custom, formats
from campaign.plan.all import plan
from campaign.plan.kinds import KINDS, Selection
from campaign.plan.pieces import Piece
from campaign.project import Project
from campaign.raster import paint

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "https://example.org/aq/"  # where the project has none, so that the codes' places are seen
OWN = ("600x900mm", "500x500mm", "1200x600mm")
RATIOS = ("1600x900mm", "1200x500mm", "600x1200mm")  # of slogans: a slide, a cover and a low roll-up in print
SCREENS = ("phone-1080x1440", "square-1080x1080", "wechat-900x383", "tv-1920x1080", "tv-1080x1920")
POSTERS = (*KINDS["poster"].formats, *KINDS["poster"].more, *OWN)
PAGES = ("extinguisher", "cpr-aed", "hot-work", "night-round", "e-bike", "changfeng")  # one of each form
OTHERS = ("rollup", "board", "banner", "leaflet", "pledge", "calendar", "order")
SLOGANS = ("平安*是福*", "安全是*最大的福利*，隐患是*最大的敌人*", "，".join(["多一次*排查*", "少一分隐患"] * 3))
GROUND, INK, FAULT, GAP, LABEL = (96, 96, 96), (255, 255, 255), (255, 90, 80), 14, 22


@dataclass(frozen=True)
class Cell:
    """One picture: what it is made from, and what stands below it; `only` chooses rows."""

    only: str
    label: str
    piece: Piece


def main() -> int:
    """Write the sheet; returns 1 where a template refused a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="hero, the name of a page, or a kind of piece; else all")
    parser.add_argument("--looks", default=" ".join(LOOKS))
    parser.add_argument("--cell", type=int, default=300, help="pixels of a cell's side")
    parser.add_argument("--columns", type=int, default=len(POSTERS) + len(RATIOS) + len(SCREENS))
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "contact.png")
    asked = parser.parse_args()
    campaign = read_campaign(Project(ROOT))
    campaign = replace(campaign, site_url=campaign.site_url or ADDRESS)
    rows = [row for row in rows_of(campaign, asked.looks.split()) if row and asked.only in ("", row[0].only)]
    cells = [cell for row in rows for cell in row]
    with ProcessPoolExecutor() as workers:
        pictures = list(workers.map(_picture, cells, [asked.cell] * len(cells), chunksize=4))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    _sheet(rows, pictures, asked.cell, asked.columns).save(asked.out, compress_level=1)
    refused = [f"{cell.label}: {told}" for cell, (_, told) in zip(cells, pictures, strict=True) if told]
    print(f"{asked.out}: {len(cells)} pictures", *refused, sep="\n")
    return 1 if refused else 0


def rows_of(campaign: Campaign, looks: Sequence[str]) -> Iterator[list[Cell]]:
    """Every template in every size, a row for each look; the longest slogans and the shortest in one look."""
    theme = next(slogan for slogan in campaign.slogans if slogan.theme)
    for look in looks:
        yield list(_hero(campaign, theme, look, (*POSTERS, *RATIOS, *SCREENS)))
    for marked in SLOGANS:
        own = replace(theme, marked=marked, theme=False, slug=marked, id="own")
        yield list(_hero(campaign, own, "red", (*POSTERS, *RATIOS, *SCREENS)))
    for name in PAGES:
        topic = next(topic for topic in (*campaign.topics, *campaign.cases) if topic.slug == name)
        for look in looks if name != "changfeng" else ["warn"]:  # the warning look is for cases alone
            yield list(_page(campaign, topic, look))
    for kind in OTHERS:
        wanted = Selection(kinds=(kind,), page=PAGES[0] if kind == "leaflet" else "")
        yield [Cell(kind, piece.stem, piece) for piece in plan(campaign, wanted)]


def _hero(campaign: Campaign, slogan: Slogan, look: str, sizes: tuple[str, ...]) -> Iterator[Cell]:
    alone = replace(campaign, slogans=(replace(slogan, look=look),))
    for size in sizes:
        kind = next(kind for kind, row in KINDS.items() if size in (*row.formats, *row.more) or _own(size, kind))
        for piece in plan(alone, Selection(kinds=(kind,), formats=(size,), slogan=slogan.plain)):
            if piece.look == look:
                yield Cell("hero", f"{size} {look}", piece)


def _own(size: str, kind: str) -> bool:
    return kind == "poster" and size in (*OWN, *RATIOS)


def _page(campaign: Campaign, topic: Topic, look: str) -> Iterator[Cell]:
    form = form_of(topic)
    assert form is not None
    (first, *_) = plan(campaign, Selection(page=topic.slug))
    for size in (*POSTERS, *(name for name in SCREENS if not name.startswith("wechat"))):
        format_ = _format(size)
        job = topic_brief(campaign, topic, form, format_, look)
        yield Cell(topic.slug, f"{size} {look}", replace(first, format=format_, look=look, inputs=(job,)))


def _format(name: str) -> Format:
    found = formats().get(name) or custom(name, "print")
    assert found is not None
    return found


def _picture(cell: Cell, side: int) -> tuple[list[Image.Image], str]:
    """The piece's sheets, each as large as fits; or what was refused."""
    try:
        sheets = cell.piece.sheets()
    except SourceError as error:
        return [], str(error)
    return [_small(sheet, side) for sheet in sheets if isinstance(sheet, Sheet)], ""


def _small(sheet: Sheet, side: int) -> Image.Image:
    scale = side / max(sheet.width, sheet.height)
    width, height = max(1, round(sheet.width * scale)), max(1, round(sheet.height * scale))
    return Image.fromarray(paint(sheet, width, height).pixels[:, :, :3].copy())


def _sheet(
    rows: list[list[Cell]], pictures: list[tuple[list[Image.Image], str]], side: int, columns: int
) -> Image.Image:
    """Rows of at most `columns` cells; a row with more goes on below."""
    font = ImageFont.truetype(FOLDER / "NotoSansSC-500.ttf", 15)
    found = iter(pictures)
    lines: list[list[tuple[Image.Image | None, str]]] = []
    for row in rows:
        cells: list[tuple[Image.Image | None, str]] = []
        for cell in row:
            images, told = next(found)
            cells += [(image, cell.label) for image in images] or [(None, told)]
        lines += [cells[at : at + columns] for at in range(0, len(cells), columns)]
    tall = [max((image.height for image, _ in line if image), default=side) + LABEL + GAP for line in lines]
    width = max(len(line) for line in lines) * (side + GAP) + GAP
    sheet = Image.new("RGB", (width, sum(tall) + GAP), GROUND)
    draw = ImageDraw.Draw(sheet)
    y = GAP
    for line, high in zip(lines, tall, strict=True):
        for at, (image, label) in enumerate(line):
            x = GAP + at * (side + GAP)
            if image:
                sheet.paste(image, (x, y))
            draw.text((x, y + high - LABEL - GAP + 2), label, INK if image else FAULT, font)
        y += high
    return sheet


if __name__ == "__main__":
    raise SystemExit(main())
