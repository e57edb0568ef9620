"""From a campaign to zips: paint what is missing, gather files and texts, write the guide, pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from campaign.build import Choice, painted, speed_notes
from campaign.bundles.guides import Guide
from campaign.bundles.network import Source
from campaign.bundles.pack import Content, write_zip
from campaign.bundles.table import Bundle
from campaign.compose.guide import compose_guide
from campaign.content.model import Campaign
from campaign.content.read import read_campaign
from campaign.documents import documents
from campaign.pdf.write import write_pdf
from campaign.plan.kinds import Selection
from campaign.project import Project
from campaign.store import Store

GUIDE = "使用说明"


def make_bundles(
    project: Project, wanted: Mapping[str, Bundle], asked: Selection, choice: Choice, folder: Path
) -> Iterator[tuple[Path, int, tuple[str, ...]]]:
    """Write one zip after the other, its pictures in the sizes and at the speed asked for; yields each with its size,
    and what is to be told of its scrolls."""
    campaign = read_campaign(project)
    store = Store(project.cache)
    texts = {document.path: document for document in documents(campaign, Selection())}
    for bundle in wanted.values():
        files, notes = _artefacts(project, campaign, bundle, asked, choice, store)
        if bundle.more:
            files |= bundle.more(Source(project, campaign, choice, store))
        for source, target in bundle.texts:
            for name, document in texts.items():
                if name.startswith(f"{source}/"):
                    files[f"{target}/{name.removeprefix(f'{source}/')}"] = document.make()
        files |= guide_files(bundle.guide, campaign)
        path = folder / f"{bundle.name}.zip"
        size = write_zip(path, {f"{bundle.name}/{name}": content for name, content in files.items()})
        yield path, size, notes


def _artefacts(
    project: Project, campaign: Campaign, bundle: Bundle, asked: Selection, choice: Choice, store: Store
) -> tuple[dict[str, Content], tuple[str, ...]]:
    files: dict[str, Content] = {}
    notes: tuple[str, ...] = ()
    for part in bundle.parts:
        ready, results = painted(project, campaign, part.selection(asked), choice)
        for number, artefact in enumerate(ready.artefacts, 1):
            files[part.place(artefact, number)] = store.object(results[artefact.key][0])
        notes += speed_notes(ready, asked.speed)
    return files, notes


def guide_files(guide: Guide, campaign: Campaign) -> dict[str, Content]:
    """The page of instructions, to print and to read."""
    words = campaign.facts.words
    sheet = compose_guide(guide.title, guide.lead, guide.holds, guide.steps, guide.notes, words)
    pdf = write_pdf((sheet,), title=guide.title, author=words["organiser"])
    return {f"{GUIDE}.pdf": pdf, f"{GUIDE}.txt": guide_text(guide)}


def guide_text(guide: Guide) -> bytes:
    """The same words as text: UTF-8 with BOM, CRLF."""
    lines = [guide.title, "", guide.lead, "", "包里有什么"]
    lines += [f"· {name}：{what}" for name, what in guide.holds]
    lines += ["", "怎么做", *(f"{number}. {text}" for number, text in enumerate(guide.steps, 1))]
    lines += ["", "注意", *(f"· {text}" for text in guide.notes)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")
