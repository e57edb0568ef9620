"""Pieces of HTML that pages include: overrides/fragments/*.html filled with the campaign's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaign.calendar import WEEKDAYS, KeyDate, key_dates, month, state
from campaign.content.facts import Facts, month_day
from campaign.content.model import AUDIENCES, Campaign, Page
from campaign.document import Document
from campaign.drawings import icon, illustration
from campaign.formats import PrintFormat
from campaign.ical import MONTH, day_path
from campaign.jobs import environment
from campaign.kit import Artefact, Plan, Result, look_name, preview_size
from campaign.project import OVERRIDES, Project
from campaign.store import digest, renewed, write_atomic
from campaign.typeset.phrases import fit, parse
from campaign.web import preview_path

FEATURED = (("poster", True), ("poster", False), ("rollup", True), ("slide", True))  # kind, of the theme
PAGE_FILES = {"poster": "海报", "card": "手机图", "slide": "电视屏"}  # of a page's own, in this order
OWN_TITLE = frozenset({"video", "calendar"})  # kinds that are called by their title, not 主题…
HEADLINE = "NotoSerifSC-900"
# fragment file -> how far the page that includes it lies below the site's root
PREFIX = {"topics_all.html": "../", "cases_all.html": "../", "page_downloads.html": "../"}
KEY = ".key"  # in the folder: of everything that its fragments are made from


class Words(dict[str, Any]):
    """Facts as a template reads them: nested by dots, `campaign.consultation.dot`."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def facts_context(facts: Facts, today: dt.date) -> Words:
    """The facts with their derived words, ISO dates, headline lines and today's state."""
    context = Words()
    for name, text in facts.words.items():
        *groups, last = name.split(".")
        place = context
        for group in groups:
            place = place.setdefault(group, Words())
        place[last] = text
    days = {
        name.split(".")[0] if name.endswith(".date") else name.split(".")[-1]: day for name, day in facts.dates.items()
    }
    context["iso"] = Words({name: day.isoformat() for name, day in days.items()})
    context["official"] = facts.official
    context["theme_lines"] = theme_lines(facts)
    context["state"] = Words(state(facts, today))
    return context


def theme_lines(facts: Facts) -> list[list[tuple[str, bool]]]:
    """The theme's headline lines as (text, emphasised) pieces, broken as on the poster."""
    lines = fit(parse(facts.words["theme_marked"]), HEADLINE, 86, 46, largest=22).lines
    result = []
    for line in lines:
        pieces: list[tuple[str, bool]] = []
        for phrase in line:
            for char, hi in zip(phrase.text, phrase.hi, strict=True):
                if pieces and pieces[-1][1] == hi:
                    pieces[-1] = (pieces[-1][0] + char, hi)
                else:
                    pieces.append((char, hi))
        result.append(pieces)
    return result


def kit_context(plan: Plan, results: Mapping[str, Result]) -> dict[str, Any]:
    """The gallery's cards: one a piece, its files beside each other."""
    groups: dict[int, list[Artefact]] = {}
    for artefact in plan.artefacts:
        groups.setdefault(id(artefact.piece), []).append(artefact)
    pieces = [_card(artefacts, results) for artefacts in groups.values()]
    looks = {piece["look"]: piece["look_name"] for piece in pieces}
    return {
        "pieces": pieces,
        "uses": list(dict.fromkeys(piece["use"] for piece in pieces)),
        "looks": [{"key": key, "name": name} for key, name in looks.items()],
        "formats": list(dict.fromkeys(file["type"] for piece in pieces for file in piece["files"])),
        "featured": _featured(pieces),
    }


def _featured(pieces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the home page shows of the kit: one of each chosen kind, else whatever there is of other uses."""
    first: dict[tuple[str, bool], dict[str, Any]] = {}
    for piece in pieces:
        if piece["theme"] or piece["page"]:
            first.setdefault((piece["kind"], piece["theme"]), piece)
    chosen = [first[key] for key in FEATURED if key in first]
    used = {piece["use"] for piece in chosen}
    more = [piece for piece in first.values() if piece["theme"] and piece["use"] not in used] or list(pieces)
    return (chosen + [piece for piece in more if piece not in chosen])[: len(FEATURED)]


def page_kits(campaign: Campaign, pieces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every knowledge page and case with its own files: the poster's first, and its picture."""
    rows = []
    for topic in (*campaign.topics, *campaign.cases):
        mine = [piece for piece in pieces if piece["page"] == topic.span.path]
        own = [piece for kind in PAGE_FILES for piece in mine if piece["kind"] == kind]
        files = [
            file | {"label": f"{PAGE_FILES[piece['kind']]} {file['type']}", "size": piece["size"]}
            for piece in own
            for file in piece["files"]
        ]
        row = {"slug": topic.slug, "title": topic.title, "category": topic.meta.get("category", "")}
        rows.append(row | {"files": files, "picture": own[0] if own else None})
    return rows


def _card(artefacts: Sequence[Artefact], results: Mapping[str, Result]) -> dict[str, Any]:
    piece = artefacts[0].piece
    page = artefacts[0].page
    width, height = preview_size(page)
    use = piece.folder
    files = []
    for index, artefact in enumerate(artefacts, 1):
        kind = artefact.type.upper()
        label = f"{kind} {index}" if len(artefacts) > len(piece.types) else kind
        size = results[artefact.key][1]
        files.append(
            {
                "label": label,
                "type": kind,
                "url": f"kit/{quote(artefact.path)}",
                "bytes": size,
                "size_text": size_text(size),
            }
        )
    title = f"主题{use}" if piece.theme and piece.kind not in OWN_TITLE else piece.title
    return {
        "kind": piece.kind,
        "page": piece.span.path if piece.span.path.startswith(("docs/knowledge/", "docs/cases/")) else "",
        "title": title,
        "slogan": piece.title,
        "template": piece.template,
        "look": piece.look,
        "look_name": look_name(piece),
        "use": use,
        "size": piece.format.label if isinstance(piece.format, PrintFormat) else f"{piece.format.label} 像素",
        "ratio": page.width / page.height,
        "preview": f"web/{preview_path(artefacts[0].preview_key)}",
        "preview_width": width,
        "preview_height": height,
        "files": files,
        "theme": piece.theme,
    }


def audiences(pages: Sequence[Page]) -> list[dict[str, Any]]:
    """The pages tagged for each of the five audiences: what to teach first, then cases, then how to organise it."""
    places = ("docs/knowledge/", "docs/cases/", "docs/activities/", "docs/")

    def rank(page: Page) -> tuple[int, int, str]:
        place = next(index for index, folder in enumerate(places) if page.path.startswith(folder))
        return place, int(page.meta.get("order", 99)), page.path

    groups = []
    for tag, key in AUDIENCES.items():
        tagged = sorted((page for page in pages if tag in page.meta.get("tags", ()) and "title" in page.meta), key=rank)
        rows = [{"title": page.meta["title"], "url": page.url} for page in tagged]
        groups.append({"key": key, "pages": rows})
    return groups


def _date(date: KeyDate) -> dict[str, str]:
    """A row of the schedule: the day, what is due, when the calendar reminds of it, and the day's own file."""
    ahead = "、".join(f"提前{days}天" if days else "当天" for days in date.ahead)
    weekday = f"星期{WEEKDAYS[date.day.weekday()]}"
    file = quote(day_path(date))
    row = {"day": month_day(date.day), "iso": date.day.isoformat(), "weekday": weekday, "ahead": ahead}
    return row | {"title": date.title, "text": date.text, "ics": file}


def _document(document: Document, result: Result) -> dict[str, Any]:
    """A written file as pages link it."""
    return {
        "kind": document.kind,
        "title": document.title,
        "type": document.path.rsplit(".", 1)[-1].upper(),
        "url": f"kit/{quote(document.path)}",
        "size_text": size_text(result[1]),
    }


def size_text(size: int) -> str:
    """594 KB, 1.2 MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"


def write_fragments(
    campaign: Campaign, plan: Plan, results: Mapping[str, Result], project: Project, today: dt.date
) -> None:
    """Render every fragment into the folder, swapped in whole, unless the same ones are there already."""
    kit = kit_context(plan, results)
    context: dict[str, Any] = {
        "campaign": facts_context(campaign.facts, today),
        "home": campaign.home,
        "topics": campaign.topics,
        "cases": campaign.cases,
        "playlists": campaign.playlists,
        "calendar": month(campaign.facts) | {"ics": quote(MONTH)},
        "audiences": audiences(campaign.pages),
        "dates": [_date(day) for day in key_dates(campaign.facts)],
        "kit": kit,
        "page_kits": page_kits(campaign, kit["pieces"]),
        "documents": [_document(document, results[key]) for document, key in plan.documents],
    }
    templates = sorted((OVERRIDES / "fragments").glob("*.html"))
    key = digest(environment(), *(path.read_bytes() for path in templates), repr(context).encode())
    marker = project.fragments / KEY
    if marker.is_file() and marker.read_text(encoding="utf-8") == key:
        return
    env = _templates()
    with renewed(project.fragments) as work:
        for path in templates:
            if not path.name.startswith("_"):
                html = env.get_template(path.name).render(context, url_prefix=PREFIX.get(path.name, ""))
                lines = [line.strip() for line in html.splitlines()]
                write_atomic(work / path.name, "\n".join(line for line in lines if line).encode() + b"\n")
        write_atomic(work / KEY, key.encode())


def _templates() -> Environment:
    env = Environment(
        loader=FileSystemLoader(OVERRIDES / "fragments"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(illustration=illustration, icon=icon)
    return env
