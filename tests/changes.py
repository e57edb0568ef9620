"""Which artefacts look different now: decoded pixels and pages against the table in changes.txt.

    python tests/changes.py            print the artefacts that differ from the table
    python tests/changes.py --update   write the table anew, after reading what changed

A row names an artefact, its layout (the display list) and what it shows. After an upgrade of Pillow or of the PDF
library only the last can differ; after a change of the design both do.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import av
import pikepdf
import pypdfium2
from conftest import SITE_URL, SLOGANS, settings
from fontTools.ttLib import TTFont
from PIL import Image, features

from campaign.content.read import read_campaign
from campaign.encode import encode
from campaign.jobs import PAINTERS, Task, sheet_key
from campaign.kit import imprint, prepare
from campaign.plan.all import plan
from campaign.plan.kinds import Selection
from campaign.project import Project
from campaign.store import Store
from campaign.web import web_fonts

TABLE = Path(__file__).with_name("changes.txt")
LONGEST = 600  # pixels of a picture's longer side here: enough to show a change, quick to paint
FRAME_STEP = 50
KINDS = ("poster", "card", "cover", "led", "mono", "dual", "banner", "rollup", "board", "calendar", "video")
FORMATS = ("a3", "phone-1080x1440", "wechat-900x383", "led-512x64", "led-512x32", "banner-7000x700", "rollup-800x2000")
TYPES = ("png", "jpg", "bmp", "pdf", "press", "mp4", "gif")


@dataclass(frozen=True)
class Shown:
    """An artefact's layout and what it shows, as short digests."""

    layout: str
    content: str


def versions() -> str:
    """Of every library that a file's looks depend on."""
    names = {name: metadata.version(name) for name in (*PAINTERS, "brotli", "pypdfium2")}
    names |= {f"pillow's {name}": features.version(name) or "none" for name in ("freetype2", "libjpeg_turbo", "webp")}
    names |= {f"av's {name}": ".".join(map(str, value)) for name, value in av.library_versions.items()}
    return "# " + ", ".join(f"{name} {version}" for name, version in sorted(names.items()))


def artefacts(root: Path) -> Iterator[tuple[str, Task]]:
    """A piece of every kind, of the tests' own facts, in every type of file; and the web fonts."""
    (root / "docs").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(settings().replace('[SITE_URL, ""]', f'[NONE, "{SITE_URL}"]'), encoding="utf-8")
    (root / "docs" / "slogans.md").write_text(SLOGANS, encoding="utf-8")
    campaign, store = read_campaign(Project(root)), Store(root / "cache")
    chosen = plan(campaign, Selection(KINDS, FORMATS, types=TYPES))
    ready = prepare(chosen, (), imprint(campaign), store)
    tasks = {task.key: task for task in ready.tasks}
    seen = set()
    for artefact in ready.artefacts:
        kind = (artefact.piece.template, artefact.piece.format.name, artefact.piece.look, artefact.type)
        if kind not in seen:
            seen.add(kind)
            yield artefact.path, tasks[artefact.key]
    for key, task in web_fonts(campaign).items():
        yield f"{' '.join(str(part) for part in key if part)}.woff2", task


def shown(task: Task) -> Shown:
    """Paint it small and look at it."""
    options = dict(task.options)
    if "width" in options:
        scale = min(1, LONGEST / max(float(options["width"]), float(options["height"])))
        options |= {side: max(1, round(float(options[side]) * scale)) for side in ("width", "height")}
    pages = task.source if isinstance(task.source, tuple) else (task.source,)
    layout = " ".join(sheet_key(page) for page in pages)
    return Shown(_short(layout.encode()), _short(*_decoded(task.encoder, encode(task.encoder, task.source, options))))


def _decoded(encoder: str, data: bytes) -> Iterator[bytes]:
    match encoder:
        case "mp4":
            with av.open(io.BytesIO(data), "r") as container:
                for index, frame in enumerate(container.decode(video=0)):
                    if index % FRAME_STEP == 0:
                        yield frame.to_ndarray().tobytes()
        case "pdf" | "press":
            yield from _pages(data)
        case "woff2":
            font = TTFont(io.BytesIO(data))
            for tag in sorted(set(font.keys()) - {"head", "GlyphOrder"}):
                yield tag.encode() + font.getTableData(tag)
        case _:
            with Image.open(io.BytesIO(data)) as image:
                yield f"{image.size}".encode()
                for number in range(0, getattr(image, "n_frames", 1), FRAME_STEP):
                    image.seek(number)
                    yield image.convert("RGB").tobytes()


def _pages(data: bytes) -> Iterator[bytes]:
    """What a PDF draws, instruction by instruction, and how it looks."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            yield pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
    with pypdfium2.PdfDocument(data) as document:
        for number in range(len(document)):
            page = document[number]
            yield page.render(scale=LONGEST / max(page.get_size())).to_pil().tobytes()


def _short(*parts: bytes) -> str:
    state = hashlib.sha256()
    for part in parts:
        state.update(part)
    return state.hexdigest()[:16]


def present() -> dict[str, Shown]:
    """The table as it would be written now."""
    with tempfile.TemporaryDirectory() as folder:
        return {name: shown(task) for name, task in artefacts(Path(folder) / "project")}


def recorded() -> tuple[str, dict[str, Shown]]:
    """The versions and rows of the table."""
    head, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.rsplit(" ", 2) for line in lines)
    return head, {name: Shown(layout, content) for name, layout, content in rows}


def differences(old: dict[str, Shown], new: dict[str, Shown]) -> list[str]:
    """What changed, one line an artefact; drawn differently from the same layout comes first."""
    both = [name for name in new if name in old]
    lines = [f"drawn differently    {name}" for name in both if _redrawn(old[name], new[name])]
    lines += [f"laid out differently {name}" for name in both if old[name].layout != new[name].layout]
    lines += [f"new                  {name}" for name in new if name not in old]
    return lines + [f"gone                 {name}" for name in old if name not in new]


def _redrawn(old: Shown, new: Shown) -> bool:
    return old.layout == new.layout and old.content != new.content


def main() -> None:
    """Print the differences; with --update write the table."""
    rows = present()
    head, old = recorded() if TABLE.is_file() else ("", {})
    print("\n".join(differences(old, rows)) or "nothing changed")
    if head != versions():
        print(f"versions were {head}\nversions are  {versions()}")
    if "--update" in sys.argv:
        lines = [versions(), *(f"{name} {row.layout} {row.content}" for name, row in rows.items())]
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
