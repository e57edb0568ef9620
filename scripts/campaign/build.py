"""From content to folders: the kit, and what the site needs of it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from campaign.content.model import Campaign
from campaign.content.parts import missing_parts, placed, slips_of
from campaign.content.read import read_campaign
from campaign.content.themefiles import own_theme
from campaign.document import Document
from campaign.documents import documents
from campaign.errors import Collector, ContentErrors, SourceError, Span, reason
from campaign.fragments import size_text, write_fragments
from campaign.jobs import Task, default_workers, run
from campaign.kit import Plan, Result, clashes, imprint, piece_paths, prepare, write_kit
from campaign.ownfiles import check_own, rescue
from campaign.pictures import Object, check_pictures, site_pictures
from campaign.plan.all import plan
from campaign.plan.kinds import Selection
from campaign.plan.pieces import Piece
from campaign.playlist import FASTEST, SLOWEST, SPEED
from campaign.project import Project, today
from campaign.report import step
from campaign.rootfiles import write_root_files
from campaign.shares import shares
from campaign.store import Store, publish
from campaign.web import web_fonts, write_web


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made: files in the kit, how many of them were painted in this run, their bytes together."""

    files: int
    painted: int
    size: int
    qr: bool
    folder: Path
    notes: tuple[str, ...] = ()

    def summary(self) -> str:
        """The line that says what was made and where."""
        painted = f"新画 {self.painted}，沿用 {self.files - self.painted}"
        return f"素材  {self.files} 个文件，{size_text(self.size)}（{painted}）→ {self.folder}"


@dataclass(frozen=True, slots=True)
class Choice:
    """How to run: workers (0: one a core), and whether to paint everything anew."""

    workers: int = 0
    fresh: bool = False


def make_kit(project: Project, wanted: Selection, choice: Choice, out: Path | None = None) -> Outcome:
    """Only the kit, or a part of it, which never takes the whole kit's place; without the site's files.

    Raises UsageError for a folder of somebody's own.
    """
    if out:
        check_own(out)
    campaign = read_campaign(project)
    store, ready = _prepared(project, campaign, wanted, choice)
    results = _paint(ready, [task for task in ready.tasks if task.encoder != "preview"], store, choice)
    outcome = _publish(campaign, ready, results, store, out or (project.part if wanted.partial else project.kit))
    return replace(outcome, notes=(*outcome.notes, *speed_notes(ready, wanted.speed)))


def painted(
    project: Project, campaign: Campaign, wanted: Selection, choice: Choice, more: Iterable[Task] = ()
) -> tuple[Plan, dict[str, Result]]:
    """A part of the kit in the store, none of it in a folder yet: its artefacts, and their objects by key."""
    store, ready = _prepared(project, campaign, wanted, choice)
    tasks = [task for task in ready.tasks if task.encoder != "preview"]
    for task in more:
        if known := store.get(task.key):
            ready.known[task.key] = known
        else:
            tasks.append(task)
    return ready, _paint(ready, tasks, store, choice)


def make_all(project: Project, choice: Choice) -> Outcome:
    """The kit, and the fonts, colours, pictures and fragments that pages include."""
    faults, bad = Collector(), Collector()
    campaign = read_campaign(project, faults)
    pictures: dict[str, Object] = {}
    for folder in _picture_folders(project):
        pictures |= site_pictures(folder, project.name, Store(project.cache), bad)
    faults.errors.extend(placed(bad.errors, campaign.pages))
    faults.check()
    store, ready = _prepared(project, campaign, Selection(), choice)
    fonts = web_fonts(campaign)
    previews = shares(campaign, store)
    missing = []
    for task in (*fonts.values(), *previews.values()):
        known = store.get(task.key)
        if known:
            ready.known[task.key] = known
        else:
            missing.append(task)
    results = _paint(ready, [*ready.tasks, *missing], store, choice)
    outcome = _publish(campaign, ready, results, store, project.kit)
    more = {path: results[task.key] for path, task in previews.items()}
    write_web(ready, fonts, results, store, project.web, more)
    write_root_files(campaign, ready, results, project, store)
    publish(project.pictures, pictures)
    write_fragments(campaign, ready, results, project, today())
    return replace(outcome, notes=(*outcome.notes, *speed_notes(ready)))


def _picture_folders(project: Project) -> list[Path]:
    """Where the site's pictures are from: the templates, and before them the pages, as MkDocs has it."""
    try:
        return [own_theme(project), project.docs]
    except (SourceError, ContentErrors):  # told already by whoever read the settings
        return [project.docs]


def check(project: Project) -> Campaign:
    """Read and lay out everything, write nothing. Raises ContentErrors."""
    faults, bad = Collector(), Collector()
    campaign = read_campaign(project, faults)
    for folder in _picture_folders(project):
        check_pictures(folder, project.name, bad)
    faults.errors.extend(placed(bad.errors, campaign.pages))
    made: list[tuple[Piece | Document, list[str]]] = []
    for document in documents(campaign, Selection()):
        made.append((document, [document.path]))
        try:
            document.make()
        except (SourceError, ContentErrors) as error:
            faults.add(error)
    for piece in plan(campaign, Selection()):
        try:
            made.append((piece, piece_paths(piece, len(piece.sheets()))))
        except SourceError as error:
            faults.add(error)
    for clash in clashes(made):
        faults.add(clash)
    for slip in (*slips_of(campaign.pages), *missing_parts(campaign.pages, project)):
        faults.add(slip)
    faults.check()
    return campaign


def _prepared(project: Project, campaign: Campaign, wanted: Selection, choice: Choice) -> tuple[Store, Plan]:
    store = Store(project.cache)
    pieces = plan(campaign, wanted)
    written = documents(campaign, wanted)
    ready = prepare(pieces, written, imprint(campaign), store, fresh=choice.fresh)
    if any(task.encoder == "mp4" for task in ready.tasks):  # the library is loaded only where there is a video to make
        importlib.import_module("campaign.video").check_codecs()
    return store, ready


def _paint(ready: Plan, tasks: Iterable[Task], store: Store, choice: Choice) -> dict[str, Result]:
    tasks = list({task.key: task for task in tasks}.values())
    results = dict(ready.known)
    if tasks:
        with step("绘制", len(tasks)) as progress:
            results |= run(
                tasks, store, choice.workers or default_workers(), lambda task: progress.advance(task.key), progress.at
            )
    return results


def _publish(campaign: Campaign, ready: Plan, results: dict[str, Result], store: Store, folder: Path) -> Outcome:
    try:
        kept, count = rescue(folder)
        rows = write_kit(ready, results, store, folder, campaign.facts.words["organiser"])
    except OSError as error:
        hint = "关闭正在使用其中文件的程序，或检查是否只读、磁盘是否已满"
        raise SourceError(Span(str(folder)), f"写不进输出文件夹：{reason(error)}", hint) from None
    painted = len({artefact.key for artefact in ready.artefacts} - ready.known.keys())
    size = sum(int(row["bytes"]) for row in rows)
    notes = (f"保留  {folder.name} 里有 {count} 个自己放的或改过的文件，已移到 {kept}",) if count else ()
    return Outcome(len(rows), painted, size, bool(campaign.site_url), folder, notes)


def speed_notes(ready: Plan, asked: float = SPEED) -> tuple[str, ...]:
    """What scrolls faster or slower than is easily read, or by more than a quarter than was asked for, with the speed
    (characters a second) that whole pixels allow."""
    notes = []
    for artefact in ready.artefacts:
        got = artefact.page.speed
        if got and not SLOWEST <= got <= FASTEST:
            why = f"不在易读的 {SLOWEST:g}—{FASTEST:g} 字之间"
        elif got and asked != SPEED and not 0.75 <= got / asked <= 1.25:
            why = f"要的是 {asked:g} 字；每帧走整像素，这是最接近的"
        else:
            continue
        notes.append(f"滚动  {artefact.path} 每秒 {got:.1f} 字，{why}")
    return tuple(notes)
