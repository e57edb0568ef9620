"""The kit folder and its catalogue: every artefact, what it is, where it came from, its checksum."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from campaign.content.model import Campaign
from campaign.content.names import folded
from campaign.document import Document
from campaign.errors import Collector, ContentErrors, SourceError, Span
from campaign.formats import PrintFormat
from campaign.jobs import Option, Task, environment, sheet_key, task_key
from campaign.looks import look
from campaign.ownfiles import CATALOGUE
from campaign.plan.kinds import FILE_TYPES, FileType
from campaign.plan.pieces import Piece, Source, keyed
from campaign.playlist import Programme, Scroll
from campaign.store import Store, digest, publish

PREVIEW_AREA = 100_000  # square pixels of a gallery picture
PREVIEW_WIDEST = 900  # pixels
PLAYED = ("mp4", "gif")  # encoders that are told everything by their source
BOUND = frozenset(form.encoder for form in FILE_TYPES.values() if form.bound)
VERSION = 1  # of the catalogue's form

Result = tuple[str, int]  # sha256, size


@dataclass(frozen=True, slots=True)
class Page:
    """One display list of a piece: its key, the pixels that it is painted in, how long it plays and how fast."""

    key: str
    width: int
    height: int
    seconds: float = 0.0
    speed: float = 0.0  # characters a second, of what scrolls


@dataclass(frozen=True, slots=True)
class Artefact:
    """One file of the kit: its place, the piece it shows, the keys of its bytes and of its gallery picture."""

    path: str
    piece: Piece
    type: str
    key: str
    page: Page
    preview_key: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every printed file says of its making: the author, the notice's date, and the printer's profile if any."""

    author: str
    date: str
    icc: str = ""
    icc_sha: str = ""


def imprint(campaign: Campaign) -> Imprint:
    """The imprint of a campaign's files."""
    date = f"{campaign.facts.date('issued').isoformat()}T00:00:00+08:00"
    profile = campaign.icc
    sha = digest(profile.read_bytes()) if profile else ""
    return Imprint(campaign.facts.words["organiser"], date, str(profile or ""), sha)


@dataclass(slots=True)
class Plan:
    """Artefacts in order, the tasks still to paint, and what the store has already."""

    artefacts: list[Artefact] = field(default_factory=list)
    documents: list[tuple[Document, str]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    known: dict[str, Result] = field(default_factory=dict)


class _Pages:
    """A piece's display lists: their keys from the store while known, composed at the first need."""

    def __init__(self, piece: Piece, store: Store) -> None:
        self._piece = piece
        key = piece.key(environment())
        record = store.noted(key)
        if record is None:
            record = "\n".join(_record(_page(piece, source)) for source in self.sources)
            store.note(key, record)
        rows = [line.split() for line in record.split("\n")]
        self.pages = [Page(key, int(w), int(h), float(seconds), float(speed)) for key, w, h, seconds, speed in rows]

    @functools.cached_property
    def sources(self) -> tuple[Source, ...]:
        """The display lists themselves."""
        return self._piece.sheets()


def _page(piece: Piece, source: Source) -> Page:
    """What is printed has the pixels of its format; on screens a point is a pixel, and a strip as long as its words."""
    key = sheet_key(source)
    match source:
        case Scroll():
            return Page(key, *source.panel.pixels, source.seconds, source.speed)
        case Programme():
            return Page(key, *source.pixels, source.seconds)
        case _ if isinstance(piece.format, PrintFormat):
            return Page(key, *piece.format.pixels)
        case _:
            return Page(key, round(source.width), round(source.height))


def _record(page: Page) -> str:
    return f"{page.key} {page.width} {page.height} {page.seconds} {page.speed}"


def prepare(
    pieces: Sequence[Piece], documents: Sequence[Document], imprint: Imprint, store: Store, *, fresh: bool = False
) -> Plan:
    """Lay out what is not known yet and list what must be painted; documents are written into the store at once.

    Raises ContentErrors with every misfit.
    """
    plan, faults = Plan(), Collector()
    for document in documents:
        try:
            _prepare_document(document, store, plan, fresh)
        except (SourceError, ContentErrors) as error:
            faults.add(error)
    for piece in pieces:
        try:
            _prepare_piece(piece, imprint, store, plan, fresh)
        except (SourceError, ContentErrors) as error:
            faults.add(error)
    for clash in clashes((*((document, [document.path]) for document in documents), *_placed(plan))):
        faults.add(clash)
    faults.check()
    return plan


def _placed(plan: Plan) -> Iterator[tuple[Piece, list[str]]]:
    return ((artefact.piece, [artefact.path]) for artefact in plan.artefacts)


def clashes(files: Iterable[tuple[Piece | Document, Iterable[str]]]) -> Iterator[SourceError]:
    """One error for every two places of the content whose files some system would take for one."""
    first: dict[str, Span] = {}
    told = set[tuple[Span, Span]]()
    for made, paths in files:
        for path in paths:
            twin = first.setdefault(folded(path), made.span)
            if twin != made.span and (made.span, twin) not in told:
                told.add((made.span, twin))
                hint = "素材的文件名取自文字，不计标点和大小写；请改写其中一个"
                yield SourceError(made.span, f"与 {twin} 重名，文件都是 {path}", hint)


def piece_paths(piece: Piece, pages: int) -> list[str]:
    """Every file of a piece of so many pages, in order: bound files are one."""
    return [path for kind in piece.types for path in _paths(piece, FILE_TYPES[kind], pages)]


def _paths(piece: Piece, form: FileType, pages: int) -> list[str]:
    numbers = [f"-{index + 1}" for index in range(pages)] if pages > 1 and not form.bound else [""]
    return [f"{piece.folder}/{piece.stem}{form.mark}{number}.{form.extension}" for number in numbers]


def _prepare_document(document: Document, store: Store, plan: Plan, fresh: bool) -> None:
    key = digest(environment(), b"document", document.path.encode(), repr(keyed(document.inputs)).encode())
    known = None if fresh else store.get(key)
    plan.known[key] = known or store.put(key, document.make())
    plan.documents.append((document, key))


def _prepare_piece(piece: Piece, imprint: Imprint, store: Store, plan: Plan, fresh: bool) -> None:
    pages = _Pages(piece, store)

    def want(chosen: slice, encoder: str, options: tuple[Option, ...]) -> str:
        """The key of a file of one page, or of several bound together; what is not known becomes a task."""
        key = task_key(" ".join(page.key for page in pages.pages[chosen]), encoder, options)
        result = None if fresh else store.get(key)
        if result is not None:
            plan.known[key] = result
        else:
            sources = pages.sources[chosen]
            plan.tasks.append(Task(key, encoder, sources if encoder in BOUND else sources[0], options))
        return key

    width, height = preview_size(pages.pages[0])
    preview = want(slice(0, 1), "preview", (("width", width), ("height", height)))
    for kind in piece.types:
        form = FILE_TYPES[kind]
        for index, path in enumerate(_paths(piece, form, len(pages.pages))):
            page = pages.pages[index]
            options = _options(piece, page, form.encoder, path, imprint)
            key = want(slice(0, None) if form.bound else slice(index, index + 1), form.encoder, options)
            plan.artefacts.append(Artefact(path, piece, kind, key, page, preview))


def _options(piece: Piece, page: Page, encoder: str, path: str, imprint: Imprint) -> tuple[Option, ...]:
    named = (("author", imprint.author), ("title", piece.title))
    if encoder == "press":
        name = path.rsplit("/", 1)[-1]
        return (*named, ("name", name), ("date", imprint.date), ("icc", imprint.icc), ("icc_sha", imprint.icc_sha))
    if encoder in BOUND:
        return named
    if encoder in PLAYED:
        return ()
    dpi = piece.format.dpi if isinstance(piece.format, PrintFormat) else 0.0
    return (("width", page.width), ("height", page.height), ("dpi", dpi))


def preview_size(page: Page) -> tuple[int, int]:
    """Pixels of a gallery picture: of equal area whatever the shape, strips at most PREVIEW_WIDEST wide."""
    width, height = page.width, page.height
    scale = min((PREVIEW_AREA / width / height) ** 0.5, PREVIEW_WIDEST / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def entry(artefact: Artefact, result: Result, unit: str) -> dict[str, Any]:
    """The catalogue's row of one artefact."""
    piece = artefact.piece
    row: dict[str, Any] = {
        "path": artefact.path,
        "kind": piece.kind,
        "template": piece.template,
        "format": piece.format.name,
        "look": piece.look,
        "media_type": FILE_TYPES[artefact.type].media,
    }
    if FILE_TYPES[artefact.type].extension == "pdf" and isinstance(piece.format, PrintFormat):
        row["width_mm"], row["height_mm"] = piece.format.trim_mm
    else:
        row["width_px"], row["height_px"] = artefact.page.width, artefact.page.height
    if artefact.page.seconds:
        row["duration_s"] = round(artefact.page.seconds, 3)
    row |= {"unit": unit, "title": piece.title, "source": str(piece.span)}
    return row | {"bytes": result[1], "sha256": result[0]}


def document_entry(document: Document, result: Result, unit: str) -> dict[str, Any]:
    """The catalogue's row of a document."""
    row = {"path": document.path, "kind": document.kind, "template": document.kind, "format": ""}
    row |= {"media_type": document.media, "unit": unit}
    return row | {"title": document.title, "source": str(document.span), "bytes": result[1], "sha256": result[0]}


def write_kit(plan: Plan, results: dict[str, Result], store: Store, folder: Path, unit: str) -> list[dict[str, Any]]:
    """Build the folder aside, with its catalogue, and swap it in, unless it is there already; returns the rows."""
    rows = [entry(artefact, results[artefact.key], unit) for artefact in plan.artefacts]
    rows += [document_entry(document, results[key], unit) for document, key in plan.documents]
    text = json.dumps({"version": VERSION, "artefacts": rows}, ensure_ascii=False, indent=1)
    files: dict[str, bytes | tuple[Path, int]] = {CATALOGUE: f"{text}\n".encode()}
    publish(folder, files | {row["path"]: (store.object(row["sha256"]), row["bytes"]) for row in rows})
    return rows


def look_name(piece: Piece) -> str:
    """The look's Chinese name."""
    return look(piece.look).name
